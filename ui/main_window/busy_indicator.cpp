#include "ui/main_window/busy_indicator.h"

#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>

#include <chrono>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

/// What is over sooner would only flicker.
constexpr auto kPatience = 400ms;
constexpr int kBarWidth = 80;

} // namespace

BusyIndicator::BusyIndicator(const QString& about, const QString& stop, QWidget* parent)
    : QWidget(parent), m_label(new QLabel(this)), m_patience(new QTimer(this))
{
    auto* bar = new QProgressBar(this);
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setFixedWidth(kBarWidth);
    bar->setAccessibleName(about);
    auto* cancel = new QToolButton(this);
    cancel->setIcon(themedIcon(QStringLiteral("cancel")));
    cancel->setAutoRaise(true);
    cancel->setToolTip(stop);
    cancel->setAccessibleName(stop);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_label);
    row->addWidget(bar);
    row->addWidget(cancel);
    hide();
    m_patience->setSingleShot(true);
    m_patience->setInterval(kPatience);
    connect(m_patience, &QTimer::timeout, this, [this] { setVisible(true); });
    connect(cancel, &QToolButton::clicked, this, &BusyIndicator::stopRequested);
}

void BusyIndicator::showWork(const QString& label)
{
    if (label.isEmpty()) {
        m_patience->stop();
        hide();
        return;
    }
    m_label->setText(label);
    if (isHidden() && !m_patience->isActive())
        m_patience->start();
}

} // namespace dh
