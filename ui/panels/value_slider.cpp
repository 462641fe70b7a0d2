#include "ui/panels/value_slider.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace dh
{

ValueSlider::ValueSlider(const QString& name, const Range& range, QWidget* parent)
    : QWidget(parent),
      m_range(range),
      m_name(new QLabel(name, this)),
      m_number(new QDoubleSpinBox(this)),
      m_slider(new QSlider(Qt::Horizontal, this))
{
    m_slider->setRange(0, positionOf(range.maximum));
    m_slider->setAccessibleName(name);
    m_number->setRange(range.minimum, range.maximum);
    m_number->setSingleStep(range.step);
    m_number->setDecimals(range.decimals);
    m_number->setSuffix(range.suffix);
    m_number->setKeyboardTracking(false);
    m_number->setAccessibleName(name);
    m_name->setBuddy(m_number);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_number, 0, 1, Qt::AlignRight);
    grid->addWidget(m_slider, 1, 0, 1, 2);
    setFocusProxy(m_slider);

    m_slider->installEventFilter(this);
    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        const double value = m_range.minimum + position * m_range.step;
        const QSignalBlocker quiet(m_number);
        m_number->setValue(value);
        Q_EMIT valueEdited(value);
    });
    connect(m_number, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(positionOf(value));
        Q_EMIT valueEdited(value);
    });
}

void ValueSlider::setValue(double value)
{
    const QSignalBlocker quietSlider(m_slider);
    const QSignalBlocker quietNumber(m_number);
    if (!m_dragging)
        m_slider->setValue(positionOf(value));
    // Setting it again would wipe what is being typed.
    if (m_number->textFromValue(value) != m_number->textFromValue(m_number->value()))
        m_number->setValue(value);
}

double ValueSlider::value() const
{
    return m_number->value();
}

bool ValueSlider::eventFilter(QObject* watched, QEvent* event)
{
    // A click beside the handle changes the value before the slider says that it is pressed.
    const bool isPress = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    if (isPress && !m_dragging && static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) {
        m_dragging = true;
        Q_EMIT dragStarted();
    } else if (event->type() == QEvent::MouseButtonRelease && m_dragging) {
        const bool used = m_slider->event(event);
        m_dragging = false;
        Q_EMIT dragFinished();
        return used;
    }
    return QWidget::eventFilter(watched, event);
}

int ValueSlider::positionOf(double value) const
{
    return static_cast<int>(std::lround((value - m_range.minimum) / m_range.step));
}

} // namespace dh
