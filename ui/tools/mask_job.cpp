#include "ui/tools/mask_job.h"

#include "core/base/error.h"

#include <QMetaObject>

#include <new>
#include <utility>

namespace dh
{

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
                this,
                [this, answer, ended, token] {
                    m_thread.join();
                    if (answer && !token.isCancelled())
                        answer();
                    if (ended)
                        ended();
                },
                Qt::QueuedConnection);
        });
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
    } catch (const Error& error) {
        return [failed, error] { failed(error); };
    } catch (const std::bad_alloc&) {
        return [failed] { failed(Error(ErrorCode::OutOfMemory, "", "the mask does not fit in memory")); };
    }
}

} // namespace dh
