#include "core/base/error.h"
#include "core/imaging/mask_edit.h"

#include "tests/core/imaging/mask_checks.h"
#include "tests/core/imaging/test_pictures.h"

#include <QTest>

#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

/// A value of -1..1 that looks random and is the same on every run.
double grain(int x, int y, int c)
{
    constexpr std::uint32_t kMultiplier = 2654435761U;
    auto hash = static_cast<std::uint32_t>((y * 4099 + x) * 5 + c) * kMultiplier;
    hash = (hash ^ (hash >> 15)) * kMultiplier;
    return static_cast<double>(hash >> 16) / 32767.5 - 1.0;
}

/// A warm disc on green ground with a weave and grain.
template <typename T>
Image discOnGround(Size size, PointF centre, double radius, int channels = 3)
{
    const double scale = sizeof(T) == 1 ? 1.0 : 257.0;
    return imageOf<T>(size, channels, [=](int x, int y, int c) {
        if (c == 3)
            return scale * 255.0;
        const bool isDisc = std::hypot(x + 0.5 - centre.x, y + 0.5 - centre.y) <= radius;
        const double weave = 30.0 * std::sin(x * 0.7) * std::cos(y * 0.45);
        const std::array<double, 3> disc{200.0, 110.0, 60.0};
        const std::array<double, 3> ground{70.0, 120.0, 80.0};
        const auto channel = static_cast<std::size_t>(c);
        return scale * ((isDisc ? disc[channel] + weave / 2 : ground[channel] + weave) + 12.0 * grain(x, y, c));
    });
}

Mask disc(Size size, PointF centre, double radius)
{
    return ellipseMask(size, {centre.x - radius, centre.y - radius}, {centre.x + radius, centre.y + radius});
}

} // namespace

class GrabCutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsTheDisc_data();
    void findsTheDisc();
    void edgeFollowsThePicture();
    void marksHold();
    void marksSteerTheCut();
    void startsFromAMask();
    void repeatsItself();
    void cancels();
    void absurdInput_data();
    void absurdInput();
};

void GrabCutTest::findsTheDisc_data()
{
    QTest::addColumn<Image>("image");
    QTest::addColumn<Rect>("box");
    QTest::addColumn<int>("workingSide");
    const Image small = discOnGround<std::uint8_t>({200, 150}, {105, 70}, 42);
    QTest::newRow("at full size") << small << Rect{55, 20, 100, 100} << 900;
    QTest::newRow("shrunk") << small << Rect{55, 20, 100, 100} << 80;
    QTest::newRow("16 bit") << discOnGround<std::uint16_t>({200, 150}, {105, 70}, 42) << Rect{55, 20, 100, 100} << 900;
    QTest::newRow("with alpha") << discOnGround<std::uint8_t>({200, 150}, {105, 70}, 42, 4) << Rect{55, 20, 100, 100}
                                << 900;
    QTest::newRow("box beyond the picture") << small << Rect{50, -40, 400, 175} << 900;
    QTest::newRow("box around everything") << small << Rect{0, 0, 200, 150} << 900;
}

void GrabCutTest::findsTheDisc()
{
    QFETCH(Image, image);
    QFETCH(Rect, box);
    QFETCH(int, workingSide);
    const Mask mask = grabCut(image, box, Mask(), {}, {}, workingSide);
    const double found = overlap(mask, disc(image.size(), {105, 70}, 42));
    QVERIFY2(found > 0.95, qPrintable(QString::number(found)));
}

void GrabCutTest::edgeFollowsThePicture()
{
    // Found on pixels of 5 x 5 and yet closer than half of one: two levels and the filter at full size.
    const Size size{1600, 1200};
    const Image image = discOnGround<std::uint8_t>(size, {820, 600}, 350);
    const Mask expected = disc(size, {820, 600}, 350);
    const Mask mask = grabCut(image, {420, 200, 800, 800}, Mask(), {}, {}, 320);
    const double found = overlap(mask, expected);
    QVERIFY2(found > 0.985, qPrintable(QString::number(found)));
    QVERIFY(std::abs(mask.coverage() / expected.coverage() - 1.0) < 0.02);
    for (int x = 0; x < 470; x += 10)
        QCOMPARE(static_cast<int>(mask.row(600)[x < 420 ? x : 0]), 0);
    QCOMPARE(static_cast<int>(mask.row(600)[820]), 255);
}

