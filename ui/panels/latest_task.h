#pragma once

#include "core/base/cancel.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/system.h"

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>

#include <cstdint>
#include <string>
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

    /// Calls `compute` on the thread, then, on the GUI thread, `deliver` with its answer, or `fail` with the Error that
    /// it threw or that its exception amounts to. `compute` works on copies only; after Cancelled neither is called.
    template <typename Compute, typename Deliver, typename Fail>
    void start(Compute compute, Deliver deliver, Fail fail)
    {
        const std::uint64_t number = ++m_newest;
        m_pool.clear();
        m_pool.start([this, number, compute = std::move(compute), deliver = std::move(deliver),
                      fail = std::move(fail)]() mutable {
            lowerThreadUrgency(m_urgency);
            try {
                tell(number,
                     [answer = compute(), deliver = std::move(deliver)]() mutable { deliver(std::move(answer)); });
            } catch (const Cancelled&) { // nobody waits for it
            } catch (...) {
                tell(number, [fail, error = caughtError()] { fail(error); });
            }
        });
    }
    /// For what nobody misses: a failure is only logged.
    template <typename Compute, typename Deliver>
    void start(Compute compute, Deliver deliver)
    {
        start(std::move(compute), std::move(deliver), [](const Error& error) {
            log(LogLevel::Warning, std::string("not computed for a panel: ").append(error.what()));
        });
    }
    /// No answer arrives any more.
    void drop()
    {
        ++m_newest;
        m_pool.clear();
    }

private:
    /// On the GUI thread, unless something newer was asked meanwhile.
    template <typename Then>
    void tell(std::uint64_t number, Then then)
    {
        QMetaObject::invokeMethod(
            this,
            [this, number, then = std::move(then)]() mutable {
                if (number == m_newest)
                    then();
            },
            Qt::QueuedConnection);
    }

    const ThreadUrgency m_urgency;
    std::uint64_t m_newest = 0;
    QThreadPool m_pool;
};

} // namespace dh
