#include "core/base/system.h"
#include "tests/app/cli_fixture.h"

#include <QTest>

/// The engine and its Torch are loaded by what needs them and by nothing else.
class EngineLoadingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void programLinksNoTorch();
    void subcommandsLoadNoEngine_data();
    void subcommandsLoadNoEngine();
    void harmonizeLoadsIt();
    void onlyWorkBeginsTheProgramAnew_data();
    void onlyWorkBeginsTheProgramAnew();
    void openBlasUsesTheProcessorsKernels();
};

void EngineLoadingTest::programLinksNoTorch()
{
    const CliFixture cli;
    QProcess process;
    cli.prepare(process, {});
    const QString program = process.program();
    process.start("ldd", {program});
    if (!process.waitForFinished() || process.exitCode() != 0)
        QSKIP("ldd can't be run here");
    const QByteArray libraries = process.readAllStandardOutput();
    QVERIFY(libraries.contains("libstdc++"));
    // Whole beginnings of names: the addresses that ldd prints are any hexadecimal digits.
    for (const char* unwanted : {"libtorch", "libc10", "libQt6"})
        QVERIFY2(!libraries.contains(unwanted), libraries.constData());
}

void EngineLoadingTest::subcommandsLoadNoEngine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("help") << QStringList{"--help"};
    QTest::newRow("version") << QStringList{"--version"};
    QTest::newRow("model info") << QStringList{"model", "info", "--no-hash"};
    QTest::newRow("compare") << QStringList{"compare", "composite.png", "composite.png"};
}

void EngineLoadingTest::subcommandsLoadNoEngine()
{
    QFETCH(QStringList, arguments);
    CliFixture cli;
    cli.setVariable("LD_DEBUG", "files"); // the dynamic linker then tells each file that it loads
    const CliResult result = cli.run(arguments);
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.err.contains("libstdc++"));
    QVERIFY(!result.err.contains("torch"));
    QVERIFY(!result.err.contains("dh_fake_engine"));
}

void EngineLoadingTest::harmonizeLoadsIt()
{
    CliFixture cli;
    cli.setVariable("LD_DEBUG", "files");
    const CliResult result = cli.harmonize();
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.err.contains("dh_fake_engine"));
}

void EngineLoadingTest::onlyWorkBeginsTheProgramAnew_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("beginnings");
    QTest::newRow("help") << QStringList{"evaluate", "--help"} << 1;
    QTest::newRow("version") << QStringList{"--version"} << 1;
    QTest::newRow("wrong usage") << QStringList{"harmonize"} << 1;
    QTest::newRow("work") << QStringList{"compare", "composite.png", "composite.png"} << 2;
}

void EngineLoadingTest::onlyWorkBeginsTheProgramAnew()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, beginnings);
    CliFixture cli;
    cli.setVariable("OMP_WAIT_POLICY", {});
    cli.setVariable("LD_DEBUG", "files");
    QCOMPARE(cli.run(arguments).err.count("transferring control: "), beginnings);
}

/// It is read in with the program, before main() can choose for it.
void EngineLoadingTest::openBlasUsesTheProcessorsKernels()
{
    if (dh::vectorInstructions() == dh::VectorInstructions::Baseline)
        QSKIP("OpenBLAS chooses by itself on this processor");
    CliFixture cli;
    cli.setVariable("OPENBLAS_CORETYPE", {});
    cli.setVariable("OPENBLAS_VERBOSE", "2"); // it then names its kernels when it is loaded
    const CliResult result = cli.run({"compare", "composite.png", "composite.png"});
    QCOMPARE(result.exitCode, 0);
    const QByteArray prefix = "Core: ";
    const auto at = result.err.lastIndexOf(prefix);
    if (at < 0)
        QSKIP("no OpenBLAS that tells its kernels");
    const QByteArray kernels = result.err.mid(at + prefix.size()).split('\n').first().toUpper();
    QCOMPARE(kernels, QByteArray(dh::vectorInstructions() == dh::VectorInstructions::Avx512 ? "SKYLAKEX" : "HASWELL"));
}

QTEST_GUILESS_MAIN(EngineLoadingTest)
#include "engine_loading_test.moc"
