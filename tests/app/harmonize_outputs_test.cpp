#include "tests/app/cli_fixture.h"

#include "core/imaging/image_file.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace dh;

namespace
{

/// All names in a folder, hidden ones too.
QStringList everythingIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
}

} // namespace

/// What is written, where, and what is refused.
class HarmonizeOutputsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheResultAndSaysSo();
    void jsonIsAllThatStdoutCarries();
    void pngCarriesTheRun();
    void keepsTheInputsText();
    void existingOutputIsRefused();
    void fileThatCameMeanwhileStays();
    void overwriteKeepsPermissions();
    void anInputIsNeverOverwritten_data();
    void anInputIsNeverOverwritten();
    void unwritableOutputs_data();
    void unwritableOutputs();
    void sizesThatTheFormatLacks_data();
    void sizesThatTheFormatLacks();
    void fullDiskLeavesNothing();
    void savesTheMask();
    void maskAndResultAreTwoFiles();
    void savesPreviews();
    void previewsBesideTheResult();
    void previewFolderOfOthersIsRefused();
    void failureTakesPreviewsAway();
    void earlierPreviewsOutliveAFailure();
    void earlierPreviewsAreReplaced();
    void previewThatCantBeKeptIsSaid();
    void previewNeverReplacesTheResult_data();
    void previewNeverReplacesTheResult();
};

void HarmonizeOutputsTest::writesTheResultAndSaysSo()
{
    CliFixture cli;
    const CliResult result = cli.harmonize({"--seed", "7"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY2(result.out.startsWith("Wrote out.png (24 x 16, PNG) in "), result.out.constData());
    QVERIFY(result.out.contains("seed 7; 0 samples changed outside the mask."));
    QVERIFY2(result.err.contains("denoise 2/5 ("), result.err.constData());
    QCOMPARE(cli.names(), QStringList({"composite.png", "mask.png", "out.png"}));

    const Image before = readImageFile(cli.filePath("composite.png")).image;
    const Image after = readImageFile(cli.filePath("out.png")).image;
    QCOMPARE(after.row<std::uint8_t>(0)[0], before.row<std::uint8_t>(0)[0]);
    const int inside = (before.width() / 2) * before.channels();
    QCOMPARE(int(after.row<std::uint8_t>(8)[inside]), 255 - before.row<std::uint8_t>(8)[inside]);
}

void HarmonizeOutputsTest::jsonIsAllThatStdoutCarries()
{
    CliFixture cli;
    const CliResult result =
        cli.harmonize({"--json", "--seed", "9", "--steps", "3", "--no-refine", "--sampler", "ddim"});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.err, QByteArray()); // no progress either: stderr is no terminal
    const QJsonObject json = result.json();
    QCOMPARE(json["outcome"].toString(), QString("done"));
    QCOMPARE(json["output"].toString(), QString("out.png"));
    QCOMPARE(json["seed"].toInt(), 9);
    QCOMPARE(json["steps"].toInt(), 3);
    QCOMPARE(json["refined"].toBool(true), false);
    QCOMPARE(json["sampler"].toString(), QString("ddim"));
    QCOMPARE(json["mode"].toString(), QString("native"));
    QCOMPARE(json["changedOutside"].toInt(-1), 0);
    QVERIFY(json["changedInside"].toInt() > 0);
    QCOMPARE(json["context"]["width"].toInt(), 24);
    QVERIFY(json["stageSeconds"].toObject().contains("denoise") && json["stageSeconds"].toObject().contains("write"));
    QVERIFY(json["peakMemoryBytes"].toDouble() > 1e6);
}

void HarmonizeOutputsTest::pngCarriesTheRun()
{
    CliFixture cli;
    QCOMPARE(cli.harmonize({"--seed", "18446744073709551615", "--strength", "0.75", "--resolution", "512"}).exitCode,
             0);
    const auto text = readImageFile(cli.filePath("out.png")).metadata.text;
    const std::map<std::string, std::string> expected = {{"DiffHarmony:seed", "18446744073709551615"},
                                                         {"DiffHarmony:steps", "5"},
                                                         {"DiffHarmony:mode", "native"},
                                                         {"DiffHarmony:resolution", "512"},
                                                         {"DiffHarmony:sampler", "euler_ancestral"},
                                                         {"DiffHarmony:refined", "true"},
                                                         {"DiffHarmony:strength", "0.75"},
                                                         {"DiffHarmony:checkpoint", "hash-of-mini"},
                                                         {"DiffHarmony:context", "0,0,24,16"}};
    for (const auto& [key, value] : expected) {
        QVERIFY2(text.contains(key), key.c_str());
        QCOMPARE(text.at(key), value);
    }
    QCOMPARE(text.at("Software"), "DiffHarmony Studio " + text.at("DiffHarmony:version"));
}

void HarmonizeOutputsTest::keepsTheInputsText()
{
    CliFixture cli;
    WriteOptions options;
    options.metadata.text["Author"] = "somebody";
    options.metadata.dotsPerInchX = options.metadata.dotsPerInchY = 300.0;
    writeImageFile(cli.filePath("composite.png"), patternImage({24, 16}), options);
    QCOMPARE(cli.harmonize().exitCode, 0);
    const ImageMetadata kept = readImageFile(cli.filePath("out.png")).metadata;
    QCOMPARE(kept.text.at("Author"), std::string("somebody"));
    QVERIFY(std::abs(kept.dotsPerInchX - 300.0) < 0.1);
}

void HarmonizeOutputsTest::existingOutputIsRefused()
{
    CliFixture cli;
    cli.writeBytes("out.png", "precious");
    cli.setVariable("DH_ENGINE", "missing-engine.so"); // found out before the engine is asked for
    const CliResult refused = cli.harmonize();
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("out.png") && refused.err.contains("--overwrite"), refused.err.constData());
    QCOMPARE(cli.readBytes("out.png"), QByteArray("precious"));
}

