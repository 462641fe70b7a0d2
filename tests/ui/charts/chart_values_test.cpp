#include "ui/charts/evaluation_charts.h"
#include "ui/charts/picture_charts.h"
#include "ui/charts/run_charts.h"

#include <QTest>

#include <limits>

using namespace dh;

namespace
{

ChangeStatistics smallStatistics()
{
    ChangeStatistics statistics;
    const auto fill = [](RegionStatistics& region, std::size_t bin, const Lab& mean, const Lab& deviation) {
        region.pixels = 4;
        for (Histogram& histogram : region.histograms) {
            histogram[bin] = 3;
            histogram[bin + 1] = 1;
        }
        region.mean = mean;
        region.deviation = deviation;
    };
    fill(statistics.before.foreground, 10, {30.0F, 1.0F, 2.0F}, {3.0F, 4.0F, 5.0F});
    fill(statistics.after.foreground, 20, {50.0F, 6.0F, 7.0F}, {8.0F, 9.0F, 10.0F});
    fill(statistics.before.background, 200, {70.0F, 0.0F, 0.0F}, {1.0F, 1.0F, 1.0F});
    statistics.after.background = statistics.before.background;
    return statistics;
}

const ChartSeries* seriesNamed(const Chart& chart, const char* name)
{
    for (const ChartSeries& series : chart.series)
        if (series.name == QLatin1String(name))
            return &series;
    return nullptr;
}

ReportTable subsetTable()
{
    ReportTable table{"table1", "Table 1", "", "System", {}, {}};
    for (const char* group : {"HCOCO", "Average"})
        for (const char* metric : {"PSNR", "MSE"})
            table.columns.push_back({group, metric});
    table.rows.push_back({"Model", false, {30.0, 20.0, 31.0, 21.0}});
    table.rows.push_back({"Identity", false, {std::numeric_limits<double>::infinity(), 0.0, std::nullopt, 0.0}});
    table.rows.push_back({"Somebody", true, {40.0, 10.0, std::nullopt, std::nullopt}});
    return table;
}

} // namespace

