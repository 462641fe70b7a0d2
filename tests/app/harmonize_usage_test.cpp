#include "tests/app/cli_fixture.h"

#include <QTest>

/// Flags that are wrong or don't go together: exit code 2, a hint, and nothing touched.
class HarmonizeUsageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongUsage_data();
    void wrongUsage();
    void usageErrorsAreJsonToo();
    void noArgumentsPrintHelp();
    void helpAndVersion();
    void numbersDontDependOnTheLocale();
};

void HarmonizeUsageTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("said");
    const auto withPictures = [](const char* name, const QStringList& more, const char* said) {
        QTest::newRow(name) << CliFixture::harmonizeArguments(more) << QByteArray(said);
    };
    const auto plain = [](const char* name, const QStringList& arguments, const char* said) {
        QTest::newRow(name) << arguments << QByteArray(said);
    };
    plain("unknown subcommand", {"harmonise"}, "harmonise");
    plain("no output", {"harmonize", "--composite", "composite.png", "--mask", "mask.png"}, "--output");
    plain("no input", {"harmonize", "--output", "out.png"}, "either --composite");
    plain("no mask", {"harmonize", "--composite", "composite.png", "--output", "out.png"}, "needs --mask");
    plain("background alone", {"harmonize", "--background", "composite.png", "--output", "out.png"}, "go together");
    plain("foreground alone", {"harmonize", "--foreground", "composite.png", "--output", "out.png"}, "go together");
    plain("output without a name", {"harmonize", "--composite", "a", "--mask", "b", "--output", "--json"},
          "a path is missing");
    plain("model without action", {"model"}, "subcommand is required");
    plain("compare with one picture", {"compare", "composite.png"}, "B is required");
    plain("compare's check without mask", {"compare", "a.png", "b.png", "--require-unchanged-outside"}, "--mask");
    withPictures("unknown flag", {"--sed", "1"}, "--sed");
    withPictures("composite and background", {"--background", "composite.png"}, "either --composite");
    withPictures("position without foreground", {"--position", "1,2"}, "--position");
    withPictures("scale without foreground", {"--scale", "2"}, "--scale");
    withPictures("seed negative", {"--seed", "-1"}, "'-1'");
    withPictures("seed not a number", {"--seed", "12x"}, "'12x'");
    withPictures("seed too large", {"--seed", "18446744073709551616"}, "--seed");
    withPictures("seed empty", {"--seed", ""}, "--seed");
    withPictures("no step", {"--steps", "0"}, "from 1 to 50");
    withPictures("too many steps", {"--steps", "51"}, "from 1 to 50");
    withPictures("resolution too small", {"--resolution", "32"}, "from 64 to 4096");
    withPictures("resolution too large", {"--resolution", "4160"}, "from 64 to 4096");
    withPictures("resolution no multiple", {"--resolution", "100"}, "no multiple of 64");
    withPictures("strength too large", {"--strength", "1.6"}, "from 0 to 1.5");
    withPictures("strength negative", {"--strength", "-0.1"}, "--strength");
    withPictures("strength not finite", {"--strength", "nan"}, "'nan'");
    withPictures("strength with a comma", {"--strength", "0,5"}, "'0,5'");
    withPictures("strength in reference mode", {"--mode", "reference", "--strength", "1"}, "--mode native only");
    withPictures("influence in reference mode", {"--mode", "reference", "--influence", "mask.png"},
                 "--mode native only");
    withPictures("context in reference mode", {"--mode", "reference", "--context", "0,0,9,9"}, "--mode native only");
    for (const char* context : {"1,2,3", "1,2,3,4,5", "1,2,0,4", "-1,2,3,4", "1,2,3,x", ""})
        withPictures(qPrintable(QString("context ") + context), {"--context", context}, "--context");
    withPictures("quality", {"--quality", "101"}, "from 1 to 100");
    withPictures("threads", {"--threads", "0"}, "--threads");
    withPictures("mode", {"--mode", "fast"}, "native|reference");
    withPictures("sampler", {"--sampler", "pndm"}, "ddim|euler_ancestral");
    withPictures("precision", {"--precision", "int8"}, "bfloat16|float16|float32");
    withPictures("output resolution in native mode", {"--output-resolution", "256"}, "--mode reference only");
    withPictures("dilation in native mode", {"--mask-dilate", "3"}, "--mode reference only");
    withPictures("output resolution out of range", {"--mode", "reference", "--output-resolution", "7"},
                 "from 8 to 8192");
    for (const char* position : {"5", "5,", ",5", "5,x", "5;6", "5,6,7"})
        plain(qPrintable(QString("position ") + position),
              {"harmonize", "--background", "composite.png", "--foreground", "composite.png", "--position", position,
               "--output", "out.png"},
              "--position");
    plain("scale zero",
          {"harmonize", "--background", "composite.png", "--foreground", "composite.png", "--scale", "0", "--output",
           "out.png"},
          "--scale");
}

void HarmonizeUsageTest::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, said);
    CliFixture cli;
    const QStringList before = cli.names();
    const CliResult result = cli.run(arguments);
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains(said), result.err.constData());
    QVERIFY2(result.err.contains("--help"), result.err.constData());
    QCOMPARE(cli.names(), before);
}

void HarmonizeUsageTest::usageErrorsAreJsonToo()
{
    const CliResult result = CliFixture().harmonize({"--json", "--steps", "99"});
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.errorCode(), QString("wrong_usage"));
    QCOMPARE(result.outcome(), QString("failed"));
}

void HarmonizeUsageTest::noArgumentsPrintHelp()
{
    const CliResult result = CliFixture().run({});
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.out.contains("Examples:"));
}

void HarmonizeUsageTest::helpAndVersion()
{
    const CliFixture cli;
    const CliResult help = cli.run({"--help"});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.out.contains("Examples:") && help.out.contains("130 cancelled"));
    const CliResult harmonizeHelp = cli.run({"harmonize", "--help"});
    QCOMPARE(harmonizeHelp.exitCode, 0);
    QVERIFY(harmonizeHelp.out.contains("--save-previews"));
    QVERIFY(harmonizeHelp.out.contains("diffharmony harmonize --background"));
    QVERIFY(!harmonizeHelp.out.contains("diffharmony evaluate")); // examples of its own only
    const CliResult decoderHelp = cli.run({"train", "condition-vae", "--help"});
    QCOMPARE(decoderHelp.exitCode, 0);
    QVERIFY(decoderHelp.out.contains("--freeze-decoder"));
    QVERIFY(!decoderHelp.out.contains("Loss")); // it has no settings of its loss
    const CliResult version = cli.run({"--version"});
    QCOMPARE(version.exitCode, 0);
    QVERIFY(version.out.startsWith("DiffHarmony Studio "));
}

void HarmonizeUsageTest::numbersDontDependOnTheLocale()
{
    CliFixture cli;
    cli.setVariable("LC_ALL", "de_DE.UTF-8");
    const CliResult result = cli.harmonize({"--strength", "0.5", "--json"});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.json()["strength"].toDouble(), 0.5);
}

QTEST_GUILESS_MAIN(HarmonizeUsageTest)
#include "harmonize_usage_test.moc"
