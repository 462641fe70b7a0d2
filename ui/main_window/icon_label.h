#pragma once

#include <QIcon>
#include <QPainter>
#include <QWidget>

#include <utility>

namespace dh
{

/// Shows an icon in the present theme's colours and the screen's resolution, whichever changes: a label keeps the
/// pixmap that it was given.
class IconLabel final : public QWidget
{
public:
    explicit IconLabel(QSize size, QWidget* parent = nullptr) : QWidget(parent) { setFixedSize(size); }
    void setIcon(QIcon icon)
    {
        m_icon = std::move(icon);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        m_icon.paint(&painter, rect());
    }

private:
    QIcon m_icon;
};

} // namespace dh
