#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace dh
{

/// A name, a slider and a number for one value. A drag of the slider is bracketed by dragStarted and dragFinished, so
/// that it can become one undoable step; a typed number is a single valueEdited.
class ValueSlider : public QWidget
{
    Q_OBJECT
public:
    struct Range {
        double minimum = 0.0;
        double maximum = 1.0;
        double step = 1.0; ///< of the slider and the arrows
        int decimals = 0;
        QString suffix = {};
    };
    ValueSlider(const QString& name, const Range& range, QWidget* parent = nullptr);

    /// Shows `value`; no signal.
    void setValue(double value);
    [[nodiscard]] double value() const;
    [[nodiscard]] bool isDragging() const { return m_dragging; }

Q_SIGNALS:
    void dragStarted();
    /// The user changed it: often during a drag, once for a typed number.
    void valueEdited(double value);
    void dragFinished();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] int positionOf(double value) const;

    Range m_range;
    QLabel* m_name;
    QDoubleSpinBox* m_number; ///< before the slider for Tab, too
    QSlider* m_slider;
    bool m_dragging = false;
};

} // namespace dh
