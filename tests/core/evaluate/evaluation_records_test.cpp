#include "core/base/error.h"
#include "core/evaluate/delimited_text.h"
#include "core/evaluate/evaluation_inputs.h"
#include "core/evaluate/evaluation_journal.h"
#include "core/evaluate/result_tables.h"
#include "core/evaluate/run_folder.h"
#include "core/evaluate/svg_chart.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace dh;

namespace
{

void writeFile(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("can't write %s", qPrintable(path));
}

EvaluationRecord recordOf(int item, const std::string& system, double fmse, const std::string& subset = "HCOCO",
                          double ratio = 0.1)
{
    EvaluationRecord record{item, "picture " + std::to_string(item), subset, system, ratio, {}, {}, {}};
    record.score.evaluation = {fmse / 10.0, fmse, 1.0 / 3.0};
    return record;
}

EvaluationRecord madeOf(EvaluationRecord record, const std::string& inputs)
{
    record.inputs = inputs;
    return record;
}

EvaluationRecord failedOf(EvaluationRecord record)
{
    record.failure = RecordedFailure{"file_not_found", "", ""};
    return record;
}

/// A folder whose journal holds `records`.
RunFolder folderWith(const QString& path, const std::vector<EvaluationRecord>& records)
{
    QDir().mkpath(path);
    RunFolder folder(path.toStdString());
    EvaluationJournal journal(folder.journal());
    for (const EvaluationRecord& record : records)
        journal.add(record);
    return folder;
}

const ReportTable& tableOf(const std::vector<ReportTable>& tables, const std::string& id)
{
    for (const ReportTable& table : tables)
        if (table.id == id)
            return table;
    qFatal("no table %s", id.c_str());
}

} // namespace

/// Journals, folders and tables.
class EvaluationRecordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recordsKeepEveryBit();
    void tornLinesAreCutOff();
    void aJournalHasOneWriter();
    void otherSettingsAreRefused();
    void shardsAreAPartition();
    void restartClearsItsOwnShard();
    void whatIsWrittenIsNotCleared();
    void changedFilesAreNoticed();
    void laterInputsCount();
    void partsOfOtherInputsAreRefused();
    void fingerprintFollowsNamesAndSizes();
    void partsOfOtherFilesAreRefused();
    void systemsKeepTheirKeys();
    void tableValues();
    void noGainWithoutFiniteMeans();
    void noDeviationOfInfinities();
    void aPerfectCompositeIsNoExcuse();
    void publishedTable();
    void chartsEscapeTexts();
    void smallAxesTellTheirNumbers();
};

void EvaluationRecordsTest::recordsKeepEveryBit()
{
    EvaluationRecord record = recordOf(3, "composite", 1.0 / 7.0);
    record.score.native = PictureErrors{0.1, 0.2, 1e-300};
    record.inputs = "0123abcd";
    const auto read = recordFromLine(toLine(record));
    QVERIFY(read.has_value());
    QCOMPARE(read->score.evaluation.fmse, 1.0 / 7.0);
    QCOMPARE(read->score.native->backgroundMse, 1e-300);
    QCOMPARE(read->inputs, record.inputs);
    QCOMPARE(toLine(*read), toLine(record));
    EvaluationRecord failed{4, "n", "s", "composite", 0.0, {}, RecordedFailure{"file_not_found", "a\nb", "why"}, {}};
    QCOMPARE(recordFromLine(toLine(failed))->failure->subject, std::string("a\nb"));
    QVERIFY(!recordFromLine("{\"item\": 1}"));
    QVERIFY(!recordFromLine(toLine(madeOf(record, "../x")))); // it would become part of a file's name
}

void EvaluationRecordsTest::tornLinesAreCutOff()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("items.jsonl");
    const std::string whole = toLine(recordOf(0, "composite", 5.0)) + "\n";
    const std::string torn = toLine(recordOf(1, "composite", 6.0));
    for (const std::size_t length : {std::size_t{1}, torn.size() / 2, torn.size()}) {
        writeFile(path, QByteArray::fromStdString(whole + torn.substr(0, length)));
        {
            EvaluationJournal journal(path.toStdString());
            journal.add(recordOf(2, "composite", 7.0));
        }
        const auto records = EvaluationJournal::read(path.toStdString());
        QCOMPARE(records.size(), std::size_t{2});
        QCOMPARE(records[0].item, 0);
        QCOMPARE(records[1].item, 2);
    }
}

