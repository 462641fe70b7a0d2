#pragma once

#include <QString>

class QDockWidget;
class QWidget;

namespace dh
{

enum class PanelArea { Right, Bottom };

struct PanelSpec {
    QString id;                 ///< stable: names the panel in the stored window layout
    QString title;              ///< translated
    QWidget* content = nullptr; ///< taken over
    PanelArea area = PanelArea::Right;
    QString tabWith = {}; ///< id of a panel added before, to share its place; empty = below the others
    bool shown = true;    ///< in the default layout
    int height = 0;       ///< share of its column in the default layout, beside the others'; 0 = as it comes
    int room = 0;         ///< height that showPanel() gives it at least, as far as the window has it
};

/// The part of the window that takes in what modules bring. GUI thread.
class PanelHost
{
public:
    virtual ~PanelHost() = default;
    /// Docks a panel and lists it in the menu Window. Long content scrolls by itself.
    virtual QDockWidget* addPanel(const PanelSpec& panel) = 0;
    /// Shows a panel and brings it to the front of its tabs.
    virtual void showPanel(const QString& id) = 0;
    /// At the right of the status bar, before the zoom; for the progress of a run.
    virtual void addStatusWidget(QWidget* widget) = 0;
    /// A strip above the canvas, below the tool options; for the controls of a mode. The caller shows and hides it.
    virtual void addCanvasBar(QWidget* widget) = 0;
};

} // namespace dh
