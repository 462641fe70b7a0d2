#include "tests/app/cli_fixture.h"

#include "core/evaluate/metrics.h"
#include "core/imaging/image_file.h"

#include <QDir>
#include <QTest>

using namespace dh;

/// Odd sizes and kinds of pictures go through, and outside the mask every sample stays.
class HarmonizePicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizesTypesAndFormats_data();
    void sizesTypesAndFormats();
    void storedPictures_data();
    void storedPictures();
    void lossyFormatsSaySo();
    void conversionsAreSaid_data();
    void conversionsAreSaid();
    void placesAForeground();
    void foregroundAlphaIsItsMask();
    void referenceModeIsSquare();
};

void HarmonizePicturesTest::sizesTypesAndFormats_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("channels");
    QTest::addColumn<bool>("sixteenBit");
    QTest::addColumn<QString>("extension");
    QTest::newRow("1x1") << QSize(1, 1) << 3 << false << "png";
    QTest::newRow("7x5") << QSize(7, 5) << 3 << false << "png";
    QTest::newRow("255x1023") << QSize(255, 1023) << 3 << false << "png";
    QTest::newRow("alpha") << QSize(31, 17) << 4 << false << "png";
    QTest::newRow("16 bit") << QSize(31, 17) << 3 << true << "png";
    QTest::newRow("16 bit, alpha") << QSize(31, 17) << 4 << true << "png";
    QTest::newRow("1x1 TIFF") << QSize(1, 1) << 3 << false << "tif";
    QTest::newRow("16 bit TIFF") << QSize(31, 17) << 3 << true << "tiff";
    QTest::newRow("16 bit TIFF, alpha") << QSize(31, 17) << 4 << true << "tif";
}

