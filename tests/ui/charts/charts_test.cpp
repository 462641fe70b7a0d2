#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/charts_module.h"
#include "ui/charts/charts_panel.h"
#include "ui/charts/evaluation_panel.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/notice_banner.h"
#include "ui/main_window/settings.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QImage>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace dh;

namespace
{

constexpr std::uint64_t kHistoryBytes = 64ULL << 20;
const char* const kReport =
    R"({"pictures":2,"finished":2,"systems":[{"key":"composite","label":"Composite"},{"key":"model","label":"Model"}],
"tables":[{"id":"table1","title":"Table 1","note":"Small.","columns":[{"group":"HCOCO","name":"PSNR"},
{"group":"HCOCO","name":"MSE"}],"rows":[{"label":"Composite","published":false,"values":[30.5,90.0]},
{"label":"Model","published":false,"values":["infinite",20.0]},{"label":"Paper A","published":true,"values":[null,5.0]},
{"label":"Paper B","published":true,"values":[31.0,7.0]}]}],"failures":[]})";
const char* const kItems = "item,name,subset,system,foreground_ratio,psnr,mse,fmse\n"
                           "0,a,HCOCO,composite,0.1,30,90,100\n1,b,HCOCO,composite,0.1,30,90,200\n"
                           "0,a,HCOCO,model,0.1,30,90,10\n1,b,HCOCO,model,0.1,30,90,20\n";

Image plain(Size size, int value)
{
    ImageBuffer buffer(size, 3, SampleType::U8);
    std::fill_n(buffer.row<std::uint8_t>(0), size.area() * 3, static_cast<std::uint8_t>(value));
    return std::move(buffer).finish();
}

/// A 10 x 10 layer of value 40, whose result is 90, on a ground of 200.
Composition sceneWithResult()
{
    Composition scene;
    scene.background = plain({40, 30}, 200);
    Layer layer;
    layer.id = 1;
    layer.image = plain({10, 10}, 40);
    layer.transform.pivotInLayer = {5.0, 5.0};
    layer.transform.pivotInCanvas = {15.0, 15.0};
    auto result = std::make_shared<HarmonizedResult>();
    result->id = 5;
    result->layer = 1;
    result->name = "warm";
    result->areaInCanvas = {10, 10, 10, 10};
    result->before = plain({10, 10}, 40);
    result->after = plain({10, 10}, 90);
    result->mask = Mask({10, 10}, 255);
    result->transformAtRun = layer.transform;
    result->settings = {{"seconds-encode", "1"}, {"seconds-denoise", "4"}};
    layer.applied = AppliedResult{result, {}};
    scene.results = {result};
    scene.layers = {layer};
    return scene;
}

Chart smallChart()
{
    Chart chart;
    chart.title = "A chart";
    chart.xTitle = "x";
    chart.yTitle = "y";
    chart.series = {{"one", ChartColour::Red, ChartSeries::Style::Line, {1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}},
                    {"two", ChartColour::Blue, ChartSeries::Style::Points, {1.0, 3.0}, {9.0, 2.0}}};
    return chart;
}

bool showsColour(const QImage& image, const QColor& colour)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == colour)
                return true;
    return false;
}

} // namespace

