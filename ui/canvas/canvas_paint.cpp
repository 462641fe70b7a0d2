#include "core/document/document.h"
#include "ui/canvas/canvas_view_state.h"
#include "ui/canvas/empty_state.h"
#include "ui/canvas/strips.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr double kSmoothBelow = 2.0;   // scale from which pixels show as squares
constexpr double kPixelGridFrom = 8.0; // canvas pixels this large get a grid
constexpr int kMostKept = 1 << 22;     // physical pixels of a scaled picture
constexpr int kCheckerSide = 8;        // logical pixels
constexpr double kShadowReach = 6.0;
constexpr int kShadowAlpha = 14;
constexpr int kFrameAlpha = 90;
constexpr int kGridAlpha = 70;
constexpr double kSplitGrip = 11.0;
constexpr double kSplitLine = 2.2; // as wide as a lighter halo looks
constexpr double kTagPadding = 6.0;
constexpr QRgb kTagColour = qRgb(40, 40, 40);
constexpr double kWorkspaceShade = 0.92;

/// `ink` at this opacity on `paper`, as one opaque colour. What is translucent and tall Qt gives to a pool of threads
/// and waits for them, which takes long while a run keeps every processor busy.
QColor blended(const QColor& paper, const QColor& ink, int alpha)
{
    const auto mixed = [alpha](int under, int over) { return under + (over - under) * alpha / 255; };
    return {mixed(paper.red(), ink.red()), mixed(paper.green(), ink.green()), mixed(paper.blue(), ink.blue())};
}

/// Dimmer than the window around it, so that the picture stands out.
QColor workspaceColour(const QPalette& palette)
{
    const QColor window = palette.color(QPalette::Window);
    return QColor::fromRgbF(static_cast<float>(window.redF() * kWorkspaceShade),
                            static_cast<float>(window.greenF() * kWorkspaceShade),
                            static_cast<float>(window.blueF() * kWorkspaceShade));
}

QImage checkerPattern(const QColor& light, const QColor& dark)
{
    QImage pattern(2 * kCheckerSide, 2 * kCheckerSide, QImage::Format_RGB32);
    pattern.fill(light);
    QPainter painter(&pattern);
    painter.fillRect(0, 0, kCheckerSide, kCheckerSide, dark);
    painter.fillRect(kCheckerSide, kCheckerSide, kCheckerSide, kCheckerSide, dark);
    return pattern;
}

} // namespace

/// Paints one frame of a canvas.
class CanvasPainter
{
public:
    CanvasPainter(CanvasView& canvas, const QRegion& region)
        : m_canvas(canvas),
          m_state(*canvas.m_state),
          m_region(region),
          m_painter(&canvas),
          m_scale(canvas.zoomFactor()),
          m_level(m_state.level())
    {
    }
    void paint();

private:
    void paintPane(const CanvasPane& pane);
    void paintSurroundings(const QRectF& canvasArea);
    void paintChecker(const QRectF& canvasArea);
    void paintTiles(const CanvasPane& pane, TileContent content);
    void paintTile(const TileKey& key);
    bool paintFromCoarser(const TileKey& key, const Rect& area);
    void paintFromFiner(const TileKey& key);
    void drawImage(const QImage& image, const QRectF& source, const Rect& area, double pixelSize);
    void drawScaled(const QImage& image, const QRectF& source, const QRectF& target);
    void paintPreview();
    void paintPixelGrid(const CanvasPane& pane);
    void paintSplit();
    void paintTags(const std::vector<CanvasPane>& panes);
    void paintTag(const QRect& pane, const QString& text);
    void paintOverlays(const CanvasPane& pane);
    [[nodiscard]] QRectF inWidget(const Rect& area) const;

    CanvasView& m_canvas;
    CanvasView::State& m_state;
    const QRegion& m_region;
    QPainter m_painter;
    double m_scale; ///< physical pixels per canvas pixel
    int m_level;
};

