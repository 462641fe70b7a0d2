#include "core/diffusion/model.h"
#include "core/weights/checkpoint.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <random>

namespace
{

constexpr int kSteps = 36;
constexpr int kTimeoutMs = 120000;

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Starts the run and kills it once it has fetched that many batches; without a number it may finish.
/// @return whether it finished
bool runChild(const QString& stage, const QString& output, int killAfterBatches = -1, const QString& largestFile = {})
{
    QProcess child;
    QStringList arguments{stage, output, QString::number(kSteps)};
    if (!largestFile.isEmpty())
        arguments << largestFile;
    child.start(DH_TRAINING_CHILD, arguments);
    if (killAfterBatches >= 0) {
        QByteArray dots;
        while (dots.size() < killAfterBatches && child.waitForReadyRead(kTimeoutMs))
            dots += child.readAllStandardOutput();
        child.kill();
    }
    child.waitForFinished(kTimeoutMs);
    return child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0;
}

QString newestState(const QString& output)
{
    const QStringList states = QDir(output + "/training").entryList({"step-*.safetensors"}, QDir::Files, QDir::Name);
    return states.isEmpty() ? QString() : output + "/training/" + states.last();
}

/// The models' files, without what differs by nature (rates in the log).
QStringList modelFiles(const QString& output)
{
    QStringList files;
    QDirIterator all(output, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next().mid(output.size());
        if (!path.startsWith("/training/"))
            files << path;
    }
    files.sort();
    return files;
}

/// What killed runs left in the folder of the states.
QStringList leftoversIn(const QString& output)
{
    return QDir(output + "/training").entryList({".*"}, QDir::Files | QDir::Hidden);
}

/// What a run leaves that is killed while it writes these files.
void leaveTemporaryFiles(const QString& output)
{
    for (const char* name : {"/training/.step-0000000007.safetensors.a1B2c3", "/training/.log.csv.zzzzzz",
                             "/.model_index.json.000000", "/refiner/.config.json.AAAAAA",
                             "/unet/.diffusion_pytorch_model.safetensors.q9Q9q9", "/tokenizer/.merges.txt.abcdef"}) {
        QDir().mkpath(QFileInfo(output + name).path());
        QFile file(output + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("half");
    }
}

void compareRuns(const QString& actual, const QString& expected)
{
    QCOMPARE(leftoversIn(actual), QStringList());
    QCOMPARE(newestState(actual).section('/', -1), newestState(expected).section('/', -1));
    QVERIFY(!contentOf(newestState(expected)).isEmpty());
    QVERIFY2(contentOf(newestState(actual)) == contentOf(newestState(expected)), "the states differ");
    QVERIFY(!modelFiles(expected).isEmpty());
    QCOMPARE(modelFiles(actual), modelFiles(expected));
    for (const QString& file : modelFiles(expected))
        QVERIFY2(contentOf(actual + file) == contentOf(expected + file), qPrintable(file));
}

/// Each step once, in order.
QList<int> loggedSteps(const QString& output)
{
    QList<int> steps;
    const QList<QByteArray> lines = contentOf(output + "/training/log.csv").split('\n');
    for (const QByteArray& line : lines.mid(1))
        if (!line.isEmpty())
            steps << line.split(',').first().toInt();
    return steps;
}

} // namespace

class UnbrokenRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killed_data()
    {
        QTest::addColumn<QString>("stage");
        QTest::addColumn<int>("times");
        QTest::newRow("refiner, ten times") << "refiner" << 10;
        QTest::newRow("unet") << "unet" << 3;
        QTest::newRow("vae") << "vae" << 2;
        QTest::newRow("condition-vae") << "condition-vae" << 2;
    }

    void killed()
    {
        QFETCH(QString, stage);
        QFETCH(int, times);
        const QTemporaryDir folder;
        const QString whole = folder.filePath("whole");
        const QString broken = folder.filePath("broken");
        QVERIFY(runChild(stage, whole));

        std::mt19937 random(5);
        int killed = 0;
        for (int i = 0; i < times; ++i)
            killed += runChild(stage, broken, std::uniform_int_distribution<int>(1, 5)(random)) ? 0 : 1;
        QVERIFY2(killed > times / 2, qPrintable(QString::number(killed)));
        leaveTemporaryFiles(broken);
        QVERIFY(runChild(stage, broken));

        compareRuns(broken, whole);
        QList<int> everyStep;
        for (int step = 1; step <= kSteps; ++step)
            everyStep << step;
        QCOMPARE(loggedSteps(broken), everyStep);
        QVERIFY(contentOf(broken + "/training/loss.svg").contains("<polyline"));
    }

    void fullDiskLeavesTheLastCheckpoint()
    {
        const QTemporaryDir folder;
        const QString whole = folder.filePath("whole");
        const QString broken = folder.filePath("broken");
        QVERIFY(runChild("refiner", whole));
        constexpr int kSomeBatches = 8;
        runChild("refiner", broken, kSomeBatches);
        const QString before = newestState(broken);
        const QByteArray state = contentOf(before);
        QVERIFY(!state.isEmpty());

        const QString tooSmall = QString::number(state.size() / 2);
        QVERIFY(!runChild("refiner", broken, -1, tooSmall));
        QCOMPARE(newestState(broken), before);
        QVERIFY(contentOf(before) == state);

        QVERIFY(runChild("refiner", broken));
        compareRuns(broken, whole);
    }

    void othersHiddenFilesStay()
    {
        const QTemporaryDir folder;
        const QString output = folder.filePath("model");
        const QStringList names{"/.notes.txt.abcdef", "/training/.step-1.safetensors", "/.model_index.json.abcdefg"};
        QDir().mkpath(output + "/training");
        for (const QString& name : names) {
            QFile file(output + name);
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QVERIFY(runChild("refiner", output));
        for (const QString& name : names)
            QVERIFY2(QFile::exists(output + name), qPrintable(name));
    }

    void exportedModelLoads()
    {
        const QTemporaryDir folder;
        const QString output = folder.filePath("model");
        QVERIFY(runChild("condition-vae", output));
        dh::ModelLocation location;
        location.root = output.toStdString();
        const dh::Checkpoint checkpoint(location);
        QCOMPARE(QString::fromStdString(dh::findModelProblems(checkpoint, {})), QString());
        QVERIFY(checkpoint.has(dh::Component::ConditionVae));
        QVERIFY(checkpoint.has(dh::Component::Refiner));
    }
};

QTEST_GUILESS_MAIN(UnbrokenRunTest)
#include "unbroken_run_test.moc"
