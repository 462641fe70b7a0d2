#include "tests/app/cli_fixture.h"

#include "core/evaluate/evaluation_journal.h"
#include "core/imaging/image_file.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QMap>
#include <QTest>

#include <array>
#include <csignal>

using namespace dh;

namespace
{

constexpr int kPairs = 5;
constexpr Size kSize{40, 30};
const QStringList kReports{"items.csv", "report.html", "report.json", "report.md", "tables.csv"};

/// The rows of a table of report.json.
QJsonArray rowsOf(const QJsonObject& report, const QString& table)
{
    for (const auto& entry : report["tables"].toArray()) {
        if (entry.toObject()["id"].toString() == table)
            return entry.toObject()["rows"].toArray();
    }
    return {};
}

QJsonArray valuesOf(const QJsonObject& report, const QString& table, const QString& label)
{
    for (const auto& row : rowsOf(report, table)) {
        if (row.toObject()["label"].toString() == label && !row.toObject()["published"].toBool())
            return row.toObject()["values"].toArray();
    }
    return {};
}

} // namespace

/// `diffharmony evaluate` with an engine that inverts the foreground.
class EvaluateCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void modelAndBaselines();
    void referenceMode();
    void finishedPictures();
    void partsJoinToTheSameBytes_data();
    void partsJoinToTheSameBytes();
    void slurmNamesTheShard();
    void sparseArraysAreRefused_data();
    void sparseArraysAreRefused();
    void restartsItsOwnShard();
    void changedPicturesAreDoneAgain();
    void partsOfOtherPicturesAreRefused();
    void refusedRunLeavesTheOthersDescription();
    void jobsGiveTheSameBytes();
    void jobsEndWhereChildrenAreIgnored();
    void jobsAreAskedToEndTogether();
    void resumesAfterAnEnd_data();
    void resumesAfterAnEnd();
    void otherSettingsAreRefused();
    void failuresAreListedPerPicture();
    void badUsage_data();
    void badUsage();

private:
    [[nodiscard]] CliResult evaluate(const QString& output, const QStringList& more = {}) const
    {
        return m_cli.run(
            QStringList{"evaluate", "data", "--output", output, "--sizes", "256,512", "--seeds", "2", "--identity"} +
            more);
    }
    void compareReports(const QString& folder) const;

    CliFixture m_cli;
};

void EvaluateCommandTest::initTestCase()
{
    QByteArray list;
    for (int i = 0; i < kPairs; ++i) {
        const QString subset = i < 3 ? "HCOCO" : "HFlickr";
        const auto path = [&](const QString& folder, const QString& name) {
            QDir(m_cli.path({})).mkpath("data/" + subset + "/" + folder);
            return m_cli.filePath("data/" + subset + "/" + folder + "/" + name);
        };
        const QString id = QString("p%1").arg(i);
        const Mask mask = centreMask({kSize.width, kSize.height - i});
        const Image composite = patternImage(mask.size());
        ImageBuffer real(composite);
        for (int y = 0; y < mask.height(); ++y)
            for (int x = 0; x < mask.width() * 3; ++x)
                if (mask.row(y)[x / 3] != 0) // what the fake engine makes of it, but for a shift that grows
                    real.row<std::uint8_t>(y)[x] =
                        static_cast<std::uint8_t>(std::min(255, 255 - composite.row<std::uint8_t>(y)[x] + i));
        writeImageFile(path("composite_images", id + "_1_1.png"), composite);
        writeMaskFile(path("masks", id + "_1.png"), mask);
        writeImageFile(path("real_images", id + ".png"), std::move(real).finish());
        list += subset.toUtf8() + "/composite_images/" + id.toUtf8() + "_1_1.png\n";
    }
    m_cli.writeBytes("data/IHD_test.txt", list);
    const CliResult whole = evaluate("whole");
    QVERIFY2(whole.exitCode == 0, whole.err.constData());
}

void EvaluateCommandTest::compareReports(const QString& folder) const
{
    for (const QString& name : kReports) {
        const QByteArray expected = m_cli.readBytes("whole/" + name);
        QVERIFY(!expected.isEmpty());
        QVERIFY2(m_cli.readBytes(folder + "/" + name) == expected, qPrintable(folder + "/" + name));
    }
}

void EvaluateCommandTest::modelAndBaselines()
{
    const CliResult again = evaluate("whole", {"--json"}); // nothing is left to do
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
}

void EvaluateCommandTest::partsJoinToTheSameBytes_data()
{
    QTest::addColumn<int>("shards");
    QTest::newRow("two") << 2;
    QTest::newRow("more than pictures") << kPairs + 2;
}

