#include "core/base/error.h"
#include "core/imaging/compose.h"
#include "core/scene/render.h"
#include "tests/support/run_scene.h"
#include "ui/jobs/first_preview.h"
#include "ui/jobs/harmonize_job.h"
#include "ui/jobs/run_forecast.h"

#include <QTest>

#include <functional>

using namespace dh;
using namespace dh::test;

using Change = std::function<void(Composition&)>;
Q_DECLARE_METATYPE(Change)

namespace
{

HarmonizeJob jobFor(LayerId layer)
{
    HarmonizeJob job;
    job.scene = sceneForRun(twoDiscs(), layer);
    job.layer = layer;
    job.seed = 7;
    return job;
}

ModelFacts miniFacts()
{
    ModelFacts facts;
    facts.hasRefiner = true;
    facts.unetParameters = 10'000'000;
    facts.vaeParameters = 2'700'000;
    facts.refinerParameters = 1'600'000;
    return facts;
}

} // namespace

class HarmonizeJobTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void requestIsTheRenderedScene();
    void layersAboveAreNoPartOfIt();
    void emptyMaskIsRefused();
    void whatMattersToARun_data();
    void whatMattersToARun();
    void settingsComeBackFromAResult();
    void impossibleSettingsAreNamed_data();
    void impossibleSettingsAreNamed();
    void changeOutsideTheMaskIsRefused();
    void classicPreviewChangesTheSubject();
    void classicPreviewUsesWhatIsShrunkAlready();
    void influenceIsPartOfARun();
    void forecastScalesAMeasuredRun();
    void forecastGrowsWithTheWork();
    void forecastHoldsAFullSizeModel();
    void fittingResolutionFits();
};

void HarmonizeJobTest::requestIsTheRenderedScene()
{
    HarmonizeJob job = jobFor(2);
    job.settings.steps = 3;
    job.settings.resolution = 768;
    job.settings.refine = false;
    job.settings.strength = 0.5;
    job.settings.context = Rect{1, 2, 100, 90};
    const HarmonizeRequest request = requestOf(job, {});
    QVERIFY(request.composite.samePixels(renderComposition(twoDiscs())));
    QVERIFY(request.mask == renderMask(twoDiscs().layers[1], {0, 0, 160, 120}));
    QCOMPARE(request.seed, 7U);
    QCOMPARE(request.steps.value(), 3);
    QCOMPARE(request.resolution.value(), 768);
    QVERIFY(!request.refine);
    QCOMPARE(request.strength, 0.5);
    QVERIFY(request.context == (Rect{1, 2, 100, 90}));
}

void HarmonizeJobTest::layersAboveAreNoPartOfIt()
{
    Composition lower = twoDiscs();
    lower.layers.pop_back();
    lower.layers[0].visible = false;
    HarmonizeJob job;
    job.scene = sceneForRun(lower, 1);
    job.layer = 1;
    lower.layers[0].visible = true;
    QVERIFY(requestOf(jobFor(1), {}).composite.samePixels(renderComposition(lower)));
    QVERIFY(requestOf(job, {}).composite.samePixels(renderComposition(lower)));
}

void HarmonizeJobTest::emptyMaskIsRefused()
{
    HarmonizeJob job = jobFor(1);
    job.scene.layers[0].mask = Mask(job.scene.layers[0].image.size());
    try {
        static_cast<void>(requestOf(job, {}));
        QFAIL("an empty mask was taken");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::EmptyMask);
    }
}

void HarmonizeJobTest::whatMattersToARun_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("matters");
    const auto row = [](const char* name, bool matters, const Change& change) {
        QTest::newRow(name) << change << matters;
    };
    row("nothing", false, [](Composition&) {});
    row("name", false, [](Composition& scene) { scene.layers[0].name = "other"; });
    row("layer above moved", false, [](Composition& scene) { scene.layers[1].transform.pivotInCanvas.x += 5; });
    row("layer above gone", false, [](Composition& scene) { scene.layers.pop_back(); });
    row("same mask, other copy", false, [](Composition& scene) {
        const std::uint8_t value = scene.layers[0].mask.row(0)[0];
        scene.layers[0].mask.writableRow(0)[0] = value;
    });
    row("moved", true, [](Composition& scene) { scene.layers[0].transform.pivotInCanvas.x += 1; });
    row("mask", true, [](Composition& scene) { scene.layers[0].mask.writableRow(18)[20] = 0; });
    row("feather", true, [](Composition& scene) { scene.layers[0].edge.feather = 2; });
    row("opacity", true, [](Composition& scene) { scene.layers[0].opacity = 0.5; });
    row("background", true, [](Composition& scene) { scene.background = gradientPicture({160, 120}, 3, 9); });
    row("layer put below", true, [](Composition& scene) {
        scene.layers.insert(scene.layers.begin(), discLayer(3, {80, 60}, 0));
    });
    row("layer gone", true, [](Composition& scene) { scene.layers.erase(scene.layers.begin()); });
}

