#include "ui/charts/charts_panel.h"

#include "core/document/document.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/run_charts.h"
#include "ui/charts/statistics_feed.h"
#include "ui/compare/compare_side.h"
#include "ui/panels/tab_order.h"
#include "ui/theme/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace dh
{

namespace
{

/// As the combo box lists them.
enum ChartKind { kHistogram, kTone, kStageTime, kStepChange };

constexpr int kMargin = 4;
constexpr int kShortestChoice = 8; ///< characters

QComboBox* choiceNamed(const QString& name, const QStringList& items, QWidget* parent)
{
    auto* choice = new QComboBox(parent);
    choice->setAccessibleName(name);
    choice->setToolTip(name);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(kShortestChoice);
    choice->addItems(items);
    return choice;
}

} // namespace

ChartsPanel::ChartsPanel(Document& document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_feed(new StatisticsFeed(document, this)),
      m_kind(choiceNamed(tr("Chart"),
                         {tr("Histogram"), tr("Tone and colour"), tr("Time of each stage"), tr("Change in each step")},
                         this)),
      m_channel(choiceNamed(tr("Channel"), {tr("Red"), tr("Green"), tr("Blue"), tr("Luminance")}, this)),
      m_result(choiceNamed(tr("Result"), {}, this)),
      m_view(new ChartView(this))
{
    m_channel->setCurrentIndex(static_cast<int>(HistogramChannel::Luminance));
    auto* exporting = new QToolButton(this);
    exporting->setIcon(themedIcon(QStringLiteral("export")));
    exporting->setAutoRaise(true);
    exporting->setFocusPolicy(Qt::TabFocus);
    exporting->setToolTip(tr("Export the chart as PNG or PDF"));
    exporting->setAccessibleName(exporting->toolTip());

    auto* row = new QHBoxLayout;
    row->addWidget(m_kind, 1);
    row->addWidget(m_channel, 1);
    row->addWidget(m_result, 1);
    row->addWidget(exporting);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    tabInLayoutOrder(*column);

    for (QComboBox* choice : {m_kind, m_channel, m_result})
        connect(choice, &QComboBox::currentIndexChanged, this, &ChartsPanel::showChart);
    connect(exporting, &QToolButton::clicked, this, &ChartsPanel::exportWanted);
    connect(m_feed, &StatisticsFeed::changed, this, &ChartsPanel::showChart);
    connect(&document, &Document::changed, this, [this](const SceneChange& change) {
        if ((change.kinds & (SceneChange::Results | SceneChange::Canvas)) != 0)
            listResults();
    });
    listResults();
}

void ChartsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_feed->setActive(true);
}

void ChartsPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_feed->setActive(false);
}

void ChartsPanel::listResults()
{
    const QVariant chosen = m_result->currentData();
    const bool wasLast = m_result->currentIndex() + 1 == m_result->count();
    {
        const QSignalBlocker quiet(m_result);
        m_result->clear();
        for (const ResultPtr& result : m_document.composition().results)
            m_result->addItem(nameOf({CompareSide::Kind::Result, result->id}, m_document.composition()),
                              static_cast<qulonglong>(result->id));
        const int again = m_result->findData(chosen);
        // Whoever looks at the newest wants to see the next one too.
        m_result->setCurrentIndex(again < 0 || wasLast ? m_result->count() - 1 : again);
    }
    showChart();
}

void ChartsPanel::showChart()
{
    const int kind = m_kind->currentIndex();
    m_channel->setVisible(kind == kHistogram);
    m_result->setVisible(kind == kStageTime || kind == kStepChange);
    m_result->setEnabled(m_result->count() > 0);
    const auto& results = m_document.composition().results;
    const int index = m_result->currentIndex();
    const bool hasResult = index >= 0 && index < static_cast<int>(results.size());
    const HarmonizedResult* result = hasResult ? results[static_cast<std::size_t>(index)].get() : nullptr;
    const auto chartNow = [&] {
        switch (kind) {
        case kTone:
            return toneChart(m_feed->statistics());
        case kStageTime:
            return stageTimeChart(result, m_result->currentText());
        case kStepChange:
            return stepChangeChart(result, m_result->currentText());
        default:
            return histogramChart(m_feed->statistics(), static_cast<HistogramChannel>(m_channel->currentIndex()));
        }
    };
    Chart chart = chartNow();
    if ((kind == kHistogram || kind == kTone) && !m_feed->problem().isEmpty())
        chart.emptyText = m_feed->problem();
    m_view->setChart(std::move(chart));
}

} // namespace dh