void HarmonizeOutputsTest::fileThatCameMeanwhileStays()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_STEP_MS", "200");
    QProcess process;
    cli.prepare(process, CliFixture::harmonizeArguments());
    process.setReadChannel(QProcess::StandardError);
    process.start();
    QVERIFY(process.waitForReadyRead()); // the first report of the run
    cli.writeBytes("out.png", "precious");
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.contains("out.png can't be written: it exists already."), said.constData());
    QCOMPARE(cli.readBytes("out.png"), QByteArray("precious"));
    QCOMPARE(cli.names(), QStringList({"composite.png", "mask.png", "out.png"}));
}

void HarmonizeOutputsTest::overwriteKeepsPermissions()
{
    CliFixture cli;
    cli.writeBytes("real.png", "old");
    QVERIFY(QFile::link("real.png", cli.path("out.png")));
    QCOMPARE(chmod(qPrintable(cli.path("real.png")), 0640), 0);
    QCOMPARE(cli.harmonize({"-y"}).exitCode, 0);
    // The link stays, what it points to is replaced.
    QVERIFY(std::filesystem::is_symlink(cli.filePath("out.png")));
    QCOMPARE(readImageFile(cli.filePath("real.png")).image.size(), (Size{24, 16}));
    struct stat status {
    };
    QCOMPARE(stat(qPrintable(cli.path("real.png")), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0640U);
}

void HarmonizeOutputsTest::anInputIsNeverOverwritten_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::newRow("the composite") << QStringList{"--output", "composite.png"};
    QTest::newRow("the composite by ./") << QStringList{"--output", "./composite.png"};
    QTest::newRow("the composite by ..") << QStringList{"--output", "folder/../composite.png"};
    QTest::newRow("the mask") << QStringList{"--output", "mask.png"};
    QTest::newRow("through a link") << QStringList{"--output", "symlink.png"};
    QTest::newRow("through a hard link") << QStringList{"--output", "hardlink.png"};
    QTest::newRow("as the saved mask") << QStringList{"--output", "out.png", "--save-mask", "mask.png"};
    QTest::newRow("by previews") << QStringList{"--output", "out.png", "--save-previews", "."};
}

void HarmonizeOutputsTest::anInputIsNeverOverwritten()
{
    QFETCH(QStringList, more);
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("folder"));
    QVERIFY(QFile::link("composite.png", cli.path("symlink.png")));
    std::filesystem::create_hard_link(cli.filePath("composite.png"), cli.filePath("hardlink.png"));
    const QByteArray composite = cli.readBytes("composite.png");
    const QByteArray mask = cli.readBytes("mask.png");
    const QStringList before = cli.names();
    const CliResult result =
        cli.run(QStringList{"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--overwrite"} + more);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("input"), result.err.constData());
    QCOMPARE(cli.readBytes("composite.png"), composite);
    QCOMPARE(cli.readBytes("mask.png"), mask);
    QCOMPARE(cli.names(), before);
}

void HarmonizeOutputsTest::unwritableOutputs_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("code");
    QTest::newRow("missing folder") << "nowhere/out.png"
                                    << "file_unwritable";
    QTest::newRow("below a file") << "mask.png/out.png"
                                  << "file_unwritable";
    QTest::newRow("a folder") << "folder.png"
                              << "file_unwritable";
    QTest::newRow("unknown format") << "out.bmp"
                                    << "unsupported_format";
    QTest::newRow("no format") << "out"
                               << "unsupported_format";
    QTest::newRow("a device") << "device.png"
                              << "file_unwritable";
}

