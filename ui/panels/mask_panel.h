#pragma once

#include "core/imaging/mask_edit.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QToolButton;

namespace dh
{

struct StudioContext;
class LatestTask;
class ValueSlider;

/// The selected layer's mask: how it shows, its edge, the commands on the whole of it, and a warning in words when it
/// looks wrong.
class MaskPanel : public QWidget
{
    Q_OBJECT
public:
    explicit MaskPanel(StudioContext& context, QWidget* parent = nullptr);

private:
    QWidget* makeDisplayRow();
    QWidget* makeCommands();
    void addEdgeSliders();
    void chooseColour();
    void showDisplay();
    void showColour();
    void showLayer();
    void checkSoon();
    void check();
    void warn(const QString& text);

    StudioContext& m_context;
    QComboBox* m_display;
    QToolButton* m_colour;
    ValueSlider* m_opacity;
    ValueSlider* m_grow;
    ValueSlider* m_feather;
    QLabel* m_warning;
    QLabel* m_empty;
    QWidget* m_content;
    QTimer m_checkDelay;
    LatestTask* m_checkTask;
};

/// The warning about a mask as the user reads it; empty for none.
[[nodiscard]] QString concernText(MaskConcern concern);

} // namespace dh
