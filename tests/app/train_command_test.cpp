#include "tests/app/cli_fixture.h"

#include "core/imaging/image_file.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace dh;

/// `diffharmony train` with a trainer that does nothing, and `diffharmony train pack`.
class TrainCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongUsage_data();
    void wrongUsage();
    void devices_data();
    void devices();
    void missingDevice();
    void packsAndPreviews();
    void oddFilesInAFolderOfPhotographs();
    void aPackOfPairsIsNotOfTheTestSet();
    void aPackWithoutRoom();
    void fewerStepsThanThereAre();
    void aPackReplacesNoInput_data();
    void aPackReplacesNoInput();
};

void TrainCommandTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("option");
    const auto pack = [](const char* name, const QStringList& more, const char* option) {
        QTest::newRow(name) << QStringList{"pack", "--output", "p"} + more << QByteArray(option);
    };
    const auto stage = [](const char* name, const QString& network, const QStringList& more, const char* option) {
        QTest::newRow(name) << QStringList{network, "--data", "d", "--output", "o"} + more << QByteArray(option);
    };
    pack("pack of nothing", {}, "--photos");
    pack("pack of masks alone", {"--masks", "m"}, "--photos");
    pack("a folder of masks too few", {"--photos", "a", "--photos", "b", "--masks", "m"}, "--masks");
    stage("VAE from nothing", "vae", {}, "--model");
    for (const char* network : {"unet", "refiner", "condition-vae"})
        stage(network, network, {}, "--model");
    const QStringList model{"--model", "m"};
    stage("size", "refiner", model + QStringList{"--sizes", "100:1"}, "--sizes");
    stage("inference size", "refiner", model + QStringList{"--inference-size", "100"}, "--inference-size");
    stage("refine resolution", "refiner", model + QStringList{"--refine-resolution", "100"}, "--refine-resolution");
    stage("focus", "unet", model + QStringList{"--focus-last", "10"}, "--focus-first");
    stage("float16 on a processor", "vae", model + QStringList{"--autocast", "float16"}, "--autocast");
}

void TrainCommandTest::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, option);
    const CliFixture cli;
    const QStringList before = cli.names();
    const CliResult result = cli.run(QStringList{"train"} + arguments + QStringList{"--json"});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.startsWith("Wrong usage: " + option + ": "), result.err.constData());
    QVERIFY2(result.err.contains("'diffharmony train " + arguments.first().toUtf8() + " --help'"),
             result.err.constData());
    QCOMPARE(result.errorCode(), QString("wrong_usage"));
    QCOMPARE(result.outcome(), QString("failed"));
    QCOMPARE(cli.names(), before);
}

void TrainCommandTest::devices_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<bool>("hasCuda");
    QTest::addColumn<QByteArray>("used");
    QTest::newRow("for the trainer to choose") << "auto" << true << QByteArray("auto");
    QTest::newRow("processor") << "cpu" << true << QByteArray("cpu");
    QTest::newRow("second card") << "cuda:1" << true << QByteArray("cuda:1");
}

