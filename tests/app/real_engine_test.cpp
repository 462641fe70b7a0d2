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
    void sameSeedSameBytes();
    void strengthZeroIsTheComposite();
    void verifiesTheBuiltInModel();
    void cancelAnswersWithinASecond();

private:
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
