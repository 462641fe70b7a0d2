#pragma once

#include "core/base/cancel.h"
#include "core/imaging/mask.h"

#include <QObject>

#include <functional>
#include <thread>

namespace dh
{

class Error;

/// Computes one mask at a time on a thread of its own. Started, cancelled and answered on the GUI thread.
class MaskJob : public QObject
{
public:
    using Work = std::function<Mask(const CancelToken&)>;
    using Done = std::function<void(Mask)>;
    using Failed = std::function<void(const Error&)>;

    MaskJob() = default;
    /// Cancels and waits.
    ~MaskJob() override;

    /// Until it ended, cancelled or not.
    [[nodiscard]] bool isRunning() const { return m_thread.joinable(); }
    /// Runs `work`, which may throw Error and Cancelled, and calls one of the others, or none after a cancel.
    /// @pre not running
    void start(Work work, Done done, Failed failed);
    /// @return whether something ran
    bool cancel();

private:
    void runAndAnswer(const Work& work, const Done& done, const Failed& failed, const CancelToken& token);
    void answer(const std::function<void()>& call, const CancelToken& token);

    std::thread m_thread;
    CancelSource m_cancel;
};

} // namespace dh
