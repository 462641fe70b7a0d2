#include "tests/app/cli_fixture.h"

#include <QTest>

#include <unistd.h>

/// Streams that can't be written, or that nobody opened.
class StandardStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lostAnswerFails_data();
    void lostAnswerFails();
    void closedStreamsGetIntoNoFile();
};

void StandardStreamsTest::lostAnswerFails_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("text") << QStringList{"compare", "composite.png", "composite.png"} << 1;
    QTest::newRow("JSON") << QStringList{"compare", "composite.png", "composite.png", "--json"} << 1;
    QTest::newRow("help") << QStringList{"--help"} << 1;
    QTest::newRow("wrong usage") << QStringList{"compare", "--json"} << 2;
}

void StandardStreamsTest::lostAnswerFails()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    const CliFixture cli;
    QProcess process;
    cli.prepare(process, arguments);
    process.setStandardOutputFile("/dev/full");
    process.start();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), exitCode);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.endsWith("Standard output can't be written, so the answer is lost.\n"), said.constData());
}

void StandardStreamsTest::closedStreamsGetIntoNoFile()
{
    const CliFixture cli;
    cli.writeBytes("list.csv", "composite.png,mask.png,composite.png\n");
    QProcess process;
    cli.prepare(process, {"evaluate", "list.csv", "--output", "run", "--no-baselines"});
    process.setChildProcessModifier([] {
        close(STDOUT_FILENO);
        close(STDERR_FILENO);
    });
    process.start();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    const QList<QByteArray> lines = cli.readBytes("run/items.jsonl").trimmed().split('\n');
    QCOMPARE(lines.size(), 2); // the composite's and the model's
    for (const QByteArray& line : lines)
        QVERIFY2(line.startsWith('{'), line.constData());
}

QTEST_GUILESS_MAIN(StandardStreamsTest)
#include "standard_streams_test.moc"
