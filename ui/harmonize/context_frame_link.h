#pragma once

#include "core/base/geometry.h"

#include <QObject>

#include <optional>

namespace dh
{

class CanvasView;
class RunChoices;
class RunOutlook;

/// Draws what the networks will see as a frame on the canvas, and takes over where the user drags it. GUI thread.
class ContextFrameLink : public QObject
{
    Q_OBJECT
public:
    /// All outlive this.
    ContextFrameLink(CanvasView& canvas, const RunOutlook& outlook, RunChoices& choices, QObject* parent = nullptr);
    void setShown(bool shown);

private:
    void refresh();

    CanvasView& m_canvas;
    const RunOutlook& m_outlook;
    bool m_isShown = true;
    std::optional<Rect> m_atStart; ///< what was chosen before the drag; none = chosen around the mask
};

} // namespace dh