void EvaluationRecordsTest::aJournalHasOneWriter()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath("items.jsonl").toStdString();
    const EvaluationJournal first(path);
    bool isRefused = false;
    try {
        const EvaluationJournal second(path);
    } catch (const Error& error) {
        isRefused = error.code() == ErrorCode::FileUnwritable;
    }
    QVERIFY(isRefused);
}

void EvaluationRecordsTest::otherSettingsAreRefused()
{
    const QTemporaryDir temporary;
    const RunFolder folder(temporary.filePath("run").toStdString());
    RunDescription run{{{"model", "aa"}, {"steps", "5"}}, 3, {{SystemKind::Composite}}, "f1"};
    folder.claim(run);
    QVERIFY(folder.description() == run);
    run.systems.push_back({SystemKind::Model, 512, true, 42});
    run.files = "f2";
    folder.claim(run); // more systems continue a run, and so do pictures that changed
    QVERIFY(folder.description() == run);
    const RunDescription before = run;
    run.settings["model"] = "bb";
    QString told;
    try {
        folder.claim(run);
    } catch (const Error& error) {
        told = QString::fromStdString(error.detail());
    }
    QVERIFY2(told.contains("model aa instead of bb"), qPrintable(told));
    QVERIFY(folder.description() == before);
    folder.clear();
    folder.claim(run);
    QVERIFY(folder.description() == run);
}

void EvaluationRecordsTest::shardsAreAPartition()
{
    for (const int of : {1, 2, 5}) {
        for (int item = 0; item < 12; ++item) {
            int holders = 0;
            for (int index = 1; index <= of; ++index)
                holders += Shard{index, of}.holds(item) ? 1 : 0;
            QCOMPARE(holders, 1);
        }
    }
}

void EvaluationRecordsTest::restartClearsItsOwnShard()
{
    const QTemporaryDir folder;
    const RunFolder whole = folderWith(folder.filePath("run"), {recordOf(0, "composite", 1.0)});
    const QStringList shards{"shard-1-of-2", "shard-2-of-2", "shard-1-of-4", "shard-3-of-4", "shard-4-of-4"};
    for (const QString& shard : shards)
        (void)folderWith(folder.filePath("run/" + shard), {recordOf(0, "composite", 1.0)});
    whole.clear(Shard{1, 2}); // 1 and 3 of 4 are its jobs' parts
    QVERIFY(QFile::exists(folder.filePath("run/items.jsonl")));
    QCOMPARE(QDir(folder.filePath("run")).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name),
             (QStringList{"shard-2-of-2", "shard-4-of-4"}));
    QVERIFY(!Shard::ofFolder("shard-3-of-2") && !Shard::ofFolder("shard-1-of-2x") && !Shard::ofFolder("worst"));
    QCOMPARE(Shard::ofFolder("shard-12-of-34")->index, 12);
    whole.clear();
    QVERIFY(!QFile::exists(folder.filePath("run/items.jsonl")));
    QVERIFY(QDir(folder.filePath("run")).isEmpty());
}

void EvaluationRecordsTest::whatIsWrittenIsNotCleared()
{
    const QTemporaryDir folder;
    const RunFolder whole = folderWith(folder.filePath("run"), {recordOf(0, "composite", 1.0)});
    const RunFolder part = folderWith(folder.filePath("run/shard-2-of-2"), {recordOf(1, "composite", 1.0)});
    const EvaluationJournal running(part.journal());
    for (const std::optional<Shard>& shard : {std::optional<Shard>(), std::optional(Shard{2, 2})}) {
        try {
            whole.clear(shard);
            QFAIL("it was cleared");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::FileUnwritable);
            QCOMPARE(error.subject(), part.journal().string());
        }
    }
    QCOMPARE(collectRecords(whole.parts()).size(), std::size_t{2});
    whole.clear(Shard{1, 2}); // nobody works there
}