void HarmonizeJobTest::whatMattersToARun()
{
    QFETCH(Change, change);
    QFETCH(bool, matters);
    Composition now = twoDiscs();
    const Composition scene = sceneForRun(now, 1);
    change(now);
    QCOMPARE(changedUnderRun(scene, now, 1), matters);
}

void HarmonizeJobTest::settingsComeBackFromAResult()
{
    HarmonizeJob job = jobFor(1);
    job.settings.model.root = "/models/other";
    job.settings.engine.precision = Precision::BFloat16;
    job.settings.engine.threads = 3;
    job.settings.context = Rect{3, 4, 100, 90};
    job.settings.influence = Mask({160, 120}, 77);
    const HarmonizeRequest request = requestOf(job, {});
    HarmonizeResult finished;
    finished.image = request.composite;
    finished.report.seed = job.seed;
    finished.report.steps = 4;
    finished.report.resolution = 640;
    finished.report.strength = 0.1;
    finished.report.device = "cpu";
    finished.report.precision = precisionName(job.settings.engine.precision);
    finished.report.context = {3, 4, 100, 90};
    finished.report.stepChanges = {7.5, 0.25};
    const HarmonizedResult result = resultOf(job, request, finished, 1.5);
    const RunSettings settings = settingsOf(result);
    QCOMPARE(result.seed, 7U);
    QCOMPARE(QString::fromStdString(settings.model.root.string()), QStringLiteral("/models/other"));
    QCOMPARE(settings.engine.precision, Precision::BFloat16);
    QCOMPARE(settings.engine.threads, 3);
    // What was asked for, not what it came to: the model would be loaded again.
    QCOMPARE(settings.engine.device, std::string("auto"));
    QCOMPARE(settings.steps.value(), 4);
    QCOMPARE(settings.resolution.value(), 640);
    QVERIFY(!settings.refine);
    QCOMPARE(settings.strength, 0.1);
    QVERIFY(settings.context == (Rect{3, 4, 100, 90}));
    QVERIFY(settings.influence == job.settings.influence && !settings.influence.isNull());
    QCOMPARE(result.settings.at("change-1"), std::string("7.5"));
    QCOMPARE(result.settings.at("change-2"), std::string("0.25"));
    job.settings.context.reset();
    QVERIFY(!settingsOf(resultOf(job, request, finished, 1.5)).context);
    QVERIFY(result.areaInCanvas.contains(request.mask.boundingBox()));
    QVERIFY(result.mask == request.mask.cropped(result.areaInCanvas));
}

void HarmonizeJobTest::impossibleSettingsAreNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    for (const char* value : {"0", "51", "-3", "many"})
        QTest::addRow("steps %s", value) << "steps" << value;
    for (const char* value : {"0", "100", "8192", "-64", "99999999999"})
        QTest::addRow("resolution %s", value) << "resolution" << value;
    for (const char* value : {"nan", "-0.5", "2"})
        QTest::addRow("strength %s", value) << "strength" << value;
    for (const char* value : {"-1", "100000"})
        QTest::addRow("threads %s", value) << "threads" << value;
    QTest::newRow("context") << "context"
                             << "2147483000,0,2147483000,10";
}

/// A project's file can say anything.
void HarmonizeJobTest::impossibleSettingsAreNamed()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    HarmonizedResult result;
    result.settings = {{"steps", "4"}, {"resolution", "640"}, {"strength", "1"}, {"context-by-hand", "true"}};
    requirePossible(settingsOf(result));
    result.settings[name.toStdString()] = value.toStdString();
    try {
        requirePossible(settingsOf(result));
        QFAIL("an impossible setting was taken");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::InvalidArgument);
        QCOMPARE(QString::fromStdString(error.subject()), name);
    }
}

void HarmonizeJobTest::changeOutsideTheMaskIsRefused()
{
    const HarmonizeJob job = jobFor(1);
    const HarmonizeRequest request = requestOf(job, {});
    ImageBuffer buffer(request.composite);
    const Rect box = request.mask.boundingBox();
    buffer.row<std::uint8_t>(box.y)[(box.x - 1) * 3] ^= 1U;
    HarmonizeResult finished;
    finished.image = std::move(buffer).finish();
    try {
        static_cast<void>(resultOf(job, request, finished, 1.0));
        QFAIL("a change outside the mask was taken");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Internal);
    }
}

void HarmonizeJobTest::classicPreviewChangesTheSubject()
{
    const HarmonizeJob job = jobFor(1);
    const JobPreview preview = classicPreview(job);
    QVERIFY(preview.picture != nullptr);
    QCOMPARE(preview.picture->width, 160);
    QCOMPARE(preview.area.width, 160);
    const HarmonizeRequest request = requestOf(job, {});
    const auto differs = [&](int x, int y) {
        const std::uint8_t* shown = preview.picture->rgb.data() + (static_cast<std::size_t>(y) * 160 + x) * 3;
        return !std::equal(shown, shown + 3, request.composite.row<std::uint8_t>(y) + x * 3);
    };
    QVERIFY(differs(50, 60));
    QVERIFY(!differs(5, 5));
    QCOMPARE(preview.mask.row(60)[50], std::uint8_t{255});
}

