#pragma once

#include "ui/tools/mask_job.h"

#include <QCoreApplication>
#include <QEvent>

namespace dh::test
{

/// Counts the computations for masks that came back to the GUI thread, whether they are answered then or have to wait.
class MaskJobArrivals : public QObject
{
public:
    MaskJobArrivals() { QCoreApplication::instance()->installEventFilter(this); }
    [[nodiscard]] int count() const { return m_count; }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        // The last that a job's thread does is a queued call of the job.
        if (event->type() == QEvent::MetaCall && dynamic_cast<MaskJob*>(watched) != nullptr)
            ++m_count;
        return false;
    }

private:
    int m_count = 0;
};

} // namespace dh::test
