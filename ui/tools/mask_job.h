#pragma once

#include "core/base/cancel.h"

#include <QObject>

#include <functional>
#include <thread>

namespace dh
{

class Document;
class Error;

/// Computes for a mask on a thread of its own, one thing at a time. Started, cancelled and answered on the GUI thread.
/// An answer waits while an edit is open, which it would cut in two; another picture cancels what was begun for the
/// former.
class MaskJob : public QObject
{
public:
    /// What is left to do on the GUI thread with what was computed.
    using Answer = std::function<void()>;
    /// Works on copies; may throw Error and Cancelled.
    using Work = std::function<Answer(const CancelToken&)>;
    using Failed = std::function<void(const Error&)>;

    /// @param document  outlives this
    explicit MaskJob(Document& document);
    /// Cancels and waits.
    ~MaskJob() override;

    /// Until it ended and answered, cancelled or not.
    [[nodiscard]] bool isRunning() const { return m_thread.joinable(); }
    /// Calls the answer of `work`, or `failed`; after a cancel `ended` alone, which always comes last.
    /// @pre not running
    void start(Work work, Failed failed, Answer ended = {});
    /// @return whether something ran
    bool cancel();

private:
    [[nodiscard]] static Answer answerOf(const Work& work, const Failed& failed, const CancelToken& token);

    void deliver(const Answer& answer, const Answer& ended, const CancelToken& token);

    Document& m_document;
    std::thread m_thread;
    CancelSource m_cancel;
};

} // namespace dh
