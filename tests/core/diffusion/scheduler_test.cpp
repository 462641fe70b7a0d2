#include "core/diffusion/scheduler.h"

#include "core/base/error.h"
#include "core/nn/torch_compat.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <functional>

using namespace dh;
using nlohmann::json;

namespace
{

/// As Stable Diffusion's file has it, with more entries put in.
SchedulerConfig configWith(const QString& entries = {})
{
    const QString text = R"({"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
                             "num_train_timesteps": 1000, "steps_offset": 1)" +
                         (entries.isEmpty() ? QString() : ", " + entries) + "}";
    return SchedulerConfig::read(json::parse(text.toStdString()), "scheduler_config.json");
}

/// Cumulative alphas from the definition, in double.
std::vector<double> exactAlphas(int count = 1000)
{
    std::vector<double> alphas;
    double product = 1.0;
    for (int i = 0; i < count; ++i) {
        const double root = std::sqrt(0.00085) + i * (std::sqrt(0.012) - std::sqrt(0.00085)) / (count - 1);
        product *= 1.0 - root * root;
        alphas.push_back(product);
    }
    return alphas;
}

double sigmaAt(double timestep)
{
    static const std::vector<double> alphas = exactAlphas();
    const auto sigma = [](std::size_t i) { return std::sqrt((1.0 - alphas[i]) / alphas[i]); };
    const double last = static_cast<double>(alphas.size() - 1);
    const double clamped = std::min(timestep, last);
    const auto below = static_cast<std::size_t>(clamped);
    if (below + 1 >= alphas.size())
        return sigma(below);
    const double share = clamped - static_cast<double>(below);
    return sigma(below) * (1.0 - share) + sigma(below + 1) * share;
}

at::Tensor number(double value)
{
    return at::full({1}, value, at::kFloat);
}

bool isNear(double actual, double expected, double tolerance = 1e-4)
{
    return std::abs(actual - expected) <= tolerance * (1.0 + std::abs(expected));
}

#define VERIFY_NEAR(actual, expected)                                                                                  \
    do {                                                                                                               \
        const double actualValue = (actual);                                                                           \
        const double expectedValue = (expected);                                                                       \
        QVERIFY2(isNear(actualValue, expectedValue),                                                                   \
                 qPrintable(QString("%1, expected %2").arg(actualValue, 0, 'g', 9).arg(expectedValue, 0, 'g', 9)));    \
    } while (false)

QString spacingEntry(const QString& spacing)
{
    return "\"timestep_spacing\": \"" + spacing + '"';
}

/// A stand-in for the UNet's answer at step i.
double predictionAt(int i)
{
    return 0.3 - 0.17 * (i % 7);
}

double noiseAt(int i)
{
    return 0.5 - 0.11 * (i % 5);
}

std::vector<double> timestepsOf(const Scheduler& scheduler)
{
    std::vector<double> timesteps;
    for (int i = 0; i < scheduler.steps(); ++i)
        timesteps.push_back(scheduler.timestep(i));
    return timesteps;
}

} // namespace

using Timesteps = std::vector<double>;
Q_DECLARE_METATYPE(Timesteps)

class SchedulerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesteps_data();
    void timesteps();
    void eulerByHand_data();
    void eulerByHand();
    void eulerOneStepIsOneSubtraction();
    void eulerScalesItsInput();
    void ddimByHand_data();
    void ddimByHand();
    void ddimIgnoresNoise();
    void stepsComputeInFloat32();
    void betas_data();
    void betas();
    void fillsInDefaults();
    void defaultsOfAnotherClassDoNotCount();
    void everyNumberOfSteps_data();
    void everyNumberOfSteps();
    void refusesConfigs_data();
    void refusesConfigs();
};

