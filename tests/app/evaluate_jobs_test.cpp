#include "tests/app/evaluate_fixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <array>
#include <csignal>

namespace
{

/// A process that `parent` has started; 0 = none.
pid_t childOf(qint64 parent)
{
    for (const QString& process : QDir("/proc").entryList(QDir::Dirs)) {
        QFile file("/proc/" + process + "/stat"); // PID (NAME) STATE PARENT ...
        const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 1).simplified().split(' ');
        if (fields.size() > 1 && fields[1].toLongLong() == parent)
            return process.toInt();
    }
    return 0;
}

} // namespace

/// `diffharmony evaluate --jobs`: a run in several processes.
class EvaluateJobsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void jobsGiveTheSameBytes();
    void jobsEndWhereChildrenAreIgnored();
    void jobsAreAskedToEndTogether();
    void whatEndedJobsLeftIsTold();
    void killedJobsAreTold();

private:
    CliFixture m_cli;
};

void EvaluateJobsTest::initTestCase()
{
    writePairs(m_cli);
    const CliResult whole = evaluatePairs(m_cli, "whole");
    QVERIFY2(whole.exitCode == 0, whole.err.constData());
}

void EvaluateJobsTest::jobsGiveTheSameBytes()
{
    const CliResult result = evaluatePairs(m_cli, "jobs", {"--jobs", "3"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    compareReports(m_cli, "jobs");
}

void EvaluateJobsTest::jobsEndWhereChildrenAreIgnored()
{
    QProcess process;
    m_cli.prepare(process, {"evaluate", "data", "-o", "ignored", "--no-model", "--jobs", "2", "--json"});
    process.setChildProcessModifier([] { std::signal(SIGCHLD, SIG_IGN); });
    process.start();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
}

void EvaluateJobsTest::jobsAreAskedToEndTogether()
{
    // A run takes 1.8 s and answers no cancel; were the processes asked one after the other, the last one would go on
    // with a run for each before it.
    constexpr int kMostRunsMore = 2;
    QProcess process;
    m_cli.setVariable("DH_FAKE_STEP_MS", "300");
    m_cli.setVariable("DH_FAKE_IGNORE_CANCEL", "1");
    m_cli.prepare(process, {"evaluate", "data", "-o", "asked", "--no-baselines", "--seeds", "9", "--jobs", "5"});
    m_cli.setVariable("DH_FAKE_STEP_MS", {});
    m_cli.setVariable("DH_FAKE_IGNORE_CANCEL", {});
    process.start();
    const auto runsOf = [this](int part) {
        return m_cli.readBytes(QString("asked/shard-%1-of-5/items.jsonl").arg(part)).count('\n');
    };
    for (int i = 1; i <= kPairs; ++i)
        QTRY_VERIFY_WITH_TIMEOUT(runsOf(i) > 0, 60'000);
    std::array<qsizetype, kPairs> before{};
    for (int i = 1; i <= kPairs; ++i)
        before.at(static_cast<std::size_t>(i) - 1) = runsOf(i);
    process.terminate();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 130);
    for (int i = 1; i <= kPairs; ++i)
        QVERIFY(runsOf(i) <= before.at(static_cast<std::size_t>(i) - 1) + kMostRunsMore);
}

void EvaluateJobsTest::whatEndedJobsLeftIsTold()
{
    const QStringList words{"evaluate", "data", "-o", "ended", "--no-baselines", "--jobs", "2", "--json"};
    m_cli.setVariable("DH_FAKE_ERROR", "out_of_memory");
    for (int run = 0; run < 2; ++run) { // tried again, and told again
        const CliResult failed = m_cli.run(words);
        QCOMPARE(failed.exitCode, 1);
        QCOMPARE(failed.json()["failures"].toArray().size(), kPairs);
    }
    m_cli.setVariable("DH_FAKE_ERROR", "device_unavailable");
    m_cli.setVariable("DH_FAKE_ERROR_IN", "load"); // before a picture is tried
    const CliResult ended = m_cli.run(words);
    m_cli.setVariable("DH_FAKE_ERROR", {});
    m_cli.setVariable("DH_FAKE_ERROR_IN", {});
    QCOMPARE(ended.exitCode, 1);
    QCOMPARE(ended.errorCode(), QString("internal"));
    QVERIFY2(ended.err.contains("ended early; 5 pictures not done"), ended.err.constData());
    QVERIFY2(ended.err.contains("The device the-subject isn't available"), ended.err.constData());
    QCOMPARE(m_cli.run(words).exitCode, 0);
}

void EvaluateJobsTest::killedJobsAreTold()
{
    QProcess process;
    m_cli.setVariable("DH_FAKE_STEP_MS", "20");
    m_cli.prepare(process,
                  {"evaluate", "data", "-o", "killed", "--no-baselines", "--seeds", "9", "--jobs", "2", "--json"});
    m_cli.setVariable("DH_FAKE_STEP_MS", {});
    process.start();
    for (const char* journal : {"killed/shard-1-of-2/items.jsonl", "killed/shard-2-of-2/items.jsonl"})
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_cli.path(journal)), 60'000);
    const pid_t child = childOf(process.processId());
    QVERIFY(child != 0);
    QCOMPARE(kill(child, SIGKILL), 0);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    const QByteArray told = process.readAllStandardError();
    QVERIFY2(told.contains("ended early (signal: Killed); ") && told.contains(" not done"), told.constData());
}

QTEST_GUILESS_MAIN(EvaluateJobsTest)
#include "evaluate_jobs_test.moc"
