#include "ui/canvas/canvas_view_state.h"

#include "core/document/document.h"
#include "core/scene/affine.h"

#include <QElapsedTimer>
#include <QMetaObject>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

constexpr std::uint64_t kMebibyte = 1024 * 1024;
constexpr std::uint64_t kDefaultCacheBytes = 768 * kMebibyte;
/// Of the memory for caches; the shrunken copies get the others.
constexpr std::uint64_t kTileShare = 5;
/// Of the tiles' memory: two or three windows full of pixels.
constexpr std::uint64_t kScaledShare = 3;
/// A brush dab is shown within the frame of its event if that takes no longer than this; what is left comes from the
/// rendering threads.
constexpr qint64 kNanosecondsOfFrame = 8'000'000;
constexpr std::size_t kMostTilesAtOnce = 12;
constexpr int kHandleMargin = 48; // logical pixels

// Blue: kept apart from skin, plants and brick by all common kinds of colour vision.
constexpr QRgb kMaskColour = qRgb(0, 114, 255);
constexpr double kMaskOpacity = 0.45;
constexpr QRgb kCheckerLight = qRgb(204, 204, 204);
constexpr QRgb kCheckerDark = qRgb(153, 153, 153);
constexpr double kDifferenceGain = 4.0;

MaskColours maskColoursFor(MaskDisplay display, const QColor& colour, double opacity)
{
    MaskColours colours{};
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const int value = static_cast<int>(i);
        if (display == MaskDisplay::MaskOnly)
            colours[i] = qRgb(value, value, value);
        else
            colours[i] = qPremultiply(
                qRgba(colour.red(), colour.green(), colour.blue(), static_cast<int>(std::lround(value * opacity))));
    }
    return colours;
}

Composition untouched(Composition composition)
{
    for (Layer& layer : composition.layers)
        layer.applied.reset();
    return composition;
}

/// Changes are told for the canvas only; where one touches its edge, what lies outside may have changed too.
Rect withOutside(const Rect& area, Size canvas)
{
    const int left = area.x <= 0 ? -canvas.width : area.x;
    const int top = area.y <= 0 ? -canvas.height : area.y;
    const int right = area.right() >= canvas.width ? 2 * canvas.width : area.right();
    const int bottom = area.bottom() >= canvas.height ? 2 * canvas.height : area.bottom();
    return {left, top, right - left, bottom - top};
}

long long distanceFromCentre(const TileKey& key, const Rect& visible)
{
    const long long side = static_cast<long long>(kViewTileSize) << key.level;
    const long long dx = 2 * key.tile.x * side + side - 2 * visible.x - visible.width;
    const long long dy = 2 * key.tile.y * side + side - 2 * visible.y - visible.height;
    return dx * dx + dy * dy;
}

} // namespace

CanvasView::State::State(CanvasView& owner)
    : canvas(owner),
      pyramid(std::make_shared<ViewCache>(0)),
      tiles(0),
      scaledImages(0),
      maskColour(kMaskColour),
      maskOpacity(kMaskOpacity),
      checkerLight(kCheckerLight),
      checkerDark(kCheckerDark),
      differenceGain(kDifferenceGain),
      renderer(std::make_unique<TileRenderer>(*pyramid, [this] {
          QMetaObject::invokeMethod(
              &canvas, [this] { takeFinishedTiles(); }, Qt::QueuedConnection);
      }))
{
    setCacheBytes(kDefaultCacheBytes);
}

void CanvasView::State::setCacheBytes(std::uint64_t bytes)
{
    const std::uint64_t tileBytes = bytes / kTileShare;
    const std::uint64_t scaledBytes = tileBytes / kScaledShare;
    scaledImages.setMaxBytes(scaledBytes);
    tiles.setMaxBytes(tileBytes - scaledBytes);
    tiles.trim();
    pyramid->setMaxBytes(bytes - tileBytes);
}

TileSnapshotPtr CanvasView::State::snapshot()
{
    if (TileSnapshotPtr last = lastSnapshot.lock(); last && last->version == version)
        return last;
    auto made = std::make_shared<TileSnapshot>();
    made->version = version;
    made->picture = canvas.m_document.composition();
    if (compare != CompareMode::Off)
        made->before = compareBefore ? *compareBefore : untouched(made->picture);
    if (compareAfter)
        made->picture = *compareAfter;
    made->maskLayer = canvas.m_document.selectedLayer();
    made->maskColours = maskColoursFor(maskDisplay, maskColour, maskOpacity);
    made->differenceGain = differenceGain;
    lastSnapshot = made;
    return made;
}

void CanvasView::State::startAnew()
{
    oldestVersion = ++version;
    tiles.clear();
    canvasSize = canvas.m_document.composition().size();
    rememberMask();
    preview.reset();
    previewImage = {};
    if (compareBefore && compareBefore->size() != canvasSize)
        compareBefore.reset();
    if (compareAfter && compareAfter->size() != canvasSize)
        compareAfter.reset();
    canvas.fit();
    canvas.update();
}

