#include "tests/core/harmonize/engine/pipeline_fixture.h"

#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "tests/core/imaging/test_pictures.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dh;
using namespace dh::test;

/// Whole runs with the model that ships with the program.
class PipelineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void seedDecidesTheBytes();
    void keepsWhatTheMaskDoesNotSelect_data();
    void keepsWhatTheMaskDoesNotSelect();
    void sizes_data();
    void sizes();
    void depthsAgree();
    void alphaIsKept();
    void greyLikePictures();
    void profileIsKeptAndObeyed();
    void strength();
    void refinerIsOptional();
    void modelsDefaults();
    void samplersAndSteps_data();
    void samplersAndSteps();
    void progressRises_data();
    void progressRises();
    void previewsFollowTheSteps();
    void lastPreviewIsTheResult();
    void previewsDoNotChangeTheResult();
    void cancels_data();
    void cancels();
    void reportTellsWhatWasDone();
    void bfloat16Weights();

private:
    HarmonizeResult run(const HarmonizeRequest& request);
    HarmonizePipeline m_pipeline;
    NullProgressSink m_quiet;
};

void PipelineTest::initTestCase()
{
    QVERIFY(m_pipeline.load(builtInModel(), {}, m_quiet, {}));
}

HarmonizeResult PipelineTest::run(const HarmonizeRequest& request)
{
    return m_pipeline.run(request, m_quiet, {});
}

void PipelineTest::seedDecidesTheBytes()
{
    HarmonizeRequest request = smallRequest({150, 110});
    const HarmonizeResult first = run(request);
    QVERIFY(first.outcome == Outcome::Done);
    QVERIFY(first.image.samePixels(run(request).image));
    request.seed = 43;
    QVERIFY(!first.image.samePixels(run(request).image));
    request.seed = 0xffffffffffffffffULL;
    QVERIFY(!first.image.samePixels(run(request).image));
    request.seed = 42;
    QVERIFY(first.image.samePixels(run(request).image));
}

void PipelineTest::keepsWhatTheMaskDoesNotSelect_data()
{
    QTest::addColumn<bool>("sixteenBit");
    QTest::addColumn<int>("channels");
    QTest::newRow("8 bit") << false << 3;
    QTest::newRow("16 bit") << true << 3;
    QTest::newRow("8 bit, alpha") << false << 4;
    QTest::newRow("16 bit, alpha") << true << 4;
}

void PipelineTest::keepsWhatTheMaskDoesNotSelect()
{
    QFETCH(bool, sixteenBit);
    QFETCH(int, channels);
    constexpr Size kSize{301, 201};
    const Image composite =
        sixteenBit ? sceneImage<std::uint16_t>(kSize, channels) : sceneImage<std::uint8_t>(kSize, channels);
    const Mask mask = ellipseMask(kSize);
    const HarmonizeResult result = run(smallRequest(composite, mask));
    QCOMPARE(result.image.size(), kSize);
    QCOMPARE(result.image.channels(), channels);
    QCOMPARE(result.image.type(), composite.type());
    const Changes changes = countChanges(composite, result.image, mask);
    QCOMPARE(changes.outside, 0LL);
    QVERIFY(changes.inside > 1000);
}

void PipelineTest::sizes_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    for (const auto& [width, height] : {std::pair{1, 1}, {7, 5}, {1, 300}, {255, 1023}, {64, 64}, {3000, 2000}})
        QTest::addRow("%dx%d", width, height) << width << height;
}

void PipelineTest::sizes()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const Size size{width, height};
    const Image composite = sceneImage<std::uint8_t>(size);
    const bool isTiny = size.area() < 100;
    const Mask mask = isTiny ? Mask(size, 255) : ellipseMask(size);
    const HarmonizeResult result = run(smallRequest(composite, mask));
    QVERIFY(result.outcome == Outcome::Done);
    QCOMPARE(result.image.size(), size);
    const Changes changes = countChanges(composite, result.image, mask);
    QCOMPARE(changes.outside, 0LL);
    // A change of light, not another picture.
    const double difference = meanDifference(result.image, composite);
    QVERIFY2(difference < 0.3, qPrintable(QString::number(difference)));
}

