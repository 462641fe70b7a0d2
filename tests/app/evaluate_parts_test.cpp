#include "tests/app/evaluate_fixture.h"

#include "core/evaluate/evaluation_journal.h"
#include "core/imaging/image_file.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QMap>
#include <QTest>

using namespace dh;

/// A run of `diffharmony evaluate` in parts, and what joins them.
class EvaluatePartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void partsJoinToTheSameBytes_data();
    void partsJoinToTheSameBytes();
    void slurmNamesTheShard();
    void sparseArraysAreRefused_data();
    void sparseArraysAreRefused();
    void restartsItsOwnShard();
    void partsOfOtherPicturesAreRefused();
    void partsOfOtherSystemsAreRefused();
    void mergeTakesNoOtherOptions_data();
    void mergeTakesNoOtherOptions();

private:
    CliFixture m_cli;
};

void EvaluatePartsTest::initTestCase()
{
    writePairs(m_cli);
    const CliResult whole = evaluatePairs(m_cli, "whole");
    QVERIFY2(whole.exitCode == 0, whole.err.constData());
}

void EvaluatePartsTest::partsJoinToTheSameBytes_data()
{
    QTest::addColumn<int>("shards");
    QTest::newRow("two") << 2;
    QTest::newRow("more than pictures") << kPairs + 2;
}

void EvaluatePartsTest::partsJoinToTheSameBytes()
{
    QFETCH(int, shards);
    const QString name = QString("parts%1").arg(shards);
    QStringList folders;
    for (int i = 1; i <= shards; ++i) {
        folders += QString("%1-%2").arg(name).arg(i); // as on machines of their own
        const CliResult part = evaluatePairs(m_cli, folders.back(), {"--shard", QString("%1/%2").arg(i).arg(shards)});
        QVERIFY2(part.exitCode == 0, part.err.constData());
    }
    const CliResult joined = m_cli.run(QStringList{"evaluate", "--output", name, "--merge"} + folders);
    QVERIFY2(joined.exitCode == 0, joined.err.constData());
    compareReports(m_cli, name);
    folders.removeLast();
    if (shards != 2)
        return;
    const CliResult incomplete = m_cli.run(QStringList{"evaluate", "--output", name, "--merge"} + folders);
    QCOMPARE(incomplete.exitCode, 1);
    QCOMPARE(incomplete.err, QByteArray("The evaluation is incomplete: 3 of 5 pictures finished.\n"));
}

void EvaluatePartsTest::slurmNamesTheShard()
{
    m_cli.setVariable("SLURM_ARRAY_TASK_COUNT", "2");
    for (const char* task : {"1", "2"}) {
        m_cli.setVariable("SLURM_ARRAY_TASK_ID", task);
        const CliResult part = evaluatePairs(m_cli, "slurm");
        QVERIFY2(part.exitCode == 0, part.err.constData());
    }
    m_cli.setVariable("SLURM_ARRAY_TASK_COUNT", {});
    m_cli.setVariable("SLURM_ARRAY_TASK_ID", {});
    QVERIFY(!QFile::exists(m_cli.path("slurm/report.md")));
    QCOMPARE(m_cli.run({"evaluate", "--merge", "slurm"}).exitCode, 0);
    compareReports(m_cli, "slurm");
}

void EvaluatePartsTest::sparseArraysAreRefused_data()
{
    QTest::addColumn<QString>("task");
    QTest::addColumn<QString>("step");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("1,3,7: first") << "1"
                                  << "1" << 0;
    QTest::newRow("1,3,7: second") << "3"
                                   << "1" << 0;
    QTest::newRow("1,3,7: last") << "7"
                                 << "1" << 2;
    QTest::newRow("1-7:3: last") << "7"
                                 << "3" << 0;
}

void EvaluatePartsTest::sparseArraysAreRefused()
{
    QFETCH(QString, task);
    QFETCH(QString, step);
    QFETCH(int, exitCode);
    const QMap<QString, QString> variables{{"SLURM_ARRAY_TASK_COUNT", "3"},
                                           {"SLURM_ARRAY_TASK_MIN", "1"},
                                           {"SLURM_ARRAY_TASK_ID", task},
                                           {"SLURM_ARRAY_TASK_STEP", step}};
    for (const QString& name : variables.keys())
        m_cli.setVariable(name, variables[name]);
    const QString folder = "sparse" + task + "by" + step;
    const CliResult result = m_cli.run({"evaluate", "data", "-o", folder, "--no-model"});
    for (const QString& name : variables.keys())
        m_cli.setVariable(name, {});
    QCOMPARE(result.exitCode, exitCode);
    QCOMPARE(result.err.contains("gaps"), exitCode != 0);
    QCOMPARE(QFile::exists(m_cli.path(folder)), exitCode == 0);
}

