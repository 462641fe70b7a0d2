#include "core/diffusion/scheduler.h"
#include "core/nn/condition_vae.h"
#include "core/nn/refiner.h"
#include "core/nn/unet.h"
#include "core/train/gradient_checkpointing.h"
#include "core/train/losses.h"
#include "core/train/model_parts.h"
#include "core/train/optimizer.h"
#include "core/train/trainable_parameters.h"
#include "tests/core/nn/tensor_checks.h"

#include <QTest>

#include <filesystem>
#include <optional>

using namespace dh;

namespace
{

/// Recorded values of three steps of the reference's training scripts on a tiny model.
class Recorded
{
public:
    Recorded() : m_file(folder() / "goldens.safetensors") {}
    static std::filesystem::path folder() { return std::filesystem::path(DH_TEST_DATA) / "goldens" / "tiny-a"; }
    [[nodiscard]] at::Tensor operator()(const std::string& name) const
    {
        return tensorFromView(m_file.tensors().at(name)).clone();
    }
    /// The keys below `prefix`.
    [[nodiscard]] std::vector<std::string> below(const std::string& prefix) const
    {
        std::vector<std::string> keys;
        for (const auto& [name, view] : m_file.tensors())
            if (name.starts_with(prefix))
                keys.push_back(name.substr(prefix.size()));
        return keys;
    }

private:
    SafetensorsFile m_file;
};

/// What one stage computes in a step.
struct Stage {
    std::string name;
    double learningRate;
    TrainableParameters& parameters;
    std::function<at::Tensor()> loss;
};

constexpr double kDecay = 0.9999;
constexpr double kLossTolerance = 2e-6;
constexpr double kNormTolerance = 2e-4;     // relative
constexpr double kGradientTolerance = 1e-5; // of gradients whose norm is 1
// AdamW's first steps move each value by the learning rate times the sign of its gradient: where a gradient is all but
// zero, rounding decides.
constexpr double kShareOfRate = 0.05;

double lossOf(const at::Tensor& loss)
{
    return loss.item<double>();
}

/// The three recorded steps; fails the running test at the first difference.
void compareSteps(const Recorded& recorded, const Stage& stage)
{
    TrainableParameters& parameters = stage.parameters;
    AdamW optimizer(parameters.values(), parameters.gradients(), {});
    at::Tensor average = parameters.values().clone();
    for (int i = 0; i < 3; ++i) {
        const std::string prefix = stage.name + "/iter" + std::to_string(i) + "/";
        parameters.gradients().zero_();
        const at::Tensor loss = stage.loss();
        loss.backward();
        const double norm = clipGradients(parameters.gradients(), 1.0);
        COMPARE_TENSORS(loss.detach(), recorded(prefix + "loss"), kLossTolerance * (1.0 + lossOf(loss)));
        const auto expectedNorm = recorded(prefix + "grad_norm").item<double>();
        QVERIFY2(std::abs(norm - expectedNorm) <= kNormTolerance * expectedNorm,
                 qPrintable(QString::number(norm) + " " + QString::number(expectedNorm)));
        const auto part = [&](const at::Tensor& flat, const std::string& key) {
            const TrainableParameters::Slot* slot = parameters.slotOf(key);
            return slot ? TrainableParameters::view(flat, *slot) : at::Tensor();
        };
        for (const std::string& key : recorded.below(prefix + "grad/"))
            COMPARE_TENSORS(part(parameters.gradients(), key), recorded(prefix + "grad/" + key), kGradientTolerance);
        optimizer.step(stage.learningRate);
        updateAverage(average, parameters.values(), optimizer.steps(), kDecay);
        for (const std::string& key : recorded.below(prefix + "param/")) {
            COMPARE_TENSORS(part(parameters.values(), key), recorded(prefix + "param/" + key),
                            kShareOfRate * stage.learningRate);
            COMPARE_TENSORS(part(average, key), recorded(prefix + "ema/" + key), kShareOfRate * stage.learningRate);
        }
    }
}

ParameterStart layout(bool channelsLast)
{
    ParameterStart start;
    start.channelsLast = channelsLast;
    return start;
}

} // namespace

class TrainingGoldensTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unet_data()
    {
        QTest::addColumn<bool>("channelsLast");
        QTest::addColumn<bool>("recomputes");
        QTest::newRow("channels first") << false << false;
        QTest::newRow("channels last") << true << false;
        QTest::newRow("gradient checkpointing") << true << true;
    }
    void unet()
    {
        QFETCH(bool, channelsLast);
        QFETCH(bool, recomputes);
        const UNet::BlockRunner runner = recomputes ? recomputedBlock : UNet::BlockRunner();
        const Recorded recorded;
        const ComponentWeights weights = openComponent(Recorded::folder(), Component::UNet);
        TrainableParameters parameters(weights, layout(channelsLast));
        const UNet network(weights, parameters);
        parameters.finish();

        const SchedulerConfig scheduler = SchedulerConfig::read(schedulerConfigOf(Recorded::folder()), "scheduler");
        const NoisingProcess noising(scheduler.cumulativeAlphas());
        const at::Tensor latents = recorded("train1/latents");
        const at::Tensor noise = recorded("train1/noise");
        const at::Tensor timesteps = recorded("train1/timesteps");
        const at::Tensor mask = recorded("train1/mask");
        const at::Tensor noisy = noising.noisy(latents, noise, timesteps);
        COMPARE_TENSORS(noisy, recorded("train1/noisy_latents"), 1e-6);

        const at::Tensor input = at::cat({noisy, mask, recorded("train1/comp_latents")}, 1);
        const auto predict = [&] {
            return network.forward(input, timesteps, recorded("train1/ctx"), ForwardPass(), runner);
        };
        const at::Tensor prediction = predict().detach();
        COMPARE_TENSORS(prediction, recorded("train1/model_pred"), 2e-5);
        const at::Tensor plain = weightedMean(squaredErrors(prediction, noise, mask, {}), {});
        COMPARE_TENSORS(plain, recorded("train1/loss_nofg"), kLossTolerance);

        compareSteps(
            recorded,
            {"train1", 1e-5, parameters, [&] {
                 return weightedMean(squaredErrors(predict(), noise, mask, {true, kLargestForegroundScale, 0.0}), {});
             }});
    }

    void refiner_data()
    {
        QTest::addColumn<bool>("channelsLast");
        QTest::newRow("channels first") << false;
        QTest::newRow("channels last") << true;
    }
    void refiner()
    {
        QFETCH(bool, channelsLast);
        const Recorded recorded;
        const ComponentWeights weights = openComponent(Recorded::folder(), Component::Refiner);
        TrainableParameters parameters(weights, layout(channelsLast));
        const Refiner network(weights, parameters);
        parameters.finish();
        const at::Tensor input = recorded("refiner/input");
        const at::Tensor target = recorded("train2/target");
        compareSteps(recorded,
                     {"train2", 1e-4, parameters, [&] {
                          return weightedMean(squaredErrors(network.forward(input, ForwardPass()), target, {}, {}), {});
                      }});
    }

    void conditionVae()
    {
        const Recorded recorded;
        const ComponentWeights weights = openComponent(Recorded::folder(), Component::ConditionVae);
        ParameterStart start;
        start.isTrained = [](const std::string& key) {
            return key.starts_with("conditional_encoder.") || key.starts_with("latent_skip_conv.") ||
                   key.starts_with("decoder.");
        };
        TrainableParameters parameters(weights, start);
        const ConditionVae network(weights, parameters);
        parameters.finish();
        constexpr std::size_t kTrainedTensors = 274; // as the reference's list has
        QCOMPARE(parameters.slots().size(), kTrainedTensors);

        const at::Tensor real = recorded("train3/real");
        const ForwardPass pass;
        compareSteps(recorded, {"train3", 1e-4, parameters, [&] {
                                    const at::Tensor latents =
                                        network.encode(real, pass).sample(recorded("train3/noise_real"));
                                    const auto condition = network.encodeCondition(recorded("train3/cond"), pass);
                                    const at::Tensor decoded =
                                        network.decode(latents, condition,
                                                       condition.posterior.sample(recorded("train3/noise_cond")), pass);
                                    return at::l1_loss(decoded, real);
                                }});
    }
};

QTEST_APPLESS_MAIN(TrainingGoldensTest)
#include "training_goldens_test.moc"
