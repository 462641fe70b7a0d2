#include "app/train/options_file.h"

#include "core/base/error.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <string>

using namespace dh;

namespace
{

TrainingOptions optionsIn(const std::string& json)
{
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("options.json").toStdString();
    std::ofstream(file) << json;
    return readTrainingOptions(file);
}

} // namespace

class OptionsFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesArrive()
    {
        const TrainingOptions options = optionsIn(R"({
            "stage": "condition-vae", "model": "m", "output": "o", "data": ["a.pack", "b.pack"],
            "sizes": [[64, 8, 0.25], [128, 4]], "steps": 3000, "schedule": "cosine", "final_rate": 0.02, "ema": true,
            "unchanged_share": 0.1, "recolour_share": 0.75, "latent_residual_scale": 2.5, "keep": 3, "restart": true,
            "freeze_decoder": true, "autocast": "bfloat16", "storage": "float16"})");
        QCOMPARE(options.stage, TrainingStage::ConditionVae);
        QCOMPARE(options.modelFolder.string(), std::string("m"));
        QCOMPARE(options.outputFolder.string(), std::string("o"));
        QCOMPARE(options.data.packs.size(), std::size_t{2});
        QCOMPARE(options.phases.size(), std::size_t{2});
        QCOMPARE(options.phases[0].share, 0.25);
        QCOMPARE(options.phases[1].size, 128);
        QCOMPARE(options.phases[1].batch, 4);
        QCOMPARE(options.phases[1].share, TrainingPhase().share);
        QCOMPARE(options.steps, std::int64_t{3000});
        QCOMPARE(options.optimizer.schedule, LearningSchedule::Cosine);
        QCOMPARE(options.optimizer.finalRate, 0.02);
        QVERIFY(options.optimizer.averages);
        QCOMPARE(options.data.changes.unchanged, 0.1);
        QCOMPARE(options.data.recolourShare, 0.75);
        QCOMPARE(options.latentResidualScale.value_or(0.0), 2.5);
        QCOMPARE(options.keep, 3);
        QVERIFY(options.restart && options.freezeDecoder);
        QCOMPARE(options.autocast, Autocast::BFloat16);
        QCOMPARE(options.storage, WeightStorage::Float16);
    }

    void whatIsAbsentHasItsDefault()
    {
        const TrainingOptions options = optionsIn("{}");
        QCOMPARE(options.steps, TrainingOptions().steps);
        QCOMPARE(options.optimizer.finalRate, OptimizerOptions().finalRate);
        QVERIFY(!options.latentResidualScale);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown key") << R"({"learning rate": 1})"
                                     << "\"learning rate\" is no option";
        QTest::newRow("text for a number") << R"({"steps": "many"})"
                                           << "\"steps\" can't be \"many\"";
        QTest::newRow("number for a switch") << R"({"ema": 1})"
                                             << "\"ema\" can't be 1";
        QTest::newRow("word of no choice") << R"({"schedule": "linear"})"
                                           << "\"schedule\" can't be \"linear\"";
        QTest::newRow("size without a batch") << R"({"sizes": [[64]]})"
                                              << "\"sizes\" can't be [[64]]";
    }
    void refuses()
    {
        QFETCH(QString, json);
        QFETCH(QString, said);
        try {
            (void)optionsIn(json.toStdString());
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidArgument);
            QCOMPARE(QString::fromStdString(error.detail()), said);
        }
    }
};

QTEST_APPLESS_MAIN(OptionsFileTest)
#include "options_file_test.moc"
