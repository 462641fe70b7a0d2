#include "ui/charts/statistics_feed.h"

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/document/document.h"
#include "core/scene/render.h"
#include "ui/compare/compare_numbers.h"
#include "ui/compare/compare_side.h"
#include "ui/panels/latest_task.h"

#include <chrono>
#include <optional>
#include <string>

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

/// Nothing when cancelled, or when there is no memory: the charts then stay as they are.
std::optional<ChangeStatistics> statisticsOrNothing(const Composition& document, const CancelToken& cancel)
{
    try {
        return statisticsOf(document, cancel);
    } catch (const Cancelled&) {
        return std::nullopt;
    } catch (const std::exception& failure) {
        log(LogLevel::Warning, std::string("charts not computed: ") + failure.what());
        return std::nullopt;
    }
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
        take({});
        return;
    }
    m_task->start([document = m_document.composition(),
                   cancel = m_cancel.token()] { return statisticsOrNothing(document, cancel); },
                  [this](const std::optional<ChangeStatistics>& statistics) {
                      if (statistics)
                          take(*statistics);
                  });
}

void StatisticsFeed::take(const ChangeStatistics& statistics)
{
    m_statistics = statistics;
    Q_EMIT changed();
}

} // namespace dh
