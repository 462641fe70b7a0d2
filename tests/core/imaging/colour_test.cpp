#include "core/imaging/colour.h"

#include "tests/core/imaging/test_pictures.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

PlanarImage colourGrid(float lowest, float highest)
{
    constexpr int kSteps = 9;
    PlanarImage planar(Size{kSteps * kSteps, kSteps}, 3);
    for (int i = 0; i < kSteps * kSteps * kSteps; ++i) {
        const std::array<int, 3> steps = {i % kSteps, i / kSteps % kSteps, i / kSteps / kSteps};
        for (int c = 0; c < 3; ++c)
            planar.plane(c)[i] =
                lowest + (highest - lowest) * static_cast<float>(steps[static_cast<std::size_t>(c)]) / (kSteps - 1);
    }
    return planar;
}

float largestDifference(const PlanarImage& a, const PlanarImage& b)
{
    float largest = 0.0F;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    return largest;
}

/// The wide gamut's profile with `count` bytes of another value.
IccProfile wideGamutWith(std::size_t at, std::ptrdiff_t count, std::byte value)
{
    std::vector<std::byte> bytes = bytesOf(picturePath("wide_gamut.icc"));
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, value);
    return std::make_shared<const std::vector<std::byte>>(std::move(bytes));
}

PlanarImage onePixel(float r, float g, float b)
{
    PlanarImage planar(Size{1, 1}, 3);
    planar.values = {r, g, b};
    return planar;
}

} // namespace

class ColourTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unusableProfilesAreTheIdentity_data();
    void unusableProfilesAreTheIdentity();
    void thereAndBack();
    void knownColours();
    void resultsStayInRange();
    void wideColoursStayBetweenWideProfiles();
    void profilesOfTheSameColoursChangeNothing();
};

void ColourTest::unusableProfilesAreTheIdentity_data()
{
    QTest::addColumn<IccProfile>("icc");
    QTest::newRow("none") << IccProfile();
    QTest::newRow("no bytes") << IccProfile(std::make_shared<const std::vector<std::byte>>());
    QTest::newRow("noise") << IccProfile(std::make_shared<const std::vector<std::byte>>(500, std::byte{0x5A}));
    QTest::newRow("grey") << profile("linear_grey.icc");
    QTest::newRow("CMYK") << profile("cmyk.icc");
    auto cut = bytesOf(picturePath("wide_gamut.icc"));
    cut.resize(cut.size() / 2);
    QTest::newRow("truncated") << IccProfile(std::make_shared<const std::vector<std::byte>>(cut));
}

void ColourTest::unusableProfilesAreTheIdentity()
{
    QFETCH(IccProfile, icc);
    const ColourTransform transform(icc);
    QVERIFY(transform.isIdentity());
    PlanarImage planar = colourGrid(0.0F, 1.0F);
    transform.toSrgb(planar);
    transform.fromSrgb(planar);
    QCOMPARE(planar.values, colourGrid(0.0F, 1.0F).values);
}

void ColourTest::thereAndBack()
{
    const ColourTransform transform(profile("wide_gamut.icc"));
    QVERIFY(!transform.isIdentity());
    PlanarImage planar = colourGrid(0.0F, 1.0F);
    transform.fromSrgb(planar);
    QVERIFY(largestDifference(planar, colourGrid(0.0F, 1.0F)) > 0.05F);
    transform.toSrgb(planar);
    QVERIFY(largestDifference(planar, colourGrid(0.0F, 1.0F)) < 1e-3F);
}

void ColourTest::knownColours()
{
    // Display P3 of sRGB's red, from the primaries of both.
    const ColourTransform transform(profile("wide_gamut.icc"));
    PlanarImage red = onePixel(1.0F, 0.0F, 0.0F);
    transform.fromSrgb(red);
    QVERIFY(largestDifference(red, onePixel(0.9176F, 0.2003F, 0.1386F)) < 2e-3F);
    PlanarImage grey = onePixel(0.5F, 0.5F, 0.5F);
    transform.toSrgb(grey);
    QVERIFY(largestDifference(grey, onePixel(0.5F, 0.5F, 0.5F)) < 1e-3F);
}

void ColourTest::resultsStayInRange()
{
    const ColourTransform transform(profile("wide_gamut.icc"));
    PlanarImage green = onePixel(0.0F, 1.0F, 0.0F);
    transform.toSrgb(green);
    QCOMPARE(green.values[0], 0.0F);
    QVERIFY(green.values[1] > 0.99F && green.values[1] <= 1.0F);
}

void ColourTest::wideColoursStayBetweenWideProfiles()
{
    // The same primaries, but the curves' exponent is 2 instead of 2.4.
    constexpr std::size_t kExponentFraction = 530;
    const EncodingChange change(profile("wide_gamut.icc"), wideGamutWith(kExponentFraction, 2, std::byte{0}));
    // Outside sRGB.
    PlanarImage green = onePixel(0.0F, 1.0F, 0.0F);
    change.apply(green);
    QVERIFY(largestDifference(green, onePixel(0.0F, 1.0F, 0.0F)) < 2e-3F);
    // Middle grey is 0.214 of white; its square root is 0.4627, which the curve's line makes 0.433.
    PlanarImage grey = onePixel(0.5F, 0.5F, 0.5F);
    change.apply(grey);
    QVERIFY(largestDifference(grey, onePixel(0.433F, 0.433F, 0.433F)) < 2e-3F);
}

void ColourTest::profilesOfTheSameColoursChangeNothing()
{
    // A letter of the copyright.
    constexpr std::size_t kText = 345;
    const IccProfile other = wideGamutWith(kText, 1, std::byte{'M'});
    QVERIFY(*other != *profile("wide_gamut.icc"));
    PlanarImage planar = colourGrid(0.0F, 1.0F);
    EncodingChange(profile("wide_gamut.icc"), other).apply(planar);
    QCOMPARE(planar.values, colourGrid(0.0F, 1.0F).values);
}

QTEST_APPLESS_MAIN(ColourTest)
#include "colour_test.moc"
