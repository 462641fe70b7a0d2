#include "transfer_pictures.h"

#include "core/evaluate/metrics.h"
#include "core/imaging/resample.h"

#include <opencv2/core/utility.hpp>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

using dh::Image;
using dh::ImageBuffer;
using dh::LowResolutionPair;
using dh::Mask;
using dh::PlanarImage;
using dh::Rect;
using dh::SampleType;
using dh::Size;

Q_DECLARE_METATYPE(dh::Size)
Q_DECLARE_METATYPE(dh::SampleType)

using namespace dh::test;

namespace
{

Colour unchanged(const Colour& colour)
{
    return colour;
}

Colour warmer(const Colour& colour)
{
    return {0.8F * colour[0] + 0.15F, 0.9F * colour[1] + 0.02F, 0.7F * colour[2] + 0.05F};
}

Image transferred(const Image& native, const Mask& mask, const LowResolutionPair& pair, double strength = 1.0)
{
    return dh::transferChange(native, wholeOf(native.size()), mask, pair, {strength}, {});
}

} // namespace

class ChangeTransferTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noChangeGivesTheSameBits_data();
    void noChangeGivesTheSameBits();
    void affineChangeIsRecovered_data();
    void affineChangeIsRecovered();
    void samplesOutsideTheMaskAndAlphaStay_data();
    void samplesOutsideTheMaskAndAlphaStay();
    void samplesOutsideTheAreaStay();
    void changeIsTakenFromTheArea();
    void strengthScalesTheChange();
    void softMaskBlends();
    void sixteenBitsAreUsed();
    void detailOfTheResultIsRejected();
    void wildResultKeepsTheGradients();
    void resultOfOneColourKeepsTheGradients();
    void localLightIsFollowed();
    void maskAtEveryEdgeIsReached();
    void singleMaskPixelGetsTheChange();
    void clippedColoursStayClipped();
    void notANumberDoesNotSpread();
    void emptyLowResolutionMaskChangesNothing();
    void cancelUnwinds();
    void cancelDuringTheRowsUnwinds();
    void progressRisesFromZeroToOne();
    void profileIsKept();
    void threadsDoNotShow();
};

void ChangeTransferTest::noChangeGivesTheSameBits_data()
{
    QTest::addColumn<Size>("size");
    QTest::addColumn<int>("channels");
    QTest::addColumn<SampleType>("type");
    for (const Size size : {Size{1, 1}, Size{7, 5}, Size{255, 1023}, Size{400, 300}})
        for (const int channels : {3, 4})
            for (const SampleType type : {SampleType::U8, SampleType::U16})
                QTest::addRow("%dx%d, %d channels, %d bytes", size.width, size.height, channels,
                              dh::bytesPerSample(type))
                    << size << channels << type;
}

void ChangeTransferTest::noChangeGivesTheSameBits()
{
    QFETCH(Size, size);
    QFETCH(int, channels);
    QFETCH(SampleType, type);
    const Image native = picture(size, channels, type);
    const Mask mask(size, 255);
    const Image result = transferred(native, mask, lowResolutionPair(native, mask, {128, 64}, unchanged));
    QVERIFY(result.samePixels(native));
}

void ChangeTransferTest::affineChangeIsRecovered_data()
{
    QTest::addColumn<Size>("native");
    QTest::addColumn<Size>("low");
    QTest::addColumn<SampleType>("type");
    QTest::newRow("large") << Size{1200, 900} << Size{256, 192} << SampleType::U8;
    QTest::newRow("large, 16 bits") << Size{1200, 900} << Size{256, 192} << SampleType::U16;
    QTest::newRow("same size") << Size{256, 256} << Size{256, 256} << SampleType::U8;
    QTest::newRow("magnified") << Size{200, 150} << Size{512, 384} << SampleType::U8;
    QTest::newRow("distorted") << Size{255, 1023} << Size{64, 256} << SampleType::U8;
    QTest::newRow("odd low resolution") << Size{400, 300} << Size{131, 97} << SampleType::U8;
    QTest::newRow("tiny") << Size{7, 5} << Size{64, 64} << SampleType::U8;
    QTest::newRow("one pixel") << Size{1, 1} << Size{64, 64} << SampleType::U8;
}

void ChangeTransferTest::affineChangeIsRecovered()
{
    QFETCH(Size, native);
    QFETCH(Size, low);
    QFETCH(SampleType, type);
    const Image image = picture(native, 3, type);
    const Mask mask(native, 255);
    const Image result = transferred(image, mask, lowResolutionPair(image, mask, low, warmer));
    const double error = largestError(image, result, mask, warmer);
    QVERIFY2(error < 1.5 / 255.0, qPrintable(QString::number(error * 255.0)));
}