void PipelineTest::depthsAgree()
{
    constexpr Size kSize{160, 120};
    const Image eight = sceneImage<std::uint8_t>(kSize);
    const Image sixteen = convertedToType(eight, SampleType::U16);
    const Image a = run(smallRequest(eight, ellipseMask(kSize))).image;
    const Image b = run(smallRequest(sixteen, ellipseMask(kSize))).image;
    QVERIFY(meanDifference(a, b) < 1.0 / 255.0);
}

void PipelineTest::alphaIsKept()
{
    constexpr Size kSize{160, 120};
    const Image composite = sceneImage<std::uint8_t>(kSize, 4);
    const Image result = run(smallRequest(composite, ellipseMask(kSize))).image;
    const Rect all{0, 0, kSize.width, kSize.height};
    QCOMPARE(alphaFromImage(result, all).values, alphaFromImage(composite, all).values);
    // What is transparent has no say in the colours.
    const Image opaque = run(smallRequest(sceneImage<std::uint8_t>(kSize, 3), ellipseMask(kSize))).image;
    QVERIFY(meanDifference(result, opaque) < 0.5 / 255.0);
}

void PipelineTest::greyLikePictures()
{
    constexpr Size kSize{160, 120};
    const Image grey = imageOf<std::uint8_t>(kSize, 3, [](int x, int y, int) { return 40 + x + (y % 7) * 5; });
    const Image flat = imageOf<std::uint8_t>(kSize, 3, [](int, int, int) { return 128; });
    const Image black = imageOf<std::uint8_t>(kSize, 3, [](int, int, int) { return 0; });
    const Image white = imageOf<std::uint8_t>(kSize, 3, [](int, int, int) { return 255; });
    for (const Image& composite : {grey, flat, black, white}) {
        const Mask mask = ellipseMask(kSize);
        const Image result = run(smallRequest(composite, mask)).image;
        QCOMPARE(countChanges(composite, result, mask).outside, 0LL);
        QVERIFY(meanDifference(result, composite) < 0.3);
    }
}

void PipelineTest::profileIsKeptAndObeyed()
{
    constexpr Size kSize{160, 120};
    const IccProfile wide = profile("wide_gamut.icc");
    const ColourTransform colours(wide);
    QVERIFY(!colours.isIdentity());
    const Image srgb = sceneImage<std::uint16_t>(kSize);
    PlanarImage encoded = planarFromImage(srgb);
    colours.fromSrgb(encoded);
    const Image composite = imageFromPlanar(encoded, SampleType::U16, wide);
    QVERIFY(meanDifference(composite, srgb) > 0.01);

    const Image result = run(smallRequest(composite, ellipseMask(kSize))).image;
    QCOMPARE(*result.iccProfile(), *wide);
    PlanarImage decoded = planarFromImage(result);
    colours.toSrgb(decoded);
    const Image expected = run(smallRequest(srgb, ellipseMask(kSize))).image;
    const double difference = meanDifference(imageFromPlanar(decoded, SampleType::U16), expected);
    const double change = meanDifference(expected, srgb);
    // The networks saw the same colours; only the transfer's fit works in another encoding.
    QVERIFY2(difference < 0.2 * change, qPrintable(QString("%1 of %2").arg(difference).arg(change)));
}

void PipelineTest::strength()
{
    HarmonizeRequest request = smallRequest({160, 120});
    const auto changeAt = [&](double strength) {
        request.strength = strength;
        return meanDifference(run(request).image, request.composite);
    };
    QCOMPARE(changeAt(0.0), 0.0);
    const double half = changeAt(0.5);
    const double full = changeAt(1.0);
    const double more = changeAt(1.5);
    QVERIFY(half > 0.0 && half < full && full < more);
    QVERIFY(std::abs(half / full - 0.5) < 0.1);
}

void PipelineTest::refinerIsOptional()
{
    HarmonizeRequest request = smallRequest({160, 120});
    const HarmonizeResult refined = run(request);
    request.refine = false;
    const HarmonizeResult plain = run(request);
    QVERIFY(refined.report.refined && !plain.report.refined);
    QVERIFY(!plain.image.samePixels(refined.image));
    QVERIFY(refined.report.stageSeconds.contains("refine") && !plain.report.stageSeconds.contains("refine"));
}

void PipelineTest::modelsDefaults()
{
    HarmonizeRequest request = smallRequest({64, 64});
    const HarmonizeResult result = run(request);
    QCOMPARE(result.report.steps, 2); // default_steps of the built-in model
    request.steps = 3;
    QCOMPARE(run(request).report.steps, 3);
}

