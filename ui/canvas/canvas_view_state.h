#pragma once

#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/canvas_view.h"
#include "ui/canvas/context_frame.h"
#include "ui/canvas/scaled_images.h"
#include "ui/canvas/tile_cache.h"
#include "ui/canvas/tile_renderer.h"

#include <QImage>

#include <optional>
#include <vector>

namespace dh
{

/// One showing of the canvas inside the widget; a comparison has two.
struct CanvasPane {
    QRect area;    ///< of the widget
    QPointF shift; ///< what is added to the view's widget positions
    TileContent content = TileContent::Picture;
};

/// What a canvas keeps between events. Its functions are spread over canvas_view_state.cpp (tiles),
/// canvas_pointer.cpp (view and pointer) and canvas_events.cpp (keys, gestures).
struct CanvasView::State {
    explicit State(CanvasView& owner);

    // Tiles.
    /// What the document and the settings show now; shared while a renderer still uses it.
    [[nodiscard]] TileSnapshotPtr snapshot();
    void showChange(const SceneChange& change);
    /// The canvas is another one: nothing that was rendered counts any more.
    void startAnew();
    void takeFinishedTiles();
    /// Brings outdated tiles up to date, as many as fit into a share of a frame; all with `wait`.
    void renderNow(bool wait);
    /// Asks the renderer for what is visible and not up to date.
    void requestTiles();
    [[nodiscard]] int level() const;
    [[nodiscard]] std::vector<CanvasPane> panes() const;
    /// The contents that a pane is painted from.
    [[nodiscard]] std::vector<TileContent> contentsOf(const CanvasPane& pane) const;
    /// The visible tiles that are missing or outdated, the most urgent first.
    [[nodiscard]] std::vector<TileKey> outdatedTiles();
    [[nodiscard]] bool isOutdated(TileContent content);
    /// @param margin logical pixels around it
    void updateCanvas(const Rect& area, int margin);
    void updateMaskTiles();
    void setCacheBytes(std::uint64_t bytes);
    /// Keeps what the pyramid knows about a painted mask right.
    void tellPyramid(const SceneChange& change);
    void rememberMask();
    /// What the pane under the pointer shows there.
    [[nodiscard]] QColor colourAt(PointF inCanvas, QPointF inWidget);

    // View.
    [[nodiscard]] QSize paneSize() const;
    [[nodiscard]] double pixelRatio() const { return canvas.devicePixelRatioF(); }
    void changeView(const ViewTransform& view, bool fitted = false);
    void pan(QPointF logicalPixels);
    void zoomTo(double zoom, QPointF inWidget);
    [[nodiscard]] QPointF zoomAnchor() const;

    // Pointer.
    [[nodiscard]] QPointF inFirstPane(QPointF inWidget) const;
    [[nodiscard]] CanvasPointer pointerAt(QPointF inWidget) const;
    void place(CanvasPointer& pointer, QPointF inWidget) const;
    [[nodiscard]] bool isOverSplit(QPointF inWidget) const;
    /// A comparison is about the picture: no frame lies over it.
    [[nodiscard]] bool showsFrame() const { return compare == CompareMode::Off; }
    /// What can be dragged of the frame there.
    [[nodiscard]] ContextFrame::Grip frameGripAt(QPointF inFirstPane) const;
    bool press(CanvasPointer pointer, QPointF inWidget);
    bool move(CanvasPointer pointer, QPointF inWidget);
    bool release(const CanvasPointer& pointer);
    bool doubleClick(const CanvasPointer& pointer);
    /// As if the pointer had been let go where it was last. `next` is then where its own pane has it.
    void endLostDrag(CanvasPointer& next, QPointF inWidget);
    /// Takes back what the first finger of a pinch began, which was taken for a press.
    void cancelFirstFinger();
    /// Whether a pen's press makes a double click with the one before.
    bool isSecondTap(const QTabletEvent& press);
    void dragSplit(QPointF inWidget);
    void dragFrame(const CanvasPointer& pointer);
    bool cancelDrag();
    /// Whether cancelDrag() would end anything that the user is in the middle of.
    [[nodiscard]] bool isInProgress() const;
    void updateCursor(QPointF inWidget);
    void announceHint();
    /// Shows and tells what the tool looks like now; it depends on the layer, settings and what is being computed, too.
    void followTool();
    void setSpace(bool held);
    bool navigationKey(const QKeyEvent& event);
    /// Gestures, shortcuts that a key of the canvas would set off, another screen.
    bool handleOther(QEvent& event);
    void keepZoomFactor();

    static constexpr int kSmoothingReach = 2; ///< logical pixels that smooth scaling carries a change
    enum class Drag { None, Pan, Split, Frame, Tool };

    CanvasView& canvas;
    std::shared_ptr<ViewCache> pyramid;
    TileCache tiles;
    ScaledImages scaledImages;
    std::uint64_t version = 1;
    std::uint64_t oldestVersion = 0; ///< tiles of older snapshots are of another canvas
    std::weak_ptr<const TileSnapshot> lastSnapshot;
    /// The selected layer's mask before the next stroke; not kept while one is going on, because a second owner would
    /// have it copied at every dab.
    Mask knownMask;
    Size canvasSize;
    bool fitted = true;
    double knownPixelRatio = 1.0;
    QSize knownSize;

    CanvasTool* tool = nullptr;
    QString hint;
    bool wasInProgress = false; ///< as inProgressChanged() told last
    MaskDisplay maskDisplay = MaskDisplay::Off;
    QColor maskColour;
    double maskOpacity;
    QColor checkerLight;
    QColor checkerDark;

    std::shared_ptr<const CanvasPreview> preview;
    QImage previewImage;
    bool previewLeaves = false; ///< as soon as no tile is outdated
    bool showsLater = false;    ///< an outdated tile takes longer to draw than a frame may
    CompareMode compare = CompareMode::Off;
    std::shared_ptr<const Composition> compareBefore;
    std::shared_ptr<const Composition> compareAfter;
    QString beforeName;
    QString afterName;
    double differenceGain;
    double split = 0.5;
    ContextFrame frame;

    Drag drag = Drag::None;
    bool spaceHeld = false;
    QPointF dragStart;
    CanvasPointer dragPress; ///< what began the last drag
    CanvasPointer dragLast;  ///< the last that belonged to it
    QPointF dragShift;       ///< of the pane that it began in
    struct Tap {
        std::uint64_t time = 0; ///< milliseconds
        QPointF inWidget;
    };
    std::optional<Tap> lastTap; ///< of a pen
    ContextFrame::Grip frameGrip;
    Rect frameAtStart;
    std::optional<QPointF> lastPointer; ///< widget position while the pointer is over the canvas

    int paintedTiles = 0;
    int staleTiles = 0;
    /// The last member: its threads end before anything they use.
    std::unique_ptr<TileRenderer> renderer;
};

} // namespace dh
