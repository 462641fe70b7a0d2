#include "core/base/error.h"
#include "core/evaluate/evaluation_report.h"
#include "core/evaluate/evaluation_results.h"
#include "core/evaluate/result_tables.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace dh;

namespace
{

/// Two pictures, one of which the model failed at, written as `diffharmony evaluate` writes them.
EvaluationReport smallReport()
{
    RunDescription run;
    run.items = 2;
    run.systems = {{SystemKind::Composite}, {SystemKind::Model, 0, true, 42}};
    std::map<std::pair<int, std::string>, EvaluationRecord> records;
    for (const EvaluatedSystem& system : run.systems) {
        for (int item = 0; item < run.items; ++item) {
            EvaluationRecord record;
            record.item = item;
            record.name = item == 0 ? "first, with a comma,\nand \"a break\"" : "second";
            record.subset = item == 0 ? "HCOCO" : "HFlickr";
            record.system = system.key();
            record.foregroundRatio = 0.25;
            const bool isPerfect = item == 0 && system.kind == SystemKind::Model;
            record.score.evaluation = {isPerfect ? 0.0 : 20.0, isPerfect ? 0.0 : 80.0, 1.0};
            if (item == 1 && system.kind == SystemKind::Model)
                record.failure = RecordedFailure{"out_of_memory", "", ""};
            records[{item, record.system}] = record;
        }
    }
    EvaluationData data(run, records);
    PublishedSystem published{"Somebody", {{{"HCOCO", "PSNR"}, 39.5}, {{"HCOCO", "MSE"}, std::nullopt}}};
    auto tables = resultTables(data, {published});
    return {std::move(data), std::move(tables), {}, {}};
}

} // namespace

class EvaluationResultsTest : public QObject
{
    Q_OBJECT
private:
    void write(const char* name, const std::string& text) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), static_cast<qint64>(text.size()));
    }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    QTemporaryDir m_folder;

private Q_SLOTS:
    void init() { QFile::remove(m_folder.filePath(QStringLiteral("items.csv"))); }

    void whatIsWrittenIsRead()
    {
        const EvaluationReport report = smallReport();
        write("report.json", jsonText(report));
        write("items.csv", itemsCsv(report));
        const EvaluationResults results = readEvaluationResults(folder());
        QCOMPARE(results.pictures, 2);
        QCOMPARE(results.finished, 1);
        QCOMPARE(results.systems.size(), std::size_t{2});
        QCOMPARE(results.systems[0].key, std::string("composite"));
        QCOMPARE(results.systems[1].label, report.data.run().systems[1].label());
        QCOMPARE(results.tables.size(), report.tables.size());
        bool hasPublished = false;
        bool hasInfinite = false;
        for (std::size_t i = 0; i < results.tables.size(); ++i) {
            QCOMPARE(results.tables[i].id, report.tables[i].id);
            QCOMPARE(results.tables[i].rows.size(), report.tables[i].rows.size());
            for (std::size_t row = 0; row < results.tables[i].rows.size(); ++row) {
                const ReportTable::Row& read = results.tables[i].rows[row];
                QVERIFY(read.cells == report.tables[i].rows[row].cells);
                QCOMPARE(read.isPublished, report.tables[i].rows[row].isPublished);
                hasPublished = hasPublished || read.isPublished;
                for (const auto& cell : read.cells)
                    hasInfinite = hasInfinite || (cell && std::isinf(*cell));
            }
        }
        QVERIFY(hasPublished);
        QVERIFY(hasInfinite); // the first picture is perfect after harmonizing
    }

    void itemsAreRead()
    {
        const EvaluationReport report = smallReport();
        write("report.json", jsonText(report));
        write("items.csv", itemsCsv(report));
        const EvaluationResults results = readEvaluationResults(folder() / "report.json");
        QCOMPARE(results.items.size(), std::size_t{4});
        QCOMPARE(results.items[0].name, std::string("first, with a comma,\nand \"a break\""));
        QVERIFY(std::isinf(results.items[2].psnr.value()));
        QCOMPARE(results.items[1].fmse.value(), 80.0);
        QCOMPARE(results.items[1].subset, std::string("HFlickr"));
        QCOMPARE(results.items[1].foregroundRatio, 0.25);
        QVERIFY(!results.items[3].fmse.has_value()); // failed
    }

    void infinitiesKeepTheirSign()
    {
        EvaluationReport report = smallReport();
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        report.tables = {{"t", "t", "", "Row", {{"", "a"}, {"", "b"}}, {{"row", false, {kInfinity, -kInfinity}}}}};
        write("report.json", jsonText(report));
        const EvaluationResults results = readEvaluationResults(folder());
        QCOMPARE(results.tables[0].rows[0].cells[0].value(), kInfinity);
        QCOMPARE(results.tables[0].rows[0].cells[1].value(), -kInfinity);
    }

    void itemsOfASpreadsheetAreRead()
    {
        write("report.json", jsonText(smallReport()));
        write("items.csv", "\xEF\xBB\xBFitem,system,fmse\r\n0,composite,nan\r\n1,composite,2.5\r\n");
        const EvaluationResults results = readEvaluationResults(folder());
        QCOMPARE(results.items.size(), std::size_t{2});
        QVERIFY(!results.items[0].fmse);
        QCOMPARE(results.items[1].fmse.value(), 2.5);
    }

    void itemsMayBeMissing()
    {
        write("report.json", jsonText(smallReport()));
        QVERIFY(readEvaluationResults(folder()).items.empty());
    }

    void badFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("report");
        QTest::addColumn<QByteArray>("items");
        const QByteArray good = QByteArray::fromStdString(jsonText(smallReport()));
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("cut off") << good.left(good.size() / 2) << QByteArray();
        QTest::newRow("another object") << QByteArray("{\"a\": 1}") << QByteArray();
        QTest::newRow("a list") << QByteArray("[1, 2]") << QByteArray();
        QTest::newRow("a word for a number")
            << QByteArray(good).replace("\"finished\": 1", "\"finished\": \"many\"") << QByteArray();
        QTest::newRow("too few cells") << QByteArray(
                                              "{\"pictures\":1,\"finished\":1,\"systems\":[],\"tables\":[{"
                                              "\"id\":\"t\",\"title\":\"t\",\"columns\":[{\"group\":\"\",\"name\":"
                                              "\"n\"}],\"rows\":[{\"label\":\"l\",\"values\":[]}]}]}")
                                       << QByteArray();
        QTest::newRow("items without columns") << good << QByteArray("a,b\n1,2\n");
        QTest::newRow("items without a number") << good << QByteArray("item,system,fmse\nx,composite,1\n");
        QTest::newRow("items beyond all numbers") << good << QByteArray("item,system,fmse\n1e300,composite,1\n");
        QTest::newRow("items that are no number") << good << QByteArray("item,system,fmse\nnan,composite,1\n");
    }
    void badFilesAreRefused()
    {
        QFETCH(QByteArray, report);
        QFETCH(QByteArray, items);
        write("report.json", report.toStdString());
        if (!items.isEmpty())
            write("items.csv", items.toStdString());
        try {
            static_cast<void>(readEvaluationResults(folder()));
            QFAIL("it was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::CorruptFile);
            QVERIFY(!error.subject().empty());
        }
    }

    void missingFileIsTold()
    {
        try {
            static_cast<void>(readEvaluationResults(folder() / "nothing.json"));
            QFAIL("it was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::FileNotFound);
        }
    }
};

QTEST_APPLESS_MAIN(EvaluationResultsTest)
#include "evaluation_results_test.moc"