void CanvasPainter::paint()
{
    m_state.paintedTiles = 0;
    m_state.scaledImages.beginFrame();
    if (m_state.canvasSize.isEmpty()) {
        m_painter.fillRect(m_canvas.rect(), workspaceColour(m_canvas.palette()));
        paintEmptyState(m_painter, m_canvas.rect(), m_canvas.palette());
        return;
    }
    m_state.renderNow(false);
    const std::vector<CanvasPane> panes = m_state.panes();
    for (const CanvasPane& pane : panes)
        paintPane(pane);
    // An odd width leaves a column between two panes.
    if (const QRect gap(panes.front().area.topRight() + QPoint(1, 0), panes.back().area.bottomLeft() - QPoint(1, 0));
        m_state.compare == CompareMode::SideBySide && !gap.isEmpty())
        m_painter.fillRect(gap, workspaceColour(m_canvas.palette()));
    paintSplit();
    paintTags(panes);
    paintOverlays(panes.back());
    m_state.requestTiles();
}

void CanvasPainter::paintPane(const CanvasPane& pane)
{
    if (!m_region.intersects(pane.area))
        return;
    m_painter.save();
    m_painter.setClipRect(pane.area);
    m_painter.fillRect(pane.area, workspaceColour(m_canvas.palette()));
    m_painter.translate(pane.shift);
    const QRectF canvasArea = inWidget({0, 0, m_state.canvasSize.width, m_state.canvasSize.height});
    paintSurroundings(canvasArea);
    m_painter.setClipRect(canvasArea, Qt::IntersectClip);
    const std::vector<TileContent> contents = m_state.contentsOf(pane);
    if (contents.front() == TileContent::Mask)
        m_painter.fillRect(canvasArea, Qt::black);
    else
        paintChecker(canvasArea);
    for (const TileContent content : contents) {
        paintTiles(pane, content);
        if (content == TileContent::Picture)
            paintPreview();
    }
    paintPixelGrid(pane);
    m_painter.restore();
}

void CanvasPainter::paintSurroundings(const QRectF& canvasArea)
{
    const double line = 1.0 / m_state.pixelRatio();
    if (canvasArea.adjusted(line, line, -line, -line).contains(m_painter.clipBoundingRect()))
        return;
    m_painter.save();
    m_painter.setPen(Qt::NoPen);
    m_painter.setRenderHint(QPainter::Antialiasing);
    QColor shade = workspaceColour(m_canvas.palette());
    for (double reach = kShadowReach; reach >= 1.0; reach -= 1.0) {
        shade = blended(shade, Qt::black, kShadowAlpha);
        QPainterPath ring;
        ring.addRoundedRect(canvasArea.adjusted(-reach, 1.0 - reach, reach, 1.0 + reach), reach, reach);
        ring.addRect(canvasArea);
        m_painter.fillPath(ring, shade);
    }
    m_painter.restore();
    m_painter.setPen(QPen(blended(shade, Qt::black, kFrameAlpha), line));
    m_painter.drawRect(canvasArea.adjusted(-line, -line, 0.0, 0.0));
}

void CanvasPainter::paintChecker(const QRectF& canvasArea)
{
    const bool transparent = m_canvas.document().composition().background.hasAlpha();
    if (!transparent)
        return;
    m_painter.setBrushOrigin(canvasArea.topLeft());
    fillInStrips(m_painter, canvasArea, checkerPattern(m_state.checkerLight, m_state.checkerDark),
                 m_state.pixelRatio());
}

QRectF CanvasPainter::inWidget(const Rect& area) const
{
    // On whole physical pixels, so that neighbours neither overlap nor leave a gap.
    const double ratio = m_state.pixelRatio();
    const auto whole = [ratio](double value) { return std::round(value * ratio) / ratio; };
    const QRectF exact = m_canvas.view().widgetFromCanvas(area);
    return {QPointF(whole(exact.left()), whole(exact.top())), QPointF(whole(exact.right()), whole(exact.bottom()))};
}

void CanvasPainter::paintTiles(const CanvasPane& pane, TileContent content)
{
    ViewTransform view = m_canvas.view();
    view.panBy(pane.shift - QPointF(pane.area.topLeft()));
    const Rect range = tilesTouching(view.visibleCanvas(pane.area.size(), m_state.canvasSize), m_level);
    for (int y = range.y; y < range.bottom(); ++y) {
        for (int x = range.x; x < range.right(); ++x) {
            const QRectF target = inWidget(tileArea(m_level, {x, y}, m_state.canvasSize)).translated(pane.shift);
            if (m_region.intersects(target.toAlignedRect() & pane.area))
                paintTile({content, m_level, {x, y}});
        }
    }
}

