#pragma once

#include "core/base/error.h"
#include "core/harmonize/harmonizer.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace dh::test
{

/// What fake engines do, and what became of them. Shared by a test and its engines on the inference thread;
/// thread-safe.
class FakeScript
{
public:
    /// The next runs throw this when they come to `stage`; nothing ends it.
    void failAt(Stage stage, const Error& error);
    void failWithBadAlloc(Stage stage);
    void behave();
    /// Runs wait when they come to `stage`, until release() or a cancel.
    void holdAt(Stage stage);
    void release();
    /// Waits until a run is held. @return false after ten seconds
    [[nodiscard]] bool waitUntilHeld();
    /// What verify() finds.
    void setProblems(const std::string& problems);
    /// Breaks the promise of native mode.
    void changeOutside(bool changes) { m_changesOutside = changes; }
    /// The request of the last run.
    [[nodiscard]] std::optional<HarmonizeRequest> lastRequest() const;
    [[nodiscard]] HarmonizeResult lastResult() const;

    std::atomic<int> living{0}; ///< engines
    std::atomic<int> loads{0};  ///< begun
    std::atomic<int> loaded{0}; ///< and ended well
    std::atomic<int> runs{0};
    std::atomic<int> trims{0};              ///< releaseIdleMemory()
    std::atomic<bool> leftItsThread{false}; ///< an engine was used or destroyed on another thread than it was made on
    int previewSteps = 3;                   ///< steps when the request names none; each sends a preview

private:
    friend class FakeHarmonizer;
    void reach(Stage stage, const CancelToken& cancel);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<Stage> m_failStage;
    std::optional<Error> m_error; ///< absent = std::bad_alloc
    std::optional<Stage> m_holdStage;
    bool m_isHeld = false;
    std::string m_problems;
    std::atomic<bool> m_changesOutside{false};
    std::optional<HarmonizeRequest> m_lastRequest;
    HarmonizeResult m_lastResult;
};

/// An engine without networks: makes the masked part darker by an amount that depends on the seed, in the stages of the
/// real one, as its script says.
class FakeHarmonizer final : public Harmonizer
{
public:
    explicit FakeHarmonizer(std::shared_ptr<FakeScript> script);
    ~FakeHarmonizer() override;
    bool load(const ModelLocation& location, const EngineOptions& options, ProgressSink& progress,
              const CancelToken& cancel) override;
    HarmonizeResult run(const HarmonizeRequest& request, ProgressSink& progress, const CancelToken& cancel) override;
    void releaseIdleMemory() override;
    ModelVerification verify(const ModelLocation& location, const CancelToken& cancel) override;

private:
    void checkThread() const;
    std::shared_ptr<FakeScript> m_script;
    std::thread::id m_thread;
    bool m_isLoaded = false;
};

[[nodiscard]] inline auto fakeFactory(const std::shared_ptr<FakeScript>& script)
{
    return [script]() -> std::unique_ptr<Harmonizer> { return std::make_unique<FakeHarmonizer>(script); };
}

} // namespace dh::test
