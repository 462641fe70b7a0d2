#include "tests/app/cli_fixture.h"

#include "core/imaging/image_file.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace dh;

/// Pictures and masks that can't be used: one clear sentence, exit code 1, nothing changed, no engine asked for.
class HarmonizeBadInputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badComposite_data();
    void badComposite();
    void badMask_data();
    void badMask();
    void influenceOfAnotherSize();
    void misnamedPictureIsRead();
    void foregroundOutsideTheBackground();
    void foregroundMaskOfAnotherSize();
    void contextBesideThePicture_data();
    void contextBesideThePicture();
    void contextThatIsEnlargedGivesAWarning_data();
    void contextThatIsEnlargedGivesAWarning();
    void oddMasksGiveWarnings_data();
    void oddMasksGiveWarnings();
    void maskWithAHoleLooksInverted();
    void badModel_data();
    void badModel();
};

void HarmonizeBadInputTest::badComposite_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("missing") << "file_not_found";
    QTest::newRow("empty") << "corrupt_file|unsupported_format";
    QTest::newRow("truncated") << "corrupt_file";
    QTest::newRow("text") << "unsupported_format";
    QTest::newRow("zero size") << "corrupt_file";
    QTest::newRow("folder") << "file_unreadable";
}

void HarmonizeBadInputTest::badComposite()
{
    QFETCH(QString, code);
    CliFixture cli;
    cli.setVariable("DH_ENGINE", "missing-engine.so");
    const QByteArray good = cli.readBytes("composite.png");
    const QString name = QTest::currentDataTag();
    if (name == "empty")
        cli.writeBytes("bad.png", "");
    else if (name == "truncated")
        cli.writeBytes("bad.png", good.left(good.size() / 2));
    else if (name == "text")
        cli.writeBytes("bad.png", "This is no picture, whatever its name says.\n");
    else if (name == "zero size") // width of the header chunk
        cli.writeBytes("bad.png", QByteArray(good).replace(16, 4, QByteArray(4, '\0')));
    else if (name == "folder")
        QVERIFY(QDir(cli.path(".")).mkdir("bad.png"));
    const QStringList before = cli.names();
    const CliResult result =
        cli.run({"harmonize", "--composite", "bad.png", "--mask", "mask.png", "--output", "out.png", "--json"});
    QCOMPARE(result.exitCode, 1);
    const QJsonObject error = result.json()["error"].toObject();
    QVERIFY2(code.split('|').contains(error["code"].toString()), result.out.constData());
    QCOMPARE(error["subject"].toString(), QString("bad.png"));
    QVERIFY2(result.err.contains("bad.png"), result.err.constData());
    QCOMPARE(cli.names(), before);
}

void HarmonizeBadInputTest::badMask_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("missing") << QByteArray("There is no file bad-mask.png");
    QTest::newRow("other size") << QByteArray("bad-mask.png: it is 24 x 15, but composite.png is 24 x 16.");
    QTest::newRow("black") << QByteArray("The mask bad-mask.png selects nothing: every pixel is black.");
}

