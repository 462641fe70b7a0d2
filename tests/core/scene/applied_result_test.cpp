#include "core/imaging/compose.h"
#include "core/imaging/convert.h"
#include "core/scene/lab.h"
#include "core/scene/render.h"
#include "tests/core/scene/scene_pictures.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace dh;
using namespace dh::test;

namespace
{

/// A run on the only layer of `composition`: inside its mask every sample of the result is `changed(sample)`.
template <typename T, typename Changed>
ResultPtr resultOf(const Composition& composition, const Rect& area, const Changed& changed)
{
    const Layer& layer = composition.layers.front();
    auto result = std::make_shared<HarmonizedResult>();
    result->id = 1;
    result->layer = layer.id;
    result->areaInCanvas = area;
    result->before = renderArea(composition, area);
    result->mask = renderMask(layer, area);
    result->transformAtRun = layer.transform;
    result->opacityAtRun = layer.opacity;
    ImageBuffer after(result->before);
    for (int y = 0; y < area.height; ++y)
        for (int x = 0; x < area.width; ++x)
            for (int c = 0; c < 3 && result->mask.row(y)[x] > 0; ++c) {
                T& sample = after.row<T>(y)[x * after.channels() + c];
                sample = changed(sample);
            }
    result->after = std::move(after).finish(result->before.iccProfile());
    return result;
}

std::uint8_t brighter(std::uint8_t value)
{
    return static_cast<std::uint8_t>(std::min(255, value + 30));
}

/// A flat 20 x 20 layer at (10, 10) of a flat 60 x 60 canvas, its result applied.
Composition flatComposition()
{
    Composition composition = compositionOf(flatImage<std::uint8_t>({60, 60}, 50),
                                            {layerAt(flatImage<std::uint8_t>({20, 20}, 100), {10.0, 10.0})});
    composition.layers[0].mask = Mask({20, 20}, 255);
    const ResultPtr result = resultOf<std::uint8_t>(composition, {5, 5, 30, 30}, brighter);
    composition.layers[0].applied = AppliedResult{result, {}};
    return composition;
}

Lab labAt(const Image& image, int x, int y)
{
    const auto unit = [&](int c) { return static_cast<float>(sampleAt(image, x, y, c) / 255.0); };
    return labFromSrgb({unit(0), unit(1), unit(2)});
}

/// A coloured change everywhere on 40 x 30 pixels, the right half of it selected by the run's mask.
HarmonizedResult colouredResult()
{
    const Size size{40, 30};
    HarmonizedResult result;
    result.areaInCanvas = {0, 0, size.width, size.height};
    result.before = imageOf<std::uint8_t>(size, 3, [](int x, int y, int c) { return 80 + x + y + 10 * c; });
    result.mask = Mask(size);
    for (int y = 0; y < size.height; ++y)
        std::fill_n(result.mask.writableRow(y) + size.width / 2, size.width / 2, std::uint8_t{255});
    result.after = imageOf<std::uint8_t>(size, 3, [&](int x, int y, int c) {
        const int before = 80 + x + y + 10 * c;
        return x < size.width / 2 ? before : before + 25 - 20 * c + ((x + y) % 2 == 0 ? 6 : -6);
    });
    return result;
}

} // namespace

class AppliedResultTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unchangedGivesTheResult_data();
    void unchangedGivesTheResult();
    void movesWithTheLayer();
    void turnsWithTheLayer();
    void goesWithTheMask();
    void goesWithOpacityAndVisibility();
    void layersAboveCoverIt();
    void layerAloneCarriesIt();
    void partsEqualTheWhole();
    void defaultAdjustmentIsTheResult();
    void sharesOfLightAndColour_data();
    void sharesOfLightAndColour();
    void wideColoursStay_data();
    void wideColoursStay();
    void protectionKeepsTheOriginal();
    void detailLockBringsDetailBack();
    void detailLockDoesNotLeak();
    void adjustedPartsEqualTheWhole_data();
    void adjustedPartsEqualTheWhole();
    void labOfKnownColours_data();
    void labOfKnownColours();
    void labLeadsBack();
    void rowsAreMixedAsSinglePixels_data();
    void rowsAreMixedAsSinglePixels();
};

void AppliedResultTest::unchangedGivesTheResult_data()
{
    QTest::addColumn<SampleType>("type");
    QTest::addColumn<double>("rotation");
    QTest::addColumn<double>("opacity");
    for (const SampleType type : {SampleType::U8, SampleType::U16, SampleType::F32})
        for (const double rotation : {0.0, 27.0})
            for (const double opacity : {1.0, 0.6})
                QTest::addRow("%d bytes, %g degrees, opacity %g", bytesPerSample(type), rotation, opacity)
                    << type << rotation << opacity;
}

