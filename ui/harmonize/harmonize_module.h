#pragma once

#include "ui/harmonize/models_dialog.h"
#include "ui/harmonize/result_actions.h"
#include "ui/jobs/job_runner.h"
#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"

#include <QObject>
#include <QPointer>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace dh
{

class ContextFrameLink;
class InfluenceTool;
class ProtectTool;
class ResultsPanel;
class RunChoices;
class RunController;
class RunOutlook;

/// What asks the user for files and makes engines; replaced in tests.
struct HarmonizeParts {
    HarmonizerFactory makeEngine;
    IdlePolicy idle;
    ModelFolderChooser chooseModel;
    LutFileChooser chooseLut;
    /// Models with up to so many parameters are loaded once there is a subject, of larger ones the engine alone; 0
    /// leaves both to the first run.
    std::uint64_t preparedParameters = 0;
    /// The engine module and the system's dialogs.
    [[nodiscard]] static HarmonizeParts standard();
};

/// Plugs runs, results and models into the window. GUI thread.
class HarmonizeModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit HarmonizeModule(StudioContext& context, HarmonizeParts parts = HarmonizeParts::standard());
    ~HarmonizeModule() override;

    void addActions(ActionRegistry& actions) override;
    void addTools(ToolBox& tools) override;
    void addPanels(PanelHost& panels) override;
    void closing() override;

    [[nodiscard]] RunController& runs() { return *m_runs; }
    [[nodiscard]] RunChoices& choices() { return *m_choices; }
    [[nodiscard]] RunOutlook& outlook() { return *m_outlook; }

Q_SIGNALS:
    /// Two results shall be compared; `before` is 0 for the picture without a result.
    void compareRequested(dh::ResultId before, dh::ResultId after);

private:
    void addRunActions(ActionRegistry& actions);
    void addInfluenceActions(ActionRegistry& actions);
    void showModels();
    void prepareEngine();

    StudioContext& m_context;
    ModelFolderChooser m_chooseModel;
    std::uint64_t m_preparedParameters;
    std::unique_ptr<JobRunner> m_runner;
    RunChoices* m_choices;
    RunOutlook* m_outlook;
    RunController* m_runs;
    ResultSelection* m_selection;
    ResultActions* m_resultActions;
    ContextFrameLink* m_frame;
    std::unique_ptr<ProtectTool> m_protect;
    std::unique_ptr<InfluenceTool> m_influence;
    QPointer<ResultsPanel> m_results;
    std::optional<std::pair<ModelLocation, EngineOptions>> m_prepared; ///< while there is a subject
};

} // namespace dh