void ChangeTransferTest::samplesOutsideTheMaskAndAlphaStay_data()
{
    QTest::addColumn<SampleType>("type");
    QTest::newRow("8 bits") << SampleType::U8;
    QTest::newRow("16 bits") << SampleType::U16;
}

void ChangeTransferTest::samplesOutsideTheMaskAndAlphaStay()
{
    QFETCH(SampleType, type);
    const Size size{333, 257};
    const Image native = picture(size, 4, type);
    const Mask mask = ellipseMask(size);
    const Image result = transferred(native, mask, lowResolutionPair(native, mask, {128, 128}, warmer));
    QCOMPARE(result.channels(), 4);
    const dh::Metrics metrics = dh::compareImages(native, result, mask);
    QCOMPARE(metrics.changedOutside, 0LL);
    QVERIFY(metrics.changedInside > 50000);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            if (sampleAt(native, x, y, 3) != sampleAt(result, x, y, 3))
                QFAIL("alpha changed");
}

void ChangeTransferTest::samplesOutsideTheAreaStay()
{
    const Size size{200, 160};
    const Rect area{50, 40, 100, 80};
    const Image native = picture(size);
    const PlanarImage composite = dh::resized(dh::planarFromImage(native, area), {128, 128});
    const LowResolutionPair pair{composite, mapped(composite, warmer), dh::planarFromMask(Mask({128, 128}, 255))};
    const Image result = dh::transferChange(native, area, Mask(size, 255), pair, {}, {});
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const bool isInside = area.contains(Rect{x, y, 1, 1});
            QCOMPARE(pixelEquals(native, result, x, y), !isInside);
        }
}

void ChangeTransferTest::changeIsTakenFromTheArea()
{
    // Brightens only the area's right half: the border must lie in its middle, not in the picture's.
    const Size size{400, 100};
    const Rect area{100, 0, 200, 100};
    const Image native = picture(size);
    LowResolutionPair pair{
        dh::resized(dh::planarFromImage(native, area), {256, 128}), {}, dh::planarFromMask(Mask({256, 128}, 255))};
    pair.result = pair.composite;
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < 128; ++y)
            for (int x = 128; x < 256; ++x)
                pair.result.plane(channel)[y * 256 + x] += 0.2F;
    const Image result = dh::transferChange(native, area, Mask(size, 255), pair, {}, {});
    const auto change = [&](int x) { return sampleAt(result, x, 50, 2) - sampleAt(native, x, 50, 2); };
    QVERIFY(std::abs(change(130)) < 8.0F);
    QVERIFY(std::abs(change(270) - 0.2F * 255.0F) < 8.0F);
    QVERIFY(change(200) > 10.0F && change(200) < 41.0F);
}

void ChangeTransferTest::strengthScalesTheChange()
{
    const Size size{300, 200};
    const Image native = picture(size, 3, SampleType::U16);
    const Mask mask(size, 255);
    const LowResolutionPair pair = lowResolutionPair(native, mask, {192, 128}, warmer);
    QVERIFY(transferred(native, mask, pair, 0.0).samePixels(native));
    const Image full = transferred(native, mask, pair);
    const Image half = transferred(native, mask, pair, 0.5);
    const Image more = transferred(native, mask, pair, 1.5);
    for (int y = 0; y < size.height; y += 3)
        for (int x = 0; x < size.width; ++x)
            for (int channel = 0; channel < 3; ++channel) {
                const float before = sampleAt(native, x, y, channel);
                const float change = sampleAt(full, x, y, channel) - before;
                QVERIFY(std::abs(sampleAt(half, x, y, channel) - before - 0.5F * change) <= 1.0F);
                QVERIFY(std::abs(sampleAt(more, x, y, channel) - before - 1.5F * change) <= 1.5F);
            }
}

void ChangeTransferTest::softMaskBlends()
{
    const Size size{256, 64};
    const Image native = picture(size, 3, SampleType::U16);
    Mask ramp(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            ramp.writableRow(y)[x] = static_cast<std::uint8_t>(x);
    const LowResolutionPair pair = lowResolutionPair(native, ramp, {256, 64}, warmer);
    const Image blended = transferred(native, ramp, pair);
    const Image full = transferred(native, Mask(size, 255), pair);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const float before = sampleAt(native, x, y, 0);
            const float wanted = (sampleAt(full, x, y, 0) - before) * static_cast<float>(x) / 255.0F;
            QVERIFY(std::abs(sampleAt(blended, x, y, 0) - before - wanted) <= 1.0F);
        }
}

void ChangeTransferTest::sixteenBitsAreUsed()
{
    const Size size{600, 400};
    const Image native = picture(size, 3, SampleType::U16);
    const Mask mask(size, 255);
    const Image result = transferred(native, mask, lowResolutionPair(native, mask, {256, 192}, warmer));
    QVERIFY(largestError(native, result, mask, warmer) < 0.002);
    // Samples that had passed through 8 bits would all be multiples of 257.
    int multiples = 0;
    for (int x = 0; x < size.width; ++x)
        multiples += static_cast<int>(sampleAt(result, x, 200, 1)) % 257 == 0 ? 1 : 0;
    QVERIFY(multiples < size.width / 20);
}