void AppliedResultTest::unchangedGivesTheResult()
{
    QFETCH(SampleType, type);
    QFETCH(double, rotation);
    QFETCH(double, opacity);
    Layer layer = layerAround(scatteredImage<std::uint8_t>({70, 60}, 3), {80.3, 75.1}, rotation);
    layer.mask = softDisc({70, 60}, {35.0, 30.0}, 25.0, 0.3);
    layer.edge = {2, 1.5};
    layer.opacity = opacity;
    Composition composition =
        compositionOf(convertedToType(scatteredImage<std::uint8_t>({160, 150}, 4), type), {layer});
    const Rect area{30, 20, 110, 100};
    ResultPtr result;
    if (type == SampleType::U8)
        result = resultOf<std::uint8_t>(composition, area, [](std::uint8_t v) { return std::uint8_t(v * 3 / 4 + 9); });
    else if (type == SampleType::U16)
        result = resultOf<std::uint16_t>(composition, area, [](std::uint16_t v) { return std::uint16_t(65535 - v); });
    else
        result = resultOf<float>(composition, area, [](float v) { return v * v * 0.9F + 0.03F; });
    const Image without = renderComposition(composition);
    composition.layers[0].applied = AppliedResult{result, {}};
    QVERIFY(!result->after.samePixels(result->before));
    const Image drawn = renderComposition(composition);
    QVERIFY(cropped(drawn, area).samePixels(result->after));
    QVERIFY(cropped(drawn, {0, 0, 160, 20}).samePixels(cropped(without, {0, 0, 160, 20})));
}

void AppliedResultTest::movesWithTheLayer()
{
    Composition composition = flatComposition();
    QCOMPARE(sampleAt(renderComposition(composition), 15, 15), 130.0);
    composition.layers[0].transform.pivotInCanvas = {33.0, 12.0};
    const Image moved = renderComposition(composition);
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 60; ++x) {
            const bool isInside = x >= 33 && x < 53 && y >= 12 && y < 32;
            QCOMPARE(sampleAt(moved, x, y), isInside ? 130.0 : 50.0);
        }
}

void AppliedResultTest::turnsWithTheLayer()
{
    Composition composition = flatComposition();
    Layer& layer = composition.layers[0];
    layer.transform.rotation = 30.0;
    layer.transform.scaleX = 0.8;
    const Image drawn = renderComposition(composition);
    const Mask covered = renderMask(layer, wholeOf(composition));
    int inside = 0;
    const auto& run = layer.applied->result->mask;
    QVERIFY(run.coverage() > 0.0);
    for (int y = 1; y < 59; ++y)
        for (int x = 1; x < 59; ++x) {
            if (covered.row(y)[x] == 0)
                QCOMPARE(sampleAt(drawn, x, y), 50.0);
            bool isDeep = true;
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx)
                    isDeep = isDeep && covered.row(y + dy)[x + dx] == 255;
            // The change's own edge is softened by the turn.
            if (isDeep) {
                ++inside;
                QVERIFY(std::abs(sampleAt(drawn, x, y) - 130.0) <= 6.0);
            }
        }
    QVERIFY(inside > 150);
}

void AppliedResultTest::goesWithTheMask()
{
    Composition composition = flatComposition();
    for (int x = 0; x < 10; ++x)
        composition.layers[0].mask.writableRow(4)[x] = 0;
    composition.layers[0].mask.writableRow(5)[0] = 51;
    const Image drawn = renderComposition(composition);
    QCOMPARE(sampleAt(drawn, 15, 14), 50.0);
    QCOMPARE(sampleAt(drawn, 25, 14), 130.0);
    // A fifth of the layer (60) and of the change (6).
    QCOMPARE(sampleAt(drawn, 10, 15), 66.0);
}

void AppliedResultTest::goesWithOpacityAndVisibility()
{
    Composition composition = flatComposition();
    composition.layers[0].opacity = 0.5;
    QCOMPARE(sampleAt(renderComposition(composition), 15, 15), 90.0);
    composition.layers[0].opacity = 0.0;
    QCOMPARE(sampleAt(renderComposition(composition), 15, 15), 50.0);
    composition.layers[0].opacity = 1.0;
    composition.layers[0].visible = false;
    QCOMPARE(sampleAt(renderComposition(composition), 15, 15), 50.0);
}

