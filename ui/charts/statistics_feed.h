#pragma once

#include "core/base/cancel.h"
#include "ui/charts/picture_charts.h"

#include <QObject>
#include <QTimer>

namespace dh
{

class Document;
class LatestTask;
struct SceneChange;

/// Keeps the statistics of a document's picture up to date while somebody looks: computed from snapshots on a thread of
/// its own; the newest wins. GUI thread.
class StatisticsFeed : public QObject
{
    Q_OBJECT
public:
    explicit StatisticsFeed(Document& document, QObject* parent = nullptr);
    ~StatisticsFeed() override;
    /// Nothing is computed while inactive.
    void setActive(bool active);
    [[nodiscard]] const ChangeStatistics& statistics() const { return m_statistics; }

Q_SIGNALS:
    void changed();

private:
    void documentChanged(const SceneChange& change);
    void compute();
    void take(const ChangeStatistics& statistics);

    Document& m_document;
    bool m_active = false;
    bool m_outdated = true;
    QTimer m_settled;
    CancelSource m_cancel;
    ChangeStatistics m_statistics;
    LatestTask* m_task;
};

} // namespace dh
