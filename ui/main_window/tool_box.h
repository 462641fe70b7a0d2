#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QWidget;

namespace dh
{

class ActionRegistry;
class CanvasTool;
class CanvasView;

struct ToolSpec {
    QString id;   ///< "tool.brush"; also the id of its action
    QString name; ///< translated, as a menu shows it
    QString icon; ///< as in ActionSpec
    QKeySequence shortcut;
    int group = 0;                                        ///< groups are separated in the tool bar
    CanvasTool* tool = nullptr;                           ///< not owned; null = the canvas's own panning
    std::function<QWidget*(QWidget* parent)> makeOptions; ///< the tool's settings for the option bar; may be empty
    QString hint;                                         ///< translated; shown when the tool itself gives none
};

/// The tools of the canvas, of which one is active. GUI thread.
class ToolBox : public QObject
{
    Q_OBJECT
public:
    ToolBox(CanvasView& canvas, ActionRegistry& actions);

    /// Also adds the tool's checkable action. @pre the id is new
    void add(const ToolSpec& tool);
    /// Leaves the active tool and takes up another. @pre the id exists
    void activate(const QString& id);
    [[nodiscard]] const QString& active() const { return m_active; }
    [[nodiscard]] const std::vector<ToolSpec>& tools() const { return m_tools; }
    [[nodiscard]] const ToolSpec* find(const QString& id) const;

Q_SIGNALS:
    void activeChanged(const QString& id);

private:
    CanvasView& m_canvas;
    ActionRegistry& m_actions;
    std::vector<ToolSpec> m_tools;
    QString m_active;
};

} // namespace dh