void PipelineTest::samplersAndSteps_data()
{
    QTest::addColumn<bool>("ddim");
    QTest::addColumn<int>("steps");
    for (const int steps : {1, 2, 5, 50}) {
        QTest::addRow("Euler, %d", steps) << false << steps;
        QTest::addRow("DDIM, %d", steps) << true << steps;
    }
}

void PipelineTest::samplersAndSteps()
{
    QFETCH(bool, ddim);
    QFETCH(int, steps);
    HarmonizeRequest request = smallRequest({96, 64});
    request.resolution = 64;
    request.steps = steps;
    request.sampler = ddim ? Sampler::Ddim : Sampler::EulerAncestral;
    const HarmonizeResult result = run(request);
    QCOMPARE(result.report.sampler, std::string(ddim ? "ddim" : "euler_ancestral"));
    QCOMPARE(countChanges(request.composite, result.image, request.mask).outside, 0LL);
}

void PipelineTest::progressRises_data()
{
    QTest::addColumn<bool>("reference");
    QTest::addColumn<bool>("refine");
    QTest::newRow("native") << false << true;
    QTest::newRow("native without refiner") << false << false;
    QTest::newRow("reference") << true << true;
    QTest::newRow("reference without refiner") << true << false;
}

void PipelineTest::progressRises()
{
    QFETCH(bool, reference);
    QFETCH(bool, refine);
    HarmonizeRequest request = smallRequest({160, 120});
    request.mode = reference ? Mode::Reference : Mode::Native;
    request.refine = refine;
    request.steps = 3;
    RecordingSink sink;
    (void)m_pipeline.run(request, sink, {});
    double fraction = 0.0;
    int step = 0;
    Stage stage = Stage::Prepare;
    for (const Progress& report : sink.reports()) {
        QVERIFY(report.fraction >= fraction && report.fraction <= 1.0);
        QVERIFY(report.stage >= stage);
        if (report.stage == Stage::Denoise) {
            QCOMPARE(report.steps, 3);
            QVERIFY(report.step >= step && report.step <= step + 1);
            step = report.step;
        }
        QVERIFY(!report.preview);
        fraction = report.fraction;
        stage = report.stage;
    }
    QCOMPARE(step, 3);
    QVERIFY2(fraction > 0.95, qPrintable(QString::number(fraction)));
    QVERIFY(sink.reports().size() > 20);
}

void PipelineTest::previewsFollowTheSteps()
{
    HarmonizeRequest request = smallRequest({160, 120});
    request.steps = 4;
    RecordingSink sink(true);
    const HarmonizeResult result = m_pipeline.run(request, sink, {});
    std::vector<int> steps;
    int pictures = 0;
    for (const Progress& report : sink.reports()) {
        if (!report.preview)
            continue;
        const PreviewImage& preview = *report.preview;
        QCOMPARE(preview.rgb.size(), static_cast<std::size_t>(preview.width * preview.height * 3));
        const bool isLatent = report.stage == Stage::Denoise;
        const int divisor = isLatent ? 8 : 1;
        const Size whole = report.stage == Stage::Transfer ? result.report.context.size() : result.report.inferenceSize;
        QCOMPARE(preview.width, whole.width / divisor);
        QCOMPARE(preview.height, whole.height / divisor);
        if (isLatent)
            steps.push_back(report.step);
        else
            ++pictures;
    }
    QCOMPARE(steps, (std::vector<int>{1, 2, 3, 4}));
    QCOMPARE(pictures, 2); // decoded, and the result that is being carried over
    QCOMPARE(result.report.stepChanges.size(), std::size_t{4});
    QVERIFY(result.report.stepChanges.front() > 0.0);
    QVERIFY(run(request).report.stepChanges.empty());
}