void EvaluationRecordsTest::changedFilesAreNoticed()
{
    const QTemporaryDir folder;
    const std::string results = EvaluatedSystem{SystemKind::Results}.key();
    const QStringList files{"S/composite_images/a_1_1.png", "S/masks/a_1.png", "S/real_images/a.png",
                            "finished/a_1_1.png"};
    for (const QString& file : files)
        writeFile(folder.filePath(file), "before");
    const auto inputsNow = [&] {
        return EvaluationInputs({pairOfComposite(folder.filePath(files[0]).toStdString(), "a")},
                                folder.filePath("finished").toStdString(), {});
    };
    const EvaluationRecord composite = madeOf(recordOf(0, "composite", 1.0), inputsNow().digest(0, "composite"));
    const EvaluationRecord finished = madeOf(recordOf(0, results, 1.0), inputsNow().digest(0, results));
    QVERIFY(inputsNow().isCurrent(composite));
    QVERIFY(inputsNow().isCurrent(finished));
    QVERIFY(!inputsNow().isCurrent(recordOf(0, "composite", 1.0))); // it doesn't say what it was made of
    QVERIFY(!inputsNow().isCurrent(madeOf(recordOf(1, "composite", 1.0), composite.inputs)));
    for (const QString& file : files) {
        writeFile(folder.filePath(file), "after!"); // of the same size
        QVERIFY(!inputsNow().isCurrent(finished));
        QCOMPARE(inputsNow().isCurrent(composite), file == files.last());
        QVERIFY(QFile::remove(folder.filePath(file)));
        QVERIFY(!inputsNow().isCurrent(finished));
        writeFile(folder.filePath(file), "before");
    }
    QVERIFY(inputsNow().isCurrent(finished));
}

void EvaluationRecordsTest::laterInputsCount()
{
    const QTemporaryDir folder;
    const EvaluationRecord old = madeOf(recordOf(0, "composite", 1.0), "aa");
    const EvaluationRecord failed = failedOf(madeOf(recordOf(0, "composite", 2.0), "bb"));
    const RunFolder redone = folderWith(folder.filePath("redone"), {old, failed});
    QVERIFY(collectRecords({redone}).begin()->second.failure.has_value());
    const RunFolder again = folderWith(folder.filePath("again"), {old, failedOf(old)});
    QVERIFY(!collectRecords({again}).begin()->second.failure.has_value());
    // What failed in one folder and was finished in another is finished.
    QVERIFY(!collectRecords({again, redone}).begin()->second.failure.has_value());
    const auto isOld = [](const EvaluationRecord& record) { return record.inputs == "aa"; };
    QVERIFY(!collectRecords({redone}, isOld).begin()->second.failure.has_value());
}

void EvaluationRecordsTest::partsOfOtherInputsAreRefused()
{
    const QTemporaryDir folder;
    const EvaluationRecord record = recordOf(3, "composite", 1.0);
    const RunFolder first = folderWith(folder.filePath("first"), {madeOf(record, "aa")});
    const RunFolder same = folderWith(folder.filePath("same"), {madeOf(record, "bb"), madeOf(record, "aa")});
    const RunFolder failed = folderWith(folder.filePath("failed"), {failedOf(madeOf(record, "cc"))});
    requireSameInputs({first, same, failed});
    const RunFolder other = folderWith(folder.filePath("other"), {madeOf(record, "bb")});
    try {
        requireSameInputs({first, same, other});
        QFAIL("they were joined");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::InvalidArgument);
        const QString told = QString::fromStdString(error.detail());
        QVERIFY2(told.contains("picture 3") && told.contains(folder.filePath("first")) &&
                     told.contains(folder.filePath("other")),
                 qPrintable(told));
    }
}

void EvaluationRecordsTest::fingerprintFollowsNamesAndSizes()
{
    const QTemporaryDir folder;
    const QStringList files{"S/composite_images/a_1_1.png", "S/masks/a_1.png", "S/real_images/a.png"};
    for (const QString& file : files)
        writeFile(folder.filePath(file), "before");
    const auto fingerprint = [&](const std::string& name) {
        return EvaluationInputs({pairOfComposite(folder.filePath(files[0]).toStdString(), name)}, {}, {}).fingerprint();
    };
    const std::string before = fingerprint("a");
    QVERIFY(fingerprint("b") != before);
    for (const QString& file : files) {
        writeFile(folder.filePath(file), "longer than before");
        QVERIFY(fingerprint("a") != before);
        QVERIFY(QFile::remove(folder.filePath(file)));
        QVERIFY(fingerprint("a") != before);
        writeFile(folder.filePath(file), "before");
    }
    QCOMPARE(fingerprint("a"), before);
    CancelSource source;
    source.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)EvaluationInputs({EvaluationPair()}, {}, source.token()).fingerprint());
}