void SchedulerTest::timesteps_data()
{
    QTest::addColumn<bool>("ddim");
    QTest::addColumn<QString>("spacing");
    QTest::addColumn<int>("steps");
    QTest::addColumn<Timesteps>("expected");
    const auto row = [](const char* name, bool ddim, const char* spacing, int steps, Timesteps expected) {
        QTest::newRow(name) << ddim << spacing << steps << std::move(expected);
    };
    row("Euler, unsaid is linspace", false, "", 5, {999, 749.25, 499.5, 249.75, 0});
    row("Euler, linspace", false, "linspace", 5, {999, 749.25, 499.5, 249.75, 0});
    row("Euler, linspace, 1", false, "linspace", 1, {0});
    row("Euler, linspace, 2", false, "linspace", 2, {999, 0});
    row("Euler, leading", false, "leading", 5, {801, 601, 401, 201, 1});
    row("Euler, leading, 1", false, "leading", 1, {1});
    row("Euler, leading, 3", false, "leading", 3, {667, 334, 1});
    row("Euler, trailing", false, "trailing", 5, {999, 799, 599, 399, 199});
    row("Euler, trailing, 1", false, "trailing", 1, {999});
    row("Euler, trailing, 3", false, "trailing", 3, {999, 666, 332});
    row("DDIM, unsaid is leading", true, "", 5, {801, 601, 401, 201, 1});
    row("DDIM, leading, 1", true, "leading", 1, {1});
    // numpy rounds 749.25 down and 499.5 to the even neighbour.
    row("DDIM, linspace is rounded", true, "linspace", 5, {999, 749, 500, 250, 0});
    row("DDIM, trailing", true, "trailing", 5, {999, 799, 599, 399, 199});
}

void SchedulerTest::timesteps()
{
    QFETCH(bool, ddim);
    QFETCH(QString, spacing);
    QFETCH(int, steps);
    QFETCH(Timesteps, expected);
    const SchedulerConfig config = configWith(spacing.isEmpty() ? QString() : spacingEntry(spacing));
    if (ddim)
        QCOMPARE(timestepsOf(DdimScheduler(config, steps)), expected);
    else
        QCOMPARE(timestepsOf(EulerAncestralScheduler(config, steps)), expected);
}

void SchedulerTest::eulerByHand_data()
{
    QTest::addColumn<QString>("spacing");
    QTest::addColumn<QString>("prediction");
    QTest::addColumn<Timesteps>("at");
    for (const char* prediction : {"epsilon", "v_prediction"}) {
        const auto row = [&](const char* spacing, const char* count, Timesteps at) {
            QTest::addRow("%s %s %s", prediction, spacing, count) << spacing << prediction << std::move(at);
        };
        row("linspace", "1", {0});
        row("linspace", "5", {999, 749.25, 499.5, 249.75, 0});
        row("leading", "1", {1});
        row("leading", "5", {801, 601, 401, 201, 1});
        row("trailing", "1", {999});
        row("trailing", "5", {999, 799, 599, 399, 199});
    }
}

void SchedulerTest::eulerByHand()
{
    QFETCH(QString, spacing);
    QFETCH(QString, prediction);
    QFETCH(Timesteps, at);
    const SchedulerConfig config = configWith(spacingEntry(spacing) + ", \"prediction_type\": \"" + prediction + '"');
    const int steps = static_cast<int>(at.size());
    const EulerAncestralScheduler scheduler(config, steps);
    const double first = sigmaAt(at.front());
    VERIFY_NEAR(scheduler.initialNoiseScale(), spacing == "leading" ? std::sqrt(first * first + 1.0) : first);

    double x = 1.7 * scheduler.initialNoiseScale();
    at::Tensor latents = number(x);
    for (int i = 0; i < steps; ++i) {
        const double from = sigmaAt(at[static_cast<std::size_t>(i)]);
        const double to = i + 1 < steps ? sigmaAt(at[static_cast<std::size_t>(i) + 1]) : 0.0;
        const double output = predictionAt(i);
        const double clean = prediction == "epsilon"
                                 ? x - from * output
                                 : x / (from * from + 1.0) - output * from / std::sqrt(from * from + 1.0);
        const double up = std::sqrt(to * to * (from * from - to * to) / (from * from));
        const double down = std::sqrt(to * to - up * up);
        x = x + (x - clean) / from * (down - from) + noiseAt(i) * up;
        const Scheduler::Step step = scheduler.step(number(output), i, latents, number(noiseAt(i)));
        VERIFY_NEAR(step.predictedClean.item<double>(), clean);
        VERIFY_NEAR(step.latents.item<double>(), x);
        VERIFY_NEAR(scheduler.sigmaUp(i), up);
        VERIFY_NEAR(scheduler.sigmaDown(i), down);
        latents = step.latents;
    }
    QCOMPARE(scheduler.sigmas().back(), 0.0F);
    QCOMPARE(scheduler.sigmaUp(steps - 1), 0.0F);
}