void CanvasView::State::showChange(const SceneChange& change)
{
    if ((change.kinds & SceneChange::Canvas) != 0 || canvas.m_document.composition().size() != canvasSize) {
        startAnew();
        return;
    }
    tellPyramid(change);
    const bool movesHandles = tool != nullptr && (change.kinds & (SceneChange::Placement | SceneChange::Layers)) != 0;
    // What counts of the background changes no pixel; its tool draws it.
    if (change.area.isEmpty() || change.kinds == SceneChange::Influence) {
        if (movesHandles)
            canvas.update(); // a locked layer has none
        return;
    }
    ++version;
    // A result's pixels are looked at for the first time.
    if ((change.kinds & SceneChange::Results) != 0)
        showsLater = true;
    for (const TileContent content :
         {TileContent::Picture, TileContent::Before, TileContent::Difference, TileContent::Mask})
        if (content != TileContent::Before || !compareBefore)
            tiles.markStale(content, change.area, version);
    // What a tool draws around a layer moves along with it; beside the canvas only the tool's own drag knows where.
    if (movesHandles && drag != Drag::Tool)
        canvas.update();
    else
        updateCanvas(change.area, movesHandles ? kHandleMargin : kSmoothingReach);
}

void CanvasView::State::tellPyramid(const SceneChange& change)
{
    const Document& document = canvas.m_document;
    const Layer* layer = document.composition().layer(change.layer);
    const bool known = change.layer == document.selectedLayer() && !knownMask.isNull();
    if ((change.kinds & SceneChange::Mask) != 0 && layer != nullptr && !layer->mask.isNull()) {
        const Affine map = layer->transform.canvasFromLayer().inverted();
        const Rect whole{0, 0, layer->mask.width(), layer->mask.height()};
        const Rect dirty = mappedBounds(map, withOutside(change.area, canvasSize)).intersected(whole);
        pyramid->maskPainted(known ? knownMask : layer->mask, layer->mask, dirty);
    }
    rememberMask();
}

void CanvasView::State::rememberMask()
{
    const Document& document = canvas.m_document;
    const Layer* layer = document.composition().layer(document.selectedLayer());
    knownMask = layer == nullptr || document.hasOpenEdit() ? Mask() : layer->mask;
}

void CanvasView::State::updateMaskTiles()
{
    ++version;
    tiles.remove(TileContent::Mask, version);
    canvas.update();
}

int CanvasView::State::level() const
{
    return levelForScale(canvas.zoomFactor(), canvasSize);
}

std::vector<CanvasPane> CanvasView::State::panes() const
{
    const QRect all = canvas.rect();
    const auto pane = [](QRect area, TileContent content, QPointF shift = {}) {
        return CanvasPane{area, shift, content};
    };
    switch (compare) {
    case CompareMode::Off:
        break;
    case CompareMode::Before:
        return {pane(all, TileContent::Before)};
    case CompareMode::Difference:
        return {pane(all, TileContent::Difference)};
    case CompareMode::SideBySide: {
        const QSize half = paneSize();
        const int second = all.width() - half.width();
        return {pane(QRect(QPoint(0, 0), half), TileContent::Before),
                pane(QRect(QPoint(second, 0), half), TileContent::Picture, QPointF(second, 0.0))};
    }
    case CompareMode::SplitVertical: {
        const int at = static_cast<int>(std::lround(split * all.width()));
        return {pane(QRect(0, 0, at, all.height()), TileContent::Before),
                pane(QRect(at, 0, all.width() - at, all.height()), TileContent::Picture)};
    }
    case CompareMode::SplitHorizontal: {
        const int at = static_cast<int>(std::lround(split * all.height()));
        return {pane(QRect(0, 0, all.width(), at), TileContent::Before),
                pane(QRect(0, at, all.width(), all.height() - at), TileContent::Picture)};
    }
    }
    return {pane(all, TileContent::Picture)};
}

std::vector<TileContent> CanvasView::State::contentsOf(const CanvasPane& pane) const
{
    const bool hasMask = maskDisplay != MaskDisplay::Off && pane.content == TileContent::Picture &&
                         canvas.m_document.composition().layer(canvas.m_document.selectedLayer()) != nullptr;
    if (!hasMask)
        return {pane.content};
    if (maskDisplay == MaskDisplay::MaskOnly)
        return {TileContent::Mask};
    return {pane.content, TileContent::Mask};
}

