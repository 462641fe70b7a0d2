#pragma once

#include "core/base/progress.h"
#include "core/scene/composition.h"
#include "core/scene/view_tiles.h"
#include "ui/canvas/view_transform.h"

#include <QColor>
#include <QImage>
#include <QList>
#include <QUrl>
#include <QWidget>

#include <cstdint>
#include <memory>

namespace dh
{

class CanvasTool;
class Document;
struct SceneChange;

/// How the selected layer's mask shows.
enum class MaskDisplay { Off, Overlay, MaskOnly };

/// What looks different from the document while a run is on, or when a kept result is looked at: a picture in place of
/// the canvas pixels inside `area`, weighted by `mask`.
struct CanvasPreview {
    Rect area;                                   ///< canvas pixels
    std::shared_ptr<const PreviewImage> picture; ///< any size, stretched over `area`
    Mask mask;                                   ///< any size, stretched over `area`; null = everywhere
    QImage image = {}; ///< what previewPicture() gives for these; null = made on the GUI thread, in some 10 ms
};

/// What lies on either side of a comparison.
enum class CompareMode { Off, SplitVertical, SplitHorizontal, SideBySide, Before, Difference };

/// Shows a document and passes pointer events to the active tool. Draws cached tiles, which worker threads render from
/// snapshots; a frame never waits for them. Zoom at the pointer (wheel, pinch, + and -), pan (space or middle button,
/// scroll gestures), fit (0 or Home), 1:1 (1). Pixel grid from 800 % on.
class CanvasView : public QWidget
{
    Q_OBJECT
public:
    explicit CanvasView(Document& document, QWidget* parent = nullptr);
    ~CanvasView() override;

    [[nodiscard]] const ViewTransform& view() const { return m_view; }
    void setView(const ViewTransform& view);
    /// Canvas pixels per physical pixel as a factor: 1.0 = 100 %.
    [[nodiscard]] double zoomFactor() const;
    void setZoomFactor(double factor);
    [[nodiscard]] Document& document() const { return m_document; }

    /// Not owned; null = the canvas only pans and zooms.
    void setTool(CanvasTool* tool);
    [[nodiscard]] CanvasTool* tool() const;
    void setMaskDisplay(MaskDisplay display);
    [[nodiscard]] MaskDisplay maskDisplay() const;
    void setMaskColour(const QColor& colour, double opacity);
    void setCheckerboard(const QColor& light, const QColor& dark);

    /// Null takes the preview away, once what it covers is drawn as it is now: a result that was just applied would
    /// otherwise flash back to the picture before it. The newest wins; nothing queues up.
    void setPreview(std::shared_ptr<const CanvasPreview> preview);
    /// Compares `after`, or what the document shows when it is null, with `before`, or with the untouched composite
    /// when that is null. Both have the canvas's size. With CompareMode::Off the document shows.
    void setCompare(CompareMode mode, const std::shared_ptr<const Composition>& before = {},
                    const std::shared_ptr<const Composition>& after = {});
    /// What the canvas calls the two sides; empty = "Before" and "After".
    void setCompareNames(const QString& before, const QString& after);
    [[nodiscard]] CompareMode compareMode() const;
    void setDifferenceGain(double gain);
    /// Where the split lies, 0..1 of the widget.
    void setSplit(double share);
    [[nodiscard]] double split() const;

    /// Marks a rectangle with a caption (the context crop); empty takes it away. Border and caption can be dragged when
    /// `editable`. Not shown over a comparison.
    void setFrame(const Rect& frame, const QString& caption, bool editable);
    /// For tools: repaints this part of the overlay, widget coordinates as paintOverlay() has them.
    void updateOverlay(const QRectF& area);
    /// Memory for tiles and shrunken copies of pictures; what shows now may need more.
    void setCacheBytes(std::uint64_t bytes);
    /// What they take.
    [[nodiscard]] std::uint64_t cacheBytesInUse() const;
    /// Paints every pending tile now; for screenshots and tests.
    void finishTiles();
    /// Number of visible tiles that were outdated or drawn from another level in the last frame.
    [[nodiscard]] int staleTiles() const;
    /// Number of tiles that the last frame drew.
    [[nodiscard]] int paintedTiles() const;
    /// The shrunken copies that the view draws from, for others who need small pictures of the document.
    [[nodiscard]] const std::shared_ptr<ViewCache>& viewCache() const;

    /// Whether the user is in the middle of something on the canvas, which Undo concerns before the history.
    [[nodiscard]] bool isInProgress() const;
    /// Drops the last part of it, all where it has none. @return whether there was anything
    bool cancelProgress();

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    void fit();
    void actualSize();

Q_SIGNALS:
    void viewChanged();
    /// The pointer is over this canvas position (outside the canvas too), or left (`inside` false).
    void pointerMoved(QPointF inCanvas, QColor colour, bool inside);
    void frameDragged(dh::Rect frame);
    /// Before the first frameDragged() of a drag, and instead of the last one when it is given up.
    void frameDragBegan();
    void frameDragCancelled();
    void filesDropped(const QList<QUrl>& urls, QPointF inCanvas);
    void imageDropped(const QImage& image, QPointF inCanvas);
    void toolHintChanged(const QString& hint);
    void inProgressChanged(bool isInProgress);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    struct State;
    friend class CanvasPainter;
    Document& m_document;
    ViewTransform m_view;
    std::unique_ptr<State> m_state;
};

} // namespace dh