void SchedulerTest::eulerOneStepIsOneSubtraction()
{
    // n = 1 starts at timestep 0, where hardly any noise is left.
    const EulerAncestralScheduler scheduler(configWith(), 1);
    QVERIFY(std::abs(scheduler.initialNoiseScale() - 0.029168) < 1e-6);
    const Scheduler::Step step = scheduler.step(number(2.0), 0, number(1.0), number(123.0));
    VERIFY_NEAR(step.latents.item<double>(), 1.0 - 2.0 * 0.029168);
    VERIFY_NEAR(step.predictedClean.item<double>(), step.latents.item<double>());
}

void SchedulerTest::eulerScalesItsInput()
{
    const EulerAncestralScheduler scheduler(configWith(), 5);
    for (int i = 0; i < 5; ++i) {
        const double sigma = sigmaAt(scheduler.timestep(i));
        VERIFY_NEAR(scheduler.scaledInput(number(3.0), i).item<double>(), 3.0 / std::sqrt(sigma * sigma + 1.0));
    }
    const DdimScheduler ddim(configWith(), 5);
    QCOMPARE(ddim.scaledInput(number(3.0), 2).item<double>(), 3.0);
    QCOMPARE(ddim.initialNoiseScale(), 1.0);
}

void SchedulerTest::ddimByHand_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("spacing");
    QTest::addColumn<bool>("alphaToOne");
    QTest::addColumn<bool>("clip");
    QTest::addColumn<bool>("epsilon");
    for (const int steps : {1, 5, 50})
        for (const char* spacing : {"leading", "linspace", "trailing"})
            for (const bool alphaToOne : {true, false})
                for (const bool clip : {false, true})
                    for (const bool epsilon : {true, false})
                        QTest::addRow("%d %s%s%s%s", steps, spacing, alphaToOne ? " to one" : "",
                                      clip ? " clipped" : "", epsilon ? "" : " v")
                            << steps << spacing << alphaToOne << clip << epsilon;
}

void SchedulerTest::ddimByHand()
{
    QFETCH(int, steps);
    QFETCH(QString, spacing);
    QFETCH(bool, alphaToOne);
    QFETCH(bool, clip);
    QFETCH(bool, epsilon);
    const auto word = [](bool value) { return value ? "true" : "false"; };
    const DdimScheduler scheduler(
        configWith(spacingEntry(spacing) +
                   QString(R"(, "set_alpha_to_one": %1, "clip_sample": %2, "prediction_type": "%3")")
                       .arg(word(alphaToOne), word(clip), epsilon ? "epsilon" : "v_prediction")),
        steps);
    const std::vector<double> alphas = exactAlphas();
    const int stride = 1000 / steps;
    double x = 1.7;
    at::Tensor latents = number(x);
    for (int i = 0; i < steps; ++i) {
        const double exact = spacing == "leading"    ? (steps - 1 - i) * stride + 1.0
                             : spacing == "trailing" ? 1000.0 - i * (1000.0 / steps) - 1.0
                             : steps == 1            ? 0.0
                                                     : 999.0 - i * (999.0 / (steps - 1));
        const auto timestep = static_cast<int>(std::nearbyint(exact));
        QCOMPARE(scheduler.timestep(i), static_cast<double>(timestep));
        const double alpha = alphas[static_cast<std::size_t>(timestep)];
        const double next = timestep >= stride ? alphas[static_cast<std::size_t>(timestep - stride)]
                            : alphaToOne       ? 1.0
                                               : alphas.front();
        const double output = predictionAt(i);
        const double noise = epsilon ? output : std::sqrt(alpha) * output + std::sqrt(1.0 - alpha) * x;
        double clean = epsilon ? (x - std::sqrt(1.0 - alpha) * output) / std::sqrt(alpha)
                               : std::sqrt(alpha) * x - std::sqrt(1.0 - alpha) * output;
        if (clip)
            clean = std::clamp(clean, -1.0, 1.0);
        x = std::sqrt(next) * clean + std::sqrt(1.0 - next) * noise;
        const Scheduler::Step step = scheduler.step(number(output), i, latents, at::Tensor());
        VERIFY_NEAR(step.predictedClean.item<double>(), clean);
        VERIFY_NEAR(step.latents.item<double>(), x);
        latents = step.latents;
    }
}

void SchedulerTest::ddimIgnoresNoise()
{
    const DdimScheduler scheduler(configWith(), 5);
    const at::Tensor quiet = scheduler.step(number(0.5), 1, number(1.0), number(0.0)).latents;
    const at::Tensor loud = scheduler.step(number(0.5), 1, number(1.0), number(1e9)).latents;
    QVERIFY(quiet.equal(loud));
}

