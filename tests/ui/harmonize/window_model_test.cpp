#include "core/base/engine_environment.h"
#include "core/harmonize/engine_module.h"
#include "core/imaging/compose.h"
#include "core/imaging/image_file.h"
#include "core/scene/render.h"
#include "tests/app/cli_fixture.h"
#include "tests/ui/harmonize/harmonize_fixture.h"

using namespace dh;
using namespace dh::test;

namespace
{

constexpr int kPatience = 120'000;
constexpr Size kCanvas{160, 120};
constexpr Rect kContext{20, 24, 70, 80};

Mask leftHalf()
{
    Mask mask(kCanvas);
    for (int y = 0; y < kCanvas.height; ++y)
        std::fill_n(mask.writableRow(y), kCanvas.width / 2, std::uint8_t{255});
    return mask;
}

} // namespace

/// The window with the real engine and the built-in model, beside the program for the command line.
class WindowModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (builtInModelFolder().empty())
            QSKIP("the built-in model is not there");
    }

    void windowAndProgramGiveTheSamePixels_data()
    {
        QTest::addColumn<bool>("hasContext");
        QTest::addColumn<bool>("hasInfluence");
        QTest::addColumn<bool>("refine");
        QTest::newRow("chosen by itself") << false << false << true;
        QTest::newRow("not refined") << false << false << false;
        QTest::newRow("context by hand") << true << false << true;
        QTest::newRow("half the background") << false << true << true;
        QTest::newRow("everything by hand") << true << true << true;
    }

    void windowAndProgramGiveTheSamePixels()
    {
        QFETCH(bool, hasContext);
        QFETCH(bool, hasInfluence);
        QFETCH(bool, refine);
        HarmonizeFixture fixture{HarmonizerFactory(loadEngine)};
        QVERIFY(fixture.waitForOutlook());
        RunSettings run;
        run.steps = 1;
        run.resolution = 128;
        run.refine = refine;
        run.strength = 0.9;
        fixture.module->choices().setRun(run);
        fixture.module->choices().setSeed(9);
        if (hasContext)
            fixture.module->choices().setContext(1, kContext);
        if (hasInfluence)
            fixture.document.edit(QStringLiteral("Influence"), [](Composition& c) { c.influence = leftHalf(); });
        const Composition asItWas = fixture.composition();
        fixture.action("harmonize.run")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.composition().results.size(), std::size_t{1}, kPatience);
        const HarmonizedResult& result = *fixture.composition().results[0];
        QVERIFY(!result.after.samePixels(result.before));
        // What was watched is kept.
        QVERIFY(result.settings.count("change-1") == 1 && result.settings.count("seconds-denoise") == 1);

        CliFixture cli;
        cli.useRealEngine();
        writeImageFile(cli.filePath("composite.png"), renderComposition(sceneForRun(asItWas, 1)));
        writeMaskFile(cli.filePath("mask.png"), renderMask(*asItWas.layer(1), {0, 0, kCanvas.width, kCanvas.height}));
        writeMaskFile(cli.filePath("influence.png"), leftHalf());
        QStringList options{"--seed", "9", "--steps", "1", "--resolution", "128", "--strength", "0.9", "--json"};
        if (!refine)
            options << "--no-refine";
        if (hasContext)
            options << "--context"
                    << "20,24,70,80";
        if (hasInfluence)
            options << "--influence"
                    << "influence.png";
        const CliResult made = cli.harmonize(options);
        QVERIFY2(made.exitCode == 0, made.err.constData());
        const Image wanted = readImageFile(cli.filePath("out.png")).image;
        QVERIFY(result.after.samePixels(cropped(wanted, result.areaInCanvas)));
        QCOMPARE(QString::fromStdString(result.settings.at("checkpoint")), made.json()["checkpoint"].toString());
        if (hasContext) {
            const QJsonObject context = made.json()["context"].toObject();
            QVERIFY(context["width"].toInt() <= kContext.width + 2 && context["x"].toInt() <= kContext.x);
        }
        // And the next forecast comes from what was measured.
        QTRY_VERIFY(fixture.module->outlook().outlook().isMeasured);
    }

    void whatIsChosenByHandMatters()
    {
        HarmonizeFixture fixture{HarmonizerFactory(loadEngine)};
        QVERIFY(fixture.waitForOutlook());
        RunSettings run;
        run.steps = 1;
        run.resolution = 128;
        fixture.module->choices().setRun(run);
        const auto results = [&fixture] { return fixture.composition().results.size(); };
        const auto runOnce = [&](std::size_t number) {
            fixture.action("harmonize.run")->trigger();
            return QTest::qWaitFor([&] { return results() == number && !fixture.runs().isBusy(); }, kPatience);
        };
        QVERIFY(runOnce(1));
        fixture.module->choices().setContext(1, kContext);
        QVERIFY(runOnce(2));
        fixture.module->choices().setContext(1, std::nullopt);
        fixture.document.edit(QStringLiteral("Influence"), [](Composition& c) { c.influence = leftHalf(); });
        QVERIFY(runOnce(3));
        const auto& kept = fixture.composition().results;
        QVERIFY(!kept[0]->after.samePixels(kept[1]->after));
        QVERIFY(!kept[0]->after.samePixels(kept[2]->after));
        // Both are made again from what the result keeps.
        fixture.document.edit(QStringLiteral("All"), [](Composition& c) { c.influence = {}; });
        for (const std::size_t index : {std::size_t{1}, std::size_t{2}}) {
            const ResultPtr original = fixture.composition().results[index];
            const std::size_t number = results() + 1;
            fixture.runs().runAgain(*original);
            QVERIFY(QTest::qWaitFor([&] { return results() == number && !fixture.runs().isBusy(); }, kPatience));
            QVERIFY(fixture.composition().results.back()->after.samePixels(original->after));
        }
    }
};

/// With the libraries' settings of the program that it is compared with.
int main(int argc, char** argv)
{
    prepareEngineEnvironment(argv);
    QApplication application(argc, argv);
    WindowModelTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "window_model_test.moc"