void PipelineTest::lastPreviewIsTheResult()
{
    const HarmonizeRequest request = smallRequest({160, 120});
    RecordingSink sink(true);
    const HarmonizeResult result = m_pipeline.run(request, sink, {});
    std::shared_ptr<const PreviewImage> last;
    for (const Progress& report : sink.reports())
        last = report.preview ? report.preview : last;
    const Size size{last->width, last->height};
    const Image preview = imageOf<std::uint8_t>(size, 3, [&](int x, int y, int c) {
        return last->rgb[static_cast<std::size_t>((y * size.width + x) * 3 + c)];
    });
    // The scene has detail in every pixel; what networks made of 64 of them would be far from it.
    const auto part = [&](const Image& image) {
        return imageFromPlanar(planarFromImage(image, result.report.context), SampleType::U8);
    };
    QCOMPARE(size, result.report.context.size());
    const double difference = meanDifference(preview, part(result.image));
    const double change = meanDifference(part(request.composite), part(result.image));
    QVERIFY2(difference < 0.25 * change, qPrintable(QString("%1 of %2").arg(difference).arg(change)));
}

void PipelineTest::previewsDoNotChangeTheResult()
{
    const HarmonizeRequest request = smallRequest({160, 120});
    RecordingSink sink(true);
    QVERIFY(m_pipeline.run(request, sink, {}).image.samePixels(run(request).image));
}

void PipelineTest::cancels_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<bool>("reference");
    for (const Stage stage :
         {Stage::Prepare, Stage::Encode, Stage::Denoise, Stage::Decode, Stage::Refine, Stage::Transfer}) {
        QTest::addRow("native, %s", stageName(stage)) << static_cast<int>(stage) << false;
        if (stage != Stage::Transfer)
            QTest::addRow("reference, %s", stageName(stage)) << static_cast<int>(stage) << true;
    }
}

void PipelineTest::cancels()
{
    QFETCH(int, stage);
    QFETCH(bool, reference);
    HarmonizeRequest request = smallRequest({160, 120});
    request.mode = reference ? Mode::Reference : Mode::Native;
    const Image undisturbed = run(request).image;

    CancelSource cancel;
    std::size_t reportsAfterwards = 0;
    RecordingSink sink(true, [&](const Progress& report) {
        reportsAfterwards += cancel.token().isCancelled() ? 1 : 0;
        if (static_cast<int>(report.stage) == stage)
            cancel.cancel();
    });
    const HarmonizeResult result = m_pipeline.run(request, sink, cancel.token());
    QVERIFY(result.outcome == Outcome::Cancelled);
    QVERIFY(result.image.isNull());
    QCOMPARE(static_cast<int>(sink.reports().back().stage), stage);
    QCOMPARE(reportsAfterwards, std::size_t{0});
    QVERIFY(run(request).image.samePixels(undisturbed));
}

void PipelineTest::reportTellsWhatWasDone()
{
    HarmonizeRequest request = smallRequest({300, 200});
    request.resolution = 192;
    request.seed = 7;
    request.strength = 0.75;
    const HarmonizeReport report = run(request).report;
    QVERIFY(report.mode == Mode::Native);
    QCOMPARE(report.seed, std::uint64_t{7});
    QCOMPARE(report.resolution, 192);
    QCOMPARE(report.strength, 0.75);
    QCOMPARE(report.precision, std::string("float32"));
    QVERIFY(report.device == "cpu" || report.device.starts_with("cuda"));
    QCOMPARE(report.checkpointHash.size(), std::size_t{64});
    QVERIFY(!report.version.empty());
    QCOMPARE(std::max(report.inferenceSize.width, report.inferenceSize.height), 192);
    QVERIFY(report.context.contains(request.mask.boundingBox()));
    QCOMPARE(report.decodeTiles, 1);
    for (const char* stage : {"prepare", "encode", "denoise", "decode", "refine", "transfer"}) {
        QVERIFY2(report.stageSeconds.contains(stage), stage);
        QVERIFY(report.stageSeconds.at(stage) >= 0.0);
    }
}

void PipelineTest::bfloat16Weights()
{
    const HarmonizeRequest request = smallRequest({160, 120});
    const Image full = run(request).image;
    HarmonizePipeline narrow;
    EngineOptions options;
    options.precision = Precision::BFloat16;
    QVERIFY(narrow.load(builtInModel(), options, m_quiet, {}));
    const HarmonizeResult result = narrow.run(request, m_quiet, {});
    QCOMPARE(result.report.precision, std::string("bfloat16"));
    QVERIFY(!result.image.samePixels(full));
    QVERIFY(meanDifference(result.image, full) < 0.25 * meanDifference(full, request.composite));
}

QTEST_APPLESS_MAIN(PipelineTest)
#include "pipeline_test.moc"
