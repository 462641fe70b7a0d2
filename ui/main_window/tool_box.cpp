#include "ui/main_window/tool_box.h"

#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"

#include <QAction>

#include <algorithm>

namespace dh
{

namespace
{

constexpr int kToolsGroup = 50;

} // namespace

ToolBox::ToolBox(CanvasView& canvas, ActionRegistry& actions) : m_canvas(canvas), m_actions(actions) {}

void ToolBox::add(const ToolSpec& tool)
{
    Q_ASSERT(find(tool.id) == nullptr);
    m_tools.push_back(tool);
    ActionSpec spec;
    spec.id = tool.id;
    spec.text = tool.name;
    spec.menu = MenuId::Edit;
    spec.group = kToolsGroup;
    spec.submenu = tr("&Tools");
    spec.icon = tool.icon;
    spec.hint = tool.hint;
    if (!tool.shortcut.isEmpty())
        spec.shortcuts = {tool.shortcut};
    spec.checkable = true;
    spec.run = [this, id = tool.id] { activate(id); };
    m_actions.add(spec);
}

void ToolBox::activate(const QString& id)
{
    const ToolSpec* tool = find(id);
    Q_ASSERT(tool != nullptr);
    for (const ToolSpec& other : m_tools)
        m_actions.action(other.id)->setChecked(other.id == id);
    if (m_active == id)
        return;
    m_active = id;
    m_canvas.setTool(tool->tool);
    Q_EMIT activeChanged(id);
}

const ToolSpec* ToolBox::find(const QString& id) const
{
    const auto found =
        std::find_if(m_tools.begin(), m_tools.end(), [&id](const ToolSpec& tool) { return tool.id == id; });
    return found == m_tools.end() ? nullptr : &*found;
}

} // namespace dh
