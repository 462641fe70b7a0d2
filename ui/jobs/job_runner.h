#pragma once

#include "core/base/cancel.h"
#include "ui/jobs/harmonize_run.h"
#include "ui/jobs/inference_thread.h"

#include <QObject>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <variant>

namespace dh
{

/// Names a job; 0 is none.
using JobId = std::uint64_t;

/// Runs harmonizations one after the other on the inference thread and brings what comes of them to the GUI thread,
/// where it lives and where all its functions are called. Jobs are values; nothing here knows the document. Reports and
/// previews never queue up: the newest wins. Its destructor stops it without a signal.
class JobRunner : public QObject
{
    Q_OBJECT
public:
    /// @param make  called on the inference thread when an engine is first needed
    explicit JobRunner(HarmonizerFactory make, IdlePolicy policy = {}, QObject* parent = nullptr);
    ~JobRunner() override;

    /// Runs `job` when those before it are done.
    JobId add(HarmonizeJob job);
    /// Looks at every weight of a model, in the same queue.
    JobId addVerification(const ModelLocation& location);
    /// Loads the engine, and the model if `withModel`, which then makes a run of nothing, so that the next run needn't
    /// wait for what a first one takes. Given up as soon as there is a job, and nothing when there is one already; what
    /// goes wrong is left for a run to tell.
    void prepare(const ModelLocation& location, const EngineOptions& options, bool withModel);
    /// A waiting job ends at once, a running one when the engine answers; both with finished(). Afterwards no report or
    /// preview of the job arrives any more.
    void cancel(JobId id);
    void cancelAll();
    /// Cancels everything, waits for the engine's answer and frees it; for the end of the program. No job can be added
    /// afterwards.
    void stop();
    /// The job that runs, 0 when none.
    [[nodiscard]] JobId running() const { return m_running.id; }
    [[nodiscard]] int waiting() const { return static_cast<int>(m_waiting.size()); }
    [[nodiscard]] bool isBusy() const { return m_running.id != 0; }

Q_SIGNALS:
    /// Another job runs, or another number waits.
    void queueChanged();
    void progressed(dh::JobId id, const dh::Progress& progress);
    void previewed(dh::JobId id, const dh::JobPreview& preview);
    /// Each harmonization ends with this, whatever happened.
    void finished(dh::JobId id, const dh::RunOutcome& outcome);
    /// Each verification ends with this. `problems` is empty for a usable model; `error` is set when it could not be
    /// looked at.
    void verified(dh::JobId id, const dh::RunOutcome& outcome, const dh::ModelVerification& verification);

protected:
    void customEvent(QEvent* event) override;

private:
    class Mailbox;
    using Work = std::variant<HarmonizeJob, ModelLocation>;
    struct Entry {
        JobId id = 0;
        Work work; ///< moved away once the job runs
        CancelSource cancel;
        bool verifies = false;
    };

    JobId enqueue(Work work);
    void startNext();
    void takeMail();
    void end(const Entry& entry, const RunOutcome& outcome, const ModelVerification& verification);

    std::shared_ptr<Mailbox> m_mailbox;
    JobId m_lastId = 0;
    Entry m_running;
    std::deque<Entry> m_waiting;
    CancelSource m_preparing; ///< what prepare() began last
    std::unique_ptr<InferenceThread> m_thread;
};

} // namespace dh
