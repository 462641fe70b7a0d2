#include "tests/app/evaluate_fixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

/// `diffharmony evaluate` with an engine that inverts the foreground.
class EvaluateCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void modelAndBaselines();
    void referenceMode();
    void finishedPictures();
    void failuresAreListedPerPicture();
    void badUsage_data();
    void badUsage();

private:
    CliFixture m_cli;
};

void EvaluateCommandTest::initTestCase()
{
    writePairs(m_cli);
    const CliResult whole = evaluatePairs(m_cli, "whole");
    QVERIFY2(whole.exitCode == 0, whole.err.constData());
}

void EvaluateCommandTest::modelAndBaselines()
{
    const CliResult again = evaluatePairs(m_cli, "whole", {"--json"}); // nothing is left to do
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.outcome(), QString("done"));
    QCOMPARE(again.err, QByteArray());
    const QJsonObject report = again.json();
    QCOMPARE(report["finished"].toInt(), kPairs);
    const QJsonArray model = valuesOf(report, "summary", "Model, 512 px, refined, seed 42");
    const QJsonArray composite = valuesOf(report, "summary", "Composite (untouched)");
    QVERIFY(!model.isEmpty() && !composite.isEmpty());
    QCOMPARE(model[0].toInt(), kPairs);
    QVERIFY(model[1].toDouble() < 0.01);
    QCOMPARE(model[3].toDouble(), 100.0);
    QVERIFY(composite[1].isNull());
    QCOMPARE(composite[7].toDouble(), 0.0); // the background is untouched
    for (const char* label : {"Reinhard transfer", "OpenCV seamlessClone"})
        QVERIFY(valuesOf(report, "summary", label)[1].toDouble() > 0.1);
    QCOMPARE(rowsOf(report, "table2").size(), 4);
    QCOMPARE(rowsOf(report, "table3").size(), 3); // two sub-sets and the average
    QVERIFY(!valuesOf(report, "summary", "Identity (real picture in), seed 42").isEmpty());
    int published = 0;
    for (const auto& row : rowsOf(report, "table1"))
        published += row.toObject()["published"].toBool() ? 1 : 0;
    QCOMPARE(published, 13);

    const QByteArray html = m_cli.readBytes("whole/report.html");
    QCOMPARE(html.count("<svg"), 3);
    QCOMPARE(html.count("data:image/jpeg;base64,"), kPairs);
    QVERIFY(!html.contains("src=\"http") && !html.contains("href="));
    QVERIFY(html.contains("prefers-color-scheme: dark"));
    // Neither a hash nor a wide table or chart makes the page wider than a telephone.
    QVERIFY(html.contains("overflow-wrap: anywhere"));
    QCOMPARE(html.count("<div class=\"wide\"><"), html.count("<svg") + html.count("<table>"));
    QVERIFY(m_cli.readBytes("whole/report.md").contains("| DiffHarmony (published) |"));
}

void EvaluateCommandTest::referenceMode()
{
    const CliResult result = m_cli.run({"evaluate", "data", "-o", "reference", "--mode", "reference", "--no-baselines",
                                        "--paste-background", "real", "--json"});
    QCOMPARE(result.exitCode, 0);
    const QJsonArray model = valuesOf(result.json(), "summary", "Model, own size, refined, seed 42");
    QCOMPARE(model[6].toDouble(-1.0), 0.0);
    QVERIFY(model[7].isNull()); // 256 x 256 is not the picture's own size
}

