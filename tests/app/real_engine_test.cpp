#include "tests/app/cli_fixture.h"

#include "core/evaluate/metrics.h"
#include "core/imaging/image_file.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace dh;

/// The program as users have it: its own engine and the model that ships with it.
class RealEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void harmonizes_data();
    void harmonizes();
    void oddSizes_data();
    void oddSizes();
    void storedPictures_data();
    void storedPictures();
    void sameSeedSameBytes();
    void strengthZeroIsTheComposite();
    void verifiesTheBuiltInModel();
    void float16NeedsAGraphicsCard();
    void cancelAnswersWithinASecond();

private:
    void changesOnlyInside(const QString& composite, const QString& output);

    static constexpr Size kSize{120, 90};
    std::unique_ptr<CliFixture> m_cli;
};

void RealEngineTest::init()
{
    m_cli = std::make_unique<CliFixture>();
    m_cli->useRealEngine();
    writeImageFile(m_cli->filePath("composite.png"), patternImage(kSize));
    writeMaskFile(m_cli->filePath("mask.png"), centreMask(kSize));
}

void RealEngineTest::harmonizes_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::newRow("native") << QStringList{};
    QTest::newRow("one step") << QStringList{"--steps", "1"};
    QTest::newRow("DDIM") << QStringList{"--sampler", "ddim"};
    QTest::newRow("without refiner") << QStringList{"--no-refine"};
}

void RealEngineTest::harmonizes()
{
    QFETCH(QStringList, more);
    const CliResult result = m_cli->harmonize(QStringList{"--resolution", "128", "--json"} + more);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const QJsonObject json = result.json();
    QCOMPARE(json["changedOutside"].toInt(-1), 0);
    QVERIFY(json["changedInside"].toInt() > 0);
    QCOMPARE(json["checkpoint"].toString().size(), 64);
    QCOMPARE(readImageFile(m_cli->filePath("out.png")).image.size(), kSize);
}

/// Harmonizes `composite` under a mask of its middle, and looks at every sample.
void RealEngineTest::changesOnlyInside(const QString& composite, const QString& output)
{
    const Image before = readImageFile(composite.toStdString()).image;
    const Mask mask = centreMask(before.size());
    writeMaskFile(m_cli->filePath("mask.png"), mask);
    const CliResult result = m_cli->run({"harmonize", "--composite", composite, "--mask", "mask.png", "--output",
                                         output, "--resolution", "128", "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const Image after = readImageFile(m_cli->filePath(output)).image;
    QCOMPARE(after.size(), before.size());
    QCOMPARE(after.channels(), before.channels());
    QCOMPARE(after.type(), before.type());
    QCOMPARE(compareImages(before, after, mask).changedOutside, 0LL);
    QCOMPARE(result.json()["changedOutside"].toInt(-1), 0);
}

void RealEngineTest::oddSizes_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("channels");
    QTest::addColumn<bool>("sixteenBit");
    QTest::addColumn<QString>("extension");
    QTest::newRow("1x1") << QSize(1, 1) << 3 << false << "png";
    QTest::newRow("7x5") << QSize(7, 5) << 3 << false << "png";
    QTest::newRow("1x300") << QSize(1, 300) << 3 << false << "png";
    QTest::newRow("255x1023") << QSize(255, 1023) << 3 << false << "png";
    QTest::newRow("6000x4000") << QSize(6000, 4000) << 3 << false << "png";
    QTest::newRow("16 bit, alpha") << QSize(131, 77) << 4 << true << "png";
    QTest::newRow("16 bit, alpha, TIFF") << QSize(131, 77) << 4 << true << "tif";
}

void RealEngineTest::oddSizes()
{
    QFETCH(QSize, size);
    QFETCH(int, channels);
    QFETCH(bool, sixteenBit);
    QFETCH(QString, extension);
    const QString composite = m_cli->path("in." + extension);
    const SampleType type = sixteenBit ? SampleType::U16 : SampleType::U8;
    writeImageFile(composite.toStdString(), patternImage({size.width(), size.height()}, channels, type));
    changesOnlyInside(composite, "out." + extension);
}

void RealEngineTest::storedPictures_data()
{
    // Kinds of pictures that writeImageFile() doesn't make.
    QTest::addColumn<QString>("file");
    for (const char* name : {"grey.jpg", "grey1.png", "grey16.png", "grey16_alpha_interlaced.png", "palette.png",
                             "palette.tif", "cmyk.jpg", "cmyk_icc.jpg", "ycck.jpg", "cmyk.tif", "alpha.webp",
                             "premultiplied.tif", "exif_6.jpg", "rgb16_big_endian.tif", "wide_gamut.png"})
        QTest::newRow(name) << QString(DH_TEST_DATA "/images/") + name;
}

void RealEngineTest::storedPictures()
{
    QFETCH(QString, file);
    changesOnlyInside(file, "out.png");
}

void RealEngineTest::sameSeedSameBytes()
{
    QCOMPARE(m_cli->harmonize({"--resolution", "128"}).exitCode, 0);
    const Image first = readImageFile(m_cli->filePath("out.png")).image;
    QCOMPARE(m_cli->harmonize({"--resolution", "128", "-y"}).exitCode, 0);
    QVERIFY(first.samePixels(readImageFile(m_cli->filePath("out.png")).image));
    QCOMPARE(m_cli->harmonize({"--resolution", "128", "-y", "--seed", "43"}).exitCode, 0);
    QVERIFY(!first.samePixels(readImageFile(m_cli->filePath("out.png")).image));
}

void RealEngineTest::strengthZeroIsTheComposite()
{
    QCOMPARE(m_cli->harmonize({"--resolution", "128", "--strength", "0"}).exitCode, 0);
    QVERIFY(readImageFile(m_cli->filePath("out.png")).image.samePixels(patternImage(kSize)));
}

void RealEngineTest::verifiesTheBuiltInModel()
{
    const CliResult result = m_cli->run({"model", "verify", "--json"});
    QVERIFY2(result.exitCode == 0, (result.out + result.err).constData());
}

void RealEngineTest::float16NeedsAGraphicsCard()
{
    const CliResult result = m_cli->harmonize({"--device", "cpu", "--precision", "float16", "--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("invalid_argument"));
    QVERIFY2(result.err.contains("float16 needs a CUDA device") && result.err.contains("Leave --precision out"),
             result.err.constData());
}

void RealEngineTest::cancelAnswersWithinASecond()
{
    constexpr int kPatience = 60'000;
    QProcess process;
    m_cli->prepare(process, CliFixture::harmonizeArguments({"--resolution", "1024", "--steps", "50"}));
    process.setReadChannel(QProcess::StandardError);
    process.start();
    QByteArray seen;
    while (!seen.contains("denoise 1/50")) {
        QVERIFY(process.waitForReadyRead(kPatience));
        seen += process.readAllStandardError();
    }
    QElapsedTimer timer;
    timer.start();
    kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(kPatience));
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(m_cli->names(), QStringList({"composite.png", "mask.png"}));
}

QTEST_GUILESS_MAIN(RealEngineTest)
#include "real_engine_test.moc"
