#include "tests/app/evaluate_fixture.h"

#include "core/evaluate/evaluation_journal.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace dh;

/// A folder in which `diffharmony evaluate` has worked before.
class EvaluateResumeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void resumesAfterAnEnd_data();
    void resumesAfterAnEnd();
    void changedPicturesAreDoneAgain();
    void otherSettingsAreRefused();
    void refusedRunLeavesTheOthersDescription();

private:
    CliFixture m_cli;
};

void EvaluateResumeTest::initTestCase()
{
    writePairs(m_cli);
    const CliResult whole = evaluatePairs(m_cli, "whole");
    QVERIFY2(whole.exitCode == 0, whole.err.constData());
}

void EvaluateResumeTest::resumesAfterAnEnd_data()
{
    QTest::addColumn<bool>("killed");
    QTest::newRow("killed") << true;
    QTest::newRow("cancelled") << false;
}

void EvaluateResumeTest::resumesAfterAnEnd()
{
    QFETCH(bool, killed);
    const QString folder = killed ? "killed" : "cancelled";
    const QString name = folder + "/items.jsonl";
    QProcess process;
    m_cli.setVariable("DH_FAKE_STEP_MS", "20");
    m_cli.prepare(process,
                  {"evaluate", "data", "--output", folder, "--sizes", "256,512", "--seeds", "2", "--identity"});
    process.start();
    QTRY_VERIFY_WITH_TIMEOUT(m_cli.readBytes(name).count('\n') > 10, 60'000);
    killed ? process.kill() : process.terminate();
    QVERIFY(process.waitForFinished());
    m_cli.setVariable("DH_FAKE_STEP_MS", {});
    if (!killed) {
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("finished pictures are kept"));
    }
    const QByteArray before = m_cli.readBytes(name);
    QVERIFY(before.count('\n') < 9 * kPairs); // it ended before its time
    QFile journal(m_cli.path(name));
    QVERIFY(journal.open(QIODevice::Append));
    journal.write("{\"item\":4,\"na"); // as a crash of the machine leaves it
    journal.close();
    const CliResult result = evaluatePairs(m_cli, folder);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY(m_cli.readBytes(name).startsWith(before));       // what was finished stays
    QCOMPARE(m_cli.readBytes(name).count('\n'), 9 * kPairs); // and is not done again
    compareReports(m_cli, folder);
}

void EvaluateResumeTest::changedPicturesAreDoneAgain()
{
    QDir(m_cli.path({})).mkpath("changing");
    const auto replace = [this](const QString& target, const QString& source) {
        QFile::remove(m_cli.path(target));
        QVERIFY(QFile::copy(m_cli.path(source), m_cli.path(target)));
    };
    const QString first = "data/HCOCO/composite_images/p0_1_1.png";
    const QString real = "data/HCOCO/real_images/p0.png";
    replace("changing/composite.png", first);
    replace("changing/mask.png", "data/HCOCO/masks/p0_1.png");
    replace("changing/real.png", real);
    m_cli.writeBytes("changing.csv", "composite,mask,real\n"
                                     "changing/composite.png,changing/mask.png,changing/real.png\n");
    QDir(m_cli.path({})).mkpath("changing/finished");
    replace("changing/finished/composite.png", real);
    const auto run = [this](const QString& folder, const QStringList& more = {}) {
        return m_cli.run(QStringList{"evaluate", "changing.csv", "-o", folder, "--results", "changing/finished",
                                     "--no-baselines", "--json"} +
                         more);
    };
    const auto records = [this] { return m_cli.readBytes("changed/items.jsonl").count('\n'); };
    const auto errorOf = [](const CliResult& result) {
        return valuesOf(result.json(), "table1", "Finished pictures").last().toDouble(-1.0); // fMSE, all pictures
    };
    QCOMPARE(errorOf(run("changed")), 0.0);
    QCOMPARE(records(), 2);
    QCOMPARE(errorOf(run("changed")), 0.0);
    QCOMPARE(records(), 2); // nothing to do

    replace("changing/finished/composite.png", first);
    const double changed = errorOf(run("changed"));
    QVERIFY(changed > 0.0);
    QCOMPARE(records(), 3); // the composite's own record stays

    replace("changing/real.png", first);
    QCOMPARE(errorOf(run("changed", {"--jobs", "2"})), 0.0);
    const CliResult joined = m_cli.run({"evaluate", "--merge", "changed", "-o", "joined", "--json"});
    QCOMPARE(joined.errorCode(), QString("invalid_argument")); // its parts are of other pictures
    QVERIFY2(joined.err.contains("changing/composite.png"), joined.err.constData());
}

void EvaluateResumeTest::otherSettingsAreRefused()
{
    const QStringList base{"evaluate", "data", "-o", "settings", "--no-baselines", "--json"};
    QCOMPARE(m_cli.run(base + QStringList{"--steps", "2"}).exitCode, 0);
    const CliResult refused = m_cli.run(base + QStringList{"--steps", "3"});
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(refused.errorCode(), QString("invalid_argument"));
    QVERIFY2(refused.err.contains("steps 2 instead of 3") && refused.err.contains("--restart"),
             refused.err.constData());
    QCOMPARE(m_cli.run(base + QStringList{"--steps", "3", "--restart"}).exitCode, 0);
    const CliResult merged = m_cli.run({"evaluate", "--merge", "settings", "whole", "-o", "mixed", "--json"});
    QCOMPARE(merged.errorCode(), QString("invalid_argument"));
}

void EvaluateResumeTest::refusedRunLeavesTheOthersDescription()
{
    const QStringList base{"evaluate", "data", "-o", "busy", "--no-model", "--json"};
    QCOMPARE(m_cli.run(base).exitCode, 0);
    const QByteArray description = m_cli.readBytes("busy/run.json");
    const EvaluationJournal running(m_cli.filePath("busy/items.jsonl"));
    const CliResult refused = m_cli.run(base + QStringList{"--no-baselines"});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("another run is writing it"), refused.err.constData());
    QCOMPARE(m_cli.readBytes("busy/run.json"), description);
}

QTEST_GUILESS_MAIN(EvaluateResumeTest)
#include "evaluate_resume_test.moc"
