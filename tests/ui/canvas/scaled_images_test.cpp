#include "patterned_image.h"

#include "ui/canvas/scaled_images.h"

#include <QPainter>
#include <QTest>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr std::uint64_t kPlenty = 64ULL << 20;

} // namespace

class ScaledImagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keptPictureIsWhatScalingGives_data();
    void keptPictureIsWhatScalingGives();
    void onlyWhatComesAgainIsKept();
    void budgetHolds();
    void aFrameScalesAFew();
};

void ScaledImagesTest::keptPictureIsWhatScalingGives_data()
{
    QTest::addColumn<QImage::Format>("format");
    QTest::newRow("picture") << QImage::Format_RGB32;
    QTest::newRow("overlay") << QImage::Format_ARGB32_Premultiplied;
}

void ScaledImagesTest::keptPictureIsWhatScalingGives()
{
    QFETCH(QImage::Format, format);
    const QImage image = patterned({256, 200}, format);
    const QSize size(181, 143);
    ScaledImages images(kPlenty);
    QVERIFY(images.find(image, size).isNull());
    const QImage kept = images.find(image, size);
    QCOMPARE(kept.size(), size);
    QImage direct = canvasOf({200, 200}, 1.0);
    QImage copied = direct;
    {
        QPainter painter(&direct);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRectF(QPointF(7, 9), size), image, QRectF(image.rect()));
    }
    QPainter(&copied).drawImage(7, 9, kept);
    QCOMPARE(copied, direct);
}

void ScaledImagesTest::onlyWhatComesAgainIsKept()
{
    const QImage image = patterned({64, 64}, QImage::Format_RGB32);
    ScaledImages images(kPlenty);
    for (int side = 20; side < 40; ++side)
        QVERIFY(images.find(image, {side, side}).isNull());
    QVERIFY(!images.find(image, {39, 39}).isNull());
    const std::uint64_t bytes = images.bytes();
    QVERIFY(images.find(image, {40, 40}).isNull());
    QVERIFY(images.bytes() < bytes);
    // Other pixels are another picture.
    QImage changed = image;
    changed.setPixel(0, 0, qRgb(1, 2, 3));
    QVERIFY(images.find(changed, {40, 40}).isNull());
    QVERIFY(!images.find(image, {40, 40}).isNull());
}

void ScaledImagesTest::budgetHolds()
{
    constexpr std::uint64_t kBudget = 100'000;
    ScaledImages images(kBudget);
    const QImage first = patterned({64, 64}, QImage::Format_RGB32);
    std::vector<QImage> others;
    for (int i = 0; i < 20; ++i) {
        images.beginFrame();
        QCOMPARE(images.find(first, {50, 50}).isNull(), i == 0);
        others.push_back(patterned({64, 64}, QImage::Format_RGB32));
        static_cast<void>(images.find(others.back(), {50, 50}));
        QVERIFY(!images.find(others.back(), {50, 50}).isNull());
        QVERIFY(images.bytes() <= kBudget);
    }
    // The one that was used all the time is still there, the oldest of the others isn't.
    QVERIFY(!images.find(first, {50, 50}).isNull());
    QVERIFY(images.find(others.front(), {50, 50}).isNull());
    // Nor do those pile up that were only looked for.
    for (int i = 0; i < 1000; ++i)
        static_cast<void>(images.find(patterned({1, 1}, QImage::Format_RGB32), {2, 2}));
    QVERIFY(images.bytes() <= kBudget);
    images.setMaxBytes(kBudget / 4);
    QVERIFY(images.bytes() <= kBudget / 4);
}

void ScaledImagesTest::aFrameScalesAFew()
{
    constexpr int kPictures = 10;
    ScaledImages images(kPlenty);
    std::vector<QImage> pictures;
    for (int i = 0; i < kPictures; ++i) {
        pictures.push_back(patterned({64, 64}, QImage::Format_RGB32));
        QVERIFY(images.find(pictures.back(), {50, 50}).isNull());
    }
    int before = 0;
    int frames = 0;
    while (before < kPictures) {
        images.beginFrame();
        const int kept =
            static_cast<int>(std::count_if(pictures.begin(), pictures.end(), [&images](const QImage& picture) {
                return !images.find(picture, {50, 50}).isNull();
            }));
        QVERIFY(kept > before && kept - before < kPictures / 2);
        before = kept;
        ++frames;
    }
    QVERIFY(frames > 2);
}

QTEST_MAIN(ScaledImagesTest)
#include "scaled_images_test.moc"