void ChangeTransferTest::detailOfTheResultIsRejected()
{
    const Size size{768, 512};
    const Image native = textLikePicture(size);
    const Mask mask(size, 255);
    LowResolutionPair pair = lowResolutionPair(native, mask, {384, 256}, warmer);
    pair.result = degraded(pair.result);
    const Image result = transferred(native, mask, pair);
    const double correlation = dh::gradientCorrelation(native, result, mask);
    QVERIFY2(correlation >= 0.999, qPrintable(QString::number(correlation)));
    QVERIFY(dh::compareImages(native, result, mask).mse > 50.0);
}

void ChangeTransferTest::wildResultKeepsTheGradients()
{
    const Size size{512, 384};
    const Image native = textLikePicture(size);
    const Mask mask(size, 255);
    LowResolutionPair pair = lowResolutionPair(native, mask, {256, 192}, unchanged);
    // Turned to its negative in every second tile.
    for (int y = 0; y < 192; ++y)
        for (int x = 0; x < 256; ++x)
            if ((x / 64 + y / 64) % 2 == 0)
                for (int channel = 0; channel < 3; ++channel)
                    pair.result.plane(channel)[y * 256 + x] = 1.0F - pair.composite.plane(channel)[y * 256 + x];
    const double correlation = dh::gradientCorrelation(native, transferred(native, mask, pair), mask);
    QVERIFY2(correlation >= 0.98, qPrintable(QString::number(correlation)));
}

void ChangeTransferTest::resultOfOneColourKeepsTheGradients()
{
    // Even a pure offset would drive the light paper into white here.
    const Size size{384, 384};
    const Image native = textLikePicture(size);
    const Mask mask(size, 255);
    const auto white = [](const Colour&) { return Colour{1.0F, 1.0F, 1.0F}; };
    const Image result = transferred(native, mask, lowResolutionPair(native, mask, {192, 192}, white));
    const double correlation = dh::gradientCorrelation(native, result, mask);
    QVERIFY2(correlation >= 0.98, qPrintable(QString::number(correlation)));
    QVERIFY(dh::compareImages(native, result, mask).mse > 50.0);
}

void ChangeTransferTest::localLightIsFollowed()
{
    const Size size{512, 512};
    const Image native = picture(size);
    const Mask mask(size, 255);
    LowResolutionPair pair = lowResolutionPair(native, mask, {256, 256}, unchanged);
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < 256; ++y)
            for (int x = 0; x < 256; ++x)
                pair.result.plane(channel)[y * 256 + x] += 0.15F * std::sin(static_cast<float>(x + y) / 60.0F);
    const Image result = transferred(native, mask, pair);
    double sum = 0.0;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const float wanted = 255.0F * 0.15F * std::sin(static_cast<float>(x + y - 1) / 120.0F);
            const float error = sampleAt(result, x, y, 1) - sampleAt(native, x, y, 1) - wanted;
            sum += static_cast<double>(error) * static_cast<double>(error);
        }
    const double rootMeanSquare = std::sqrt(sum / static_cast<double>(size.area()));
    QVERIFY2(rootMeanSquare < 2.0, qPrintable(QString::number(rootMeanSquare)));
}

void ChangeTransferTest::maskAtEveryEdgeIsReached()
{
    const Size size{240, 180};
    const Image native = picture(size);
    Mask frame(size, 255);
    for (int y = 12; y < size.height - 12; ++y)
        std::fill_n(frame.writableRow(y) + 12, size.width - 24, std::uint8_t{0});
    const Image result = transferred(native, frame, lowResolutionPair(native, frame, {128, 96}, warmer));
    QVERIFY(largestError(native, result, frame, warmer) < 2.0 / 255.0);
    QCOMPARE(dh::compareImages(native, result, frame).changedOutside, 0LL);
}

void ChangeTransferTest::singleMaskPixelGetsTheChange()
{
    const Size size{640, 480};
    const Image native = picture(size);
    Mask mask(size);
    mask.writableRow(200)[333] = 255;
    const auto brighter = [](const Colour& colour) {
        return Colour{colour[0] + 0.1F, colour[1] + 0.1F, colour[2] + 0.1F};
    };
    const Image result = transferred(native, mask, lowResolutionPair(native, mask, {128, 96}, brighter));
    QVERIFY(largestError(native, result, mask, brighter) < 2.0 / 255.0);
    QCOMPARE(dh::compareImages(native, result, mask).changedInside, 3LL);
}

