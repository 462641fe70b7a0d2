#pragma once

#include "ui/compare/compare_side.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace dh
{

class CompareController;
class ValueSlider;

/// The controls of a comparison, above the canvas; shows itself while one is on.
class CompareBar : public QWidget
{
    Q_OBJECT
public:
    explicit CompareBar(CompareController& controller, QWidget* parent = nullptr);
    /// Gives the keyboard to the first choice.
    void focusChoices();

Q_SIGNALS:
    void groundTruthWanted();

protected:
    /// A button that is held down while it goes isn't let go any more.
    void hideEvent(QHideEvent* event) override;

private:
    QComboBox* addChoice(QHBoxLayout& row, const QString& label, const QString& name);
    QToolButton* addButton(QHBoxLayout& row, const QString& text, const QString& icon, const QString& hint);
    void showState();
    void showNumbers();
    void chooseMode(int index);
    void chooseSides();

    CompareController& m_controller;
    std::vector<CompareSide> m_sides; ///< as the two combo boxes list them
    QComboBox* m_mode = nullptr;
    QComboBox* m_before = nullptr;
    QComboBox* m_after = nullptr;
    QToolButton* m_hold = nullptr;
    ValueSlider* m_gain = nullptr;
    QLabel* m_numbers = nullptr;
};

} // namespace dh
