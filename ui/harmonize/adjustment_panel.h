#pragma once

#include "core/scene/composition.h"

#include <QWidget>

#include <functional>

class QLabel;
class QToolButton;

namespace dh
{

struct StudioContext;

/// What can be changed about the result in use on the selected layer without running again. GUI thread.
class AdjustmentPanel : public QWidget
{
    Q_OBJECT
public:
    /// @param context  outlives the panel's use of it
    explicit AdjustmentPanel(StudioContext& context, QWidget* parent = nullptr);

private:
    void addSlider(QWidget& column, const QString& name, const QString& step, double most,
                   double ResultAdjustment::*value);
    void addButtons(QWidget& column);
    void reset();
    void refresh();

    StudioContext& m_context;
    QLabel* m_empty;
    QWidget* m_content;
    QToolButton* m_reset = nullptr;
};

} // namespace dh
