#include "core/base/error.h"
#include "core/nn/vae.h"
#include "core/train/loss_scale.h"
#include "core/train/reproducible.h"
#include "core/train/torch_trainer.h"
#include "core/train/training_run.h"
#include "core/weights/json_file.h"
#include "core/weights/safetensors_file.h"
#include "tests/core/train/random_batches.h"

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace dh;

namespace
{

namespace fs = std::filesystem;

const fs::path kModel = fs::path(DH_TEST_DATA) / "goldens" / "tiny-a";

/// Remembers what was asked for, and lets a test act on it.
class WatchedBatches final : public BatchSource
{
public:
    std::function<void(const BatchRequest&)> onRequest;

    TrainingBatch batch(std::uint64_t first, int batchSize, int size) override
    {
        m_requests.push_back({first, batchSize, size});
        if (onRequest)
            onRequest(m_requests.back());
        return m_batches.batch(first, batchSize, size);
    }
    [[nodiscard]] std::ptrdiff_t timesAsked(const BatchRequest& request) const
    {
        return std::ranges::count(m_requests, request);
    }

private:
    RandomBatches m_batches;
    std::vector<BatchRequest> m_requests;
};

TrainingOptions optionsFor(TrainingStage stage, const QTemporaryDir& folder)
{
    TrainingOptions options;
    options.stage = stage;
    options.modelFolder = kModel;
    options.outputFolder = folder.filePath("model").toStdString();
    options.harmonizedSource = HarmonizedSource::Composite;
    options.phases = {{16, 2, 1.0}};
    options.steps = 2;
    options.threads = 1;
    options.optimizer.warmUpSteps = 0;
    options.checkpointEverySeconds = 0.0;
    return options;
}

TrainingSummary train(const TrainingOptions& options)
{
    RandomBatches batches;
    return TrainingRun(options, batches, {}, {}).run();
}

/// Vae, measured with the last of its phases.
TrainingOptions coarseToFine(const QTemporaryDir& folder)
{
    TrainingOptions options = optionsFor(TrainingStage::Vae, folder);
    options.phases = {{16, 2, 1.0}, {24, 1, 1.0}};
    return options;
}
constexpr BatchRequest kMeasured{0, 1, 24};

/// A copy of the model, under `name`, with another value in one of its JSON files.
fs::path modelWith(const QTemporaryDir& folder, const std::string& name, const fs::path& file, const char* key,
                   const nlohmann::json& value)
{
    const fs::path model = fs::path(folder.path().toStdString()) / name;
    fs::copy(kModel, model, fs::copy_options::recursive);
    nlohmann::json json = readJsonObject(model / file);
    json[key] = value;
    std::ofstream(model / file) << json;
    return model;
}

/// Its refiner wants that hint.
fs::path modelWithHint(const QTemporaryDir& folder, const std::string& hint)
{
    return modelWith(folder, hint, "model_index.json", "refine_hint", hint);
}

double scalingFactorIn(const TrainingOptions& options)
{
    return readJsonObject(options.outputFolder / "vae" / "config.json")["scaling_factor"].get<double>();
}

QByteArray contentOf(const fs::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The output folder holds the state of another run.
void requireRefusal(const TrainingOptions& options)
{
    try {
        (void)train(options);
        QFAIL("it goes on");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::InvalidArgument);
        QCOMPARE(error.subject(), std::string("--output"));
        QVERIFY(QString::fromStdString(error.detail()).contains("--restart"));
    }
}

std::string lossScaleIn(const TrainingOptions& options)
{
    return SafetensorsFile(options.outputFolder / "training" / "step-0000000002.safetensors")
        .metadata()
        .at("loss_scale");
}

} // namespace