void EvaluationRecordsTest::partsOfOtherFilesAreRefused()
{
    const QTemporaryDir folder;
    const auto part = [&](const QString& name, int item, const RunDescription& run) {
        const RunFolder made = folderWith(folder.filePath(name), {recordOf(item, "composite", 1.0)});
        made.claim(run);
        return made;
    };
    const auto refusal = [](const std::vector<RunFolder>& parts) {
        try {
            requireSameRun(parts);
        } catch (const Error& error) {
            return QString::fromStdString(error.detail());
        }
        return QString();
    };
    const auto runOf = [](const std::string& steps, const std::string& files) {
        return RunDescription{{{"steps", steps}}, 2, {{SystemKind::Composite}}, files};
    };
    const RunFolder first = part("first", 0, runOf("5", "f1"));
    const RunFolder same = part("same", 1, runOf("5", "f1"));
    const RunFolder other = part("other", 1, runOf("5", "f2"));
    const RunFolder old = part("old", 1, runOf("5", ""));
    QCOMPARE(refusal({old, first, same, old}), QString());
    const QString told = refusal({old, first, other});
    QVERIFY2(told.contains(folder.filePath("first")) && told.contains(folder.filePath("other")), qPrintable(told));
    // The folder around the parts records what the last of them found, and holds no pictures of its own.
    const RunFolder whole(folder.filePath("whole").toStdString());
    whole.claim(runOf("5", "f2"));
    QCOMPARE(refusal({whole, first, same}), QString());
    const RunFolder byHand = folderWith(folder.filePath("by hand"), {});
    QCOMPARE(refusal({byHand, first}), QString());
    const RunFolder copied = part("whole/shard-2-of-2", 1, runOf("7", "f1"));
    const QString differs = refusal({whole, copied});
    QVERIFY2(differs.contains("steps 7 instead of 5") && differs.contains("shard-2-of-2"), qPrintable(differs));
}

void EvaluationRecordsTest::systemsKeepTheirKeys()
{
    for (const EvaluatedSystem& system :
         {EvaluatedSystem{SystemKind::SeamlessClone}, EvaluatedSystem{SystemKind::Model, 512, false, 7},
          EvaluatedSystem{SystemKind::Identity, 0, true, 18446744073709551615U}})
        QVERIFY(systemFromKey(system.key()) == system);
    QVERIFY_THROWS_EXCEPTION(Error, (void)systemFromKey("model-512-polished-7"));
}

void EvaluationRecordsTest::tableValues()
{
    const EvaluatedSystem composite{};
    const EvaluatedSystem first{SystemKind::Model, 0, true, 1};
    const EvaluatedSystem second{SystemKind::Model, 0, true, 2};
    RunDescription run{{}, 3, {composite, first, second}, {}};
    std::map<std::pair<int, std::string>, EvaluationRecord> records;
    const auto add = [&](const EvaluationRecord& record) { records[{record.item, record.system}] = record; };
    // Pictures 0 and 1 of one sub-set, 2 of another; shares on the bins' limits.
    const double ratios[] = {0.049, 0.05, 1.0};
    for (int item = 0; item < 3; ++item) {
        const std::string subset = item < 2 ? "HFlickr" : "HCOCO";
        add(recordOf(item, composite.key(), 1000.0, subset, ratios[item]));
        add(recordOf(item, first.key(), 100.0 * (item + 1), subset, ratios[item]));
        add(recordOf(item, second.key(), 300.0, subset, ratios[item]));
    }
    const EvaluationData data(run, records);
    const auto tables = resultTables(data, {});

    const ReportTable& one = tableOf(tables, "table1");
    QCOMPARE(one.columns[0].group, std::string("HCOCO")); // the paper's order
    QCOMPARE(one.rows.size(), std::size_t{2});            // seeds share a row
    QCOMPARE(*one.rows[1].cells[2], 300.0);
    QCOMPARE(*one.rows[1].cells[5], 150.0);
    QCOMPARE(*one.rows[1].cells[8], 200.0);

    const ReportTable& three = tableOf(tables, "table3");
    QCOMPARE(three.rows.back().label, std::string("Average"));
    QCOMPARE(*three.rows.back().cells[4], 250.0);
    QVERIFY(std::abs(*three.rows.back().cells[5] - 50.0 * std::sqrt(2.0)) < 1e-9);

    const ReportTable& four = tableOf(tables, "table4");
    QCOMPARE(*four.rows[1].cells[0], 1.0);
    QCOMPARE(*four.rows[1].cells[3], 100.0);
    QCOMPARE(*four.rows[1].cells[7], 200.0);
    QCOMPARE(*four.rows[1].cells[11], 300.0);
    QCOMPARE(*four.rows[1].cells[12], 3.0);

    const ReportTable& summary = tableOf(tables, "summary");
    QCOMPARE(*summary.rows[1].cells[1], 0.2);
    QVERIFY(std::abs(*summary.rows[2].cells[2] - 10.0 * std::log10(1000.0 / 300.0)) < 1e-9);
    QCOMPARE(*summary.rows[1].cells[3], 100.0);
}

