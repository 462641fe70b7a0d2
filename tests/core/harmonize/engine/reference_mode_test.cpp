#include "tests/core/harmonize/engine/pipeline_fixture.h"

#include "core/imaging/convert.h"
#include "core/imaging/resample.h"
#include "tests/core/imaging/test_pictures.h"
#include "tests/support/golden_reader.h"

#include <QTest>

#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr Size kGoldenSize{128, 128};

std::string goldenFolder()
{
    return std::string(DH_TEST_DATA) + "/goldens/tiny-a";
}

/// Planes in [-1, 1] as the 8-bit picture nearest to them.
Image imageFromGolden(const std::vector<float>& planes, Size size)
{
    return imageOf<std::uint8_t>(size, 3, [&](int x, int y, int c) {
        const auto at = static_cast<std::size_t>((c * size.height + y) * size.width + x);
        return std::lround((planes[at] + 1.0F) * 127.5F);
    });
}

Mask maskFromGolden(const std::vector<float>& values, Size size)
{
    std::vector<std::uint8_t> bytes;
    for (const float value : values)
        bytes.push_back(value >= 0.5F ? 255 : 0);
    return Mask(size, std::move(bytes));
}

} // namespace

/// Mode::Reference against what the reference's own script made.
class ReferenceModeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void firstStageMatchesTheGolden();
    void outputIsASquare_data();
    void outputIsASquare();
    void squeezesLikePillow();
    void dilatesTheMask();
    void dithersGreyMasks();

private:
    HarmonizeResult run(const HarmonizeRequest& request) { return m_pipeline.run(request, m_quiet, {}); }
    HarmonizePipeline m_pipeline;
    NullProgressSink m_quiet;
};

void ReferenceModeTest::initTestCase()
{
    ModelLocation location;
    location.root = goldenFolder();
    location.vae = location.root / "vae";
    QVERIFY(m_pipeline.load(location, {}, m_quiet, {}));
}

/// The golden's composite is no 8-bit picture, so the run starts from the nearest one; its decoded picture may
/// therefore be off by a few values, but not on average: rounding instead of truncating would shift it by a half,
/// another order of the random draws or the posterior's mean by more.
void ReferenceModeTest::firstStageMatchesTheGolden()
{
    const GoldenReader goldens(goldenFolder() + "/goldens.safetensors");
    HarmonizeRequest request = smallRequest(imageFromGolden(goldens.values<float>("e2e1/comp"), kGoldenSize),
                                            maskFromGolden(goldens.values<float>("e2e1/mask_in"), kGoldenSize));
    request.mode = Mode::Reference;
    request.steps = 5;
    request.refine = false;
    request.outputResolution = kGoldenSize.width;
    const HarmonizeResult result = run(request);
    const std::vector<std::uint8_t> expected = goldens.values<std::uint8_t>("e2e1/stage1_uint8");
    const auto* actual = reinterpret_cast<const std::uint8_t*>(result.image.bytes());
    QCOMPARE(result.image.sizeInBytes(), expected.size());
    double sum = 0.0;
    int largest = 0;
    std::size_t off = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const int difference = actual[i] - expected[i];
        sum += difference;
        largest = std::max(largest, std::abs(difference));
        off += difference != 0 ? 1 : 0;
    }
    const double mean = sum / static_cast<double>(expected.size());
    const double share = static_cast<double>(off) / static_cast<double>(expected.size());
    const QString figures = QString("mean %1, largest %2, share %3").arg(mean).arg(largest).arg(share);
    QVERIFY2(std::abs(mean) < 0.02 && largest <= 1 && share < 0.1, qPrintable(figures));
}

void ReferenceModeTest::outputIsASquare_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("output");
    QTest::addColumn<bool>("refine");
    QTest::newRow("wide") << 300 << 100 << 64 << true;
    QTest::newRow("tall, not refined") << 90 << 200 << 96 << false;
    QTest::newRow("output that the refiner can't halve") << 128 << 128 << 61 << true;
    QTest::newRow("larger than the networks") << 128 << 128 << 200 << true;
    QTest::newRow("smallest") << 128 << 128 << 8 << true;
}

void ReferenceModeTest::outputIsASquare()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, output);
    QFETCH(bool, refine);
    HarmonizeRequest request =
        smallRequest(sceneImage<std::uint16_t>({width, height}, 4), ellipseMask({width, height}));
    request.mode = Mode::Reference;
    request.outputResolution = output;
    request.refine = refine;
    const HarmonizeResult result = run(request);
    QCOMPARE(result.image.size(), (Size{output, output}));
    QCOMPARE(result.image.type(), SampleType::U8);
    QCOMPARE(result.image.channels(), 3);
    QCOMPARE(result.report.inferenceSize, (Size{128, 128}));
    QCOMPARE(result.report.refined, refine);
}

/// A picture that was squeezed before gives what the squeezed one gives.
void ReferenceModeTest::squeezesLikePillow()
{
    constexpr Size kSize{300, 200};
    const Image composite = sceneImage<std::uint8_t>(kSize);
    const Mask mask = ditheredLikePillow(ellipseMask(kSize));
    HarmonizeRequest request = smallRequest(composite, mask);
    request.mode = Mode::Reference;
    request.outputResolution = kGoldenSize.width;
    const Image direct = run(request).image;
    request.composite = resizedLikePillow(composite, kGoldenSize);
    request.mask = resizedNearestLikePillow(mask, kGoldenSize);
    QVERIFY(run(request).image.samePixels(direct));
}

void ReferenceModeTest::dilatesTheMask()
{
    HarmonizeRequest request = smallRequest(sceneImage<std::uint8_t>(kGoldenSize), Mask(kGoldenSize));
    Mask point(kGoldenSize);
    Mask square(kGoldenSize);
    constexpr int kMiddle = 64;
    constexpr int kReach = 4;
    point.writableRow(kMiddle)[kMiddle] = 255;
    for (int y = kMiddle - kReach; y <= kMiddle + kReach; ++y)
        std::fill_n(square.writableRow(y) + kMiddle - kReach, 2 * kReach + 1, std::uint8_t{255});
    request.mode = Mode::Reference;
    request.outputResolution = kGoldenSize.width;
    request.mask = square;
    const Image expected = run(request).image;
    request.mask = point;
    QVERIFY(!run(request).image.samePixels(expected));
    request.maskDilation = 2 * kReach + 1;
    QVERIFY(run(request).image.samePixels(expected));
}

void ReferenceModeTest::dithersGreyMasks()
{
    HarmonizeRequest request = smallRequest(sceneImage<std::uint8_t>(kGoldenSize), Mask(kGoldenSize, 128));
    request.mode = Mode::Reference;
    request.outputResolution = kGoldenSize.width;
    const Image grey = run(request).image;
    request.mask = Mask(kGoldenSize, 255);
    QVERIFY(!run(request).image.samePixels(grey));
    request.mask = ditheredLikePillow(Mask(kGoldenSize, 128));
    QVERIFY(run(request).image.samePixels(grey));
}

QTEST_APPLESS_MAIN(ReferenceModeTest)
#include "reference_mode_test.moc"