void HarmonizeOutputsTest::unwritableOutputs()
{
    QFETCH(QString, output);
    QFETCH(QString, code);
    CliFixture cli;
    cli.setVariable("DH_ENGINE", "missing-engine.so"); // found out before the engine is asked for
    QVERIFY(QDir(cli.path(".")).mkdir("folder.png"));
    QVERIFY(QFile::link("/dev/null", cli.path("device.png")));
    const QStringList before = cli.names();
    const CliResult result = cli.run(
        {"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--json", "-y", "--output", output});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), code);
    QVERIFY2(result.err.contains(output.toUtf8()), result.err.constData());
    QCOMPARE(cli.names(), before);
}

void HarmonizeOutputsTest::sizesThatTheFormatLacks_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("output");
    QTest::addColumn<QByteArray>("limit");
    QTest::newRow("WebP") << 16384 << "out.webp" << QByteArray("WebP holds at most 16383");
    QTest::newRow("JPEG") << 65501 << "out.jpg" << QByteArray("JPEG holds at most 65500");
}

void HarmonizeOutputsTest::sizesThatTheFormatLacks()
{
    QFETCH(int, width);
    QFETCH(QString, output);
    QFETCH(QByteArray, limit);
    CliFixture cli;
    cli.setVariable("DH_ENGINE", "missing-engine.so"); // found out before the engine is asked for
    writeImageFile(cli.filePath("composite.png"), patternImage({width, 1}));
    writeMaskFile(cli.filePath("mask.png"), centreMask({width, 1}));
    const QStringList before = cli.names();
    const QStringList arguments{"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--json"};
    const CliResult result = cli.run(arguments + QStringList{"--output", output});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("unsupported_format"));
    QCOMPARE(result.json()["error"].toObject()["subject"].toString(), output);
    QVERIFY2(result.err.contains(limit) && result.err.contains(QByteArray::number(width) + " x 1"),
             result.err.constData());
    QCOMPARE(cli.names(), before);
    // Another format takes the picture, so that the run gets as far as the engine.
    QCOMPARE(cli.run(arguments + QStringList{"--output", "out.png"}).errorCode(), QString("engine_unavailable"));
}

void HarmonizeOutputsTest::fullDiskLeavesNothing()
{
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("disk"));
    const QByteArray disk = cli.path("disk").toUtf8();
    if (mount("tmpfs", disk.constData(), "tmpfs", 0, "size=64k") != 0)
        QSKIP("a small disk can't be mounted here (that needs root)");
    const Size large{400, 300};
    writeMaskFile(cli.filePath("mask.png"), centreMask(large));
    // Noise doesn't compress, so the file is sure to be larger than the disk.
    ImageBuffer noise(large, 3, SampleType::U16);
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < noise.rowBytes() * large.height; ++i) {
        state = state * 1664525U + 1013904223U; // Numerical Recipes' generator
        noise.bytes()[i] = static_cast<std::byte>(state >> 24U);
    }
    writeImageFile(cli.filePath("composite.png"), std::move(noise).finish());

    const CliResult result = cli.run(
        {"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--output", "disk/out.png", "--json"});
    const QStringList left = everythingIn(cli.path("disk"));
    QCOMPARE(umount(disk.constData()), 0);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("disk_full"));
    QCOMPARE(result.json()["error"].toObject()["subject"].toString(), QString("disk/out.png"));
    QCOMPARE(left, QStringList());
}

void HarmonizeOutputsTest::savesTheMask()
{
    CliFixture cli;
    QCOMPARE(cli.harmonize({"--save-mask", "used.png"}).exitCode, 0);
    QVERIFY(readMaskFile(cli.filePath("used.png")) == readMaskFile(cli.filePath("mask.png")));
}

void HarmonizeOutputsTest::maskAndResultAreTwoFiles()
{
    CliFixture cli;
    QCOMPARE(cli.harmonize({"--save-mask", "./out.png"}).exitCode, 1);
    QCOMPARE(cli.harmonize({"--save-mask", "mask.jpg"}).exitCode, 1);
    QCOMPARE(cli.names(), QStringList({"composite.png", "mask.png"}));
}