void EvaluateCommandTest::finishedPictures()
{
    QDir(m_cli.path({})).mkpath("finished/HFlickr");
    for (int i = 0; i < kPairs; ++i) {
        const QString subset = i < 3 ? "HCOCO" : "HFlickr";
        QVERIFY(
            QFile::copy(m_cli.path(QString("data/%1/real_images/p%2.png").arg(subset).arg(i)),
                        m_cli.path(QString(i < 3 ? "finished/p%1_1_1.png" : "finished/HFlickr/p%1_1_1.png").arg(i))));
    }
    const CliResult result = m_cli.run({"evaluate", "data", "-o", "scored", "--results", "finished", "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const QJsonArray values = valuesOf(result.json(), "table1", "Finished pictures");
    QCOMPARE(values[0].toString(), QString("infinite"));
    QCOMPARE(values[2].toDouble(-1.0), 0.0);
    QVERIFY(rowsOf(result.json(), "table2").isEmpty());
    // As the shell completes the folder's name.
    const CliResult again = m_cli.run({"evaluate", "data", "-o", "scored", "--results", "./finished/", "--json"});
    QVERIFY2(again.exitCode == 0, again.err.constData());
}

void EvaluateCommandTest::failuresAreListedPerPicture()
{
    m_cli.writeBytes("broken.csv", "composite,mask,real\n"
                                   "data/HCOCO/composite_images/p0_1_1.png,data/HCOCO/masks/p0_1.png,"
                                   "data/HCOCO/real_images/p0.png\n"
                                   "nothing.png,data/HCOCO/masks/p0_1.png,data/HCOCO/real_images/p0.png\n"
                                   "data/HCOCO/composite_images/p0_1_1.png,data/HCOCO/masks/p1_1.png,"
                                   "data/HCOCO/real_images/p0.png\n"
                                   "broken.csv,data/HCOCO/masks/p0_1.png,data/HCOCO/real_images/p0.png\n");
    m_cli.writeBytes("named.txt", "data/HCOCO/composite_images/holiday.png\n");
    const CliResult named = m_cli.run({"evaluate", "named.txt", "-o", "named", "--json"});
    QCOMPARE(named.exitCode, 1);
    QVERIFY2(named.err.contains("ID_MASK_N") && !named.err.contains("setting"), named.err.constData());
    const CliResult part = m_cli.run({"evaluate", "broken.csv", "-o", "part", "--shard", "2/4", "--json"});
    QCOMPARE(part.exitCode, 1);
    QCOMPARE(part.outcome(), QString("failed"));
    QCOMPARE(part.err, QByteArray("The evaluation is incomplete: 0 of 1 picture finished.\n"));
    const CliResult result = m_cli.run({"evaluate", "broken.csv", "-o", "broken", "--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.outcome(), QString("failed"));
    QCOMPARE(result.json()["finished"].toInt(), 1);
    const QJsonArray failures = result.json()["failures"].toArray();
    QCOMPARE(failures.size(), 3);
    QVERIFY(failures[0].toObject()["reason"].toString().contains("nothing.png"));
    QVERIFY(failures[1].toObject()["reason"].toString().contains("The sizes don't fit"));
    QVERIFY2(result.err.contains("Failed: nothing.png"), result.err.constData());
    QVERIFY2(result.err.endsWith("The evaluation is incomplete: 1 of 4 pictures finished.\n"), result.err.constData());
    // What is repaired is done by the next run.
    QVERIFY(QFile::copy(m_cli.path("data/HCOCO/composite_images/p0_1_1.png"), m_cli.path("nothing.png")));
    QCOMPARE(m_cli.run({"evaluate", "broken.csv", "-o", "broken", "--json"}).json()["finished"].toInt(), 2);

    m_cli.setVariable("DH_FAKE_ERROR", "out_of_memory");
    const CliResult memory = m_cli.run({"evaluate", "data", "-o", "memory", "--no-baselines", "--json"});
    m_cli.setVariable("DH_FAKE_ERROR", {});
    QCOMPARE(memory.exitCode, 1);
    QCOMPARE(memory.json()["failures"].toArray().size(), kPairs);
}

void EvaluateCommandTest::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("no data") << QStringList{"-o", "x"} << 2;
    QTest::newRow("no output") << QStringList{"data"} << 2;
    QTest::newRow("odd size") << QStringList{"data", "-o", "x", "--sizes", "256,100"} << 2;
    QTest::newRow("shard 0") << QStringList{"data", "-o", "x", "--shard", "0/2"} << 2;
    QTest::newRow("shard beyond") << QStringList{"data", "-o", "x", "--shard", "3/2"} << 2;
    QTest::newRow("seeds without a model") << QStringList{"data", "-o", "x", "--no-model", "--seeds", "2"} << 2;
    QTest::newRow("merge and data") << QStringList{"data", "--merge", "x", "-o", "y"} << 2;
    QTest::newRow("missing list") << QStringList{"none.txt", "-o", "x"} << 1;
    QTest::newRow("nothing to merge") << QStringList{"--merge", "x"} << 1;
}

void EvaluateCommandTest::badUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    const CliResult result = m_cli.run(QStringList{"evaluate", "--json"} + arguments);
    QCOMPARE(result.exitCode, exitCode);
    QVERIFY(!result.errorCode().isEmpty());
    QCOMPARE(result.outcome(), QString("failed"));
    QVERIFY(!result.err.isEmpty());
    QVERIFY(!QFile::exists(m_cli.path("x")));
}

QTEST_GUILESS_MAIN(EvaluateCommandTest)
#include "evaluate_command_test.moc"