/// What the charts show, by hand.
class ChartValuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void histogramIsInPercent()
    {
        const Chart chart = histogramChart(smallStatistics(), HistogramChannel::Green);
        QCOMPARE(chart.series.size(), std::size_t{3});
        const ChartSeries* before = seriesNamed(chart, "Foreground before");
        const ChartSeries* after = seriesNamed(chart, "Foreground after");
        const ChartSeries* background = seriesNamed(chart, "Background");
        QVERIFY(before && after && background);
        QCOMPARE(before->x.size(), std::size_t{256});
        QCOMPARE(before->y[10], 75.0);
        QCOMPARE(before->y[11], 25.0);
        QCOMPARE(before->y[20], 0.0);
        QCOMPARE(after->y[20], 75.0);
        QCOMPARE(background->y[201], 25.0);
        QVERIFY(before->style != after->style);
        QVERIFY(background->style == ChartSeries::Style::Area);
    }

    void histogramWithoutForeground()
    {
        ChangeStatistics statistics = smallStatistics();
        statistics.before.foreground = {};
        statistics.after.foreground = {};
        QCOMPARE(histogramChart(statistics, HistogramChannel::Red).series.size(), std::size_t{1});
        const Chart empty = histogramChart({}, HistogramChannel::Red);
        QVERIFY(empty.isEmpty());
        QVERIFY(!empty.emptyText.isEmpty());
        QVERIFY(toneChart({}).isEmpty());
    }

    void toneListsMeanAndSpread()
    {
        const Chart chart = toneChart(smallStatistics());
        QCOMPARE(chart.categories.size(), 6);
        const ChartSeries* before = seriesNamed(chart, "Foreground before");
        const ChartSeries* after = seriesNamed(chart, "Foreground after");
        QVERIFY(before && after);
        QCOMPARE(before->y, (std::vector<double>{30.0, 3.0, 1.0, 4.0, 2.0, 5.0}));
        QCOMPARE(after->y, (std::vector<double>{50.0, 8.0, 6.0, 9.0, 7.0, 10.0}));
    }

    void stagesComeInOrder()
    {
        HarmonizedResult result;
        result.settings = {
            {"seconds-refine", "2.5"}, {"seconds-encode", "0.25"}, {"seconds-denoise", "x"}, {"steps", "5"}};
        const Chart chart = stageTimeChart(&result, QStringLiteral("Seed 42"));
        QCOMPARE(chart.categories, (QStringList{"encode", "refine"}));
        QCOMPARE(chart.series.size(), std::size_t{1});
        QCOMPARE(chart.series[0].y, (std::vector<double>{0.25, 2.5}));
        QCOMPARE(readOut(chart, 0, 0), QStringLiteral("Seed 42 · encode: 0.25 Seconds"));
        QVERIFY(stageTimeChart(nullptr, {}).isEmpty());
        QVERIFY(!stageTimeChart(nullptr, {}).emptyText.isEmpty());
    }

    void changeStopsAtTheFirstGap()
    {
        HarmonizedResult result;
        result.settings = {{"change-1", "12.5"}, {"change-2", "3"}, {"change-4", "1"}};
        const Chart chart = stepChangeChart(&result, {});
        QCOMPARE(chart.categories, (QStringList{"1", "2"}));
        QCOMPARE(chart.series[0].y, (std::vector<double>{12.5, 3.0}));
        result.settings.clear();
        QVERIFY(stepChangeChart(&result, {}).isEmpty());
    }

    void subsetsBesidePublishedRows_data()
    {
        QTest::addColumn<QStringList>("published");
        QTest::addColumn<int>("rows");
        QTest::newRow("none") << QStringList() << 2;
        QTest::newRow("one") << QStringList{"Somebody"} << 3;
        QTest::newRow("unknown") << QStringList{"Nobody"} << 2;
    }
    void subsetsBesidePublishedRows()
    {
        QFETCH(QStringList, published);
        QFETCH(int, rows);
        const Chart chart = subsetChart(subsetTable(), "MSE", published);
        QCOMPARE(chart.categories, (QStringList{"HCOCO", "Average"}));
        QCOMPARE(static_cast<int>(chart.series.size()), rows);
        QCOMPARE(chart.series[0].y, (std::vector<double>{20.0, 21.0}));
        if (rows == 3) {
            QCOMPARE(chart.series[2].x, (std::vector<double>{0.0})); // nothing published for the average
            QCOMPARE(chart.series[2].y, (std::vector<double>{10.0}));
        }
    }

    void infiniteNumbersHaveNoBar()
    {
        const Chart chart = subsetChart(subsetTable(), "PSNR", {});
        QCOMPARE(chart.series.size(), std::size_t{1});
        QCOMPARE(chart.series[0].name, QStringLiteral("Model"));
        QVERIFY(subsetChart(subsetTable(), "SSIM", {}).isEmpty());
    }

    void scatterPairsThePictures()
    {
        EvaluationResults results;
        const auto add = [&results](int item, const char* subset, const char* system, std::optional<double> fmse) {
            const std::string name = QString(QStringLiteral("p%1")).arg(item).toStdString();
            results.items.push_back({item, name, subset, system, 0.1, {}, {}, fmse});
        };
        add(0, "HCOCO", "composite", 100.0);
        add(1, "HCOCO", "composite", 400.0);
        add(2, "HFlickr", "composite", 50.0);
        add(3, "HFlickr", "composite", 0.0); // no place on a logarithmic axis
        add(0, "HCOCO", "model", 10.0);
        add(1, "HCOCO", "model", std::nullopt); // failed
        add(2, "HFlickr", "model", 60.0);
        add(3, "HFlickr", "model", 5.0);
        const Chart chart = scatterChart(results, {"model", "Model"});
        QVERIFY(chart.isLogarithmic);
        QCOMPARE(chart.series.size(), std::size_t{3});
        const ChartSeries* coco = seriesNamed(chart, "HCOCO");
        const ChartSeries* flickr = seriesNamed(chart, "HFlickr");
        const ChartSeries* diagonal = seriesNamed(chart, "Unchanged");
        QVERIFY(coco && flickr && diagonal);
        QCOMPARE(coco->x, std::vector<double>{100.0});
        QCOMPARE(coco->y, std::vector<double>{10.0});
        QCOMPARE(coco->labels, QStringList{"p0"});
        QCOMPARE(flickr->y, std::vector<double>{60.0});
        QCOMPARE(diagonal->x, (std::vector<double>{10.0, 100.0}));
        QCOMPARE(diagonal->x, diagonal->y);
        QVERIFY(scatterChart({}, {"model", "Model"}).isEmpty());
    }

    void wordsForWhoDoesntSeeIt()
    {
        const Chart chart = toneChart(smallStatistics());
        const QString words = describe(chart);
        QVERIFY(words.contains(QStringLiteral("Foreground before: 1 to 30")));
        QCOMPARE(readOut(chart, 0, 1), QStringLiteral("Foreground before · L spread: 3 CIELAB units"));
        QCOMPARE(describe(stageTimeChart(nullptr, {})), stageTimeChart(nullptr, {}).emptyText);
    }
};

QTEST_APPLESS_MAIN(ChartValuesTest)
#include "chart_values_test.moc"
