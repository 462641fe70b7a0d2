#include "ui/canvas/qt_image.h"

#include <QColorSpace>
#include <QTest>

#include <cstdlib>

using namespace dh;

namespace
{

Image gradient(SampleType type, int channels)
{
    ImageBuffer buffer({20, 70}, channels, type);
    for (int y = 0; y < 70; ++y) {
        for (int x = 0; x < 20; ++x) {
            for (int c = 0; c < channels; ++c) {
                const int value = (x * 12 + y + c * 40) % 256;
                if (type == SampleType::U8)
                    buffer.row<std::uint8_t>(y)[x * channels + c] = static_cast<std::uint8_t>(value);
                else
                    buffer.row<std::uint16_t>(y)[x * channels + c] = static_cast<std::uint16_t>(value * 257);
            }
        }
    }
    return std::move(buffer).finish();
}

IccProfile profileFrom(const QColorSpace& space)
{
    const QByteArray icc = space.iccProfile();
    const auto* begin = reinterpret_cast<const std::byte*>(icc.constData());
    return std::make_shared<const std::vector<std::byte>>(begin, begin + icc.size());
}

} // namespace

class QtImageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void pixelsKeepTheirPlaces();
    void profilesAreConvertedForTheScreen();
    void profilesStayOnPaste();
    void premultipliedOnRequest();
    void opaqueAlphaIsLeftOut();
    void thumbnailsKeepProportions();
    void thumbnailsOfLargePictures();
    void nullImages();
};

void QtImageTest::roundTrip_data()
{
    QTest::addColumn<int>("channels");
    QTest::newRow("RGB") << 3;
    QTest::newRow("RGBA") << 4;
}

void QtImageTest::roundTrip()
{
    QFETCH(int, channels);
    const Image image = gradient(SampleType::U8, channels);
    const QImage screen = qImageFromImage(image);
    QCOMPARE(screen.hasAlphaChannel(), channels == 4);
    QVERIFY(imageFromQImage(screen).samePixels(image));
}

void QtImageTest::pixelsKeepTheirPlaces()
{
    const QImage screen = qImageFromImage(gradient(SampleType::U16, 3));
    QCOMPARE(screen.size(), QSize(20, 70));
    QCOMPARE(screen.pixelColor(3, 66), QColor(102, 142, 182));

    QImage deep(2, 1, QImage::Format_RGBA64);
    deep.setPixelColor(0, 0, QColor::fromRgba64(1000, 2000, 3000, 65535));
    deep.setPixelColor(1, 0, QColor::fromRgba64(1, 2, 3, 40000));
    const Image image = imageFromQImage(deep);
    QCOMPARE(static_cast<int>(image.type()), static_cast<int>(SampleType::U16));
    QCOMPARE(image.channels(), 4);
    QCOMPARE(static_cast<int>(image.row<std::uint16_t>(0)[1]), 2000);
    QCOMPARE(static_cast<int>(image.row<std::uint16_t>(0)[7]), 40000);
}

void QtImageTest::profilesAreConvertedForTheScreen()
{
    const Image srgb = gradient(SampleType::U8, 4);
    const Image wide = srgb.withIccProfile(profileFrom(QColorSpace(QColorSpace::AdobeRgb)));
    const QImage screen = qImageFromImage(wide);
    QImage expected = qImageFromImage(srgb);
    expected.setColorSpace(QColorSpace::AdobeRgb);
    expected.convertToColorSpace(QColorSpace::SRgb);
    bool differs = false;
    for (int y = 0; y < screen.height(); ++y) {
        for (int x = 0; x < screen.width(); ++x) {
            const QColor a = screen.pixelColor(x, y);
            const QColor b = expected.pixelColor(x, y);
            constexpr int kRounding = 3; // two colour engines
            QVERIFY(std::abs(a.red() - b.red()) <= kRounding && std::abs(a.green() - b.green()) <= kRounding &&
                    std::abs(a.blue() - b.blue()) <= kRounding);
            QCOMPARE(a.alpha(), b.alpha());
            differs |= std::abs(a.red() - static_cast<int>(srgb.row<std::uint8_t>(y)[x * 4])) > 2 * kRounding;
        }
    }
    QVERIFY(differs);
}

void QtImageTest::profilesStayOnPaste()
{
    QImage pasted(4, 4, QImage::Format_RGB32);
    pasted.fill(Qt::darkGreen);
    QVERIFY(imageFromQImage(pasted).iccProfile() == nullptr);
    pasted.setColorSpace(QColorSpace::SRgb);
    QVERIFY(imageFromQImage(pasted).iccProfile() == nullptr);
    pasted.setColorSpace(QColorSpace::DisplayP3);
    const Image image = imageFromQImage(pasted);
    QVERIFY(image.iccProfile() != nullptr);
    QCOMPARE(static_cast<int>(image.row<std::uint8_t>(0)[1]), 128);
}

void QtImageTest::premultipliedOnRequest()
{
    ImageBuffer buffer({1, 1}, 4, SampleType::U8);
    std::uint8_t* pixel = buffer.row<std::uint8_t>(0);
    pixel[0] = 200;
    pixel[3] = 51;
    const Image image = std::move(buffer).finish();
    const QImage screen = qImageFromImage(image, AlphaForm::Premultiplied);
    QCOMPARE(screen.format(), QImage::Format_ARGB32_Premultiplied);
    QCOMPARE(*reinterpret_cast<const QRgb*>(screen.constScanLine(0)), qRgba(40, 0, 0, 51));
}

void QtImageTest::opaqueAlphaIsLeftOut()
{
    QImage pasted(5, 3, QImage::Format_ARGB32_Premultiplied);
    pasted.fill(QColor(10, 20, 30));
    QCOMPARE(imageFromQImage(pasted).channels(), 3);
    pasted.setPixelColor(4, 2, QColor(10, 20, 30, 254));
    QCOMPARE(imageFromQImage(pasted).channels(), 4);
}

void QtImageTest::thumbnailsKeepProportions()
{
    QCOMPARE(thumbnailFromImage(gradient(SampleType::U8, 3), {35, 35}).size(), QSize(10, 35));
    QCOMPARE(thumbnailFromImage(gradient(SampleType::U8, 3), {200, 200}).size(), QSize(20, 70));
}

void QtImageTest::thumbnailsOfLargePictures()
{
    ImageBuffer buffer({3000, 1501}, 4, SampleType::U16);
    for (int y = 0; y < 1501; ++y)
        for (int x = 0; x < 3000; ++x) {
            std::uint16_t* pixel = buffer.row<std::uint16_t>(y) + 4 * x;
            pixel[0] = x < 1500 ? 65535 : 0;
            pixel[1] = y < 750 ? 65535 : 0;
            pixel[3] = 65535;
        }
    const QImage thumbnail = thumbnailFromImage(std::move(buffer).finish(), {60, 60});
    QCOMPARE(thumbnail.size(), QSize(60, 30));
    QCOMPARE(thumbnail.pixelColor(10, 5), QColor(255, 255, 0));
    QCOMPARE(thumbnail.pixelColor(50, 5), QColor(0, 255, 0));
    QCOMPARE(thumbnail.pixelColor(10, 25), QColor(255, 0, 0));
    QCOMPARE(thumbnail.pixelColor(59, 29), QColor(0, 0, 0));
}

void QtImageTest::nullImages()
{
    QVERIFY(qImageFromImage({}).isNull());
    QVERIFY(thumbnailFromImage({}, {10, 10}).isNull());
    QVERIFY(imageFromQImage({}).isNull());
}

QTEST_GUILESS_MAIN(QtImageTest)
#include "qt_image_test.moc"
