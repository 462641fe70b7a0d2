#pragma once

#include <QColor>
#include <QToolButton>

namespace dh
{

/// Shows a colour; a click lets the user choose another.
class ColourButton : public QToolButton
{
    Q_OBJECT
public:
    /// @param name  what the colour is for, translated
    ColourButton(const QString& name, QWidget* parent);
    void setColour(const QColor& colour);
    [[nodiscard]] QColor colour() const { return m_colour; }

private:
    void choose();

    QColor m_colour;
};

} // namespace dh
