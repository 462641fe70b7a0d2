#pragma once

#include "core/scene/composition.h"

#include <QObject>

#include <optional>

namespace dh
{

class CanvasView;
class Document;
class RunChoices;
class RunOutlook;

/// Draws what the networks will see as a frame on the canvas, and takes over where the user drags it. GUI thread.
class ContextFrameLink : public QObject
{
    Q_OBJECT
public:
    /// All outlive this.
    ContextFrameLink(CanvasView& canvas, const Document& document, const RunOutlook& outlook, RunChoices& choices,
                     QObject* parent = nullptr);
    void setShown(bool shown);

private:
    void refresh();

    CanvasView& m_canvas;
    const RunOutlook& m_outlook;
    bool m_isShown = true;
    LayerId m_layer = 0;           ///< that was selected when the drag began
    std::optional<Rect> m_atStart; ///< what was chosen for it before; none = chosen around the mask
};

} // namespace dh
