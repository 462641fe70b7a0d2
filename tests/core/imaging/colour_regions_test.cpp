#include "core/imaging/colour_regions.h"

#include "core/imaging/image.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <set>

using namespace dh;

namespace
{

using Colour = std::array<std::uint8_t, 3>;

/// `colourAt(x, y)` as a picture.
template <typename ColourAt>
Image pictureOf(Size size, const ColourAt& colourAt)
{
    ImageBuffer buffer(size, 3, SampleType::U8);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const Colour colour = colourAt(x, y);
            std::copy(colour.begin(), colour.end(), buffer.row<std::uint8_t>(y) + 3 * x);
        }
    }
    return std::move(buffer).finish();
}

constexpr Colour kSky{120, 170, 230};
constexpr Colour kGrass{60, 120, 40};
constexpr Colour kHouse{190, 60, 50};

/// Sky above, grass below, a house that stands on both.
Image landscape()
{
    return pictureOf({120, 80}, [](int x, int y) {
        if (x >= 40 && x < 70 && y >= 30 && y < 60)
            return kHouse;
        return y < 40 ? kSky : kGrass;
    });
}

std::uint8_t at(const std::vector<std::uint8_t>& regions, int x, int y)
{
    return regions[static_cast<std::size_t>(y) * 120 + x];
}

} // namespace

class ColourRegionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatLooksAlike();
    void largestFirst();
    void isRepeatable();
    void leavesSmallPiecesOut();
    void piecesAreConnected();
    void anySize_data();
    void anySize();
};

void ColourRegionsTest::findsWhatLooksAlike()
{
    const std::vector<std::uint8_t> regions = colourRegions(landscape(), {3, 0.0, 0.015});
    QCOMPARE(regions.size(), std::size_t(120 * 80));
    const std::set<int> labels{at(regions, 20, 10), at(regions, 20, 70), at(regions, 55, 45)};
    QCOMPARE(labels.size(), std::size_t(3));
    QVERIFY(!labels.contains(0));
    QCOMPARE(at(regions, 100, 10), at(regions, 20, 10));
    QCOMPARE(at(regions, 100, 70), at(regions, 20, 70));
    QCOMPARE(at(regions, 44, 34), at(regions, 65, 55));
}

void ColourRegionsTest::largestFirst()
{
    const std::vector<std::uint8_t> regions = colourRegions(landscape());
    const int most = *std::ranges::max_element(regions);
    QVERIFY(most >= 3);
    for (int label = 2; label <= most; ++label)
        QVERIFY(std::ranges::count(regions, label - 1) >= std::ranges::count(regions, label));
}

void ColourRegionsTest::isRepeatable()
{
    const Image image = landscape();
    QVERIFY(colourRegions(image) == colourRegions(image));
}

void ColourRegionsTest::leavesSmallPiecesOut()
{
    const std::vector<std::uint8_t> regions = colourRegions(landscape(), {3, 0.0, 0.2});
    QCOMPARE(int(at(regions, 55, 45)), 0); // a tenth of the picture
    QVERIFY(at(regions, 20, 10) > 0);
}

void ColourRegionsTest::piecesAreConnected()
{
    // The same colour left and right of another.
    const Image image = pictureOf({120, 80}, [](int x, int) { return x < 40 || x >= 80 ? kSky : kHouse; });
    const std::vector<std::uint8_t> regions = colourRegions(image, {2, 0.0, 0.015});
    QVERIFY(at(regions, 10, 40) > 0 && at(regions, 110, 40) > 0);
    QVERIFY(at(regions, 10, 40) != at(regions, 110, 40));
}

void ColourRegionsTest::anySize_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("one pixel") << 1 << 1;
    QTest::newRow("one row") << 40 << 1;
    QTest::newRow("one column") << 1 << 40;
    QTest::newRow("fewer pixels than clusters") << 2 << 2;
}

void ColourRegionsTest::anySize()
{
    QFETCH(int, width);
    QFETCH(int, height);
    const Image image = pictureOf({width, height}, [](int x, int y) {
        return Colour{static_cast<std::uint8_t>(5 * x), static_cast<std::uint8_t>(6 * y), 90};
    });
    QCOMPARE(colourRegions(image).size(), static_cast<std::size_t>(width) * height);
}

QTEST_APPLESS_MAIN(ColourRegionsTest)
#include "colour_regions_test.moc"