void CanvasPainter::paintTile(const TileKey& key)
{
    const Rect area = tileArea(key.level, key.tile, m_state.canvasSize);
    const TileCache::Tile* tile = m_state.tiles.find(key);
    ++m_state.paintedTiles;
    if (tile != nullptr && !tile->image.isNull()) {
        drawImage(tile->image, QRectF(tile->image.rect()), area, 1 << key.level);
        return;
    }
    // Overlays are translucent: drawn twice they would show.
    if (!paintFromCoarser(key, area) && key.content != TileContent::Mask)
        m_painter.fillRect(inWidget(area), workspaceColour(m_canvas.palette()));
    if (key.content != TileContent::Mask)
        paintFromFiner(key);
}

bool CanvasPainter::paintFromCoarser(const TileKey& key, const Rect& area)
{
    for (int level = key.level + 1; level <= overviewLevel(m_state.canvasSize); ++level) {
        const int up = level - key.level;
        const TileKey coarser{key.content, level, {key.tile.x >> up, key.tile.y >> up}};
        const TileCache::Tile* tile = m_state.tiles.find(coarser);
        if (tile == nullptr || tile->image.isNull())
            continue;
        const Rect whole = tileArea(level, coarser.tile, m_state.canvasSize);
        const double pixelSize = 1 << level;
        const QRectF source((area.x - whole.x) / pixelSize, (area.y - whole.y) / pixelSize, area.width / pixelSize,
                            area.height / pixelSize);
        drawImage(tile->image, source, area, pixelSize);
        return true;
    }
    return false;
}

void CanvasPainter::paintFromFiner(const TileKey& key)
{
    if (key.level == 0)
        return;
    for (int i = 0; i < 4; ++i) {
        const TileKey finer{key.content, key.level - 1, {2 * key.tile.x + i % 2, 2 * key.tile.y + i / 2}};
        const TileCache::Tile* tile = m_state.tiles.find(finer);
        if (tile != nullptr && !tile->image.isNull())
            drawImage(tile->image, QRectF(tile->image.rect()), tileArea(finer.level, finer.tile, m_state.canvasSize),
                      1 << finer.level);
    }
}

void CanvasPainter::drawImage(const QImage& image, const QRectF& source, const Rect& area, double pixelSize)
{
    constexpr double kOneToOne = 1e-6;
    const double magnification = m_scale * pixelSize;
    const bool exact = std::abs(magnification - 1.0) < kOneToOne;
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, !exact && m_scale < kSmoothBelow);
    if (exact)
        m_painter.drawImage(inWidget(area), image, source);
    else
        drawScaled(image, source, inWidget(area));
}

void CanvasPainter::drawScaled(const QImage& image, const QRectF& source, const QRectF& target)
{
    const QSize size = (target.size() * m_state.pixelRatio()).toSize();
    const bool isSmooth = m_painter.testRenderHint(QPainter::SmoothPixmapTransform);
    const bool isWhole = source == QRectF(image.rect());
    const bool isSmall = static_cast<qint64>(size.width()) * size.height() <= kMostKept;
    const QImage kept = isSmooth && isWhole && isSmall ? m_state.scaledImages.find(image, size) : QImage();
    if (kept.isNull()) {
        drawScaledImage(m_painter, target, image, source, m_state.pixelRatio());
    } else {
        m_painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        m_painter.drawImage(target, kept, QRectF(kept.rect()));
    }
}

void CanvasPainter::paintPreview()
{
    if (m_state.previewImage.isNull())
        return;
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform);
    drawScaled(m_state.previewImage, QRectF(m_state.previewImage.rect()), inWidget(m_state.preview->area));
}

void CanvasPainter::paintPixelGrid(const CanvasPane& pane)
{
    if (m_scale < kPixelGridFrom)
        return;
    ViewTransform view = m_canvas.view();
    view.panBy(pane.shift - QPointF(pane.area.topLeft()));
    const Rect visible = view.visibleCanvas(pane.area.size(), m_state.canvasSize);
    const QRectF shown = inWidget(visible);
    const double line = 1.0 / m_state.pixelRatio();
    const QColor ink(0, 0, 0, kGridAlpha);
    for (int x = visible.x; x <= visible.right(); ++x)
        fillInStrips(m_painter, {inWidget({x, 0, 0, 0}).x(), shown.top(), line, shown.height()}, ink,
                     m_state.pixelRatio());
    for (int y = visible.y; y <= visible.bottom(); ++y)
        m_painter.fillRect(QRectF(shown.left(), inWidget({0, y, 0, 0}).y(), shown.width(), line), ink);
}