void ChangeTransferTest::clippedColoursStayClipped()
{
    const Size size{128, 128};
    ImageBuffer buffer(size, 3, SampleType::U8);
    for (int y = 0; y < size.height; ++y)
        for (int i = 0; i < size.width * 3; ++i)
            buffer.row<std::uint8_t>(y)[i] = y < size.height / 2 ? 255 : static_cast<std::uint8_t>(i / 3 + 60);
    const Image native = std::move(buffer).finish();
    const Mask mask(size, 255);
    const auto brighter = [](const Colour& colour) {
        return Colour{std::min(1.0F, 1.2F * colour[0]), std::min(1.0F, 1.2F * colour[1]),
                      std::min(1.0F, 1.2F * colour[2])};
    };
    const Image result = transferred(native, mask, lowResolutionPair(native, mask, {128, 128}, brighter));
    for (int x = 0; x < size.width; ++x)
        QVERIFY(sampleAt(result, x, 20, 0) >= 253.0F);
    QVERIFY(sampleAt(result, 20, 110, 0) > sampleAt(native, 20, 110, 0) + 8.0F);
}

void ChangeTransferTest::notANumberDoesNotSpread()
{
    const Size size{256, 256};
    const Image native = picture(size);
    const Mask mask(size, 255);
    LowResolutionPair pair = lowResolutionPair(native, mask, {128, 128}, warmer);
    pair.result.plane(1)[64 * 128 + 64] = std::numeric_limits<float>::quiet_NaN();
    pair.composite.plane(2)[10 * 128 + 10] = std::numeric_limits<float>::infinity();
    const Image result = transferred(native, mask, pair);
    QVERIFY(largestError(native, result, mask, warmer) < 2.0 / 255.0);
}

void ChangeTransferTest::emptyLowResolutionMaskChangesNothing()
{
    const Size size{64, 48};
    const Image native = picture(size);
    LowResolutionPair pair = lowResolutionPair(native, Mask(size, 0), {64, 64}, warmer);
    QVERIFY(transferred(native, Mask(size, 255), pair).samePixels(native));
}

void ChangeTransferTest::cancelUnwinds()
{
    const Size size{64, 48};
    const Image native = picture(size);
    const Mask mask(size, 255);
    const LowResolutionPair pair = lowResolutionPair(native, mask, {64, 64}, warmer);
    dh::CancelSource source;
    source.cancel();
    QVERIFY_EXCEPTION_THROWN((void)dh::transferChange(native, wholeOf(size), mask, pair, {}, source.token()),
                             dh::Cancelled);
}

void ChangeTransferTest::cancelDuringTheRowsUnwinds()
{
    const Size size{64, 2000};
    const Image native = picture(size);
    const Mask mask(size, 255);
    const LowResolutionPair pair = lowResolutionPair(native, mask, {64, 1024}, warmer);
    dh::CancelSource source;
    double last = 0.0;
    const auto cancelHalfway = [&](double fraction) {
        last = fraction;
        if (fraction > 0.5)
            source.cancel();
    };
    QVERIFY_EXCEPTION_THROWN(
        (void)dh::transferChange(native, wholeOf(size), mask, pair, {}, source.token(), cancelHalfway), dh::Cancelled);
    QVERIFY(last < 0.7);
}

void ChangeTransferTest::progressRisesFromZeroToOne()
{
    const Size size{64, 2000};
    const Image native = picture(size);
    const Mask mask(size, 255);
    std::vector<double> fractions;
    (void)dh::transferChange(native, wholeOf(size), mask, lowResolutionPair(native, mask, {64, 1024}, warmer), {}, {},
                             [&](double fraction) { fractions.push_back(fraction); });
    QVERIFY(fractions.size() > 10);
    QCOMPARE(fractions.front(), 0.0);
    QCOMPARE(fractions.back(), 1.0);
    QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
}

void ChangeTransferTest::profileIsKept()
{
    const Size size{32, 32};
    const auto profile = std::make_shared<const std::vector<std::byte>>(128, std::byte{9});
    const Image native = picture(size).withIccProfile(profile);
    const Mask mask(size, 255);
    const Image result = transferred(native, mask, lowResolutionPair(native, mask, {64, 64}, warmer));
    QVERIFY(result.iccProfile() == profile);
}

void ChangeTransferTest::threadsDoNotShow()
{
    const Size size{500, 700};
    const Image native = picture(size);
    const Mask mask = ellipseMask(size);
    const LowResolutionPair pair = lowResolutionPair(native, mask, {192, 256}, warmer);
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    const Image alone = transferred(native, mask, pair);
    cv::setNumThreads(5);
    const Image shared = transferred(native, mask, pair);
    cv::setNumThreads(threads);
    QVERIFY(alone.samePixels(shared));
    QVERIFY(!alone.samePixels(native));
}

QTEST_APPLESS_MAIN(ChangeTransferTest)
#include "change_transfer_test.moc"