void TrainCommandTest::devices()
{
    QFETCH(QString, asked);
    QFETCH(bool, hasCuda);
    QFETCH(QByteArray, used);
    CliFixture cli;
    cli.setVariable("DH_FAKE_CUDA", hasCuda ? "1" : "");
    const CliResult result =
        cli.run({"train", "refiner", "--model", "m", "--data", "d", "-o", "o", "--device", asked, "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(result.outcome(), QString("done"));
    QCOMPARE(cli.readBytes("o/device"), used);
}

void TrainCommandTest::missingDevice()
{
    const CliFixture cli;
    const CliResult result =
        cli.run({"train", "refiner", "--model", "m", "--data", "d", "-o", "o", "--device", "cuda", "--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("device_unavailable"));
    QCOMPARE(result.outcome(), QString("failed"));
}

void TrainCommandTest::packsAndPreviews()
{
    const CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkdir("photos"));
    writeImageFile(cli.filePath("photos/photo.png"), patternImage({64, 48}));
    const QStringList pack{"train", "pack", "--photos", "photos", "-o", "p.pack", "--json"};
    const CliResult first = cli.run(pack);
    QVERIFY2(first.exitCode == 0, first.err.constData());
    QCOMPARE(first.outcome(), QString("done"));
    QCOMPARE(first.json()["photos"].toInt(), 1);
    const CliResult refused = cli.run(pack);
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(refused.outcome(), QString("failed"));
    QCOMPARE(cli.run(pack + QStringList{"-y"}).exitCode, 0);

    const CliResult preview =
        cli.run({"train", "pack", "--preview", "p.pack", "--preview-side", "16", "-o", "sheet.png", "--json"});
    QVERIFY2(preview.exitCode == 0, preview.err.constData());
    QCOMPARE(preview.outcome(), QString("done"));
    QVERIFY(preview.json()["samples"].toInt() > 0);
}

void TrainCommandTest::oddFilesInAFolderOfPhotographs()
{
    const CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkpath("photos/links"));
    writeImageFile(cli.filePath("photos/photo.png"), patternImage({64, 48}));
    cli.writeBytes("photos/._photo.png", "what another system keeps of it");
    cli.writeBytes("photos/broken.bmp", "BM, and no more");
    QVERIFY(QFile::link("nowhere.png", cli.path("photos/links/photo.png")));
    const CliResult result =
        cli.run({"train", "pack", "--photos", "photos", "--photos", "photos/links", "-o", "p.pack", "--json"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(result.json()["photos"].toInt(), 1);
    const QJsonArray skipped = result.json()["skipped"].toArray();
    QCOMPARE(skipped.size(), 1); // BMP is a format that is read
    QVERIFY2(skipped[0].toString().contains("broken.bmp"), qPrintable(skipped[0].toString()));
}

void TrainCommandTest::aPackOfPairsIsNotOfTheTestSet()
{
    const CliFixture cli;
    for (const char* folder : {"data/S/composite_images", "data/S/masks", "data/S/real_images"})
        QVERIFY(QDir(cli.path(".")).mkpath(folder));
    for (const QString& name : QStringList{"a", "b", "c"}) {
        writeImageFile(cli.filePath("data/S/composite_images/" + name + "_1_1.png"), patternImage({24, 16}));
        writeMaskFile(cli.filePath("data/S/masks/" + name + "_1.png"), centreMask({24, 16}));
        writeImageFile(cli.filePath("data/S/real_images/" + name + ".png"), patternImage({24, 16}));
    }
    const QStringList pack{"train", "pack", "--ihm4", "data", "-o", "p.pack", "-y", "--json"};
    QCOMPARE(cli.run(pack).json()["pairs"].toInt(), 3);
    cli.writeBytes("data/IHD_test.txt", "S/composite_images/c_1_1.png\n");
    const CliResult refused = cli.run(pack);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("--list"), refused.err.constData());
    QCOMPARE(cli.run(pack + QStringList{"--list", "IHD_test.txt"}).json()["pairs"].toInt(), 1);
    cli.writeBytes("data/IHD_train.txt", "S/composite_images/a_1_1.png\nS/composite_images/b_1_1.png\n");
    QCOMPARE(cli.run(pack).json()["pairs"].toInt(), 2);
}

void TrainCommandTest::aPackWithoutRoom()
{
    const CliFixture cli;
    QVERIFY(QDir(cli.path(".")).mkpath("photos") && QDir(cli.path(".")).mkpath("data/composite_images"));
    const CliResult empty = cli.run({"train", "pack", "--photos", "photos", "-o", "p.pack"});
    QVERIFY2(empty.exitCode == 1 && empty.err.contains("there are no pictures"), empty.err.constData());
    writeImageFile(cli.filePath("photos/photo.png"), patternImage({64, 48}));
    const CliResult small = cli.run({"train", "pack", "--photos", "photos", "-o", "p.pack", "--max-bytes", "10"});
    QVERIFY2(small.exitCode == 1 && small.err.contains("--max-bytes"), small.err.constData());
    cli.writeBytes("data/composite_images/photo.png", "no picture, and of no known pair");
    const CliResult pairs = cli.run({"train", "pack", "--ihm4", "data", "-o", "p.pack"});
    QVERIFY2(pairs.exitCode == 1 && pairs.err.contains("--ihm4"), pairs.err.constData());
}

void TrainCommandTest::fewerStepsThanThereAre()
{
    CliFixture cli;
    cli.setVariable("DH_FAKE_STEP", "20");
    const QStringList train{"train", "refiner", "--model", "m", "--data", "d", "-o", "o", "--steps"};
    const CliResult fewer = cli.run(train + QStringList{"10"});
    QCOMPARE(fewer.exitCode, 0);
    QVERIFY2(fewer.out.contains("has done 20 steps already"), fewer.out.constData());
    const CliResult more = cli.run(train + QStringList{"30"});
    QVERIFY2(more.out.contains("Finished at step 30 of 30"), more.out.constData());
}

void TrainCommandTest::aPackReplacesNoInput_data()
{
    QTest::addColumn<QString>("output");
    QTest::newRow("a photograph") << "photos/photo.png";
    QTest::newRow("its mask") << "masks/photo.png";
    QTest::newRow("a list") << "list.csv";
}

void TrainCommandTest::aPackReplacesNoInput()
{
    QFETCH(QString, output);
    const CliFixture cli;
    for (const char* folder : {"photos", "masks"})
        QVERIFY(QDir(cli.path(".")).mkdir(folder));
    writeImageFile(cli.filePath("photos/photo.png"), patternImage({24, 16}));
    writeMaskFile(cli.filePath("masks/photo.png"), centreMask({24, 16}));
    cli.writeBytes("list.csv", "composite.png,mask.png,composite.png\n");
    const QByteArray before = cli.readBytes(output);
    const CliResult result = cli.run({"train", "pack", "--photos", "photos", "--masks", "masks", "--ihm4", ".",
                                      "--list", "list.csv", "-o", output, "-y", "--json"});
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.errorCode(), QString("file_unwritable"));
    QVERIFY2(result.err.contains("one of the input files"), result.err.constData());
    QCOMPARE(cli.readBytes(output), before);
}

QTEST_GUILESS_MAIN(TrainCommandTest)
#include "train_command_test.moc"