void EvaluatePartsTest::restartsItsOwnShard()
{
    const QStringList base{"evaluate", "data", "-o", "restarted", "--no-model", "--json"};
    const auto journal = [](int shard) { return QString("restarted/shard-%1-of-2/items.jsonl").arg(shard); };
    for (const char* shard : {"1/2", "2/2"})
        QCOMPARE(m_cli.run(base + QStringList{"--shard", shard}).exitCode, 0);
    const QByteArray other = m_cli.readBytes(journal(2));
    m_cli.writeBytes("restarted/shard-1-of-2/messages.txt", "of the earlier run");
    QCOMPARE(m_cli.run(base + QStringList{"--shard", "1/2", "--restart"}).exitCode, 0);
    QVERIFY(!QFile::exists(m_cli.path("restarted/shard-1-of-2/messages.txt")));
    // A part of another division holds what this one should do again.
    QVERIFY(QDir(m_cli.path({})).mkpath("restarted/shard-1-of-4"));
    m_cli.writeBytes("restarted/shard-1-of-4/messages.txt", "of an earlier run");
    const CliResult divided = m_cli.run(base + QStringList{"--shard", "1/4", "--restart"});
    QCOMPARE(divided.exitCode, 1);
    QVERIFY2(divided.err.contains("other parts"), divided.err.constData());
    QVERIFY(QFile::exists(m_cli.path("restarted/shard-1-of-4/messages.txt")));
    QVERIFY(!other.isEmpty());
    QCOMPARE(m_cli.readBytes(journal(2)), other);

    const EvaluationJournal running(m_cli.filePath(journal(2)));
    const CliResult refused = m_cli.run(base + QStringList{"--restart"});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("another run is writing it"), refused.err.constData());
    QCOMPARE(m_cli.readBytes(journal(2)), other);
    QVERIFY(!m_cli.readBytes(journal(1)).isEmpty());
}

void EvaluatePartsTest::partsOfOtherPicturesAreRefused()
{
    const auto write = [this](int picture, int shift) {
        const QString name = QString("moving-%1.png").arg(picture);
        writeImageFile(m_cli.filePath(name), patternImage({kPairSize.width, kPairSize.height + shift}));
    };
    const auto run = [this](int part) {
        return m_cli.run({"evaluate", "moving.csv", "-o", QString("moving%1").arg(part), "--no-model", "--json",
                          "--shard", QString("%1/2").arg(part)});
    };
    const QStringList merge{"evaluate", "--merge", "moving1", "moving2", "-o", "moved", "--json"};
    m_cli.writeBytes("moving.csv", "composite.png,mask.png,moving-0.png\ncomposite.png,mask.png,moving-1.png\n");
    write(0, 0);
    write(1, 0);
    QCOMPARE(run(1).exitCode, 0);
    write(0, 7); // of the part that is done
    QCOMPARE(run(2).exitCode, 0);
    const CliResult refused = m_cli.run(merge);
    QCOMPARE(refused.errorCode(), QString("invalid_argument"));
    const QByteArray said = "moving1/shard-1-of-2 and moving2/shard-2-of-2 were made from different pictures";
    QVERIFY2(refused.err.contains(said), refused.err.constData());

    // Older versions didn't tell.
    const QByteArray description = m_cli.readBytes("moving1/shard-1-of-2/run.json");
    QJsonObject old = QJsonDocument::fromJson(description).object();
    QVERIFY(old.contains("files"));
    old.remove("files");
    m_cli.writeBytes("moving1/shard-1-of-2/run.json", QJsonDocument(old).toJson());
    QCOMPARE(m_cli.run(merge).exitCode, 0);
    m_cli.writeBytes("moving1/shard-1-of-2/run.json", description);
    QCOMPARE(m_cli.run(merge).exitCode, 1);
    QCOMPARE(run(1).exitCode, 0);
    QCOMPARE(m_cli.run(merge).exitCode, 0);
}

void EvaluatePartsTest::partsOfOtherSystemsAreRefused()
{
    QCOMPARE(evaluatePairs(m_cli, "fewer", {"--no-baselines"}).exitCode, 0);
    const CliResult refused = m_cli.run({"evaluate", "--merge", "whole", "fewer", "-o", "mixed", "--json"});
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(refused.errorCode(), QString("invalid_argument"));
    QVERIFY2(refused.err.contains("fewer holds a run with other systems, unlike whole"), refused.err.constData());
    QVERIFY(!QFile::exists(m_cli.path("mixed")));
}

void EvaluatePartsTest::mergeTakesNoOtherOptions_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("option");
    const auto add = [](const QStringList& words, const char* option) {
        QTest::newRow(option) << words << QByteArray(option);
    };
    add({"--restart"}, "--restart");
    add({"-j", "2"}, "--jobs");
    add({"--limit", "3"}, "--limit");
    add({"--shard", "1/2"}, "--shard");
    add({"--no-model"}, "--no-model");
    add({"--seed", "7"}, "--seed");
}

void EvaluatePartsTest::mergeTakesNoOtherOptions()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, option);
    const CliResult result = m_cli.run(QStringList{"evaluate", "--merge", "whole", "-o", "merged", "--json"} + words);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.errorCode(), QString("wrong_usage"));
    QVERIFY2(result.err.startsWith("Wrong usage: " + option + ": "), result.err.constData());
    QVERIFY(!QFile::exists(m_cli.path("merged")));
}

QTEST_GUILESS_MAIN(EvaluatePartsTest)
#include "evaluate_parts_test.moc"
