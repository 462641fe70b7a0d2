#include "ui/canvas/canvas_view.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_view_state.h"
#include "ui/canvas/preview_picture.h"
#include "ui/canvas/zoom_steps.h"

#include <QEvent>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr QSize kSmallestSize(160, 120);

void describe(CanvasView& canvas)
{
    canvas.setAccessibleName(CanvasView::tr("Canvas"));
    canvas.setAccessibleDescription(CanvasView::tr("Shows the picture. Plus and minus zoom, 0 fits the picture, 1 "
                                                   "shows it at 100 %, the arrow keys pan or move."));
}

} // namespace

CanvasView::CanvasView(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_state(std::make_unique<State>(*this))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_TabletTracking);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    setMinimumSize(kSmallestSize);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    grabGesture(Qt::PinchGesture);
    describe(*this);
    m_state->canvasSize = document.composition().size();
    m_state->knownPixelRatio = devicePixelRatioF();
    connect(&document, &Document::changed, this, [this](const SceneChange& change) { m_state->showChange(change); });
    connect(&document, &Document::selectionChanged, this, [this] {
        m_state->rememberMask();
        if (m_state->tool != nullptr || m_state->maskDisplay != MaskDisplay::Off)
            m_state->updateMaskTiles();
    });
}

CanvasView::~CanvasView() = default;

void CanvasView::setView(const ViewTransform& view)
{
    m_state->changeView(view);
}

double CanvasView::zoomFactor() const
{
    return m_view.zoom() * m_state->pixelRatio();
}

void CanvasView::setZoomFactor(double factor)
{
    m_state->zoomTo(factor / m_state->pixelRatio(), QRectF(QPointF(), m_state->paneSize()).center());
}

void CanvasView::setTool(CanvasTool* tool)
{
    if (tool == m_state->tool)
        return;
    if (m_state->tool != nullptr)
        m_state->tool->deactivated();
    m_state->tool = tool;
    m_state->drag = State::Drag::None;
    if (tool != nullptr)
        tool->activated();
    m_state->updateCursor(m_state->lastPointer.value_or(QPointF()));
    m_state->announceHint();
    update();
}

CanvasTool* CanvasView::tool() const
{
    return m_state->tool;
}

void CanvasView::setMaskDisplay(MaskDisplay display)
{
    if (display == m_state->maskDisplay)
        return;
    m_state->maskDisplay = display;
    m_state->updateMaskTiles();
}

MaskDisplay CanvasView::maskDisplay() const
{
    return m_state->maskDisplay;
}

void CanvasView::setMaskColour(const QColor& colour, double opacity)
{
    m_state->maskColour = colour;
    m_state->maskOpacity = std::clamp(opacity, 0.0, 1.0);
    m_state->updateMaskTiles();
}

void CanvasView::setCheckerboard(const QColor& light, const QColor& dark)
{
    m_state->checkerLight = light;
    m_state->checkerDark = dark;
    update();
}

void CanvasView::setCacheBytes(std::uint64_t bytes)
{
    m_state->setCacheBytes(bytes);
}

std::uint64_t CanvasView::cacheBytesInUse() const
{
    return m_state->tiles.bytes() + m_state->scaledImages.bytes() + m_state->pyramid->bytes();
}

const std::shared_ptr<ViewCache>& CanvasView::viewCache() const
{
    return m_state->pyramid;
}

void CanvasView::setPreview(std::shared_ptr<const CanvasPreview> preview)
{
    m_state->previewLeaves = false;
    if (!preview && m_state->preview && m_state->isOutdated(TileContent::Picture)) {
        m_state->previewLeaves = true;
        return;
    }
    const Rect previous = m_state->preview ? m_state->preview->area : Rect{};
    m_state->preview = std::move(preview);
    m_state->previewImage = m_state->preview ? m_state->preview->image : QImage();
    if (m_state->preview && m_state->previewImage.isNull())
        m_state->previewImage = previewPicture(*m_state->preview);
    m_state->updateCanvas(previous, State::kSmoothingReach);
    if (m_state->preview)
        m_state->updateCanvas(m_state->preview->area, State::kSmoothingReach);
}

