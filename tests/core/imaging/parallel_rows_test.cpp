#include "core/imaging/parallel_rows.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

using namespace dh;

class ParallelRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partsAreDoneOnce_data();
    void partsAreDoneOnce();
    void partsMayHaveBands();
    void theFirstExceptionArrives();
};

void ParallelRowsTest::partsAreDoneOnce_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 2, 3, 100})
        QTest::addRow("%d", count) << count;
}

void ParallelRowsTest::partsAreDoneOnce()
{
    QFETCH(int, count);
    std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
    forEachPart(count, [&](int i) { ++calls[static_cast<std::size_t>(i)]; });
    QVERIFY(std::all_of(calls.begin(), calls.end(), [](const std::atomic<int>& each) { return each == 1; }));
}

void ParallelRowsTest::partsMayHaveBands()
{
    constexpr int kParts = 5;
    constexpr int kRows = 100;
    std::atomic<int> rows = 0;
    forEachPart(kParts, [&](int) { forEachBand(kRows, [&](int first, int end) { rows += end - first; }); });
    QCOMPARE(rows.load(), kParts * kRows);
}

void ParallelRowsTest::theFirstExceptionArrives()
{
    std::atomic<int> begun = 0;
    try {
        forEachPart(1000, [&](int) {
            ++begun;
            throw std::runtime_error("part");
        });
        QFAIL("no exception");
    } catch (const std::runtime_error& error) {
        QCOMPARE(error.what(), "part");
    }
    QVERIFY2(begun < 1000, "nothing was left out");
}

QTEST_APPLESS_MAIN(ParallelRowsTest)
#include "parallel_rows_test.moc"
