#include "ui/main_window/tool_option_bar.h"

#include "ui/main_window/actions.h"
#include "ui/main_window/icon_label.h"
#include "ui/main_window/mnemonics.h"
#include "ui/main_window/tool_box.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QApplication>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
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
      m_icon(new IconLabel(iconSize(), this)),
      m_name(new QLabel),
      m_options(new QStackedWidget),
      m_noOptions(new QWidget)
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
    m_options->addWidget(m_noOptions);
    connect(&tools, &ToolBox::activeChanged, this, &ToolOptionBar::showTool);
}

/// Gets what a field doesn't take itself.
void ToolOptionBar::keyPressEvent(QKeyEvent* event)
{
    auto* number = qobject_cast<QDoubleSpinBox*>(QApplication::focusWidget());
    const bool isGivenUp = event->key() == Qt::Key_Escape;
    const bool isDone = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (number == nullptr || (!isGivenUp && !isDone)) {
        QToolBar::keyPressEvent(event);
        return;
    }
    if (isGivenUp)
        number->setValue(number->value()); // in place of what was typed
    Q_EMIT numberFinished();
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
    m_icon->setIcon(themedIcon(tool->icon));
    m_name->setText(withoutMnemonic(tool->name));
    m_name->setAccessibleName(tr("Active tool"));
    QWidget*& page = m_pages[id];
    if (page == nullptr && tool->makeOptions) {
        page = tool->makeOptions(m_options);
        m_options->addWidget(page);
    } else if (page == nullptr) {
        page = m_noOptions;
    }
    m_options->setCurrentWidget(page);
}

} // namespace dh