void SchedulerTest::stepsComputeInFloat32()
{
    const at::Tensor prediction = at::tensor({0.3F, -1.2F}).to(at::kBFloat16);
    const at::Tensor latents = at::tensor({14.0F, -3.0F});
    const at::Tensor noise = at::tensor({0.1F, 0.2F});
    const EulerAncestralScheduler euler(configWith(), 5);
    const DdimScheduler ddim(configWith(), 5);
    for (const Scheduler* scheduler : {static_cast<const Scheduler*>(&euler), static_cast<const Scheduler*>(&ddim)}) {
        const Scheduler::Step narrow = scheduler->step(prediction, 2, latents, noise);
        const Scheduler::Step wide = scheduler->step(prediction.to(at::kFloat), 2, latents, noise);
        QCOMPARE(narrow.latents.scalar_type(), at::kFloat);
        QVERIFY(narrow.latents.equal(wide.latents));
    }
}

void SchedulerTest::betas_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("middle"); // the second of three
    QTest::addColumn<double>("last");
    const double root = 0.5 * (std::sqrt(0.01) + std::sqrt(0.04));
    QTest::newRow("linear") << R"({"num_train_timesteps": 3, "beta_start": 0.01, "beta_end": 0.04})" << 0.01 << 0.025
                            << 0.04;
    QTest::newRow("scaled linear")
        << R"({"num_train_timesteps": 3, "beta_start": 0.01, "beta_end": 0.04, "beta_schedule": "scaled_linear"})"
        << 0.01 << root * root << 0.04;
    QTest::newRow("given") << R"({"num_train_timesteps": 3, "trained_betas": [0.5, 0.25, 0.125]})" << 0.5 << 0.25
                           << 0.125;
    QTest::newRow("null is not given")
        << R"({"num_train_timesteps": 3, "beta_start": 0.01, "beta_end": 0.04, "trained_betas": null})" << 0.01 << 0.025
        << 0.04;
}

void SchedulerTest::betas()
{
    QFETCH(QString, text);
    QFETCH(double, first);
    QFETCH(double, middle);
    QFETCH(double, last);
    const SchedulerConfig config = SchedulerConfig::read(json::parse(text.toStdString()), "s.json");
    const at::Tensor betas = config.betas();
    QCOMPARE(betas.numel(), std::int64_t{3});
    QVERIFY(isNear(betas[0].item<double>(), first, 1e-7));
    QVERIFY(isNear(betas[1].item<double>(), middle, 1e-7));
    QVERIFY(isNear(betas[2].item<double>(), last, 1e-7));
    QVERIFY(isNear(config.cumulativeAlphas()[2].item<double>(), (1 - first) * (1 - middle) * (1 - last), 1e-6));
}

void SchedulerTest::fillsInDefaults()
{
    const SchedulerConfig config = SchedulerConfig::read(json::object(), "s.json");
    QCOMPARE(config.trainTimesteps, 1000);
    QCOMPARE(config.betaSchedule, std::string("linear"));
    QCOMPARE(config.betaStart, 0.0001);
    QCOMPARE(config.betaEnd, 0.02);
    QVERIFY(config.prediction == PredictionType::Epsilon);
    QVERIFY(!config.spacing);
    QCOMPARE(config.stepsOffset, 0);
    QVERIFY(config.setAlphaToOne);
    QVERIFY(!config.clipSample);
}

void SchedulerTest::defaultsOfAnotherClassDoNotCount()
{
    const QString written = R"("timestep_spacing": "leading", "prediction_type": "v_prediction",
                               "set_alpha_to_one": false)";
    const SchedulerConfig said = configWith(written);
    QVERIFY(said.spacing == TimestepSpacing::Leading);
    QVERIFY(said.prediction == PredictionType::V);
    QVERIFY(!said.setAlphaToOne);
    const SchedulerConfig filledIn =
        configWith(written + R"(, "_use_default_values": ["timestep_spacing", "set_alpha_to_one", "unknown", 7])");
    QVERIFY(!filledIn.spacing);
    QVERIFY(filledIn.setAlphaToOne);
    QVERIFY(filledIn.prediction == PredictionType::V);
    QCOMPARE(EulerAncestralScheduler(filledIn, 5).timestep(1), 749.25);
    QCOMPARE(DdimScheduler(filledIn, 5).timestep(1), 601.0);
}