void EvaluateCommandTest::partsJoinToTheSameBytes()
{
    QFETCH(int, shards);
    const QString name = QString("parts%1").arg(shards);
    QStringList folders;
    for (int i = 1; i <= shards; ++i) {
        folders += QString("%1-%2").arg(name).arg(i); // as on machines of their own
        const CliResult part = evaluate(folders.back(), {"--shard", QString("%1/%2").arg(i).arg(shards)});
        QVERIFY2(part.exitCode == 0, part.err.constData());
    }
    const CliResult joined = m_cli.run(QStringList{"evaluate", "--output", name, "--merge"} + folders);
    QVERIFY2(joined.exitCode == 0, joined.err.constData());
    compareReports(name);
    folders.removeLast();
    if (shards != 2)
        return;
    const CliResult incomplete = m_cli.run(QStringList{"evaluate", "--output", name, "--merge"} + folders);
    QCOMPARE(incomplete.exitCode, 1);
    QCOMPARE(incomplete.err, QByteArray("The evaluation is incomplete: 3 of 5 pictures finished.\n"));
}

void EvaluateCommandTest::slurmNamesTheShard()
{
    m_cli.setVariable("SLURM_ARRAY_TASK_COUNT", "2");
    for (const char* task : {"1", "2"}) {
        m_cli.setVariable("SLURM_ARRAY_TASK_ID", task);
        const CliResult part = evaluate("slurm");
        QVERIFY2(part.exitCode == 0, part.err.constData());
    }
    m_cli.setVariable("SLURM_ARRAY_TASK_COUNT", {});
    m_cli.setVariable("SLURM_ARRAY_TASK_ID", {});
    QVERIFY(!QFile::exists(m_cli.path("slurm/report.md")));
    QCOMPARE(m_cli.run({"evaluate", "--merge", "slurm"}).exitCode, 0);
    compareReports("slurm");
}

void EvaluateCommandTest::sparseArraysAreRefused_data()
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

void EvaluateCommandTest::sparseArraysAreRefused()
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

void EvaluateCommandTest::restartsItsOwnShard()
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

void EvaluateCommandTest::changedPicturesAreDoneAgain()
{
    QDir(m_cli.path({})).mkpath("changing");
    const auto replace = [this](const QString& target, const QString& source) {
        QFile::remove(m_cli.path(target));
        QVERIFY(QFile::copy(m_cli.path(source), m_cli.path(target)));
    };
    const QString first = "data/HCOCO/composite_images/p0_1_1.png";
    const QString real = "data/HCOCO/real_images/p0.png";
    replace("changing/composite.png", first);
    replace("changing/mask.png", "data/HCOCO/masks/p0_1.png");
    replace("changing/real.png", real);
    m_cli.writeBytes("changing.csv", "composite,mask,real\n"
                                     "changing/composite.png,changing/mask.png,changing/real.png\n");
    QDir(m_cli.path({})).mkpath("changing/finished");
    replace("changing/finished/composite.png", real);
    const auto run = [this](const QString& folder, const QStringList& more = {}) {
        return m_cli.run(QStringList{"evaluate", "changing.csv", "-o", folder, "--results", "changing/finished",
                                     "--no-baselines", "--json"} +
                         more);
    };
    const auto records = [this] { return m_cli.readBytes("changed/items.jsonl").count('\n'); };
    const auto errorOf = [](const CliResult& result) {
        return valuesOf(result.json(), "table1", "Finished pictures").last().toDouble(-1.0); // fMSE, all pictures
    };
    QCOMPARE(errorOf(run("changed")), 0.0);
    QCOMPARE(records(), 2);
    QCOMPARE(errorOf(run("changed")), 0.0);
    QCOMPARE(records(), 2); // nothing to do

    replace("changing/finished/composite.png", first);
    const double changed = errorOf(run("changed"));
    QVERIFY(changed > 0.0);
    QCOMPARE(records(), 3); // the composite's own record stays

    replace("changing/real.png", first);
    QCOMPARE(errorOf(run("changed", {"--jobs", "2"})), 0.0);
    const CliResult joined = m_cli.run({"evaluate", "--merge", "changed", "-o", "joined", "--json"});
    QCOMPARE(joined.errorCode(), QString("invalid_argument")); // its parts are of other pictures
    QVERIFY2(joined.err.contains("changing/composite.png"), joined.err.constData());
}

