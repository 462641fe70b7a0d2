#include "ui/charts/statistics_feed.h"

#include "core/document/document.h"
#include "core/scene/render.h"
#include "ui/compare/compare_numbers.h"
#include "ui/compare/compare_side.h"
#include "ui/main_window/error_text.h"
#include "ui/panels/latest_task.h"

#include <chrono>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kSettle = 250ms;

ChangeStatistics statisticsOf(const Composition& document, const CancelToken& cancel)
{
    const Mask mask = maskOfLayers(document);
    const auto untouched = compositionOf({CompareSide::Kind::Untouched}, document, {});
    ChangeStatistics statistics;
    statistics.before = pictureStatistics(renderComposition(*untouched, cancel), mask, cancel);
    statistics.after = pictureStatistics(renderComposition(document, cancel), mask, cancel);
    return statistics;
}

} // namespace

StatisticsFeed::StatisticsFeed(Document& document, QObject* parent)
    : QObject(parent), m_document(document), m_task(new LatestTask(this))
{
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettle);
    connect(&m_settled, &QTimer::timeout, this, &StatisticsFeed::compute);
    connect(&document, &Document::changed, this, &StatisticsFeed::documentChanged);
}

StatisticsFeed::~StatisticsFeed()
{
    m_cancel.cancel();
}

void StatisticsFeed::setActive(bool active)
{
    m_active = active;
    if (m_active && m_outdated)
        compute();
}

void StatisticsFeed::documentChanged(const SceneChange& change)
{
    if ((change.kinds & (SceneChange::Pixels | SceneChange::Mask)) == 0)
        return;
    m_outdated = true;
    if (m_active)
        m_settled.start();
}

void StatisticsFeed::compute()
{
    m_settled.stop();
    m_cancel.cancel();
    m_cancel = CancelSource();
    m_task->drop();
    m_outdated = false;
    if (m_document.composition().isEmpty()) {
        take({}, {});
        return;
    }
    m_task->start(
        [document = m_document.composition(), cancel = m_cancel.token()] { return statisticsOf(document, cancel); },
        [this](const ChangeStatistics& statistics) { take(statistics, {}); },
        [this](const Error& error) { take({}, errorText(error)); });
}

void StatisticsFeed::take(const ChangeStatistics& statistics, const QString& problem)
{
    m_statistics = statistics;
    m_problem = problem;
    Q_EMIT changed();
}

} // namespace dh