/// Runs of a tiny model, begun, continued and interrupted.
class TrainingRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }

    void refinerIsGivenWhatInferenceGives_data()
    {
        QTest::addColumn<bool>("isPipeline");
        QTest::newRow("the first stage's result") << true;
        QTest::newRow("the composite") << false;
    }
    void refinerIsGivenWhatInferenceGives()
    {
        QFETCH(bool, isPipeline);
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        options.inferenceSteps = 1;
        if (isPipeline)
            options.harmonizedSource = HarmonizedSource::Pipeline;
        constexpr int kSide = 64; // finer than the smooth change
        const TrainingBatch batch = RandomBatches().batch(0, 2, kSide);
        const auto lossOf = [&](const fs::path& model) {
            options.modelFolder = model;
            return makeTrainingTask(options)->loss(batch, 0, ForwardPass()).item<double>();
        };
        const double plain = lossOf(kModel);
        QCOMPARE(lossOf(modelWithHint(folder, "picture")), plain);
        const double hinted = lossOf(modelWithHint(folder, "change"));
        QCOMPARE(hinted != plain, isPipeline);
    }

    void staleFrozenPartsAreReplaced()
    {
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        (void)train(options);
        const fs::path part = fs::path("vae") / "diffusion_pytorch_model.safetensors";
        QByteArray stale = contentOf(kModel / part);
        stale.back() = static_cast<char>(stale.back() ^ 1); // of the same size
        QFile file(QString::fromStdString((options.outputFolder / part).string()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(stale) == stale.size());
        file.close();
        ++options.steps;
        (void)train(options);
        QVERIFY(contentOf(options.outputFolder / part) == contentOf(kModel / part));
        QCOMPARE(QDir(file.fileName().section('/', 0, -2)).entryList({".*"}, QDir::Files | QDir::Hidden),
                 QStringList());
    }

    void focusIsWithinTheModelsTimesteps()
    {
        constexpr int kTimesteps = 500;
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::UNet, folder);
        options.modelFolder =
            modelWith(folder, "short", "scheduler/scheduler_config.json", "num_train_timesteps", kTimesteps);
        options.timesteps = {0.5, kTimesteps, kTimesteps};
        try {
            (void)makeTrainingTask(options);
            QFAIL("it goes beyond them");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidArgument);
            QCOMPARE(error.subject(), std::string("focus first"));
        }
        --options.timesteps.focusFirst;
        QVERIFY(makeTrainingTask(options) != nullptr);
    }

    void measuresWithTheLastPhase()
    {
        const QTemporaryDir folder;
        const TrainingOptions options = coarseToFine(folder);
        WatchedBatches batches;
        (void)TrainingRun(options, batches, {}, {}).run();
        QCOMPARE(batches.timesAsked(kMeasured), std::ptrdiff_t{1});
        QVERIFY(scalingFactorIn(options) != VaeConfig().scalingFactor);
    }

    /// The folder is a model that others scale their latents by.
    void aCancelledRunIsMeasured()
    {
        const QTemporaryDir folder;
        const TrainingOptions options = coarseToFine(folder);
        WatchedBatches batches;
        CancelSource cancel;
        cancel.cancel();
        const TrainingSummary summary = TrainingRun(options, batches, {}, cancel.token()).run();
        QVERIFY(summary.cancelled);
        QCOMPARE(batches.timesAsked(kMeasured), std::ptrdiff_t{1});
        QVERIFY(scalingFactorIn(options) != VaeConfig().scalingFactor);
    }

    void cudaComputesReproducibly()
    {
        constexpr auto kWorkspace = "CUBLAS_WORKSPACE_CONFIG";
        qunsetenv(kWorkspace);
        const at::Context& context = at::globalContext();
        const bool before = context.deterministicAlgorithms();
        computeReproducibly(at::kCPU);
        QCOMPARE(context.deterministicAlgorithms(), before);
        QVERIFY(!qEnvironmentVariableIsSet(kWorkspace));
        computeReproducibly(at::kCUDA);
        QVERIFY(!context.allowTF32CuBLAS());
        QVERIFY(!context.allowTF32CuDNN());
        QVERIFY(!context.benchmarkCuDNN());
        QVERIFY(context.deterministicCuDNN());
        QVERIFY(context.deterministicAlgorithms());
        QVERIFY(context.deterministicAlgorithmsWarnOnly());
        QCOMPARE(qgetenv(kWorkspace), QByteArray(":4096:8"));
        const QByteArray ofTheUser(":16:8");
        qputenv(kWorkspace, ofTheUser);
        computeReproducibly(at::kCUDA);
        QCOMPARE(qgetenv(kWorkspace), ofTheUser);
        at::globalContext().setDeterministicAlgorithms(before, false);
    }

    void lossScaleFollowsTheGradients()
    {
        constexpr int kUntilLarger = 2000;
        LossScale scale;
        scale.advance(false);
        QCOMPARE(scale, (LossScale{32768.0, 0}));
        for (int i = 0; i < kUntilLarger; ++i)
            scale.advance(true);
        QCOMPARE(scale, (LossScale{65536.0, 0}));
    }

    void noScaleHelpsAgainstAnOverflow()
    {
        constexpr int kHalvings = 29; // from 65536 to the last one above 1e-4
        LossScale scale;
        for (int i = 0; i < kHalvings; ++i)
            scale.advance(false);
        try {
            scale.advance(false);
            QFAIL("it went on");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::ModelNotFinite);
        }
    }

    void scalingBeginsWithFloat16()
    {
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        (void)train(options);
        QCOMPARE(lossScaleIn(options), std::string("1"));
        options.autocast = Autocast::Float16; // all steps are done, only the state is written again
        (void)train(options);
        QCOMPARE(lossScaleIn(options), std::string("65536"));
        (void)train(options);
        QCOMPARE(lossScaleIn(options), std::string("65536"));
        options.autocast = Autocast::None;
        (void)train(options);
        QCOMPARE(lossScaleIn(options), std::string("1"));
    }

    void float16NeedsACard_data()
    {
        QTest::addColumn<QString>("device");
        QTest::newRow("a processor that was asked for") << "cpu";
        QTest::newRow("the processor that there is") << "auto";
    }
    void float16NeedsACard()
    {
        QFETCH(QString, device);
        if (at::getNumGPUs() > 0)
            QSKIP("there is one");
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        options.device = device.toStdString();
        options.autocast = Autocast::Float16;
        try {
            (void)TorchTrainer().run(options, {}, {});
            QFAIL("it trains");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidArgument);
            QCOMPARE(error.subject(), std::string("autocast"));
        }
    }

    void averagesMayBeginLater()
    {
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        (void)train(options);
        const fs::path weights = options.outputFolder / "refiner" / "diffusion_pytorch_model.safetensors";
        const QByteArray before = contentOf(weights);
        options.optimizer.averages = true; // all steps are done: the average is that of one set of weights
        QCOMPARE(train(options).firstStep, options.steps);
        QVERIFY(contentOf(weights) == before);
        QVERIFY(SafetensorsFile(options.outputFolder / "training" / "step-0000000002.safetensors")
                    .tensors()
                    .contains("average/conv_in.bias"));
        ++options.steps;
        QCOMPARE(train(options).step, options.steps);
    }

    void otherPartsAreNotContinued_data()
    {
        QTest::addColumn<bool>("isFrozenLater");
        QTest::newRow("fewer") << true;
        QTest::newRow("more") << false;
    }
    void otherPartsAreNotContinued()
    {
        QFETCH(bool, isFrozenLater);
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::ConditionVae, folder);
        options.freezeDecoder = !isFrozenLater;
        (void)train(options);
        options.freezeDecoder = isFrozenLater;
        requireRefusal(options);
    }

    void anotherStageIsNotContinued()
    {
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        (void)train(options);
        options.stage = TrainingStage::Vae;
        requireRefusal(options);
    }

    void aMissingModelIsTold()
    {
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Vae, folder);
        options.modelFolder = folder.filePath("nothing").toStdString();
        try {
            (void)train(options);
            QFAIL("it trains");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::FileNotFound);
            QCOMPARE(error.subject(), options.modelFolder.string());
        }
    }

    /// A run that ends between the two goes on from the state.
    void theLogIsWrittenBeforeTheState()
    {
        const QTemporaryDir folder;
        TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        options.checkpointEverySteps = options.steps;
        ++options.steps;
        const fs::path run = options.outputFolder / "training";
        WatchedBatches batches;
        const BatchRequest second{2, 2, 16};
        batches.onRequest = [&](const BatchRequest& request) {
            if (request == second) // the state can't take its place
                fs::create_directories(run / "step-0000000002.safetensors" / "folder");
        };
        QVERIFY_EXCEPTION_THROWN((void)TrainingRun(options, batches, {}, {}).run(), Error);
        QCOMPARE(contentOf(run / "log.csv").count('\n'), 3); // with the heading
    }

    void theChartHasAGrid()
    {
        const QTemporaryDir folder;
        const TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        (void)train(options);
        const QByteArray chart = contentOf(options.outputFolder / "training" / "loss.svg");
        QVERIFY(chart.contains("<polyline"));
        QCOMPARE(chart.count("<line "), 5);
    }

    void anOutputFolderHasOneRun()
    {
        const QTemporaryDir folder;
        const TrainingOptions options = optionsFor(TrainingStage::Refiner, folder);
        RandomBatches batches;
        {
            TrainingRun first(options, batches, {}, {});
            try {
                const TrainingRun second(options, batches, {}, {});
                QFAIL("both run");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::FileUnwritable);
                QVERIFY(QString::fromStdString(error.detail()).contains("another run"));
            }
            QCOMPARE(first.run().step, options.steps);
        }
        QCOMPARE(train(options).firstStep, options.steps);
    }
};

QTEST_APPLESS_MAIN(TrainingRunTest)
#include "training_run_test.moc"
