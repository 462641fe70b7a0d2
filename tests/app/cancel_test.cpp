#include "tests/app/cli_fixture.h"

#include "app/cli/interruptible.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace dh;

namespace
{

constexpr int kPatience = 60'000; // milliseconds
constexpr int kAnswerWithin = 1000;

/// Reads stderr until it holds `text`.
bool waitForText(QProcess& process, const QByteArray& text)
{
    QByteArray seen;
    while (!seen.contains(text)) {
        if (!process.waitForReadyRead(kPatience))
            return false;
        seen += process.readAllStandardError();
    }
    return true;
}

void start(QProcess& process, const CliFixture& cli, const QStringList& more = {})
{
    cli.prepare(process, CliFixture::harmonizeArguments(more));
    process.setReadChannel(QProcess::StandardError);
    process.start();
}

} // namespace

/// Ctrl-C and its kin.
class CancelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signalEndsTheRun_data();
    void signalEndsTheRun();
    void cancelledIsJsonToo();
    void secondSignalEndsAtOnce();
    void nohupIsRespected();
    void interruptibleGivesUpWaiting();
    void interruptiblePassesResultsAndErrors();
};

void CancelTest::signalEndsTheRun_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<int>("again");
    QTest::newRow("Ctrl-C while denoising") << SIGINT << QByteArray("denoise 1/5") << 0;
    QTest::newRow("Ctrl-C while loading") << SIGINT << QByteArray("load (") << 0;
    QTest::newRow("termination") << SIGTERM << QByteArray("denoise 0/5") << 0;
    QTest::newRow("termination told twice, as timeout does") << SIGTERM << QByteArray("denoise 0/5") << SIGINT;
    QTest::newRow("closed terminal") << SIGHUP << QByteArray("denoise 1/5") << 0;
}

void CancelTest::signalEndsTheRun()
{
    QFETCH(int, signal);
    QFETCH(QByteArray, at);
    QFETCH(int, again);
    CliFixture cli;
    cli.setVariable("DH_FAKE_STEP_MS", at.startsWith("denoise 1") ? "500" : "30000");
    if (signal == SIGTERM)
        cli.setVariable("DH_FAKE_STEP_MS", "2000");
    const QStringList before = cli.names();
    QProcess process;
    start(process, cli, {"--save-previews", "previews"});
    QVERIFY(waitForText(process, at));
    QElapsedTimer timer;
    timer.start();
    kill(static_cast<pid_t>(process.processId()), signal);
    if (again != 0)
        kill(static_cast<pid_t>(process.processId()), again);
    QVERIFY(process.waitForFinished(kPatience));
    QVERIFY2(timer.elapsed() < kAnswerWithin, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardError().endsWith("Cancelled; nothing was written.\n"));
    QCOMPARE(cli.names(), before);
}

void CancelTest::cancelledIsJsonToo()
{
    // With --json there is no progress to wait for; the staging folder tells that the signals are being caught.
    CliFixture cli;
    cli.setVariable("DH_FAKE_STEP_MS", "30000");
    QProcess process;
    start(process, cli, {"--json"});
    QTRY_COMPARE_WITH_TIMEOUT(cli.names().size(), 3, kPatience);
    kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(kPatience));
    QCOMPARE(process.exitCode(), 130);
    const CliResult result{process.exitCode(), process.readAllStandardOutput(), {}};
    QCOMPARE(result.json()["outcome"].toString(), QString("cancelled"));
    QCOMPARE(cli.names().size(), 2);
}

void CancelTest::secondSignalEndsAtOnce()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_STEP_MS", "300");
    cli.setVariable("DH_FAKE_IGNORE_CANCEL", "1");
    QProcess process;
    start(process, cli, {"--steps", "50"});
    QVERIFY(waitForText(process, "denoise 1/50"));
    kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(waitForText(process, "denoise 3/50")); // goes on, as asked to
    kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(kAnswerWithin));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!cli.names().contains("out.png"));
}

void CancelTest::nohupIsRespected()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_STEP_MS", "100");
    QProcess process;
    process.setChildProcessModifier([] { std::signal(SIGHUP, SIG_IGN); });
    start(process, cli);
    QVERIFY(waitForText(process, "denoise 1/5"));
    kill(static_cast<pid_t>(process.processId()), SIGHUP);
    QVERIFY(process.waitForFinished(kPatience));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(cli.names().contains("out.png"));
}

void CancelTest::interruptibleGivesUpWaiting()
{
    std::promise<void> never;
    const std::shared_future<void> blocked = never.get_future().share();
    CancelSource source;
    auto started = std::make_shared<std::promise<void>>();
    std::thread canceller([&source, running = started->get_future()]() mutable {
        running.wait();
        source.cancel();
    });
    QVERIFY_EXCEPTION_THROWN(interruptible(source.token(),
                                           [blocked, started] {
                                               started->set_value();
                                               blocked.wait();
                                               return 1;
                                           }),
                             Cancelled);
    canceller.join();
    never.set_value(); // lets the abandoned thread end
}

void CancelTest::interruptiblePassesResultsAndErrors()
{
    QCOMPARE(interruptible(CancelToken(), [] { return 42; }), 42);
    QVERIFY_EXCEPTION_THROWN(interruptible(CancelToken(), []() -> int { throw std::domain_error("why"); }),
                             std::domain_error);
    CancelSource source;
    source.cancel();
    bool ran = false;
    QVERIFY_EXCEPTION_THROWN(interruptible(source.token(), [&ran] { ran = true; }), Cancelled);
    QVERIFY(!ran);
}

QTEST_GUILESS_MAIN(CancelTest)
#include "cancel_test.moc"