void EvaluationRecordsTest::noGainWithoutFiniteMeans()
{
    const EvaluatedSystem composite{};
    const EvaluatedSystem perfect{SystemKind::Model, 0, true, 1};
    const EvaluatedSystem usual{SystemKind::Model, 0, true, 2};
    const auto gains = [&](double compositeError) {
        EvaluationRecords records;
        for (const EvaluationRecord& record : {recordOf(0, composite.key(), compositeError),
                                               recordOf(0, perfect.key(), 0.0), recordOf(0, usual.key(), 100.0)})
            records[{record.item, record.system}] = record;
        const auto tables = resultTables(EvaluationData({{}, 1, {composite, perfect, usual}, {}}, records), {});
        const ReportTable& summary = tableOf(tables, "summary");
        return std::pair(summary.rows[1].cells[2], summary.rows[2].cells[2]);
    };
    QVERIFY(!gains(1000.0).first);
    QVERIFY(gains(1000.0).second);
    QVERIFY(!gains(0.0).first && !gains(0.0).second);
}

void EvaluationRecordsTest::noDeviationOfInfinities()
{
    const EvaluatedSystem seeds[] = {{SystemKind::Model, 0, true, 1}, {SystemKind::Model, 0, true, 2}};
    EvaluationRecords records;
    for (const EvaluatedSystem& seed : seeds)
        records[{0, seed.key()}] = recordOf(0, seed.key(), 0.0); // as the real picture, of infinite PSNR
    const auto tables = resultTables(EvaluationData({{}, 1, {seeds[0], seeds[1]}, {}}, records), {});
    const ReportTable::Row& average = tableOf(tables, "table3").rows.back();
    QVERIFY(std::isinf(*average.cells[0]));
    QVERIFY(!average.cells[1]);
    QCOMPARE(*average.cells[5], 0.0); // of the fMSE
}

void EvaluationRecordsTest::aPerfectCompositeIsNoExcuse()
{
    const EvaluatedSystem composite{};
    const EvaluatedSystem worse{SystemKind::Model, 0, true, 1};
    EvaluationRecords records;
    records[{0, composite.key()}] = recordOf(0, composite.key(), 0.0);
    records[{0, worse.key()}] = recordOf(0, worse.key(), 100.0);
    const auto tables = resultTables(EvaluationData({{}, 1, {composite, worse}, {}}, records), {});
    QVERIFY(std::isinf(*tableOf(tables, "summary").rows[1].cells[1]));
    QCOMPARE(errorRatio(0.0, 0.0), 1.0);
    QCOMPARE(errorRatio(1.0, 4.0), 0.25);
}

void EvaluationRecordsTest::publishedTable()
{
    const auto systems = readPublishedResults(DH_SOURCE_DIR "/resources/evaluation/published_results.csv");
    QCOMPARE(systems.size(), std::size_t{13}); // the composite and twelve systems
    QCOMPARE(*systems.front().values.at({"Average", "fMSE"}), 1376.42);
    QCOMPARE(*systems.back().values.at({"Average", "PSNR"}), 40.44);
    QVERIFY(!systems[10].values.at({"HCOCO", "fMSE"}).has_value());
}

void EvaluationRecordsTest::chartsEscapeTexts()
{
    const std::string chart = barChart("a < b & 'c'", {"<g>"}, {{"s", {1.0}}});
    QVERIFY(chart.find("<g>") == std::string::npos);
    QVERIFY(chart.find("&lt;g&gt;") != std::string::npos);
    QCOMPARE(splitFields("a," + quotedField("b,\"c\""), ','), (std::vector<std::string>{"a", "b,\"c\""}));
}

void EvaluationRecordsTest::smallAxesTellTheirNumbers()
{
    const std::string chart = barChart("title", {"group"}, {{"s", {0.004}}});
    for (const char* label : {">0.000<", ">0.001<", ">0.004<"})
        QVERIFY2(chart.find(label) != std::string::npos, label);
    QVERIFY(barChart("title", {"group"}, {{"s", {4.0}}}).find(">4<") != std::string::npos);
    const std::string counts = barChart("title", {"group"}, {{"s", {2.0}}}, 1.0);
    QVERIFY(counts.find(">2<") != std::string::npos);
    QVERIFY(counts.find(">0.5<") == std::string::npos && counts.find(">1.0<") == std::string::npos); // no half pictures
}

QTEST_APPLESS_MAIN(EvaluationRecordsTest)
#include "evaluation_records_test.moc"