void SchedulerTest::everyNumberOfSteps_data()
{
    QTest::addColumn<QString>("spacing");
    QTest::addColumn<QString>("prediction");
    for (const char* spacing : {"linspace", "leading", "trailing"})
        for (const char* prediction : {"epsilon", "v_prediction"})
            QTest::addRow("%s %s", spacing, prediction) << spacing << prediction;
}

void SchedulerTest::everyNumberOfSteps()
{
    QFETCH(QString, spacing);
    QFETCH(QString, prediction);
    constexpr int kMostSteps = 50;
    const SchedulerConfig config = configWith(spacingEntry(spacing) + ", \"prediction_type\": \"" + prediction + '"');
    const at::Tensor start = at::randn({1, 4, 3, 5}, compat::makeCpuGenerator(1), at::TensorOptions(at::kFloat));
    for (int steps = 1; steps <= kMostSteps; ++steps) {
        const EulerAncestralScheduler euler(config, steps);
        const DdimScheduler ddim(config, steps);
        for (const Scheduler* scheduler :
             {static_cast<const Scheduler*>(&euler), static_cast<const Scheduler*>(&ddim)}) {
            QCOMPARE(scheduler->steps(), steps);
            at::Tensor latents = start * scheduler->initialNoiseScale();
            double previous = 1001.0;
            for (int i = 0; i < steps; ++i) {
                QVERIFY(scheduler->timestep(i) < previous && scheduler->timestep(i) >= 0.0);
                previous = scheduler->timestep(i);
                const at::Tensor input = scheduler->scaledInput(latents, i);
                const Scheduler::Step step = scheduler->step(input.tanh(), i, latents, start);
                QVERIFY(at::isfinite(step.latents).all().item<bool>());
                QVERIFY(at::isfinite(step.predictedClean).all().item<bool>());
                QCOMPARE(step.latents.sizes(), start.sizes());
                latents = step.latents;
            }
        }
    }
}

void SchedulerTest::refusesConfigs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* text, const char* words) { QTest::newRow(text) << text << words; };
    row(R"({"num_train_timesteps": 0})", "\"num_train_timesteps\" has an impossible value");
    row(R"({"num_train_timesteps": -5})", "\"num_train_timesteps\" has an impossible value");
    row(R"({"num_train_timesteps": 99999999})", "\"num_train_timesteps\" has an impossible value");
    row(R"({"num_train_timesteps": 10.5})", "\"num_train_timesteps\" should be a whole number");
    row(R"({"beta_end": 2})", "betas should lie between 0 and 1");
    row(R"({"beta_start": -0.1})", "betas should lie between 0 and 1");
    row(R"({"num_train_timesteps": 2, "trained_betas": [0.1, 1.0]})", "betas should lie between 0 and 1");
    row(R"({"beta_start": "small"})", "\"beta_start\" should be a number");
    row(R"({"beta_schedule": "squaredcos_cap_v2"})", "\"beta_schedule\" is \"squaredcos_cap_v2\"");
    row(R"({"beta_schedule": 3})", "\"beta_schedule\" should be a text");
    row(R"({"trained_betas": [0.1]})", "\"trained_betas\" should be a list of num_train_timesteps numbers");
    row(R"({"num_train_timesteps": 1, "trained_betas": ["a"]})", "\"trained_betas\" should be a list");
    row(R"({"prediction_type": "sample"})", "\"prediction_type\" is \"sample\"");
    row(R"({"timestep_spacing": "random"})", "\"timestep_spacing\" is \"random\"");
    row(R"({"steps_offset": "one"})", "\"steps_offset\" should be a whole number");
    row(R"({"set_alpha_to_one": 1})", "\"set_alpha_to_one\" should be true or false");
    row(R"({"clip_sample": "no"})", "\"clip_sample\" should be true or false");
    row(R"({"rescale_betas_zero_snr": true})", "\"rescale_betas_zero_snr\" asks for a variant");
}

void SchedulerTest::refusesConfigs()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    try {
        (void)SchedulerConfig::read(json::parse(text.toStdString()), "scheduler_config.json");
        QFAIL("accepted");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::ModelInvalid);
        QCOMPARE(error.subject(), std::string("scheduler_config.json"));
        QVERIFY2(QString::fromStdString(error.detail()).contains(words), error.detail().c_str());
    }
}

QTEST_APPLESS_MAIN(SchedulerTest)
#include "scheduler_test.moc"
