#pragma once

#include "ui/jobs/job_runner.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
#include <memory>

namespace dh
{

class RunChoices;
class LatestTask;
class RunOutlook;
struct CanvasPreview;
struct SceneChange;
struct StudioContext;

/// Makes jobs of the user's wishes and steps of the history of what comes back. While a run is on, the canvas shows its
/// previews; editing goes on, and a result whose picture has changed meanwhile is kept but not applied before the user
/// says so. GUI thread.
class RunController : public QObject
{
    Q_OBJECT
public:
    /// All outlive this.
    RunController(StudioContext& context, JobRunner& runner, RunChoices& choices, RunOutlook& outlook,
                  QObject* parent = nullptr);

    /// A selected, unlocked layer, and no sign that the model is unusable.
    [[nodiscard]] bool canRun() const;
    [[nodiscard]] bool isBusy() const;
    /// Runs that are still to come after the present one.
    [[nodiscard]] int waiting() const;

    /// The selected layer, with as many seeds as were chosen; the first result is applied, the others are kept.
    void harmonize();
    /// Every visible, unlocked layer, from the bottom up; each sees what became of those below.
    void harmonizeAllLayers();
    /// Whether there is a layer for harmonizeAllLayers().
    [[nodiscard]] bool canRunAllLayers() const;
    /// The same settings and seed once more, on the picture as it is now.
    void runAgain(const HarmonizedResult& result);
    /// The present run and all that wait.
    void cancel();

    /// Shows a kept result in its place without applying it, as soon as its preview is made; null shows the picture
    /// again. A run's previews go first.
    void showResult(const ResultPtr& result);
    /// Lays something else over the canvas, or takes it away; a run's previews go first.
    void showOverlay(std::shared_ptr<const CanvasPreview> overlay);

    /// Whether what is laid over the canvas would hide such a change.
    [[nodiscard]] static bool isSeen(const SceneChange& change);

    /// The user's answer to documentMovedOn().
    enum class Answer { Apply, Keep, Discard };
    void answer(ResultId result, Answer answer);

Q_SIGNALS:
    /// isBusy() or waiting() changed.
    void stateChanged();
    void progressed(const dh::Progress& progress);
    /// A run came to an end and its result is in the document.
    void resultAdded(dh::ResultId result);
    /// The picture was changed under the run: its result is in the list, and somebody should ask what to do with it.
    void documentMovedOn(dh::ResultId result);
    /// Another picture was opened: what was asked about the former one is void.
    void anotherPicture();

private:
    struct Planned {
        HarmonizeJob job;
        bool applies = true;
    };
    struct Finished {
        Planned planned;
        std::shared_ptr<HarmonizedResult> result;
    };

    [[nodiscard]] HarmonizeJob jobFor(LayerId layer, std::uint64_t seed) const;
    /// The user asks for something: what comes of it is told of by itself.
    void beginSeries();
    void start(HarmonizeJob job, bool applies);
    void startNextLayer();
    void finish(JobId id, const RunOutcome& outcome);
    void fail(const Error& error);
    /// Ends all runs without a word.
    void dropJobs();
    void deliver();
    void deliver(const Finished& finished);
    void learn(const RunSettings& settings, const RunOutcome& outcome);
    void follow(const SceneChange& change);
    void dropRunPreview();
    void refreshCanvas();

    StudioContext& m_context;
    JobRunner& m_runner;
    RunChoices& m_choices;
    RunOutlook& m_outlook;
    std::map<JobId, Planned> m_jobs;
    std::deque<LayerId> m_layersToDo;
    std::uint64_t m_layersSeed = 0;     ///< for all of them
    bool m_hasFinished = false;         ///< a run of those that the user asked for last
    std::deque<Finished> m_undelivered; ///< while the user drags or paints
    QTimer m_retry;
    LatestTask* m_look;    ///< makes what is shown of a kept result
    LatestTask* m_runLook; ///< and of a run's previews
    std::shared_ptr<const CanvasPreview> m_runPreview;
    std::shared_ptr<const CanvasPreview> m_overlay;
};

} // namespace dh
