#pragma once

#include "ui/compare/compare_controller.h"
#include "ui/main_window/window_module.h"

#include <QList>
#include <QObject>
#include <QPair>

#include <optional>

class QAction;

namespace dh
{

class CompareBar;
struct ActionSpec;
struct StudioContext;

/// Asks for the picture of the real scene; nothing when the user gave up.
using AskForPicture = std::function<std::optional<std::filesystem::path>(QWidget& parent)>;
/// With the desktop's own dialog.
[[nodiscard]] std::optional<std::filesystem::path> askForPictureByDialog(QWidget& parent);

/// Menu View > Compare, its bar above the canvas, and the key that shows the picture before while it is held.
class CompareModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit CompareModule(StudioContext& context, AskForPicture ask = askForPictureByDialog);
    /// For whoever lists results: compareResults().
    [[nodiscard]] CompareController& controller() { return m_controller; }

    void addActions(ActionRegistry& actions) override;
    void addPanels(PanelHost& host) override;

protected:
    /// Sees the held key go up, wherever the focus is.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addModes(ActionRegistry& actions);
    void addKeys(ActionRegistry& actions);
    void toggleHolding();
    void endHolding();
    void openGroundTruth();
    void showState();

    StudioContext& m_context;
    AskForPicture m_ask;
    CompareController m_controller;
    CompareBar* m_bar = nullptr;
    QList<QPair<CompareMode, QAction*>> m_modes;
};

} // namespace dh