void CanvasPainter::paintSplit()
{
    const bool vertical = m_state.compare == CompareMode::SplitVertical;
    if (!vertical && m_state.compare != CompareMode::SplitHorizontal)
        return;
    const QSizeF size = m_canvas.size();
    const QPointF centre = vertical ? QPointF(std::round(m_state.split * size.width()), size.height() / 2.0)
                                    : QPointF(size.width() / 2.0, std::round(m_state.split * size.height()));
    const QPointF half = vertical ? QPointF(0.0, size.height()) : QPointF(size.width(), 0.0);
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(Qt::black, kSplitLine));
    m_painter.drawLine(centre - half, centre + half);
    m_painter.setPen(QPen(Qt::white, 1.0));
    m_painter.drawLine(centre - half, centre + half);
    m_painter.setPen(QPen(QColor(kTagColour), 1.0));
    m_painter.setBrush(Qt::white);
    m_painter.drawEllipse(centre, kSplitGrip, kSplitGrip);
    // Two arrow heads: it can be pulled to either side.
    m_painter.setPen(QPen(QColor(60, 60, 60), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.translate(centre);
    m_painter.rotate(vertical ? 0.0 : 90.0);
    m_painter.drawPolyline(QPolygonF{{-2.5, -3.5}, {-6.0, 0.0}, {-2.5, 3.5}});
    m_painter.drawPolyline(QPolygonF{{2.5, -3.5}, {6.0, 0.0}, {2.5, 3.5}});
    m_painter.restore();
}

void CanvasPainter::paintTags(const std::vector<CanvasPane>& panes)
{
    for (const CanvasPane& pane : panes) {
        if (pane.content == TileContent::Before)
            paintTag(pane.area, m_state.beforeName.isEmpty() ? CanvasView::tr("Before") : m_state.beforeName);
        else if (pane.content == TileContent::Difference)
            paintTag(pane.area, CanvasView::tr("Difference × %1").arg(m_state.differenceGain));
        else if (panes.size() > 1)
            paintTag(pane.area, m_state.afterName.isEmpty() ? CanvasView::tr("After") : m_state.afterName);
    }
}

void CanvasPainter::paintTag(const QRect& pane, const QString& text)
{
    const QFontMetricsF metrics(m_painter.font());
    const QSizeF size(metrics.horizontalAdvance(text) + 2.0 * kTagPadding, metrics.height() + kTagPadding);
    const bool lower = m_state.compare == CompareMode::SplitHorizontal && pane.top() > 0;
    // "After" sits at the outer edge, away from the divider.
    const bool right = pane.left() > 0;
    const double x = right ? pane.right() - size.width() - kTagPadding : pane.left() + kTagPadding;
    const double y = lower ? pane.bottom() - size.height() - kTagPadding : pane.top() + kTagPadding;
    const QRectF box(QPointF(x, y), size);
    if (size.width() + 2.0 * kTagPadding > pane.width() || size.height() + 2.0 * kTagPadding > pane.height())
        return;
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(QColor(kTagColour));
    m_painter.drawRoundedRect(box, kTagPadding / 2.0, kTagPadding / 2.0);
    m_painter.setPen(Qt::white);
    m_painter.drawText(box, Qt::AlignCenter, text);
    m_painter.restore();
}

void CanvasPainter::paintOverlays(const CanvasPane& pane)
{
    m_painter.save();
    if (m_state.compare == CompareMode::SideBySide)
        m_painter.setClipRect(pane.area);
    m_painter.translate(pane.shift);
    if (m_state.showsFrame())
        m_state.frame.paint(m_painter, m_canvas.view(), m_canvas.palette());
    if (m_state.tool != nullptr)
        m_state.tool->paintOverlay(m_painter, m_canvas.view());
    m_painter.restore();
}

void CanvasView::paintEvent(QPaintEvent* event)
{
    CanvasPainter(*this, event->region()).paint();
    // Whatever changes what a tool looks like has it painted again.
    m_state->followTool();
}

} // namespace dh