void CanvasView::setCompare(CompareMode mode, const std::shared_ptr<const Composition>& before,
                            const std::shared_ptr<const Composition>& after)
{
    // Another size can't be laid over this canvas.
    const Size size = m_document.composition().size();
    m_state->compareBefore = before && before->size() == size ? before : nullptr;
    const auto shown = mode != CompareMode::Off && after && after->size() == size ? after : nullptr;
    if (shown != m_state->compareAfter)
        m_state->tiles.markStale(TileContent::Picture, {0, 0, size.width, size.height}, m_state->version + 1);
    m_state->compareAfter = shown;
    const int formerWidth = m_state->paneSize().width();
    m_state->compare = mode;
    ++m_state->version;
    // The former ones show until the new ones are there.
    for (const TileContent content : {TileContent::Before, TileContent::Difference})
        m_state->tiles.markStale(content, {0, 0, size.width, size.height}, m_state->version);
    if (const int growth = m_state->paneSize().width() - formerWidth; growth != 0) {
        if (m_state->fitted)
            fit();
        else
            m_state->pan({growth / 2.0, 0.0});
    }
    update();
}

void CanvasView::setCompareNames(const QString& before, const QString& after)
{
    m_state->beforeName = before;
    m_state->afterName = after;
    update();
}

CompareMode CanvasView::compareMode() const
{
    return m_state->compare;
}

void CanvasView::setDifferenceGain(double gain)
{
    m_state->differenceGain = std::max(0.0, gain);
    ++m_state->version;
    const Size size = m_document.composition().size();
    m_state->tiles.markStale(TileContent::Difference, {0, 0, size.width, size.height}, m_state->version);
    update();
}

void CanvasView::setSplit(double share)
{
    m_state->split = std::clamp(share, 0.0, 1.0);
    update();
}

double CanvasView::split() const
{
    return m_state->split;
}

void CanvasView::setFrame(const Rect& frame, const QString& caption, bool editable)
{
    ContextFrame& shown = m_state->frame;
    const auto updateFrame = [this, &shown] { updateOverlay(shown.bounds(m_view)); };
    updateFrame();
    shown.area = frame;
    shown.caption = caption;
    shown.editable = editable;
    updateFrame();
}

void CanvasView::updateOverlay(const QRectF& area)
{
    update(area.translated(m_state->panes().back().shift).toAlignedRect());
}

void CanvasView::finishTiles()
{
    if (m_state->canvasSize.isEmpty())
        return;
    m_state->renderNow(true);
    m_state->requestTiles();
    update();
}

int CanvasView::staleTiles() const
{
    return m_state->staleTiles;
}

int CanvasView::paintedTiles() const
{
    return m_state->paintedTiles;
}

void CanvasView::zoomIn()
{
    // On a dense screen the wheel gets farther than the last step.
    const double factor = std::max(zoomFactor(), nextZoomStep(zoomFactor()));
    m_state->zoomTo(factor / m_state->pixelRatio(), m_state->zoomAnchor());
}

void CanvasView::zoomOut()
{
    m_state->zoomTo(previousZoomStep(zoomFactor()) / m_state->pixelRatio(), m_state->zoomAnchor());
}

void CanvasView::fit()
{
    ViewTransform view = m_view;
    view.fit(m_state->paneSize(), m_state->canvasSize);
    m_state->changeView(view, true);
}

void CanvasView::actualSize()
{
    m_state->zoomTo(1.0 / m_state->pixelRatio(), m_state->zoomAnchor());
}

bool CanvasView::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::LanguageChange:
        describe(*this);
        update();
        break;
    case QEvent::PaletteChange:
        update();
        break;
    default:
        if (m_state && m_state->handleOther(*event))
            return true;
    }
    return QWidget::event(event);
}

} // namespace dh