void EvaluateCommandTest::partsOfOtherPicturesAreRefused()
{
    const auto write = [this](int picture, int shift) {
        const QString name = QString("moving-%1.png").arg(picture);
        writeImageFile(m_cli.filePath(name), patternImage({kSize.width, kSize.height + shift}));
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

void EvaluateCommandTest::refusedRunLeavesTheOthersDescription()
{
    const QStringList base{"evaluate", "data", "-o", "busy", "--no-model", "--json"};
    QCOMPARE(m_cli.run(base).exitCode, 0);
    const QByteArray description = m_cli.readBytes("busy/run.json");
    const EvaluationJournal running(m_cli.filePath("busy/items.jsonl"));
    const CliResult refused = m_cli.run(base + QStringList{"--no-baselines"});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("another run is writing it"), refused.err.constData());
    QCOMPARE(m_cli.readBytes("busy/run.json"), description);
}

void EvaluateCommandTest::jobsGiveTheSameBytes()
{
    const CliResult result = evaluate("jobs", {"--jobs", "3"});
    QVERIFY2(result.exitCode == 0, result.err.constData());
    compareReports("jobs");
}

void EvaluateCommandTest::jobsEndWhereChildrenAreIgnored()
{
    QProcess process;
    m_cli.prepare(process, {"evaluate", "data", "-o", "ignored", "--no-model", "--jobs", "2", "--json"});
    process.setChildProcessModifier([] { std::signal(SIGCHLD, SIG_IGN); });
    process.start();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
}

void EvaluateCommandTest::jobsAreAskedToEndTogether()
{
    // A run takes 1.8 s and answers no cancel; were the processes asked one after the other, the last one would go on
    // with a run for each before it.
    constexpr int kMostRunsMore = 2;
    QProcess process;
    m_cli.setVariable("DH_FAKE_STEP_MS", "300");
    m_cli.setVariable("DH_FAKE_IGNORE_CANCEL", "1");
    m_cli.prepare(process, {"evaluate", "data", "-o", "asked", "--no-baselines", "--seeds", "9", "--jobs", "5"});
    m_cli.setVariable("DH_FAKE_STEP_MS", {});
    m_cli.setVariable("DH_FAKE_IGNORE_CANCEL", {});
    process.start();
    const auto runsOf = [this](int part) {
        return m_cli.readBytes(QString("asked/shard-%1-of-5/items.jsonl").arg(part)).count('\n');
    };
    for (int i = 1; i <= kPairs; ++i)
        QTRY_VERIFY_WITH_TIMEOUT(runsOf(i) > 0, 60'000);
    std::array<qsizetype, kPairs> before{};
    for (int i = 1; i <= kPairs; ++i)
        before.at(static_cast<std::size_t>(i) - 1) = runsOf(i);
    process.terminate();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 130);
    for (int i = 1; i <= kPairs; ++i)
        QVERIFY(runsOf(i) <= before.at(static_cast<std::size_t>(i) - 1) + kMostRunsMore);
}

void EvaluateCommandTest::resumesAfterAnEnd_data()
{
    QTest::addColumn<bool>("killed");
    QTest::newRow("killed") << true;
    QTest::newRow("cancelled") << false;
}

void EvaluateCommandTest::resumesAfterAnEnd()
{
    QFETCH(bool, killed);
    const QString folder = killed ? "killed" : "cancelled";
    const QString name = folder + "/items.jsonl";
    QProcess process;
    m_cli.setVariable("DH_FAKE_STEP_MS", "20");
    m_cli.prepare(process,
                  {"evaluate", "data", "--output", folder, "--sizes", "256,512", "--seeds", "2", "--identity"});
    process.start();
    QTRY_VERIFY_WITH_TIMEOUT(m_cli.readBytes(name).count('\n') > 10, 60'000);
    killed ? process.kill() : process.terminate();
    QVERIFY(process.waitForFinished());
    m_cli.setVariable("DH_FAKE_STEP_MS", {});
    if (!killed) {
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("finished pictures are kept"));
    }
    const QByteArray before = m_cli.readBytes(name);
    QVERIFY(before.count('\n') < 9 * kPairs); // it ended before its time
    QFile journal(m_cli.path(name));
    QVERIFY(journal.open(QIODevice::Append));
    journal.write("{\"item\":4,\"na"); // as a crash of the machine leaves it
    journal.close();
    const CliResult result = evaluate(folder);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY(m_cli.readBytes(name).startsWith(before));       // what was finished stays
    QCOMPARE(m_cli.readBytes(name).count('\n'), 9 * kPairs); // and is not done again
    compareReports(folder);
}

void EvaluateCommandTest::otherSettingsAreRefused()
{
    const QStringList base{"evaluate", "data", "-o", "settings", "--no-baselines", "--json"};
    QCOMPARE(m_cli.run(base + QStringList{"--steps", "2"}).exitCode, 0);
    const CliResult refused = m_cli.run(base + QStringList{"--steps", "3"});
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(refused.errorCode(), QString("invalid_argument"));
    QVERIFY2(refused.err.contains("steps 2 instead of 3") && refused.err.contains("--restart"),
             refused.err.constData());
    QCOMPARE(m_cli.run(base + QStringList{"--steps", "3", "--restart"}).exitCode, 0);
    const CliResult merged = m_cli.run({"evaluate", "--merge", "settings", "whole", "-o", "mixed", "--json"});
    QCOMPARE(merged.errorCode(), QString("invalid_argument"));
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
