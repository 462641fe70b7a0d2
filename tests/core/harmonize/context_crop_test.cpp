#include "core/harmonize/context_crop.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using dh::chooseContextCrop;
using dh::ContextCrop;
using dh::Rect;
using dh::Size;

Q_DECLARE_METATYPE(dh::Size)
Q_DECLARE_METATYPE(dh::Rect)

namespace
{

constexpr int kSideStep = 64;

/// How much larger the scale of one axis is than that of the other; 0 = none.
double distortion(const ContextCrop& crop)
{
    const double horizontal = static_cast<double>(crop.inferenceSize.width) / crop.area.width;
    const double vertical = static_cast<double>(crop.inferenceSize.height) / crop.area.height;
    return std::max(horizontal, vertical) / std::min(horizontal, vertical) - 1.0;
}

double shareOfBox(const ContextCrop& crop, const Rect& box)
{
    return static_cast<double>(box.size().area()) / static_cast<double>(crop.area.size().area());
}

void checkContract(const ContextCrop& crop, Size picture, const Rect& box, int resolution)
{
    QVERIFY((Rect{0, 0, picture.width, picture.height}.contains(crop.area)));
    QVERIFY(crop.area.contains(box));
    QCOMPARE(crop.inferenceSize.width % kSideStep, 0);
    QCOMPARE(crop.inferenceSize.height % kSideStep, 0);
    QVERIFY(std::min(crop.inferenceSize.width, crop.inferenceSize.height) >= kSideStep);
    QCOMPARE(std::max(crop.inferenceSize.width, crop.inferenceSize.height), resolution);
}

class Draws
{
public:
    explicit Draws(unsigned seed) : m_engine(seed) {}
    /// From `lowest` to `highest`; small ones as probable as large ones, by order of magnitude.
    int logUniform(int lowest, int highest)
    {
        std::uniform_real_distribution<double> exponent(std::log(lowest), std::log(highest + 1.0));
        return std::clamp(static_cast<int>(std::exp(exponent(m_engine))), lowest, highest);
    }
    int uniform(int lowest, int highest) { return std::uniform_int_distribution<int>(lowest, highest)(m_engine); }
    Rect boxIn(Size picture, int largestShare)
    {
        const int width = logUniform(1, std::max(1, picture.width / largestShare));
        const int height = logUniform(1, std::max(1, picture.height / largestShare));
        return {uniform(0, picture.width - width), uniform(0, picture.height - height), width, height};
    }

private:
    std::mt19937 m_engine;
};

} // namespace

class ContextCropTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void chosenCrop_data();
    void chosenCrop();
    void contractHoldsForRandomPictures();
    void askedForCrop_data();
    void askedForCrop();
    void randomCropsAreNotDistortedWhereThereIsRoom();
    void squareSubjectTakesAboutAThird();
    void backgroundLiesOnEverySide();
    void subjectAtTheBorderGetsBackgroundOnTheOtherSide();
    void smallSubjectIsMagnifiedAtMostTwice();
    void distortionIsBoundedWhenTheBoxLeavesNoChoice();
};

void ContextCropTest::chosenCrop_data()
{
    QTest::addColumn<Size>("picture");
    QTest::addColumn<Rect>("box");
    QTest::addColumn<int>("resolution");
    QTest::addColumn<Size>("inference");
    QTest::newRow("one pixel") << Size{1, 1} << Rect{0, 0, 1, 1} << 1024 << Size{1024, 1024};
    QTest::newRow("smallest resolution") << Size{300, 200} << Rect{10, 10, 50, 50} << 64 << Size{64, 64};
    QTest::newRow("panorama, all of it") << Size{30000, 200} << Rect{0, 0, 30000, 200} << 1024 << Size{1024, 64};
    QTest::newRow("tower, all of it") << Size{200, 30000} << Rect{0, 0, 200, 30000} << 1024 << Size{64, 1024};
    QTest::newRow("whole picture 3:2") << Size{6000, 4000} << Rect{0, 0, 6000, 4000} << 768 << Size{768, 512};
    QTest::newRow("whole picture 4:5") << Size{2000, 2500} << Rect{0, 0, 2000, 2500} << 640 << Size{512, 640};
    QTest::newRow("large square subject") << Size{4000, 4000} << Rect{1000, 1000, 2000, 2000} << 512 << Size{512, 512};
}

void ContextCropTest::chosenCrop()
{
    QFETCH(Size, picture);
    QFETCH(Rect, box);
    QFETCH(int, resolution);
    QFETCH(Size, inference);
    const ContextCrop crop = chooseContextCrop(picture, box, resolution);
    checkContract(crop, picture, box, resolution);
    QCOMPARE(crop.inferenceSize.width, inference.width);
    QCOMPARE(crop.inferenceSize.height, inference.height);
}

void ContextCropTest::contractHoldsForRandomPictures()
{
    Draws draws(1);
    for (int i = 0; i < 5000; ++i) {
        const Size picture{draws.logUniform(1, 30000), draws.logUniform(1, 30000)};
        const Rect box = draws.boxIn(picture, 1);
        const int resolution = kSideStep * draws.uniform(1, 32);
        const ContextCrop crop = chooseContextCrop(picture, box, resolution);
        checkContract(crop, picture, box, resolution);
        const ContextCrop again = chooseContextCrop(picture, box, resolution);
        QVERIFY(again.area == crop.area && again.inferenceSize == crop.inferenceSize);
        if (QTest::currentTestFailed())
            return;
    }
}

