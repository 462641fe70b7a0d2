#include "ui/tools/grab_cut_tool.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "core/imaging/brush.h"
#include "ui/canvas/view_transform.h"
#include "ui/tools/mask_tool_settings.h"
#include "ui/tools/overlay_lines.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr double kMarkWidth = 8.0; // logical pixels

/// The layer pixels around a box of the canvas.
Rect boundsInLayer(const CanvasBox& box, const LayerFrame& frame)
{
    const PointF low{std::min(box.corner.x, box.opposite.x), std::min(box.corner.y, box.opposite.y)};
    const PointF high{std::max(box.corner.x, box.opposite.x), std::max(box.corner.y, box.opposite.y)};
    const Affine layerFromUnit =
        frame.layerFromCanvas * (Affine::translation(low.x, low.y) * Affine::scaling(high.x - low.x, high.y - low.y));
    return mappedBounds(layerFromUnit, {0, 0, 1, 1}).intersected({0, 0, frame.size.width, frame.size.height});
}

} // namespace

/// From the first cut to the last refinement.
struct GrabCutTool::Session {
    LayerFrame frame;
    MaskCombine combine = MaskCombine::Replace;
    Mask base;    ///< the mask that the cut is combined with
    Mask guess;   ///< the last cut; null before the first
    Mask applied; ///< the layer's mask after it
    Known known;
};

GrabCutTool::GrabCutTool(MaskToolContext context) : MaskTool(std::move(context))
{
    // What the next press does, and so the hint, follows it.
    QObject::connect(&settings(), &ToolSettings::cutFromMaskChanged, &m_receiver, [this] { repaintAll(); });
}

GrabCutTool::~GrabCutTool() = default;

QString GrabCutTool::usage() const
{
    return canRefine() || settings().cutFromMask()
               ? tr("Stroke over what belongs to it; with the right button or Alt over what does not. Enter ends.")
               : tr("Drag a box around what to cut out. Shift adds, Alt subtracts, both intersect.");
}

void GrabCutTool::deactivated()
{
    cancelComputing();
    m_session.reset();
    dropDrawing();
}

bool GrabCutTool::canRefine() const
{
    return m_session && !m_session->guess.isNull() && m_session->frame.layer == document().selectedLayer() &&
           isUnchanged(m_session->frame, m_session->applied);
}

bool GrabCutTool::press(const CanvasPointer& pointer)
{
    if (m_boxDrag || m_mark)
        return true;
    if (isBusy())
        return false;
    const bool marks = canRefine() || settings().cutFromMask();
    m_button = pointer.button;
    if (!editableFrame() || (pointer.button != Qt::LeftButton && !(marks && pointer.button == Qt::RightButton)))
        return false;
    if (marks) {
        const bool isBackground =
            pointer.button == Qt::RightButton || pointer.modifiers.testFlag(Qt::AltModifier) || pointer.eraserEnd;
        m_mark =
            Mark{isBackground ? CutHint::Background : CutHint::Foreground, kMarkWidth / m_zoom, {pointer.inCanvas}};
    } else {
        m_boxDrag.emplace(pointer);
        m_combine = combineFor(pointer.modifiers, settings().combineMode());
    }
    repaintAll();
    return true;
}

bool GrabCutTool::move(const CanvasPointer& pointer)
{
    if (m_boxDrag)
        m_boxDrag->moveTo(pointer);
    else if (m_mark)
        m_mark->line.push_back(pointer.inCanvas);
    else
        return false;
    repaintAll();
    return true;
}

bool GrabCutTool::release(const CanvasPointer& pointer)
{
    if (pointer.button != m_button)
        return false;
    if (m_boxDrag) {
        m_boxDrag->moveTo(pointer);
        const CanvasBox box = m_boxDrag->box();
        m_boxDrag.reset();
        cutBox(box);
    } else if (m_mark) {
        refine(*std::exchange(m_mark, std::nullopt));
    } else {
        return false;
    }
    repaintAll();
    return true;
}

bool GrabCutTool::keyPress(QKeyEvent& event)
{
    const bool ends = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (!ends || isBusy() || !m_session)
        return false;
    m_session.reset();
    repaintAll();
    return true;
}

bool GrabCutTool::cancel()
{
    // After a stroke that was given up the cut can still be refined.
    if (MaskTool::cancel())
        return true;
    const bool wasRefining = std::exchange(m_session, nullptr) != nullptr;
    repaintAll();
    return wasRefining;
}