void AppliedResultTest::layersAboveCoverIt()
{
    Composition composition = flatComposition();
    composition.layers.push_back(layerAt(flatImage<std::uint8_t>({3, 3}, 7), {12.0, 12.0}, 2));
    const Image drawn = renderComposition(composition);
    QCOMPARE(sampleAt(drawn, 13, 13), 7.0);
    QCOMPARE(sampleAt(drawn, 16, 16), 130.0);
}

void AppliedResultTest::layerAloneCarriesIt()
{
    Composition composition = flatComposition();
    composition.layers[0].opacity = 0.5;
    const Image alone = renderLayerAlone(composition, 1);
    QCOMPARE(alone.size(), (Size{20, 20}));
    QCOMPARE(sampleAt(alone, 4, 4, 0), 130.0);
    QCOMPARE(sampleAt(alone, 4, 4, 3), 128.0);
}

void AppliedResultTest::partsEqualTheWhole()
{
    Composition composition = flatComposition();
    composition.layers[0].transform.rotation = 20.0;
    composition.layers[0].applied->adjustment.detailLock = 0.5;
    composition.layers[0].applied->adjustment.colour = 0.7;
    const Image whole = renderComposition(composition);
    const Rect area{13, 17, 20, 11};
    QVERIFY(renderArea(composition, area).samePixels(cropped(whole, area)));
}

void AppliedResultTest::defaultAdjustmentIsTheResult()
{
    const HarmonizedResult result = colouredResult();
    QVERIFY(adjustedResult(result, {}).samePixels(result.after));
    QVERIFY(!adjustedResult(result, {0.5, 1.0, 0.0, Mask()}).samePixels(result.after));
}

void AppliedResultTest::sharesOfLightAndColour_data()
{
    QTest::addColumn<double>("light");
    QTest::addColumn<double>("colour");
    QTest::newRow("light only") << 1.0 << 0.0;
    QTest::newRow("colour only") << 0.0 << 1.0;
    QTest::newRow("half") << 0.5 << 0.5;
    QTest::newRow("more") << 1.4 << 1.2;
    QTest::newRow("nothing") << 0.0 << 0.0;
}

void AppliedResultTest::sharesOfLightAndColour()
{
    QFETCH(double, light);
    QFETCH(double, colour);
    const HarmonizedResult result = colouredResult();
    const Image adjusted = adjustedResult(result, {light, colour, 0.0, Mask()});
    constexpr double kRounding = 0.6;
    for (int y = 0; y < 30; ++y)
        for (int x = 0; x < 40; ++x) {
            const Lab before = labAt(result.before, x, y);
            const Lab after = labAt(result.after, x, y);
            const Lab actual = labAt(adjusted, x, y);
            QVERIFY(std::abs(actual.lightness - (before.lightness + light * (after.lightness - before.lightness))) <
                    kRounding);
            QVERIFY(std::abs(actual.a - (before.a + colour * (after.a - before.a))) < kRounding);
            QVERIFY(std::abs(actual.b - (before.b + colour * (after.b - before.b))) < kRounding);
        }
    if (light == 0.0 && colour == 0.0)
        QVERIFY(adjusted.samePixels(result.before));
}

void AppliedResultTest::wideColoursStay_data()
{
    QTest::addColumn<double>("light");
    QTest::addColumn<double>("colour");
    QTest::addColumn<double>("detailLock");
    QTest::addColumn<double>("share");
    QTest::newRow("almost all") << 0.99 << 0.99 << 0.0 << 1.0;
    QTest::newRow("a little locked") << 1.0 << 1.0 << 0.01 << 1.0;
    QTest::newRow("half") << 0.5 << 0.5 << 0.0 << 0.5;
    QTest::newRow("nothing") << 0.0 << 0.0 << 0.0 << 0.0;
}

void AppliedResultTest::wideColoursStay()
{
    QFETCH(double, light);
    QFETCH(double, colour);
    QFETCH(double, detailLock);
    QFETCH(double, share);
    // A green that sRGB can't show, and one that is a little darker.
    const IccProfile icc = profile("wide_gamut.icc");
    const Size size{20, 20};
    HarmonizedResult result;
    result.areaInCanvas = {0, 0, size.width, size.height};
    result.mask = Mask(size, 255);
    result.before = imageOf<std::uint8_t>(
        size, 3, [](int x, int, int c) { return c == 1 ? 250 - x : 10; }, icc);
    result.after = imageOf<std::uint8_t>(
        size, 3, [](int x, int, int c) { return c == 1 ? 230 - x : 14; }, icc);
    const Image adjusted = adjustedResult(result, {light, colour, detailLock, Mask()});
    QCOMPARE(adjusted.iccProfile(), icc);
    for (int x = 0; x < size.width; ++x)
        for (int c = 0; c < 3; ++c) {
            const double before = sampleAt(result.before, x, 10, c);
            const double expected = before + share * (sampleAt(result.after, x, 10, c) - before);
            QVERIFY2(std::abs(sampleAt(adjusted, x, 10, c) - expected) <= 2.0,
                     qPrintable(QString("%1 for %2").arg(sampleAt(adjusted, x, 10, c)).arg(expected)));
        }
}

