#include "core/train/training_options.h"

#include "core/base/error.h"

#include <QTest>

#include <functional>

using namespace dh;

using Edit = std::function<void(TrainingOptions&)>;
Q_DECLARE_METATYPE(Edit)

/// What checkTrainingOptions() lets pass.
class TrainingOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Phases of 3, 2 and 5 steps: every sample comes once.
    void samplesAreNumberedThroughPhases_data()
    {
        QTest::addColumn<int>("accumulation");
        QTest::newRow("one batch a step") << 1;
        QTest::newRow("three") << 3;
    }
    void samplesAreNumberedThroughPhases()
    {
        QFETCH(int, accumulation);
        TrainingOptions options;
        options.steps = 10;
        options.accumulation = accumulation;
        options.phases = {{32, 8, 0.3}, {64, 4, 0.2}, {128, 2, 0.5}};
        std::uint64_t expected = 0;
        for (int index = 0; index < 12 * accumulation; ++index) {
            QCOMPARE(firstSampleOf(options, static_cast<std::uint64_t>(index)), expected);
            expected += static_cast<std::uint64_t>(phaseOfStep(options, index / accumulation).batch);
        }
    }

    void refusals_data()
    {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<QString>("subject"); // empty: accepted
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, Edit edit, const char* subject, const char* said) {
            QTest::newRow(name) << std::move(edit) << subject << said;
        };
        using Options = TrainingOptions;
        const auto resolution = [&row](const char* name, int side, bool passes) {
            row(
                name, [side](Options& o) { o.refineResolution = side; }, passes ? "" : "refine resolution",
                passes ? "" : "multiple of 64");
        };
        resolution("refine resolution, the run's", 0, true);
        resolution("refine resolution, least", 64, true);
        resolution("refine resolution, usual", 256, true);
        resolution("refine resolution, most", 4096, true);
        resolution("refine resolution, negative", -64, false);
        resolution("refine resolution, too small", 32, false);
        resolution("refine resolution, no multiple", 250, false);
        resolution("refine resolution, too large", 4160, false);
        row(
            "latents that are no change", [](Options& o) { o.latentResidualScale = 0.0; }, "", "");
        row(
            "negative change of latents", [](Options& o) { o.latentResidualScale = -1.0; }, "latent residual scale",
            "negative");
        row(
            "refiner from a config alone",
            [](Options& o) {
                o.modelFolder.clear();
                o.config = "config.json";
            },
            "model", "needs the other networks");
        row(
            "VAE from nothing",
            [](Options& o) {
                o.stage = TrainingStage::Vae;
                o.modelFolder.clear();
            },
            "model", "or the config.json of an empty VAE");
        row(
            "VAE from a config alone",
            [](Options& o) {
                o.stage = TrainingStage::Vae;
                o.modelFolder.clear();
                o.config = "config.json";
            },
            "", "");
        row(
            "focus that ends before it begins", [](Options& o) { o.timesteps.focusLast = o.timesteps.focusFirst - 1; },
            "focus first", "the last timestep");
        row(
            "float16 on a processor", [](Options& o) { o.autocast = Autocast::Float16; }, "autocast", "CUDA");
        row(
            "float16 on whatever there is",
            [](Options& o) {
                o.autocast = Autocast::Float16;
                o.device = "auto";
            },
            "", "");
    }

    void refusals()
    {
        QFETCH(Edit, edit);
        QFETCH(QString, subject);
        QFETCH(QString, said);
        TrainingOptions options;
        options.modelFolder = "model";
        options.outputFolder = "output";
        checkTrainingOptions(options);
        edit(options);
        try {
            checkTrainingOptions(options);
            QCOMPARE(subject, QString());
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidArgument);
            QCOMPARE(QString::fromStdString(error.subject()), subject);
            QVERIFY2(error.detail().find(said.toStdString()) != std::string::npos, error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TrainingOptionsTest)
#include "training_options_test.moc"