std::vector<TileKey> CanvasView::State::outdatedTiles()
{
    struct Wish {
        std::uint64_t version;
        long long distance;
        TileKey key;
    };
    std::vector<Wish> wishes;
    const auto wish = [this, &wishes](const TileKey& key, const Rect& visible) {
        const TileCache::Tile* tile = tiles.find(key);
        if (tile == nullptr || !tile->isFresh())
            wishes.push_back({tile == nullptr ? 0 : tile->version, distanceFromCentre(key, visible), key});
    };
    const int shown = level();
    for (const CanvasPane& pane : panes()) {
        ViewTransform view = canvas.m_view;
        view.panBy(pane.shift - QPointF(pane.area.topLeft()));
        const Rect visible = view.visibleCanvas(pane.area.size(), canvasSize);
        const Rect range = tilesTouching(visible, shown);
        for (const TileContent content : contentsOf(pane))
            for (int y = range.y; y < range.bottom(); ++y)
                for (int x = range.x; x < range.right(); ++x)
                    wish({content, shown, {x, y}}, visible);
    }
    // The oldest first, so that a steady stream of changes leaves no corner behind.
    std::sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) {
        return std::pair(a.version, a.distance) < std::pair(b.version, b.distance);
    });
    std::vector<TileKey> keys;
    for (const Wish& each : wishes)
        keys.push_back(each.key);
    return keys;
}

bool CanvasView::State::isOutdated(TileContent content)
{
    const std::vector<TileKey> keys = outdatedTiles();
    return std::any_of(keys.begin(), keys.end(), [content](const TileKey& key) { return key.content == content; });
}

void CanvasView::State::requestTiles()
{
    if (canvasSize.isEmpty())
        return;
    std::vector<TileKey> keys = outdatedTiles();
    staleTiles = static_cast<int>(keys.size());
    if (keys.empty())
        showsLater = false;
    // The overview stands in for everything that is still missing, so it goes first.
    const TileKey overview{panes().back().content, overviewLevel(canvasSize), {0, 0}};
    if (tiles.find(overview) == nullptr && std::find(keys.begin(), keys.end(), overview) == keys.end())
        keys.insert(keys.begin(), overview);
    renderer->want(keys, keys.empty() ? nullptr : snapshot());
    tiles.trim();
}

void CanvasView::State::renderNow(bool wait)
{
    std::vector<TileKey> keys = outdatedTiles();
    // A missing tile may need shrunken copies of whole pictures first, and many tiles would only come in part: both are
    // left to the threads.
    if (!wait)
        std::erase_if(keys, [this](const TileKey& key) { return tiles.find(key) == nullptr; });
    if (keys.empty() || (!wait && (showsLater || keys.size() > kMostTilesAtOnce)))
        return;
    QElapsedTimer timer;
    timer.start();
    const TileSnapshotPtr now = snapshot();
    for (const TileKey& key : keys) {
        if (!wait && timer.nsecsElapsed() > kNanosecondsOfFrame)
            return;
        tiles.insert(key, renderTileOrNull(key, *now, *pyramid), version);
    }
    if (previewLeaves)
        canvas.setPreview(nullptr);
}

void CanvasView::State::takeFinishedTiles()
{
    for (TileRenderer::Finished& finished : renderer->takeFinished()) {
        if (finished.snapshot->version < oldestVersion)
            continue;
        const TileKey key = finished.key;
        tiles.insert(key, std::move(finished.image), finished.snapshot->version);
        updateCanvas(tileArea(key.level, key.tile, canvasSize), kSmoothingReach);
    }
    if (previewLeaves)
        canvas.setPreview(nullptr);
}

void CanvasView::State::updateCanvas(const Rect& area, int margin)
{
    for (const CanvasPane& pane : panes()) {
        const QRectF changed = canvas.m_view.widgetFromCanvas(area).translated(pane.shift);
        const QRectF visible = changed.adjusted(-margin, -margin, margin, margin) & QRectF(pane.area);
        if (!visible.isEmpty())
            canvas.update(visible.toAlignedRect());
    }
}

QColor CanvasView::State::colourAt(PointF inCanvas, QPointF inWidget)
{
    if (inCanvas.x < 0.0 || inCanvas.y < 0.0 || inCanvas.x >= canvasSize.width || inCanvas.y >= canvasSize.height)
        return {};
    const std::vector<CanvasPane> all = panes();
    const auto under = std::find_if(
        all.begin(), all.end(), [inWidget](const CanvasPane& pane) { return QRectF(pane.area).contains(inWidget); });
    const TileContent content = under == all.end() ? all.back().content : under->content;
    for (int at = level(); at <= overviewLevel(canvasSize); ++at) {
        const int scale = 1 << at;
        const Point pixel{static_cast<int>(inCanvas.x) / scale, static_cast<int>(inCanvas.y) / scale};
        const TileCache::Tile* tile = tiles.find({content, at, {pixel.x / kViewTileSize, pixel.y / kViewTileSize}});
        if (tile != nullptr && tile->image.valid(pixel.x % kViewTileSize, pixel.y % kViewTileSize))
            return tile->image.pixelColor(pixel.x % kViewTileSize, pixel.y % kViewTileSize);
    }
    return {};
}

} // namespace dh