void HarmonizeOutputsTest::savesPreviews()
{
    CliFixture cli;
    const CliResult result = cli.harmonize({"--save-previews", "previews", "--steps", "3", "--json"});
    QCOMPARE(result.exitCode, 0);
    const QStringList files = QDir(cli.path("previews")).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files, QStringList({"01-denoise.png", "02-denoise.png", "03-denoise.png"}));
    QCOMPARE(readImageFile(cli.filePath("previews/03-denoise.png")).image.row<std::uint8_t>(0)[0], std::uint8_t{3});
    QCOMPARE(result.json()["previews"].toArray().size(), 3);
}

void HarmonizeOutputsTest::previewsBesideTheResult()
{
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("run"));
    const CliResult result = cli.run({"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--output",
                                      "run/out.png", "--save-previews", "run", "--steps", "2"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(everythingIn(cli.path("run")), QStringList({"01-denoise.png", "02-denoise.png", "out.png"}));
}

void HarmonizeOutputsTest::previewFolderOfOthersIsRefused()
{
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("previews"));
    cli.writeBytes("previews/01-denoise.png", "precious");
    QCOMPARE(cli.harmonize({"--save-previews", "previews"}).exitCode, 1);
    QCOMPARE(cli.readBytes("previews/01-denoise.png"), QByteArray("precious"));
    QCOMPARE(cli.harmonize({"--save-previews", "nowhere/previews"}).exitCode, 1);
    QCOMPARE(cli.harmonize({"--save-previews", "mask.png"}).exitCode, 1);
}

void HarmonizeOutputsTest::failureTakesPreviewsAway()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_CHANGE_OUTSIDE", "1");
    const CliResult result = cli.harmonize({"--save-previews", "previews"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("1 sample changed outside the mask"), result.err.constData());
    QCOMPARE(cli.names(), QStringList({"composite.png", "mask.png"}));
}

void HarmonizeOutputsTest::earlierPreviewsOutliveAFailure()
{
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("previews"));
    cli.writeBytes("previews/01-denoise.png", "precious");
    cli.setVariable("DH_FAKE_CHANGE_OUTSIDE", "1");
    QCOMPARE(cli.harmonize({"--save-previews", "previews", "--overwrite"}).exitCode, 1);
    QCOMPARE(cli.readBytes("previews/01-denoise.png"), QByteArray("precious"));
    QCOMPARE(everythingIn(cli.path("previews")), QStringList("01-denoise.png"));
}

void HarmonizeOutputsTest::earlierPreviewsAreReplaced()
{
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("previews"));
    cli.writeBytes("previews/01-denoise.png", "old");
    cli.writeBytes("previews/notes.txt", "mine");
    QCOMPARE(cli.harmonize({"--save-previews", "previews", "--steps", "2", "--overwrite"}).exitCode, 0);
    QCOMPARE(everythingIn(cli.path("previews")), QStringList({"01-denoise.png", "02-denoise.png", "notes.txt"}));
    QCOMPARE(readImageFile(cli.filePath("previews/01-denoise.png")).image.row<std::uint8_t>(0)[0], std::uint8_t{1});
}

void HarmonizeOutputsTest::previewThatCantBeKeptIsSaid()
{
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkpath("previews/02-denoise.png"));
    const CliResult result = cli.harmonize({"--save-previews", "previews", "--steps", "3", "--overwrite", "--json"});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.err.contains("The previews are incomplete."), result.err.constData());
    QCOMPARE(result.json()["previews"].toArray(), QJsonArray({"previews/01-denoise.png"}));
    QCOMPARE(everythingIn(cli.path("previews")), QStringList({"01-denoise.png", "02-denoise.png"}));
}

void HarmonizeOutputsTest::previewNeverReplacesTheResult_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("mask");
    QTest::newRow("result") << "run/02-denoise.png"
                            << "used.png";
    QTest::newRow("mask") << "out.png"
                          << "run/02-denoise.png";
}

void HarmonizeOutputsTest::previewNeverReplacesTheResult()
{
    QFETCH(QString, output);
    QFETCH(QString, mask);
    CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("run"));
    const CliResult result =
        cli.run({"harmonize", "--composite", "composite.png", "--mask", "mask.png", "--output", output, "--save-mask",
                 mask, "--save-previews", "run", "--steps", "2", "--overwrite", "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY2(result.err.contains("The previews are incomplete."), result.err.constData());
    QCOMPARE(result.json()["previews"].toArray(), QJsonArray({"run/01-denoise.png"}));
    QCOMPARE(readImageFile(cli.filePath(output)).image.size(),
             readImageFile(cli.filePath("composite.png")).image.size());
    QVERIFY(readMaskFile(cli.filePath(mask)) == readMaskFile(cli.filePath("mask.png")));
}

QTEST_GUILESS_MAIN(HarmonizeOutputsTest)
#include "harmonize_outputs_test.moc"