void HarmonizeBadInputTest::badMask()
{
    QFETCH(QByteArray, said);
    CliFixture cli;
    cli.setVariable("DH_ENGINE", "missing-engine.so");
    const QString name = QTest::currentDataTag();
    if (name == "other size")
        writeMaskFile(cli.filePath("bad-mask.png"), centreMask({24, 15}));
    else if (name == "black")
        writeMaskFile(cli.filePath("bad-mask.png"), Mask(Size{24, 16}));
    const QStringList before = cli.names();
    const CliResult result =
        cli.run({"harmonize", "--composite", "composite.png", "--mask", "bad-mask.png", "--output", "out.png"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(said), result.err.constData());
    QCOMPARE(cli.names(), before);
}

void HarmonizeBadInputTest::influenceOfAnotherSize()
{
    CliFixture cli;
    writeMaskFile(cli.filePath("influence.png"), centreMask({24, 15}));
    const CliResult result = cli.harmonize({"--influence", "influence.png"});
    QCOMPARE(result.exitCode, 1);
    const QByteArray said("influence.png: it is 24 x 15, but composite.png is 24 x 16.");
    QVERIFY2(result.err.contains(said), result.err.constData());
    QVERIFY(!cli.names().contains(QStringLiteral("out.png")));
    // It is an input: no output may go there.
    writeMaskFile(cli.filePath("influence.png"), centreMask({24, 16}));
    const QByteArray before = cli.readBytes("influence.png");
    QVERIFY(cli.run({"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--influence", "influence.png",
                     "--output", "influence.png", "--overwrite"})
                .exitCode != 0);
    QCOMPARE(cli.readBytes("influence.png"), before);
}

void HarmonizeBadInputTest::misnamedPictureIsRead()
{
    CliFixture cli;
    cli.writeBytes("misnamed.jpg", cli.readBytes("composite.png"));
    const CliResult result =
        cli.run({"harmonize", "--composite", "misnamed.jpg", "--mask", "mask.png", "--output", "out.png"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
}

void HarmonizeBadInputTest::foregroundOutsideTheBackground()
{
    const CliFixture cli;
    const CliResult result = cli.run({"harmonize", "--background", "composite.png", "--foreground", "composite.png",
                                      "--position", "-500,0", "--output", "out.png", "--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("empty_mask"));
}

void HarmonizeBadInputTest::foregroundMaskOfAnotherSize()
{
    CliFixture cli;
    writeImageFile(cli.filePath("foreground.png"), patternImage({10, 8}));
    const CliResult result = cli.run({"harmonize", "--background", "composite.png", "--foreground", "foreground.png",
                                      "--mask", "mask.png", "--output", "out.png"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("mask.png: it is 24 x 16, but foreground.png is 10 x 8."), result.err.constData());
}

void HarmonizeBadInputTest::contextBesideThePicture_data()
{
    QTest::addColumn<QString>("context");
    QTest::newRow("to the right") << "24,0,10,10";
    QTest::newRow("below") << "0,16,10,10";
    QTest::newRow("far away") << "5000,5000,10,10";
}

void HarmonizeBadInputTest::contextBesideThePicture()
{
    QFETCH(QString, context);
    CliFixture cli;
    cli.setVariable("DH_ENGINE", "missing-engine.so");
    const QStringList before = cli.names();
    const CliResult result = cli.harmonize({"--context", context, "--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("invalid_argument"));
    const QByteArray said =
        "--context " + context.toUtf8() + " can't be used: it lies beside the picture, which is 24 x 16.";
    QVERIFY2(result.err.contains(said), result.err.constData());
    QCOMPARE(cli.names(), before);
}

void HarmonizeBadInputTest::contextThatIsEnlargedGivesAWarning_data()
{
    QTest::addColumn<QString>("context");
    QTest::addColumn<int>("warnings");
    // The mask is 12 x 8 pixels from 6, 4 on.
    QTest::newRow("holds the mask") << "6,4,12,8" << 0;
    QTest::newRow("reaches beyond the picture") << "0,0,100,100" << 0;
    QTest::newRow("cuts the mask") << "7,4,12,8" << 1;
    QTest::newRow("beside the mask") << "0,0,2,2" << 1;
}

void HarmonizeBadInputTest::contextThatIsEnlargedGivesAWarning()
{
    QFETCH(QString, context);
    QFETCH(int, warnings);
    const CliResult result = CliFixture().harmonize({"--context", context, "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const QJsonArray said = result.json()["warnings"].toArray();
    QCOMPARE(said.size(), warnings);
    if (warnings > 0)
        QCOMPARE(said[0].toString(), "--context " + context + " doesn't hold all of the mask, so it was enlarged.");
}

void HarmonizeBadInputTest::oddMasksGiveWarnings_data()
{
    QTest::addColumn<int>("blackRows");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("full") << 0 << QByteArray("selects the whole picture");
    QTest::newRow("nearly full") << 1 << QByteArray("if it is inverted");
    QTest::newRow("half") << 8 << QByteArray();
}

void HarmonizeBadInputTest::oddMasksGiveWarnings()
{
    QFETCH(int, blackRows);
    QFETCH(QByteArray, said);
    CliFixture cli;
    Mask mask(Size{24, 16}, 255);
    for (int y = 0; y < blackRows; ++y)
        std::fill_n(mask.writableRow(y), mask.width(), std::uint8_t{0});
    writeMaskFile(cli.filePath("mask.png"), mask);
    const CliResult result = cli.harmonize({"--json"});
    QCOMPARE(result.exitCode, 0);
    const QJsonArray warnings = result.json()["warnings"].toArray();
    QCOMPARE(warnings.size(), said.isEmpty() ? 0 : 1);
    if (!said.isEmpty())
        QVERIFY2(result.err.contains(said) && warnings[0].toString().contains(QString(said)), result.err.constData());
}

void HarmonizeBadInputTest::maskWithAHoleLooksInverted()
{
    CliFixture cli;
    Mask mask = centreMask({24, 16});
    for (int y = 0; y < mask.height(); ++y)
        std::transform(mask.row(y), mask.row(y) + mask.width(), mask.writableRow(y),
                       [](std::uint8_t value) { return static_cast<std::uint8_t>(~value); });
    writeMaskFile(cli.filePath("mask.png"), mask);
    const CliResult result = cli.harmonize({"--json"});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.err.contains("The mask selects 75 % of the picture; if it is inverted"), result.err.constData());
    QCOMPARE(result.json()["warnings"].toArray().size(), 1);
}

void HarmonizeBadInputTest::badModel_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("code");
    QTest::newRow("missing") << "no-model"
                             << "model_missing";
    QTest::newRow("a file") << "mask.png"
                            << "model_missing";
    QTest::newRow("an empty folder") << "empty"
                                     << "model_missing";
    QTest::newRow("bad index") << "bad"
                               << "model_invalid";
}

void HarmonizeBadInputTest::badModel()
{
    QFETCH(QString, model);
    QFETCH(QString, code);
    CliFixture cli;
    cli.setVariable("DH_ENGINE", "missing-engine.so"); // the files are looked at before the engine
    QVERIFY(QDir(cli.path(".")).mkdir("empty"));
    cli.copyModel("bad");
    QVERIFY(QFile::remove(cli.path("bad/model_index.json")));
    cli.writeBytes("bad/model_index.json", "{ not json");
    const QStringList before = cli.names();
    const CliResult result = cli.harmonize({"--model", model, "--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), code);
    QVERIFY2(result.err.contains(model.toUtf8()), result.err.constData());
    QCOMPARE(cli.names(), before);
}

QTEST_GUILESS_MAIN(HarmonizeBadInputTest)
#include "harmonize_bad_input_test.moc"
