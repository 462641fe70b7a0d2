#pragma once

#include "ui/main_window/studio_context.h"
#include "ui/main_window/window_module.h"
#include "ui/panels/mask_command_queue.h"

#include <QObject>

#include <functional>

namespace dh
{

/// Asks for file names; replaced in tests. An empty answer means that the user changed their mind.
struct MaskFileChooser {
    std::function<QString(QWidget& parent)> toLoad;
    std::function<QString(QWidget& parent)> toSave;
    /// The system's dialogs.
    [[nodiscard]] static MaskFileChooser standard();
};

/// The commands of the menu Mask. Escape in the canvas stops the one at work.
class MaskModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit MaskModule(StudioContext& context, MaskFileChooser chooser = MaskFileChooser::standard());
    void addActions(ActionRegistry& actions) override;
    void addPanels(PanelHost& host) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// A command with one number that the user is asked for.
    struct Amount {
        QString title;
        QString label;
        QString settingsKey; ///< where the last answer is kept
        double fallback;
        double most;
        std::function<MaskCommand(double)> command;
    };
    void addWholeActions(ActionRegistry& actions);
    void addEdgeActions(ActionRegistry& actions);
    void addSourceActions(ActionRegistry& actions);
    void ask(const Amount& amount);

    StudioContext& m_context;
    MaskFileChooser m_chooser;
    MaskCommandQueue m_queue;
};

} // namespace dh
