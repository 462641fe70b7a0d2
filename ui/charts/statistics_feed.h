#pragma once

#include "core/base/cancel.h"
#include "ui/charts/picture_charts.h"

#include <QObject>
#include <QString>
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
    /// Why there are none, as the user reads it; empty when nothing went wrong.
    [[nodiscard]] const QString& problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    void documentChanged(const SceneChange& change);
    void compute();
    void take(const ChangeStatistics& statistics, const QString& problem);

    Document& m_document;
    bool m_active = false;
    bool m_outdated = true;
    QTimer m_settled;
    CancelSource m_cancel;
    ChangeStatistics m_statistics;
    QString m_problem;
    LatestTask* m_task;
};

} // namespace dh
