#include "ui/dialogs/colour_button.h"

#include <QColorDialog>
#include <QPixmap>

namespace dh
{

namespace
{

constexpr QSize kSwatch(40, 18);

} // namespace

ColourButton::ColourButton(const QString& name, QWidget* parent) : QToolButton(parent)
{
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setIconSize(kSwatch);
    connect(this, &QToolButton::clicked, this, &ColourButton::choose);
}

void ColourButton::setColour(const QColor& colour)
{
    m_colour = colour;
    QPixmap swatch(kSwatch);
    swatch.fill(colour);
    setIcon(swatch);
    setToolTip(colour.name().toUpper());
    setAccessibleDescription(colour.name());
}

void ColourButton::choose()
{
    const QColor chosen = QColorDialog::getColor(m_colour, this, accessibleName());
    if (chosen.isValid())
        setColour(chosen);
}

} // namespace dh