/// The charts in a real window, by keys and clicks.
class ChartsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        applyTheme(ThemeChoice::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        m_toOpen.reset();
        m_toSave.reset();
        m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
        m_document = std::make_unique<Document>(kHistoryBytes);
        m_window = std::make_unique<MainWindow>(*m_document, *m_settings, m_toolSettings);
        ChartFiles files{[this](QWidget&) { return m_toOpen; }, [this](QWidget&, const QString&) { return m_toSave; }};
        m_window->addModule(std::make_unique<ChartsModule>(m_window->context(), files));
        m_window->assemble();
        m_document->reset(sceneWithResult());
        m_window->resize(1000, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_document.reset();
    }

    void histogramOfTheDocument()
    {
        openCharts();
        QTRY_COMPARE(view().chart().series.size(), std::size_t{3});
        // All of the foreground has one value: 40 before, 90 after; the background 200.
        const auto& series = view().chart().series;
        QCOMPARE(series[0].y[200], 100.0);
        QCOMPARE(series[1].y[40], 100.0);
        QCOMPARE(series[2].y[90], 100.0);
        QCOMPARE(std::count_if(series[2].y.begin(), series[2].y.end(), [](double y) { return y > 0.0; }), 1);
    }

    void chartsFollowTheDocument()
    {
        openCharts();
        QTRY_COMPARE(view().chart().series.size(), std::size_t{3});
        m_document->edit(QStringLiteral("x"), [](Composition& scene) { scene.layers.front().applied.reset(); });
        QTRY_COMPARE(view().chart().series[2].y[40], 100.0);
        m_document->reset({});
        QTRY_VERIFY(view().chart().isEmpty());
        QVERIFY(!view().accessibleDescription().isEmpty());
    }

    void otherChartsByKeys()
    {
        openCharts();
        auto* kind = comboNamed(QStringLiteral("Chart"), panel());
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_Down);
        QTRY_COMPARE(view().chart().categories.size(), 6);
        QTest::keyClick(kind, Qt::Key_Down);
        QCOMPARE(view().chart().categories, (QStringList{"encode", "denoise"}));
        QCOMPARE(view().chart().series.front().y, (std::vector<double>{1.0, 4.0}));
        QVERIFY(comboNamed(QStringLiteral("Result"), panel())->isVisible());
        QTest::keyClick(kind, Qt::Key_Down);
        QVERIFY(view().chart().isEmpty());
        QVERIFY(view().accessibleDescription().contains(QStringLiteral("change of each step")));
    }

    void keysReadTheValues()
    {
        ChartView chart;
        chart.setChart(smallChart());
        chart.resize(400, 300);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        QCOMPARE(chart.accessibleName(), QStringLiteral("A chart"));
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("one: 4 to 6")));
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.readOutText(), QStringLiteral("one · x 1: 4 y"));
        QTest::keyClick(&chart, Qt::Key_End);
        QCOMPARE(chart.readOutText(), QStringLiteral("one · x 3: 6 y"));
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.readOutText(), QStringLiteral("one · x 3: 6 y"));
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(chart.readOutText(), QStringLiteral("two · x 3: 2 y"));
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(chart.readOutText(), QStringLiteral("two · x 1: 9 y"));
        QCOMPARE(chart.accessibleDescription(), chart.readOutText());
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(chart.readOutText(), QStringLiteral("two · x 1: 9 y"));
        chart.setChart(smallChart());
        QVERIFY(chart.readOutText().isEmpty());
    }

    void keysZoom()
    {
        ChartView chart;
        chart.setChart(smallChart());
        const double all = chart.shownWidth();
        QVERIFY(all >= 2.0);
        QTest::keyClick(&chart, Qt::Key_Plus);
        QVERIFY(std::abs(chart.shownWidth() - all / 1.25) < 1e-9);
        QTest::keyClick(&chart, Qt::Key_Minus);
        QTest::keyClick(&chart, Qt::Key_Minus);
        QVERIFY(std::abs(chart.shownWidth() - all * 1.25) < 1e-9);
        QTest::keyClick(&chart, Qt::Key_0);
        QVERIFY(std::abs(chart.shownWidth() - all) < 1e-9);
    }

    void coloursFollowTheTheme()
    {
        ChartView chart;
        chart.setChart(smallChart());
        chart.resize(400, 300);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        const auto shown = [&chart] {
            QCoreApplication::processEvents(); // drawings are queued
            return chart.grab().toImage();
        };
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(theme);
            const QPalette palette = themePalette(shadeFor(theme));
            QTRY_COMPARE(shown().pixelColor(6, 6), palette.color(QPalette::Base));
            QVERIFY(showsColour(shown(), chartColour(ChartColour::Blue, palette)));
        }
    }

    void coloursCanBeSeen_data()
    {
        QTest::addColumn<Shade>("shade");
        QTest::newRow("light") << Shade::Light;
        QTest::newRow("dark") << Shade::Dark;
    }
    void coloursCanBeSeen()
    {
        QFETCH(Shade, shade);
        constexpr double kLeastContrast = 3.0; // WCAG 2.1, 1.4.11
        const QPalette palette = themePalette(shade);
        for (const ChartColour colour : {ChartColour::Neutral, ChartColour::Red, ChartColour::Green, ChartColour::Blue,
                                         ChartColour::Orange, ChartColour::Violet})
            QVERIFY(contrastRatio(chartColour(colour, palette), palette.color(QPalette::Base)) >= kLeastContrast);
    }

    void exportsPng()
    {
        openCharts();
        QTRY_VERIFY(!view().chart().isEmpty());
        m_toSave = file("chart.png");
        QTest::keySequence(m_window.get(), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P));
        const QImage image(m_folder->filePath(QStringLiteral("chart.png")));
        QVERIFY(!image.isNull());
        QVERIFY(image.width() > view().width()); // twice the screen's size
        QVERIFY(showsColour(image, chartColour(ChartColour::Violet, view().palette())));
    }

    void exportsPdf()
    {
        openCharts();
        QTRY_VERIFY(!view().chart().isEmpty());
        m_toSave = file("chart.pdf");
        auto* button = panel()->findChild<QToolButton*>();
        QTest::mouseClick(button, Qt::LeftButton);
        QFile pdf(m_folder->filePath(QStringLiteral("chart.pdf")));
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        const QByteArray bytes = pdf.readAll();
        QVERIFY(bytes.startsWith("%PDF-"));
        QVERIFY(bytes.trimmed().endsWith("%%EOF"));
        QVERIFY(bytes.contains("/Page"));
    }

    void exportFailuresAreTold_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("no folder") << "missing/chart.png";
        QTest::newRow("another kind") << "chart.bmp";
    }
    void exportFailuresAreTold()
    {
        QFETCH(QString, name);
        openCharts();
        QTRY_VERIFY(!view().chart().isEmpty());
        m_toSave = file(qPrintable(name));
        m_window->context().actions.action(QStringLiteral("charts.export"))->trigger();
        QTRY_VERIFY(isTold(name.section(QLatin1Char('/'), -1)));
        QVERIFY(!QFile::exists(m_folder->filePath(name)));
    }

    void evaluationShowsTablesAndCharts()
    {
        openEvaluation();
        auto* table = evaluation()->findChild<QTableView*>();
        QCOMPARE(table->model()->rowCount(), 4);
        QCOMPARE(table->model()->columnCount(), 3);
        QCOMPARE(table->model()->index(1, 1).data().toString(), QStringLiteral("infinite"));
        // The last published row, the method's own, lies beside the measured ones.
        const Chart& bars = evaluation()->view().chart();
        QCOMPARE(bars.categories, QStringList{"HCOCO"});
        QCOMPARE(bars.series.size(), std::size_t{2}); // the model's is infinite
        QCOMPARE(bars.series[1].y, std::vector<double>{31.0});
        auto* kind = comboNamed(QStringLiteral("Chart"), evaluation());
        QTest::keyClick(kind, Qt::Key_End);
        QCOMPARE(evaluation()->view().chart().series.front().x, (std::vector<double>{100.0, 200.0}));
        QCOMPARE(evaluation()->view().chart().series.front().y, (std::vector<double>{10.0, 20.0}));
    }

    void tablesSortByNumber()
    {
        openEvaluation();
        auto* table = evaluation()->findChild<QTableView*>();
        QTRY_VERIFY(table->isVisible());
        const auto column = [table](int section) {
            QStringList cells;
            for (int row = 0; row < table->model()->rowCount(); ++row)
                cells << table->model()->index(row, section).data().toString();
            return cells;
        };
        QCOMPARE(column(2), (QStringList{"90", "20", "5", "7"}));
        const auto click = [table](int section) {
            QHeaderView* header = table->horizontalHeader();
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                              {header->sectionViewportPosition(section) + 8, header->height() / 2});
        };
        click(2);
        const QStringList once = column(2);
        click(2);
        const QStringList twice = column(2);
        const QStringList ascending{"5", "7", "20", "90"};
        const QStringList descending{"90", "20", "7", "5"};
        QVERIFY((once == ascending && twice == descending) || (once == descending && twice == ascending));
    }

    void badEvaluationIsTold()
    {
        write("report.json", "{");
        m_toOpen = file("report.json");
        QTest::keySequence(m_window.get(), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E));
        QTRY_VERIFY(isTold(QStringLiteral("report.json")));
        QVERIFY(evaluation()->view().chart().isEmpty());
    }

    void everyControlHasAName()
    {
        for (QWidget* parent : {static_cast<QWidget*>(panel()), static_cast<QWidget*>(evaluation())}) {
            for (QWidget* widget : parent->findChildren<QWidget*>()) {
                const bool isControl = qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractButton*>(widget) ||
                                       qobject_cast<QTableView*>(widget) || qobject_cast<ChartView*>(widget);
                const bool isInside = qobject_cast<QTableView*>(widget->parentWidget()) != nullptr;
                if (!isControl || isInside || widget->inherits("QComboBoxListView"))
                    continue;
                QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(interface != nullptr && !interface->text(QAccessible::Name).isEmpty(),
                         widget->metaObject()->className());
            }
        }
    }

    void opensLargeEnoughToRead()
    {
        m_window->resize(1200, 800);
        openCharts();
        QTRY_VERIFY(panel()->view().height() >= 200);
    }

