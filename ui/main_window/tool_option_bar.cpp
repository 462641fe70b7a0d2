#include "ui/main_window/tool_option_bar.h"

#include "ui/main_window/actions.h"
#include "ui/main_window/mnemonics.h"
#include "ui/main_window/tool_box.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>

namespace dh
{

namespace
{

constexpr int kSpacing = 8;
constexpr int kBarHeight = 40;

/// In the accent colour, for what a newcomer looks for.
QToolButton* prominentButton(QAction& action, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setDefaultAction(&action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setAccessibleName(withoutMnemonic(action.text()));
    button->setFocusPolicy(Qt::TabFocus);
    QFont font = button->font();
    font.setBold(true);
    button->setFont(font);
    const QPalette shared = button->palette();
    QPalette palette = shared;
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        palette.setColor(group, QPalette::Button, shared.color(group, QPalette::Highlight));
        palette.setColor(group, QPalette::ButtonText, shared.color(group, QPalette::HighlightedText));
    }
    button->setPalette(palette);
    return button;
}

} // namespace

ToolOptionBar::ToolOptionBar(ToolBox& tools, const ActionRegistry& actions, QWidget* parent)
    : QToolBar(tr("Tool options"), parent),
      m_tools(tools),
      m_icon(new QLabel),
      m_name(new QLabel),
      m_options(new QStackedWidget)
{
    setObjectName(QStringLiteral("tool_options"));
    setMovable(false);
    setFloatable(false);
    setMinimumHeight(kBarHeight);
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(kSpacing, 0, kSpacing, 0);
    row->setSpacing(kSpacing);
    row->addWidget(m_icon);
    row->addWidget(m_name);
    row->addWidget(m_options, 1);
    addWidget(holder);
    addProminentActions(actions);
    m_options->addWidget(new QWidget); // for tools without settings
    connect(&tools, &ToolBox::activeChanged, this, &ToolOptionBar::showTool);
}

void ToolOptionBar::addProminentActions(const ActionRegistry& actions)
{
    for (const auto& entry : actions.entries()) {
        if (entry.action == nullptr || !entry.spec.prominent)
            continue;
        QToolButton* button = prominentButton(*entry.action, this);
        addWidget(button);
        // The tool bar has just made it flat, without the colour that it is for.
        button->setAutoRaise(false);
    }
}

void ToolOptionBar::showTool(const QString& id)
{
    const ToolSpec* tool = m_tools.find(id);
    m_icon->setPixmap(themedIcon(tool->icon).pixmap(iconSize(), devicePixelRatioF()));
    m_name->setText(withoutMnemonic(tool->name));
    m_name->setAccessibleName(tr("Active tool"));
    QWidget*& page = m_pages[id];
    if (page == nullptr) {
        page = tool->makeOptions ? tool->makeOptions(m_options) : m_options->widget(0);
        m_options->addWidget(page);
    }
    m_options->setCurrentWidget(page);
}

} // namespace dh
