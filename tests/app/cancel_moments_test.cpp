#include "tests/app/cli_fixture.h"

#include "core/imaging/image_file.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace dh;

namespace
{

constexpr int kPatience = 120'000; // milliseconds
constexpr int kAnswerWithin = 1000;
/// Large enough that no stage is over before the signal arrives.
constexpr Size kSize{3000, 2250};

/// Noise, so that writing takes its time too.
Image noiseImage(Size size)
{
    ImageBuffer noise(size, 3, SampleType::U8);
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < noise.rowBytes() * size.height; ++i) {
        state = state * 1664525U + 1013904223U; // Numerical Recipes' generator
        noise.bytes()[i] = static_cast<std::byte>(state >> 24U);
    }
    return std::move(noise).finish();
}

} // namespace

/// Ctrl-C at the real engine in every stage of a run, the moment chosen by the stage that the program reports.
class CancelMomentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answersWithinASecond_data();
    void answersWithinASecond();

private:
    CliFixture m_cli;
};

void CancelMomentsTest::initTestCase()
{
    m_cli.useRealEngine();
    writeImageFile(m_cli.filePath("composite.png"), noiseImage(kSize));
    writeMaskFile(m_cli.filePath("mask.png"), centreMask(kSize));
}

void CancelMomentsTest::answersWithinASecond_data()
{
    QTest::addColumn<QByteArray>("moment"); // how the progress line begins
    for (const char* moment :
         {"load", "prepare", "encode", "denoise 0/4", "denoise 3/4", "decode", "refine", "transfer", "write"})
        QTest::newRow(moment) << QByteArray(moment);
}

void CancelMomentsTest::answersWithinASecond()
{
    QFETCH(QByteArray, moment);
    const QStringList before = m_cli.names();
    QProcess process;
    m_cli.prepare(process, CliFixture::harmonizeArguments(
                               {"--resolution", "1024", "--steps", "4", "--save-previews", "previews"}));
    process.setReadChannel(QProcess::StandardError);
    process.start();
    QByteArray seen = "\n";
    while (!seen.contains("\n" + moment)) {
        QVERIFY2(process.waitForReadyRead(kPatience), seen.constData());
        seen += process.readAllStandardError();
    }
    QElapsedTimer timer;
    timer.start();
    kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(kPatience));
    const qint64 answered = timer.elapsed();
    seen += process.readAllStandardError();
    qInfo("%s: %lld ms", moment.constData(), static_cast<long long>(answered));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QVERIFY2(process.exitCode() == 130, seen.constData());
    QVERIFY2(answered < kAnswerWithin, qPrintable(QString::number(answered)));
    QVERIFY2(seen.endsWith("Cancelled; nothing was written.\n"), seen.constData());
    QCOMPARE(m_cli.names(), before);
}

QTEST_GUILESS_MAIN(CancelMomentsTest)
#include "cancel_moments_test.moc"