private:
    void openCharts()
    {
        m_window->context().actions.action(QStringLiteral("charts.show"))->trigger();
        QTRY_VERIFY(panel()->isVisible());
    }
    void openEvaluation()
    {
        write("report.json", kReport);
        write("items.csv", kItems);
        m_toOpen = file("report.json");
        QTest::keySequence(m_window.get(), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E));
        QTRY_VERIFY(!evaluation()->view().chart().isEmpty());
    }
    void write(const char* name, const char* text) const
    {
        QFile out(m_folder->filePath(QLatin1String(name)));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }
    [[nodiscard]] std::filesystem::path file(const char* name) const
    {
        return m_folder->filePath(QLatin1String(name)).toStdString();
    }
    [[nodiscard]] bool isTold(const QString& word) const
    {
        const auto banners = m_window->findChildren<NoticeBanner*>();
        return std::any_of(banners.begin(), banners.end(), [&word](const NoticeBanner* banner) {
            return banner->isVisible() && banner->text().contains(word);
        });
    }
    [[nodiscard]] static QComboBox* comboNamed(const QString& name, const QWidget* parent)
    {
        for (auto* one : parent->findChildren<QComboBox*>())
            if (one->accessibleName() == name)
                return one;
        return nullptr;
    }
    [[nodiscard]] ChartsPanel* panel() const { return m_window->findChild<ChartsPanel*>(); }
    [[nodiscard]] EvaluationPanel* evaluation() const { return m_window->findChild<EvaluationPanel*>(); }
    [[nodiscard]] ChartView& view() const { return panel()->view(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Document> m_document;
    ToolSettings m_toolSettings;
    std::unique_ptr<MainWindow> m_window;
    std::optional<std::filesystem::path> m_toOpen; ///< answers of the file dialogs
    std::optional<std::filesystem::path> m_toSave;
};

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
