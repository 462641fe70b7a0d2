#include "tests/app/cli_fixture.h"

#include "core/imaging/image_file.h"

#include <QTest>

using namespace dh;

/// `diffharmony compare`.
class CompareCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalPictures();
    void differencesAreCounted();
    void changesOutsideCanFail();
    void badInput_data();
    void badInput();

private:
    CliFixture m_cli;
};

void CompareCommandTest::initTestCase()
{
    const Image composite = readImageFile(m_cli.filePath("composite.png")).image;
    ImageBuffer inside(composite);
    inside.row<std::uint8_t>(8)[12 * 3] ^= 16U; // one sample, by 16, in the middle of 24 x 16 pixels
    writeImageFile(m_cli.filePath("inside.png"), std::move(inside).finish());
    ImageBuffer outside(composite);
    outside.row<std::uint8_t>(0)[0] ^= 16U;
    writeImageFile(m_cli.filePath("outside.png"), std::move(outside).finish());
    writeImageFile(m_cli.filePath("small.png"), patternImage({24, 15}));
    writeMaskFile(m_cli.filePath("small-mask.png"), centreMask({24, 15}));
}

void CompareCommandTest::equalPictures()
{
    const CliResult text = m_cli.run({"compare", "composite.png", "composite.png"});
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.out.contains("infinite dB"), text.out.constData());
    const CliResult json = m_cli.run({"compare", "composite.png", "composite.png", "--json"});
    QCOMPARE(json.exitCode, 0);
    QCOMPARE(json.outcome(), QString("done"));
    QVERIFY(json.json()["psnr"].isNull());
    QVERIFY(json.json()["identical"].toBool());
    QVERIFY(!json.json().contains("fmse")); // no mask, no inside
}

void CompareCommandTest::differencesAreCounted()
{
    const CliResult result = m_cli.run({"compare", "composite.png", "inside.png", "--mask", "mask.png", "--json"});
    QCOMPARE(result.exitCode, 0);
    const QJsonObject json = result.json();
    constexpr double kSquared = 16.0 * 16.0;
    QCOMPARE(json["mse"].toDouble(), kSquared / (24 * 16 * 3));
    QCOMPARE(json["fmse"].toDouble(), kSquared / (12 * 8 * 3));
    QCOMPARE(json["backgroundMse"].toDouble(), 0.0);
    QCOMPARE(json["changedInside"].toInt(), 1);
    QCOMPARE(json["changedOutside"].toInt(-1), 0);
    QCOMPARE(json["maskFraction"].toDouble(), 0.25);
    QCOMPARE(json["identical"].toBool(true), false);
    const CliResult text = m_cli.run({"compare", "composite.png", "inside.png", "--mask", "mask.png"});
    QVERIFY2(text.out.contains("25.00 % of the picture"), text.out.constData());
}

void CompareCommandTest::changesOutsideCanFail()
{
    const QStringList arguments{"compare", "composite.png", "outside.png", "--mask", "mask.png"};
    QCOMPARE(m_cli.run(arguments).exitCode, 0);
    const CliResult changed = m_cli.run(arguments + QStringList{"--require-unchanged-outside"});
    QCOMPARE(changed.exitCode, 1);
    QCOMPARE(changed.err, QByteArray("outside.png differs from composite.png outside the mask, in 1 sample.\n"));
    const CliResult json = m_cli.run(arguments + QStringList{"--require-unchanged-outside", "--json"});
    QCOMPARE(json.outcome(), QString("failed"));
    QCOMPARE(json.json()["changedOutside"].toInt(), 1);
    QCOMPARE(json.err, changed.err);
    QCOMPARE(m_cli.run({"compare", "composite.png", "inside.png", "--mask", "mask.png", "--require-unchanged-outside"})
                 .exitCode,
             0);
}

void CompareCommandTest::badInput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("code");
    QTest::newRow("missing") << QStringList{"composite.png", "nothing.png"} << "file_not_found";
    QTest::newRow("other size") << QStringList{"composite.png", "small.png"} << "size_mismatch";
    QTest::newRow("mask of other size") << QStringList{"composite.png", "inside.png", "--mask", "small-mask.png"}
                                        << "size_mismatch";
}

void CompareCommandTest::badInput()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, code);
    const CliResult result = m_cli.run(QStringList{"compare", "--json"} + arguments);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), code);
    QCOMPARE(result.outcome(), QString("failed"));
    QVERIFY(!result.err.isEmpty());
}

QTEST_GUILESS_MAIN(CompareCommandTest)
#include "compare_command_test.moc"