void ContextCropTest::randomCropsAreNotDistortedWhereThereIsRoom()
{
    Draws draws(2);
    for (int i = 0; i < 5000; ++i) {
        const Size picture{draws.logUniform(256, 8000), draws.logUniform(256, 8000)};
        const Rect box = draws.boxIn(picture, 2);
        const ContextCrop crop = chooseContextCrop(picture, box, 1024);
        QVERIFY2(distortion(crop) < 0.02, qPrintable(QString("%1 x %2, box %3 x %4: %5")
                                                         .arg(picture.width)
                                                         .arg(picture.height)
                                                         .arg(box.width)
                                                         .arg(box.height)
                                                         .arg(distortion(crop))));
    }
}

void ContextCropTest::squareSubjectTakesAboutAThird()
{
    for (const int side : {600, 1000, 2000}) {
        const Rect box{2000, 1500, side, side};
        const double share = shareOfBox(chooseContextCrop({8000, 6000}, box, 1024), box);
        QVERIFY2(share > 0.25 && share < 0.40, qPrintable(QString::number(share)));
    }
}

void ContextCropTest::backgroundLiesOnEverySide()
{
    const Rect box{1500, 1200, 900, 400};
    const Rect area = chooseContextCrop({4000, 3000}, box, 1024).area;
    const int leastMargin = 200;
    QVERIFY(box.x - area.x >= leastMargin);
    QVERIFY(box.y - area.y >= leastMargin);
    QVERIFY(area.right() - box.right() >= leastMargin);
    QVERIFY(area.bottom() - box.bottom() >= leastMargin);
}

void ContextCropTest::subjectAtTheBorderGetsBackgroundOnTheOtherSide()
{
    const Rect box{0, 1000, 1000, 1000};
    const ContextCrop crop = chooseContextCrop({4000, 3000}, box, 1024);
    QCOMPARE(crop.area.x, 0);
    QVERIFY(crop.area.right() - box.right() >= 700);
    QVERIFY(shareOfBox(crop, box) < 0.5);
}

void ContextCropTest::smallSubjectIsMagnifiedAtMostTwice()
{
    const ContextCrop crop = chooseContextCrop({4000, 3000}, {2000, 1500, 10, 10}, 1024);
    QVERIFY(std::max(crop.area.width, crop.area.height) >= 512);
    QVERIFY(std::max(crop.area.width, crop.area.height) < 600);
}

void ContextCropTest::distortionIsBoundedWhenTheBoxLeavesNoChoice()
{
    Draws draws(3);
    for (int i = 0; i < 2000; ++i) {
        const int shortSide = draws.uniform(256, 3000);
        const int longSide = draws.uniform(shortSide, 2 * shortSide);
        const Size picture = i % 2 == 0 ? Size{longSide, shortSide} : Size{shortSide, longSide};
        const ContextCrop crop = chooseContextCrop(picture, {0, 0, picture.width, picture.height}, 1024);
        // Half a step of 64 on a short side of at least 512 - 32.
        QVERIFY2(distortion(crop) < 0.07, qPrintable(QString::number(distortion(crop))));
    }
}

void ContextCropTest::askedForCrop_data()
{
    QTest::addColumn<Rect>("wanted");
    QTest::addColumn<Rect>("area");
    QTest::addColumn<Size>("inference");
    QTest::newRow("as asked for") << Rect{100, 100, 800, 400} << Rect{100, 100, 800, 400} << Size{1024, 512};
    QTest::newRow("upright") << Rect{400, 0, 200, 800} << Rect{400, 0, 200, 800} << Size{256, 1024};
    QTest::newRow("clipped to the picture") << Rect{-100, -50, 700, 350} << Rect{0, 0, 600, 300} << Size{1024, 512};
    QTest::newRow("grown to hold the subject")
        << Rect{450, 150, 10, 10} << Rect{420, 120, 100, 100} << Size{1024, 1024};
    QTest::newRow("beside the picture") << Rect{5000, 5000, 10, 10} << Rect{420, 120, 100, 100} << Size{1024, 1024};
}

void ContextCropTest::askedForCrop()
{
    QFETCH(Rect, wanted);
    QFETCH(Rect, area);
    QFETCH(Size, inference);
    const Rect box{420, 120, 100, 100};
    constexpr int kResolution = 1024;
    const ContextCrop crop = dh::contextCropOf({1000, 800}, box, kResolution, wanted);
    QVERIFY(crop.area == area);
    QVERIFY(crop.inferenceSize == inference);
    checkContract(crop, {1000, 800}, box, kResolution);
    QCOMPARE(dh::subjectSide(crop, box),
             static_cast<int>(
                 std::lround(std::max(100.0 * inference.width / area.width, 100.0 * inference.height / area.height))));
}

QTEST_APPLESS_MAIN(ContextCropTest)
#include "context_crop_test.moc"