void HarmonizeJobTest::classicPreviewUsesWhatIsShrunkAlready()
{
    HarmonizeJob job = jobFor(1);
    job.scene.background = gradientPicture({3000, 2000}, 3, 9);
    const JobPreview alone = classicPreview(job);
    job.viewCache = std::make_shared<ViewCache>(std::uint64_t{64} << 20U);
    const JobPreview first = classicPreview(job);
    const std::uint64_t bytes = job.viewCache->bytes();
    QVERIFY(bytes > 0);
    const JobPreview again = classicPreview(job);
    QCOMPARE(job.viewCache->bytes(), bytes);
    QVERIFY(alone.picture->rgb == first.picture->rgb && alone.picture->rgb == again.picture->rgb);
}

void HarmonizeJobTest::influenceIsPartOfARun()
{
    HarmonizeJob job = jobFor(1);
    const JobPreview plain = classicPreview(job);
    QVERIFY(requestOf(job, {}).influence.isNull());
    job.settings.influence = Mask({160, 120});
    for (int y = 0; y < 20; ++y)
        std::fill_n(job.settings.influence.writableRow(y), 160, std::uint8_t{255});
    QVERIFY(requestOf(job, {}).influence == job.settings.influence);
    QVERIFY(classicPreview(job).picture->rgb != plain.picture->rgb);
    // It belongs to another picture.
    job.settings.influence = Mask({10, 10});
    QVERIFY(requestOf(job, {}).influence.isNull());
    QVERIFY(classicPreview(job).picture->rgb == plain.picture->rgb);
}

void HarmonizeJobTest::forecastScalesAMeasuredRun()
{
    RunShape shape{{512, 512}, 2, true, 1000.0};
    const Calibration measured{
        shape, {{"encode", 1.0}, {"denoise", 2.0}, {"decode", 1.0}, {"refine", 0.5}, {"transfer", 0.25}}};
    QCOMPARE(forecastSeconds(miniFacts(), shape, 2, measured), 4.75);
    shape.steps = 4;
    QCOMPARE(forecastSeconds(miniFacts(), shape, 2, measured), 6.75);
    shape.inference = {1024, 512};
    QCOMPARE(forecastSeconds(miniFacts(), shape, 2, measured), 13.25);
    shape.refined = false;
    QCOMPARE(forecastSeconds(miniFacts(), shape, 2, measured), 12.25);
    // What wasn't measured is estimated.
    const Calibration unrefined{shape, {{"encode", 1.0}, {"denoise", 2.0}, {"decode", 1.0}}};
    QCOMPARE(forecastSeconds(miniFacts(), shape, 2, unrefined), 4.0);
    shape.refined = true;
    QVERIFY(forecastSeconds(miniFacts(), shape, 2, unrefined) > 4.0);
}

void HarmonizeJobTest::forecastGrowsWithTheWork()
{
    const RunShape small{{512, 512}, 2, false, 1e6};
    const RunShape large{{1024, 1024}, 5, true, 1e6};
    QVERIFY(forecastSeconds(miniFacts(), small, 2, {}) > 0.0);
    QVERIFY(forecastSeconds(miniFacts(), large, 2, {}) > forecastSeconds(miniFacts(), small, 2, {}));
    QVERIFY(forecastSeconds(miniFacts(), large, 4, {}) < forecastSeconds(miniFacts(), large, 2, {}));
}

/// Stable Diffusion's networks and the paper's refiner took 7.05 GB without refining and 9.35 GB with it.
void HarmonizeJobTest::forecastHoldsAFullSizeModel()
{
    ModelFacts facts;
    facts.hasRefiner = true;
    facts.unetParameters = 860'000'000;
    facts.vaeParameters = 91'000'000;
    facts.refinerParameters = 84'000'000;
    const auto gigabytes = [&](bool refined) {
        return static_cast<double>(forecastMemory(facts, {{1024, 1024}, 1, refined, 1e6}, {1200, 800})) / 1e9;
    };
    QVERIFY2(gigabytes(false) > 7.05 && gigabytes(false) < 8.0, qPrintable(QString::number(gigabytes(false))));
    QVERIFY2(gigabytes(true) > 9.35 && gigabytes(true) < 10.5, qPrintable(QString::number(gigabytes(true))));
    facts.refineResolution = 320;
    QVERIFY(gigabytes(true) == gigabytes(false));
}

void HarmonizeJobTest::fittingResolutionFits()
{
    const RunShape shape{{1024, 768}, 2, true, 1e6};
    const Size picture{1000, 800};
    const std::uint64_t all = forecastMemory(miniFacts(), shape, picture);
    QCOMPARE(fittingResolution(miniFacts(), shape, picture, all), 1024);
    const int less = fittingResolution(miniFacts(), shape, picture, all - (200ULL << 20));
    QVERIFY(less > 0 && less < 1024 && less % 64 == 0);
    QCOMPARE(fittingResolution(miniFacts(), shape, picture, 1000), 0);
}

QTEST_GUILESS_MAIN(HarmonizeJobTest)
#include "harmonize_job_test.moc"
