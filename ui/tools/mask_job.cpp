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

void MaskJob::start(Work work, Done done, Failed failed)
{
    Q_ASSERT(!isRunning());
    m_cancel = CancelSource();
    m_thread = std::thread([this, work = std::move(work), done = std::move(done), failed = std::move(failed),
                            token = m_cancel.token()] { runAndAnswer(work, done, failed, token); });
}

bool MaskJob::cancel()
{
    m_cancel.cancel();
    return isRunning();
}

void MaskJob::runAndAnswer(const Work& work, const Done& done, const Failed& failed, const CancelToken& token)
{
    try {
        answer([done, mask = work(token)] { done(mask); }, token);
    } catch (const Cancelled&) {
        answer([] {}, token);
    } catch (const Error& error) {
        answer([failed, error] { failed(error); }, token);
    } catch (const std::bad_alloc&) {
        answer([failed] { failed(Error(ErrorCode::OutOfMemory, "", "the selection does not fit in memory")); }, token);
    }
}

void MaskJob::answer(const std::function<void()>& call, const CancelToken& token)
{
    QMetaObject::invokeMethod(
        this,
        [this, call, token] {
            m_thread.join();
            if (!token.isCancelled())
                call();
        },
        Qt::QueuedConnection);
}

} // namespace dh
