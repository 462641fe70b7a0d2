#include "core/harmonize/engine_module.h"
#include "core/imaging/compose.h"
#include "core/scene/render.h"
#include "tests/ui/harmonize/harmonize_fixture.h"

using namespace dh;
using namespace dh::test;

/// The window with the real engine and the built-in model.
class WindowModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        prepareEngineEnvironment();
        if (builtInModelFolder().empty())
            QSKIP("the built-in model is not there");
    }

    void windowAndCommandLineGiveTheSamePixels()
    {
        HarmonizeFixture fixture{HarmonizerFactory(loadEngine)};
        QVERIFY(fixture.waitForOutlook());
        RunSettings run;
        run.steps = 1;
        run.resolution = 128;
        fixture.module->choices().setRun(run);
        fixture.module->choices().setSeed(9);
        const Composition asItWas = fixture.composition();
        fixture.action("harmonize.run")->trigger();
        constexpr int kPatience = 120'000;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.composition().results.size(), std::size_t{1}, kPatience);

        HarmonizeRequest request;
        request.composite = renderComposition(sceneForRun(asItWas, 1));
        request.mask = renderMask(*asItWas.layer(1), {0, 0, 160, 120});
        request.seed = 9;
        request.steps = 1;
        request.resolution = 128;
        const std::unique_ptr<Harmonizer> engine = loadEngine();
        NullProgressSink nowhere;
        QVERIFY(engine->load({builtInModelFolder(), {}, {}, {}}, {}, nowhere, {}));
        const HarmonizeResult wanted = engine->run(request, nowhere, {});
        const HarmonizedResult& result = *fixture.composition().results[0];
        QVERIFY(result.after.samePixels(cropped(wanted.image, result.areaInCanvas)));
        QVERIFY(!result.after.samePixels(result.before));
        QCOMPARE(QString::fromStdString(result.settings.at("checkpoint")),
                 QString::fromStdString(wanted.report.checkpointHash));
        // And the next forecast comes from what was measured.
        QTRY_VERIFY(fixture.module->outlook().outlook().isMeasured);
    }
};

QTEST_MAIN(WindowModelTest)
#include "window_model_test.moc"
