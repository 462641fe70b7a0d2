#include "ui/harmonize/context_frame_link.h"

#include "core/document/document.h"
#include "core/harmonize/context_crop.h"
#include "ui/canvas/canvas_view.h"
#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_outlook.h"

#include <algorithm>

namespace dh
{

ContextFrameLink::ContextFrameLink(CanvasView& canvas, const Document& document, const RunOutlook& outlook,
                                   RunChoices& choices, QObject* parent)
    : QObject(parent), m_canvas(canvas), m_outlook(outlook)
{
    connect(&outlook, &RunOutlook::changed, this, &ContextFrameLink::refresh);
    connect(&canvas, &CanvasView::frameDragBegan, this, [this, &document, &choices] {
        m_layer = document.selectedLayer();
        m_atStart = choices.context(m_layer);
    });
    connect(&canvas, &CanvasView::frameDragged, this,
            [this, &choices](const Rect& frame) { choices.setContext(m_layer, frame); });
    connect(&canvas, &CanvasView::frameDragCancelled, this,
            [this, &choices] { choices.setContext(m_layer, m_atStart); });
}

void ContextFrameLink::setShown(bool shown)
{
    m_isShown = shown;
    refresh();
}

void ContextFrameLink::refresh()
{
    const Outlook& outlook = m_outlook.outlook();
    if (!m_isShown || !outlook.crop) {
        m_canvas.setFrame({}, {}, false);
        return;
    }
    const Size inference = outlook.crop->inferenceSize;
    const QString caption = tr("the subject gets %1 of %2 px")
                                .arg(subjectSide(*outlook.crop, outlook.subject))
                                .arg(std::max(inference.width, inference.height));
    m_canvas.setFrame(outlook.crop->area, caption, true);
}

} // namespace dh
