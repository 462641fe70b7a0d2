#pragma once

#include "ui/jobs/engine_slot.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace dh
{

/// When an engine that nobody uses gives its memory back.
struct IdlePolicy {
    /// What runs leave for the next one.
    std::chrono::milliseconds trimAfter = std::chrono::seconds(20);
    /// All of it, the model too.
    std::chrono::milliseconds releaseAfter = std::chrono::minutes(5);
    std::chrono::milliseconds lookEvery = std::chrono::seconds(10);
    /// Asked on the inference thread while it is idle and holds an engine; may be empty.
    std::function<bool()> isMemoryShort;
};

/// Whether the system is about to run out of memory.
[[nodiscard]] bool isSystemMemoryShort();

/// The one thread on which the engine is made, used and destroyed; lives as long as this object.
class InferenceThread
{
public:
    using Task = std::function<void(EngineSlot&)>;

    InferenceThread(HarmonizerFactory make, IdlePolicy policy);
    InferenceThread(const InferenceThread&) = delete;
    InferenceThread& operator=(const InferenceThread&) = delete;
    /// Waits for the task that runs; those that wait are dropped.
    ~InferenceThread();

    /// Tasks run one after the other and must not throw. Any thread.
    void post(Task task);

private:
    void work(const HarmonizerFactory& make);
    /// The next task; empty when the thread shall end. Releases an idle engine meanwhile.
    [[nodiscard]] Task next(EngineSlot& slot);

    IdlePolicy m_policy;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    bool m_isEnding = false; ///< guarded by the mutex
    std::thread m_thread;    ///< the last member: everything it uses is there
};

} // namespace dh