void GrabCutTest::marksHold()
{
    const Size size{200, 150};
    const Image image = discOnGround<std::uint8_t>(size, {105, 70}, 42);
    std::vector<CutHint> hints(static_cast<std::size_t>(size.area()), CutHint::Unknown);
    const auto at = [&](int x, int y) -> CutHint& { return hints[static_cast<std::size_t>(y * size.width + x)]; };
    at(105, 70) = CutHint::Background; // in the disc
    at(60, 25) = CutHint::Foreground;  // in the box, on the ground
    at(20, 140) = CutHint::Foreground; // outside the box
    const Mask mask = grabCut(image, {55, 20, 100, 100}, Mask(), hints);
    QCOMPARE(static_cast<int>(mask.row(70)[105]), 0);
    QCOMPARE(static_cast<int>(mask.row(25)[60]), 255);
    QCOMPARE(static_cast<int>(mask.row(140)[20]), 255);
    QCOMPARE(static_cast<int>(mask.row(140)[40]), 0);
}

void GrabCutTest::marksSteerTheCut()
{
    // Two discs in the box; one is marked as background.
    const Size size{300, 150};
    const Image left = discOnGround<std::uint8_t>(size, {80, 75}, 40);
    ImageBuffer both(left);
    const Image right = discOnGround<std::uint8_t>(size, {220, 75}, 40);
    for (int y = 0; y < size.height; ++y)
        std::copy_n(right.row<std::uint8_t>(y) + 150 * 3, 150 * 3, both.row<std::uint8_t>(y) + 150 * 3);
    const Image image = std::move(both).finish();
    std::vector<CutHint> hints(static_cast<std::size_t>(size.area()), CutHint::Unknown);
    for (int y = 50; y < 100; ++y)
        for (int x = 195; x < 245; ++x)
            hints[static_cast<std::size_t>(y * size.width + x)] = CutHint::Background;
    const Mask mask = grabCut(image, {30, 20, 240, 110}, Mask(), hints);
    for (int y = 50; y < 100; ++y)
        for (int x = 195; x < 245; ++x)
            QCOMPARE(static_cast<int>(mask.row(y)[x]), 0);
    const Mask without = grabCut(image, {30, 20, 240, 110}, Mask(), {});
    QVERIFY(without.row(75)[220] == 255);
}

void GrabCutTest::startsFromAMask()
{
    const Size size{200, 150};
    const Image image = discOnGround<std::uint8_t>(size, {105, 70}, 42);
    const Mask rough = disc(size, {98, 76}, 36);
    const Mask expected = disc(size, {105, 70}, 42);
    const Mask mask = grabCut(image, {}, rough, {});
    QVERIFY(overlap(rough, expected) < 0.8);
    QVERIFY2(overlap(mask, expected) > 0.95, qPrintable(QString::number(overlap(mask, expected))));
}

void GrabCutTest::repeatsItself()
{
    const Image image = discOnGround<std::uint8_t>({200, 150}, {105, 70}, 42);
    const Mask first = grabCut(image, {55, 20, 100, 100}, Mask(), {});
    (void)grabCut(image, {50, 10, 120, 110}, Mask(), {});
    QVERIFY(grabCut(image, {55, 20, 100, 100}, Mask(), {}) == first);
}

void GrabCutTest::cancels()
{
    CancelSource source;
    source.cancel();
    const Image image = discOnGround<std::uint8_t>({60, 50}, {30, 25}, 12);
    bool isCancelled = false;
    try {
        (void)grabCut(image, {10, 8, 40, 36}, Mask(), {}, source.token());
    } catch (const Cancelled&) {
        isCancelled = true;
    }
    QVERIFY(isCancelled);
}

void GrabCutTest::absurdInput_data()
{
    QTest::addColumn<Size>("size");
    QTest::addColumn<Rect>("box");
    QTest::addColumn<int>("workingSide");
    QTest::newRow("null picture") << Size{} << Rect{0, 0, 5, 5} << 900;
    QTest::newRow("one pixel") << Size{1, 1} << Rect{0, 0, 1, 1} << 900;
    QTest::newRow("one row") << Size{40, 1} << Rect{10, 0, 20, 1} << 900;
    QTest::newRow("box of one pixel") << Size{40, 30} << Rect{10, 10, 1, 1} << 900;
    QTest::newRow("box outside") << Size{40, 30} << Rect{50, 10, 5, 5} << 900;
    QTest::newRow("no box") << Size{40, 30} << Rect{} << 900;
    QTest::newRow("no working size") << Size{40, 30} << Rect{5, 5, 30, 20} << 0;
}

void GrabCutTest::absurdInput()
{
    QFETCH(Size, size);
    QFETCH(Rect, box);
    QFETCH(int, workingSide);
    const Image image = size.isEmpty() ? Image() : discOnGround<std::uint8_t>(size, {20, 15}, 8);
    const Mask mask = grabCut(image, box, Mask(), {}, {}, workingSide);
    QCOMPARE(mask.size(), size);
    QVERIFY(box.contains(mask.boundingBox()) || mask.isEmpty());
    QVERIFY(grabCut(image, {}, Mask(size), {}).isEmpty());
}

QTEST_APPLESS_MAIN(GrabCutTest)
#include "grab_cut_test.moc"