void HarmonizePicturesTest::sizesTypesAndFormats()
{
    QFETCH(QSize, size);
    QFETCH(int, channels);
    QFETCH(bool, sixteenBit);
    QFETCH(QString, extension);
    CliFixture cli;
    const Size pixels{size.width(), size.height()};
    const Image composite = patternImage(pixels, channels, sixteenBit ? SampleType::U16 : SampleType::U8);
    writeImageFile(cli.filePath("in." + extension), composite);
    writeMaskFile(cli.filePath("mask.png"), centreMask(pixels));
    const CliResult result = cli.run({"harmonize", "--composite", "in." + extension, "--mask", "mask.png", "--output",
                                      "out." + extension, "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const Image written = readImageFile(cli.filePath("out." + extension)).image;
    QCOMPARE(written.size(), pixels);
    QCOMPARE(written.channels(), channels);
    QCOMPARE(written.type(), composite.type());
    const Metrics change = compareImages(composite, written, centreMask(pixels));
    QCOMPARE(change.changedOutside, 0LL);
    QVERIFY(change.changedInside > 0);
    QCOMPARE(result.json()["bitDepth"].toInt(), sixteenBit ? 16 : 8);
}

void HarmonizePicturesTest::storedPictures_data()
{
    // Small pictures of every kind that files come in: grey, palette, CMYK, rotated, ...
    QTest::addColumn<QString>("file");
    const QDir folder(DH_TEST_DATA "/images");
    for (const QString& name :
         folder.entryList({"*.png", "*.jpg", "*.jpeg", "*.tif", "*.tiff", "*.webp"}, QDir::Files)) {
        try {
            static_cast<void>(readImageFile(folder.filePath(name).toStdString()));
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
        } catch (const std::exception&) {
            continue; // a damaged one, for other tests
        }
    }
}

void HarmonizePicturesTest::storedPictures()
{
    QFETCH(QString, file);
    CliFixture cli;
    const ImageFile source = readImageFile(file.toStdString());
    const Image& composite = source.image;
    writeMaskFile(cli.filePath("mask.png"), centreMask(composite.size()));
    const CliResult result = cli.run({"harmonize", "--composite", file, "--mask", "mask.png", "--output", "out.png"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const ImageFile written = readImageFile(cli.filePath("out.png"));
    QCOMPARE(written.image.size(), composite.size());
    QCOMPARE(compareImages(composite, written.image, centreMask(composite.size())).changedOutside, 0LL);
    QVERIFY(written.metadata.exif == source.metadata.exif);
    QCOMPARE(written.image.iccProfile() != nullptr, composite.iccProfile() != nullptr);
    if (composite.iccProfile())
        QVERIFY(*written.image.iccProfile() == *composite.iccProfile());
}

void HarmonizePicturesTest::lossyFormatsSaySo()
{
    CliFixture cli;
    writeImageFile(cli.filePath("composite.png"), patternImage({24, 16}, 4, SampleType::U16));
    const CliResult result = cli.run(
        {"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--output", "out.jpg", "--quality", "80"});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.err.contains("JPEG holds 8 bits") && result.err.contains("no transparency"),
             result.err.constData());
    QVERIFY2(result.out.contains("JPEG compresses the whole picture"), result.out.constData());
    QCOMPARE(readImageFile(cli.filePath("out.jpg")).format, ImageFormat::Jpeg);
}

void HarmonizePicturesTest::conversionsAreSaid_data()
{
    QTest::addColumn<bool>("converted");
    QTest::newRow("cmyk.tif") << true;
    QTest::newRow("grey_linear.png") << true;
    QTest::newRow("wide_gamut.png") << false;
}

void HarmonizePicturesTest::conversionsAreSaid()
{
    QFETCH(bool, converted);
    CliFixture cli;
    const QString file = QString(DH_TEST_DATA "/images/") + QTest::currentDataTag();
    const Size size = readImageFile(file.toStdString()).image.size();
    writeMaskFile(cli.filePath("mask.png"), centreMask(size));
    writeImageFile(cli.filePath("foreground.png"), patternImage({4, 3}));
    for (const QStringList& inputs : {QStringList{"--composite", file, "--mask", "mask.png"},
                                      QStringList{"--background", file, "--foreground", "foreground.png"}}) {
        const CliResult result = cli.run(QStringList{"harmonize", "--output", "out.png", "-y", "--json"} + inputs);
        QVERIFY2(result.exitCode == 0, result.err.constData());
        QCOMPARE(result.err.contains("were converted to sRGB"), converted);
        QCOMPARE(result.json()["warnings"].toArray().size(), converted ? 1 : 0);
    }
}

void HarmonizePicturesTest::placesAForeground()
{
    CliFixture cli;
    writeImageFile(cli.filePath("foreground.png"), patternImage({6, 4}));
    const CliResult result =
        cli.run({"harmonize", "--background", "composite.png", "--foreground", "foreground.png", "--position", "3,5",
                 "--scale", "2", "--output", "out.png", "--save-mask", "used.png"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(readMaskFile(cli.filePath("used.png")).boundingBox(), (Rect{3, 5, 12, 8}));
    const Image background = readImageFile(cli.filePath("composite.png")).image;
    const Image written = readImageFile(cli.filePath("out.png")).image;
    QCOMPARE(compareImages(background, written, readMaskFile(cli.filePath("used.png"))).changedOutside, 0LL);
}

void HarmonizePicturesTest::foregroundAlphaIsItsMask()
{
    CliFixture cli;
    ImageBuffer foreground(Size{4, 4}, 4, SampleType::U8);
    for (int x = 0; x < 4; ++x)
        foreground.row<std::uint8_t>(1)[x * 4 + 3] = 255; // only the second row is opaque
    writeImageFile(cli.filePath("foreground.png"), std::move(foreground).finish());
    QCOMPARE(cli.run({"harmonize", "--background", "composite.png", "--foreground", "foreground.png", "--position",
                      "2,3", "--output", "out.png", "--save-mask", "used.png"})
                 .exitCode,
             0);
    QCOMPARE(readMaskFile(cli.filePath("used.png")).boundingBox(), (Rect{2, 4, 4, 1}));
}

void HarmonizePicturesTest::referenceModeIsSquare()
{
    CliFixture cli;
    const CliResult result =
        cli.harmonize({"--mode", "reference", "--output-resolution", "40", "--mask-dilate", "3", "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(readImageFile(cli.filePath("out.png")).image.size(), (Size{40, 40}));
    QVERIFY(!result.json().contains("changedOutside")); // there is nothing to compare sample by sample
    QCOMPARE(result.json()["mode"].toString(), QString("reference"));
}

QTEST_GUILESS_MAIN(HarmonizePicturesTest)
#include "harmonize_pictures_test.moc"
