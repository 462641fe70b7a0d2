#pragma once

#include "core/base/system.h"

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

#include <cstdint>
#include <exception>
#include <utility>

namespace dh
{

/// Computes something for a panel on a thread of its own. Only the newest answer arrives; a queued older question is
/// dropped. Lives on the GUI thread; its destructor waits for the question that is being answered.
class LatestTask : public QObject
{
    Q_OBJECT
public:
    explicit LatestTask(QObject* parent = nullptr, ThreadUrgency urgency = ThreadUrgency::Eventually)
        : QObject(parent), m_urgency(urgency)
    {
        m_pool.setMaxThreadCount(1);
    }

    /// Calls `compute` on the thread, then `deliver` with its answer on the GUI thread. `compute` works on copies only;
    /// when it throws (memory), that is logged and no answer arrives.
    template <typename Compute, typename Deliver>
    void start(Compute compute, Deliver deliver)
    {
        const std::uint64_t number = ++m_newest;
        m_pool.clear();
        m_pool.start([this, number, compute = std::move(compute), deliver = std::move(deliver)]() mutable {
            lowerThreadUrgency(m_urgency);
            try {
                auto answer = compute();
                QMetaObject::invokeMethod(
                    this,
                    [this, number, answer = std::move(answer), deliver = std::move(deliver)]() mutable {
                        if (number == m_newest)
                            deliver(std::move(answer));
                    },
                    Qt::QueuedConnection);
            } catch (const std::exception& error) { // would end the program
                qWarning("What a panel shows could not be computed: %s", error.what());
            }
        });
    }
    /// No answer arrives any more.
    void drop()
    {
        ++m_newest;
        m_pool.clear();
    }

private:
    const ThreadUrgency m_urgency;
    std::uint64_t m_newest = 0;
    QThreadPool m_pool;
};

} // namespace dh
