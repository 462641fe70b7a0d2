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
    void refineResolution_data()
    {
        QTest::addColumn<int>("resolution");
        QTest::addColumn<bool>("passes");
        QTest::newRow("the run's") << 0 << true;
        QTest::newRow("least") << 64 << true;
        QTest::newRow("usual") << 256 << true;
        QTest::newRow("most") << 4096 << true;
        QTest::newRow("negative") << -64 << false;
        QTest::newRow("too small") << 32 << false;
        QTest::newRow("no multiple") << 250 << false;
        QTest::newRow("too large") << 4160 << false;
    }

    void refineResolution()
    {
        QFETCH(int, resolution);
        QFETCH(bool, passes);
        TrainingOptions options;
        options.modelFolder = "model";
        options.outputFolder = "output";
        checkTrainingOptions(options);
        options.refineResolution = resolution;
        try {
            checkTrainingOptions(options);
            QVERIFY(passes);
        } catch (const Error& error) {
            QVERIFY(!passes);
            QCOMPARE(error.code(), ErrorCode::InvalidArgument);
            QCOMPARE(error.subject(), std::string("refine resolution"));
        }
    }

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
        edit(options);
        try {
            checkTrainingOptions(options);
            QCOMPARE(subject, QString());
        } catch (const Error& error) {
            QCOMPARE(QString::fromStdString(error.subject()), subject);
            QVERIFY2(error.detail().find(said.toStdString()) != std::string::npos, error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TrainingOptionsTest)
#include "training_options_test.moc"