void AppliedResultTest::protectionKeepsTheOriginal()
{
    const HarmonizedResult result = colouredResult();
    Mask protect({40, 30});
    for (int y = 0; y < 30; ++y)
        std::fill_n(protect.writableRow(y), 40, static_cast<std::uint8_t>(y < 10 ? 255 : y < 20 ? 51 : 0));
    const Image adjusted = adjustedResult(result, {1.0, 1.0, 0.0, protect});
    QVERIFY(cropped(adjusted, {0, 0, 40, 10}).samePixels(cropped(result.before, {0, 0, 40, 10})));
    QVERIFY(cropped(adjusted, {0, 20, 40, 10}).samePixels(cropped(result.after, {0, 20, 40, 10})));
    for (int x = 0; x < 40; ++x) {
        const double before = sampleAt(result.before, x, 15);
        QVERIFY(std::abs(sampleAt(adjusted, x, 15) - (before + 0.8 * (sampleAt(result.after, x, 15) - before))) <=
                0.51);
    }
    const Image strong = adjustedResult(result, {0.3, 1.3, 1.0, Mask({40, 30}, 255)});
    QVERIFY(strong.samePixels(result.before));
}

void AppliedResultTest::detailLockBringsDetailBack()
{
    const HarmonizedResult result = colouredResult();
    const auto roughness = [&](double lock) {
        const Image adjusted = adjustedResult(result, {1.0, 1.0, lock, Mask()});
        double sum = 0.0;
        for (int y = 5; y < 25; ++y)
            for (int x = 25; x < 35; ++x)
                sum += std::abs((labAt(adjusted, x, y).lightness - labAt(result.before, x, y).lightness) -
                                (labAt(adjusted, x + 1, y).lightness - labAt(result.before, x + 1, y).lightness));
        return sum / 200.0;
    };
    // The change is a level plus a chessboard of detail, about 4.7 from field to field.
    QVERIFY(roughness(0.0) > 4.0);
    QVERIFY(std::abs(roughness(0.5) - roughness(0.0) / 2.0) < 0.4);
    QVERIFY(roughness(1.0) < 0.5);
    const Image locked = adjustedResult(result, {1.0, 1.0, 1.0, Mask()});
    const double gain = labAt(locked, 30, 15).lightness - labAt(result.before, 30, 15).lightness;
    QVERIFY2(gain > 1.0 && gain < 6.0, qPrintable(QString::number(gain)));
}

void AppliedResultTest::detailLockDoesNotLeak()
{
    HarmonizedResult result = colouredResult();
    // A change that is the same everywhere inside the mask has no detail: locking must not touch its edge.
    result.before = flatImage<std::uint8_t>({40, 30}, 100);
    result.after = imageOf<std::uint8_t>({40, 30}, 3, [](int x, int, int) { return x < 20 ? 100 : 140; });
    const Image locked = adjustedResult(result, {1.0, 1.0, 1.0, Mask()});
    QVERIFY(locked.samePixels(result.after));
}

void AppliedResultTest::adjustedPartsEqualTheWhole_data()
{
    QTest::addColumn<IccProfile>("icc");
    QTest::newRow("sRGB") << IccProfile();
    QTest::newRow("wide gamut") << profile("wide_gamut.icc");
}

void AppliedResultTest::adjustedPartsEqualTheWhole()
{
    QFETCH(IccProfile, icc);
    Composition composition = compositionOf(scatteredImage<std::uint8_t>({90, 700}, 3, icc),
                                            {layerAt(scatteredImage<std::uint8_t>({70, 650}, 3), {10.0, 20.0})});
    const ResultPtr result = resultOf<std::uint8_t>(composition, {0, 0, 90, 700}, brighter);
    const ResultAdjustment adjustment{0.8, 1.1, 0.6, Mask()};
    composition.layers[0].applied = AppliedResult{result, adjustment};
    QVERIFY(renderComposition(composition).samePixels(adjustedResult(*result, adjustment)));
}