bool GrabCutTool::dropDrawing()
{
    const bool wasDrawing = m_boxDrag || m_mark;
    m_boxDrag.reset();
    m_mark.reset();
    if (wasDrawing)
        repaintAll();
    return wasDrawing;
}

void GrabCutTool::beginSession(const Rect& boxInLayer, MaskCombine how)
{
    const LayerFrame frame = *editableFrame();
    const Mask& mask = editableLayer()->mask;
    constexpr std::uint8_t kSelected = 255;
    m_session.reset(new Session{
        frame,
        how,
        mask.isNull() ? Mask(frame.size, kSelected) : mask,
        {},
        mask,
        {boxInLayer, std::make_shared<const std::vector<CutHint>>(static_cast<std::size_t>(frame.size.area()))}});
}

void GrabCutTool::cutBox(const CanvasBox& box)
{
    const std::optional<LayerFrame> frame = editableFrame();
    if (!frame || box.isEmpty())
        return;
    const Rect inLayer = boundsInLayer(box, *frame);
    if (inLayer.isEmpty())
        return;
    beginSession(inLayer, m_combine);
    run(m_session->known);
}

void GrabCutTool::refine(const Mark& mark)
{
    const std::optional<LayerFrame> frame = editableFrame();
    if (!frame)
        return;
    if (!canRefine()) {
        beginSession({}, MaskCombine::Replace);
        m_session->guess = m_session->base;
        m_session->known.box = m_session->base.boundingBox();
    }
    m_session->frame = *frame; // the layer may have been moved since the cut
    Mask marked(frame->size);
    BrushStroke stroke({mark.width * frame->layerPerCanvas, 1.0, 1.0, 0.1, false});
    Rect area;
    for (const PointF point : mark.line)
        area = area.united(stroke.lineTo(marked, {frame->layerFromCanvas.map(point)}));
    if (area.isEmpty())
        return;
    std::vector<CutHint> hints = *m_session->known.hints;
    for (int y = area.y; y < area.bottom(); ++y)
        for (int x = area.x; x < area.right(); ++x)
            if (marked.row(y)[x] > 0)
                hints[static_cast<std::size_t>(y) * frame->size.width + static_cast<std::size_t>(x)] = mark.hint;
    run({m_session->known.box.united(area), std::make_shared<const std::vector<CutHint>>(std::move(hints))});
}

void GrabCutTool::run(const Known& known)
{
    compute([this, layer = *document().composition().layer(m_session->frame.layer), known, guess = m_session->guess,
             base = m_session->base, how = m_session->combine,
             feather = featherIn(m_session->frame)](const CancelToken& cancel) -> MaskJob::Answer {
        const Mask cut = grabCut(layer.image, known.box, guess, *known.hints, cancel);
        Mask combined = base;
        combine(combined, cut.feathered(static_cast<float>(feather)), how);
        return [this, cut, known, change = maskChange(layer, combined)] { finish(cut, known, change); };
    });
}

void GrabCutTool::finish(const Mask& cut, const Known& known, const MaskChange& change)
{
    if (!m_session)
        return;
    if (!apply(tr("Cut out"), change)) {
        m_session.reset();
        return;
    }
    m_session->guess = cut;
    m_session->known = known;
    m_session->applied = document().composition().layer(change.layer)->mask;
}

void GrabCutTool::paintMark(QPainter& painter, const ViewTransform& view, const Mark& mark) const
{
    // Told apart by everyone, colour-blind or not.
    const QColor foreground(0x00, 0x72, 0xB2, 200);
    const QColor background(0xE6, 0x9F, 0x00, 200);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mark.hint == CutHint::Foreground ? foreground : background, mark.width * view.zoom(),
                        Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(pathInWidget(mark.line, view, false));
    painter.restore();
}

void GrabCutTool::paintOverlay(QPainter& painter, const ViewTransform& view)
{
    m_zoom = view.zoom();
    if (m_mark)
        paintMark(painter, view, *m_mark);
    if (!m_boxDrag)
        return;
    const CanvasBox box = m_boxDrag->box();
    const std::vector<PointF> corners{
        box.corner, {box.opposite.x, box.corner.y}, box.opposite, {box.corner.x, box.opposite.y}};
    drawOverlayPath(painter, pathInWidget(corners, view, true));
}

} // namespace dh
