#include "ui/tools/mask_job.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/tools/another_picture.h"

#include <QMetaObject>
#include <QTimer>

#include <chrono>
#include <utility>

namespace dh
{

MaskJob::MaskJob(Document& document) : m_document(document)
{
    connect(&document, &Document::changed, this, [this](const SceneChange& change) {
        if (isAnotherPicture(m_document, change))
            cancel();
    });
}

MaskJob::~MaskJob()
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
}

void MaskJob::start(Work work, Failed failed, Answer ended)
{
    Q_ASSERT(!isRunning());
    m_cancel = CancelSource();
    m_thread = std::thread(
        [this, work = std::move(work), failed = std::move(failed), ended = std::move(ended), token = m_cancel.token()] {
            const Answer answer = answerOf(work, failed, token);
            QMetaObject::invokeMethod(
                this, [this, answer, ended, token] { deliver(answer, ended, token); }, Qt::QueuedConnection);
        });
}

void MaskJob::deliver(const Answer& answer, const Answer& ended, const CancelToken& token)
{
    constexpr std::chrono::milliseconds kRetryDelay(50);
    const bool answers = answer && !token.isCancelled();
    if (answers && m_document.hasOpenEdit()) {
        QTimer::singleShot(kRetryDelay, this, [this, answer, ended, token] { deliver(answer, ended, token); });
        return;
    }
    m_thread.join();
    if (answers)
        answer();
    if (ended)
        ended();
}

bool MaskJob::cancel()
{
    m_cancel.cancel();
    return isRunning();
}

MaskJob::Answer MaskJob::answerOf(const Work& work, const Failed& failed, const CancelToken& token)
{
    try {
        token.throwIfCancelled();
        return work(token);
    } catch (const Cancelled&) {
        return {};
    } catch (...) {
        return [failed, error = caughtError()] { failed(error); };
    }
}

} // namespace dh