void AppliedResultTest::labOfKnownColours_data()
{
    QTest::addColumn<SrgbColour>("colour");
    QTest::addColumn<Lab>("lab");
    QTest::newRow("black") << SrgbColour{0.0F, 0.0F, 0.0F} << Lab{0.0F, 0.0F, 0.0F};
    QTest::newRow("white") << SrgbColour{1.0F, 1.0F, 1.0F} << Lab{100.0F, 0.0F, 0.0F};
    QTest::newRow("middle grey") << SrgbColour{0.5F, 0.5F, 0.5F} << Lab{53.389F, 0.0F, 0.0F};
    QTest::newRow("red") << SrgbColour{1.0F, 0.0F, 0.0F} << Lab{53.241F, 80.092F, 67.203F};
    QTest::newRow("green") << SrgbColour{0.0F, 1.0F, 0.0F} << Lab{87.735F, -86.183F, 83.179F};
    QTest::newRow("blue") << SrgbColour{0.0F, 0.0F, 1.0F} << Lab{32.297F, 79.188F, -107.860F};
}

void AppliedResultTest::labOfKnownColours()
{
    QFETCH(SrgbColour, colour);
    QFETCH(Lab, lab);
    const Lab actual = labFromSrgb(colour);
    constexpr float kTolerance = 0.02F;
    QVERIFY(std::abs(actual.lightness - lab.lightness) < kTolerance);
    QVERIFY(std::abs(actual.a - lab.a) < kTolerance);
    QVERIFY(std::abs(actual.b - lab.b) < kTolerance);
}

void AppliedResultTest::labLeadsBack()
{
    constexpr int kSteps = 24;
    for (int r = 0; r <= kSteps; ++r)
        for (int g = 0; g <= kSteps; ++g)
            for (int b = 0; b <= kSteps; ++b) {
                const SrgbColour colour{static_cast<float>(r) / kSteps, static_cast<float>(g) / kSteps,
                                        static_cast<float>(b) / kSteps};
                const SrgbColour back = srgbFromLab(labFromSrgb(colour));
                QVERIFY(std::abs(back.red - colour.red) < 1e-4F && std::abs(back.green - colour.green) < 1e-4F &&
                        std::abs(back.blue - colour.blue) < 1e-4F);
            }
}

void AppliedResultTest::rowsAreMixedAsSinglePixels_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("shifts");
    for (const int count : {0, 1, 7, 255, 256, 257, 1000})
        for (const bool shifts : {false, true})
            QTest::addRow("%d pixels%s", count, shifts ? ", shifted" : "") << count << shifts;
}

void AppliedResultTest::rowsAreMixedAsSinglePixels()
{
    QFETCH(int, count);
    QFETCH(bool, shifts);
    const auto pixels = static_cast<std::size_t>(count);
    std::minstd_rand random(7);
    std::uniform_real_distribution<float> samples(-0.1F, 1.1F);
    std::vector<float> before(3 * pixels);
    std::generate(before.begin(), before.end(), [&] { return samples(random); });
    std::vector<float> after = before;
    std::vector<float> shift(pixels);
    for (std::size_t i = 0; i < pixels; ++i)
        if (i % 3 != 0) { // the others don't change
            for (std::size_t c = 0; c < 3; ++c)
                after[c * pixels + i] = samples(random);
            shift[i] = 10.0F * samples(random);
        }
    const auto colourAt = [pixels](const std::vector<float>& planes, std::size_t i) {
        return SrgbColour{planes[i], planes[pixels + i], planes[2 * pixels + i]};
    };
    std::vector<float> mixed = after;
    std::vector<float> changes(pixels);
    const ColourRow from{before.data(), before.data() + pixels, before.data() + 2 * pixels};
    mixInLab(from, {mixed.data(), mixed.data() + pixels, mixed.data() + 2 * pixels}, pixels, {0.7F, 1.2F},
             shifts ? shift.data() : nullptr);
    lightnessChanges(from, {after.data(), after.data() + pixels, after.data() + 2 * pixels}, pixels, changes.data());
    for (std::size_t i = 0; i < pixels; ++i) {
        const Lab a = labFromSrgb(colourAt(before, i));
        const Lab b = labFromSrgb(colourAt(after, i));
        QCOMPARE(changes[i], b.lightness - a.lightness);
        const SrgbColour expected =
            i % 3 == 0 ? colourAt(before, i)
                       : srgbFromLab({a.lightness + 0.7F * (b.lightness - a.lightness) + (shifts ? shift[i] : 0.0F),
                                      a.a + 1.2F * (b.a - a.a), a.b + 1.2F * (b.b - a.b)});
        QVERIFY2(colourAt(mixed, i) == expected, qPrintable(QString::number(i)));
    }
}

QTEST_APPLESS_MAIN(AppliedResultTest)
#include "applied_result_test.moc"
