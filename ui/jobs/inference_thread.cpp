#include "ui/jobs/inference_thread.h"

#include "core/base/system.h"

#include <algorithm>
#include <utility>

namespace dh
{

bool isSystemMemoryShort()
{
    constexpr std::uint64_t kShort = 256ULL << 20;
    return availableMemory() < kShort;
}

InferenceThread::InferenceThread(HarmonizerFactory make, IdlePolicy policy)
    : m_policy(std::move(policy)), m_thread([this, factory = std::move(make)] { work(factory); })
{
}

InferenceThread::~InferenceThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
        m_tasks.clear();
    }
    m_wake.notify_one();
    m_thread.join();
}

void InferenceThread::post(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void InferenceThread::work(const HarmonizerFactory& make)
{
    // Before the engine starts threads of its own, which take after this one.
    lowerThreadUrgency(ThreadUrgency::Eventually);
    EngineSlot slot(make);
    while (const Task task = next(slot))
        task(slot);
}

InferenceThread::Task InferenceThread::next(EngineSlot& slot)
{
    using Clock = std::chrono::steady_clock;
    const auto idleSince = Clock::now();
    std::unique_lock lock(m_mutex);
    const auto hasNews = [this] { return m_isEnding || !m_tasks.empty(); };
    bool isTrimmed = false;
    while (!hasNews()) {
        if (!slot.holdsEngine()) {
            m_wake.wait(lock, hasNews);
            break;
        }
        const auto next = isTrimmed ? m_policy.releaseAfter : std::min(m_policy.trimAfter, m_policy.releaseAfter);
        if (m_wake.wait_for(lock, std::min<Clock::duration>(idleSince + next - Clock::now(), m_policy.lookEvery),
                            hasNews))
            break;
        lock.unlock();
        const auto idle = Clock::now() - idleSince;
        if (idle >= m_policy.releaseAfter || (m_policy.isMemoryShort && m_policy.isMemoryShort())) {
            slot.release();
        } else if (!isTrimmed && idle >= m_policy.trimAfter) {
            slot.engine().releaseIdleMemory();
            isTrimmed = true;
        }
        lock.lock();
    }
    if (m_isEnding)
        return {};
    Task task = std::move(m_tasks.front());
    m_tasks.pop_front();
    return task;
}

} // namespace dh
