#include "canvas_fixture.h"

#include "core/scene/affine.h"
#include "ui/canvas/layer_handles.h"
#include "ui/canvas/transform_tool.h"

#include <QPaintEvent>
#include <QRegion>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <cmath>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr Size kCanvas{800, 600};

/// What a widget was asked to paint since.
class PaintedRegion : public QObject
{
public:
    explicit PaintedRegion(QWidget& widget)
    {
        widget.repaint(); // what was asked before
        widget.installEventFilter(this);
    }
    [[nodiscard]] bool contains(QPointF inWidget) const { return m_region.contains(inWidget.toPoint()); }

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            m_region += static_cast<QPaintEvent*>(event)->region();
        return false;
    }

private:
    QRegion m_region;
};

} // namespace

class TransformToolTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void handlesScale_data();
    void handlesScale();
    void everyHandleIsOneExactStep_data();
    void everyHandleIsOneExactStep();
    void cornersKeepProportionsUnlessShifted();
    void edgesStretchUnlessShifted();
    void altScalesAboutThePivot();
    void rotationInSteps();
    void handlesGoBeforeTheFrame_data();
    void handlesGoBeforeTheFrame();
    void movesByWholePixels();
    void shiftMovesAlongOneAxis();
    void snapsUnlessCtrl_data();
    void snapsUnlessCtrl();
    void cornersSnapAlongTheirDiagonal();
    void escapeRestores();
    void clickIsNoStep();
    void aLayerThatGoesEndsItsDrag();
    void clickSelectsAnotherLayer();
    void transparentAndLockedAreNotSelected();
    void lockedLayerStays();
    void arrowsNudgeAndMerge();
    void paintsItsHandles();
    void undoPaintsHandlesBesideTheCanvas();
    void guidesShowInTheSecondPane();
    void cursorsPointAlongFlippedLayers();

private:
    [[nodiscard]] const LayerTransform& transform(LayerId id = 1) const
    {
        return m_document->composition().layer(id)->transform;
    }
    [[nodiscard]] QPointF handle(HandleKind kind) const
    {
        const LayerHandles handles = handlesOf(*m_document->composition().layer(1), m_canvas->view());
        if (kind == HandleKind::Rotation)
            return handles.rotation;
        if (kind == HandleKind::Pivot)
            return handles.pivot;
        // Off the middle, which belongs to the pivot.
        if (kind == HandleKind::Inside)
            return inWidget(*m_canvas, {250.0, 250.0});
        return handles.scale[static_cast<std::size_t>(kind)];
    }
    /// A drag by so many canvas pixels.
    void dragBy(HandleKind kind, PointF delta, Qt::KeyboardModifiers modifiers = {})
    {
        const double zoom = m_canvas->view().zoom();
        drag(*m_canvas, handle(kind), handle(kind) + QPointF(delta.x, delta.y) * zoom, modifiers);
    }

    std::unique_ptr<Document> m_document;
    std::unique_ptr<CanvasView> m_canvas;
    std::unique_ptr<TransformTool> m_tool;
};

void TransformToolTest::init()
{
    m_document = std::make_unique<Document>(kHistoryBytes);
    Composition composition;
    composition.background = plain(kCanvas, Qt::gray);
    composition.layers = {layerOf(1, plain({200, 200}, Qt::red), {220.0, 180.0}),
                          layerOf(2, plain({60, 60}, Qt::blue), {600.0, 400.0})};
    m_document->reset(composition);
    m_document->select(1);
    m_canvas = std::make_unique<CanvasView>(*m_document);
    m_tool = std::make_unique<TransformTool>(*m_canvas);
    showWhole(*m_canvas);
    m_canvas->setTool(m_tool.get());
}

void TransformToolTest::cleanup()
{
    m_canvas->setTool(nullptr);
    m_tool.reset();
    m_canvas.reset();
    m_document.reset();
}

void TransformToolTest::handlesScale_data()
{
    QTest::addColumn<HandleKind>("kind");
    QTest::addColumn<PointF>("delta");
    QTest::addColumn<PointF>("scale");
    const auto ctrl = [](HandleKind kind, PointF delta, PointF scale) {
        QTest::addRow("handle %d", static_cast<int>(kind)) << kind << delta << scale;
    };
    ctrl(HandleKind::TopLeft, {-50.0, -50.0}, {1.25, 1.25});
    ctrl(HandleKind::Top, {13.0, -40.0}, {1.0, 1.2});
    ctrl(HandleKind::TopRight, {100.0, -100.0}, {1.5, 1.5});
    ctrl(HandleKind::Right, {60.0, 7.0}, {1.3, 1.0});
    ctrl(HandleKind::BottomRight, {-100.0, -100.0}, {0.5, 0.5});
    ctrl(HandleKind::Bottom, {0.0, 20.0}, {1.0, 1.1});
    ctrl(HandleKind::BottomLeft, {20.0, -20.0}, {0.9, 0.9});
    ctrl(HandleKind::Left, {100.0, 0.0}, {0.5, 1.0});
}

void TransformToolTest::handlesScale()
{
    QFETCH(HandleKind, kind);
    QFETCH(PointF, delta);
    QFETCH(PointF, scale);
    const auto opposite = static_cast<HandleKind>((static_cast<int>(kind) + 4) % kScaleHandles);
    const PointF fixed = transform().canvasFromLayer().map(handleInLayer(opposite, {200, 200}));
    dragBy(kind, delta, Qt::ControlModifier);
    QVERIFY(std::abs(transform().scaleX - scale.x) < 1e-9);
    QVERIFY(std::abs(transform().scaleY - scale.y) < 1e-9);
    const PointF after = transform().canvasFromLayer().map(handleInLayer(opposite, {200, 200}));
    QVERIFY(std::hypot(after.x - fixed.x, after.y - fixed.y) < 1e-9);
}

void TransformToolTest::everyHandleIsOneExactStep_data()
{
    QTest::addColumn<HandleKind>("kind");
    for (int kind = 0; kind < static_cast<int>(HandleKind::None); ++kind)
        QTest::addRow("handle %d", kind) << static_cast<HandleKind>(kind);
}

void TransformToolTest::everyHandleIsOneExactStep()
{
    QFETCH(HandleKind, kind);
    const LayerTransform before = transform();
    dragBy(kind, {37.0, 22.0});
    const LayerTransform after = transform();
    QVERIFY(after != before);
    QCOMPARE(m_document->history().count(), 1);
    QVERIFY(!m_document->history().text(0).isEmpty());
    m_document->history().undo();
    QVERIFY(transform() == before);
    m_document->history().redo();
    QVERIFY(transform() == after);
}

void TransformToolTest::cornersKeepProportionsUnlessShifted()
{
    dragBy(HandleKind::BottomRight, {90.0, 10.0}, Qt::ControlModifier);
    QVERIFY(transform().scaleX > 1.0);
    QVERIFY(std::abs(transform().scaleX - transform().scaleY) < 1e-9);
    m_document->history().undo();
    dragBy(HandleKind::BottomRight, {90.0, 10.0}, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(std::abs(transform().scaleX - 1.45) < 1e-9);
    QVERIFY(std::abs(transform().scaleY - 1.05) < 1e-9);
}

void TransformToolTest::edgesStretchUnlessShifted()
{
    dragBy(HandleKind::Right, {50.0, 0.0}, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(std::abs(transform().scaleX - 1.25) < 1e-9);
    QVERIFY(std::abs(transform().scaleY - 1.25) < 1e-9);
}

void TransformToolTest::altScalesAboutThePivot()
{
    const PointF pivot = transform().pivotInCanvas;
    dragBy(HandleKind::TopLeft, {-50.0, -50.0}, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(std::abs(transform().scaleX - 1.5) < 1e-9);
    QCOMPARE(transform().pivotInCanvas, pivot);
}

void TransformToolTest::rotationInSteps()
{
    dragBy(HandleKind::Rotation, {40.0, 0.0}, Qt::ShiftModifier);
    QVERIFY(transform().rotation > 0.0);
    QCOMPARE(std::fmod(transform().rotation, 15.0), 0.0);
    QCOMPARE(transform().pivotInCanvas, (PointF{320.0, 280.0}));
}

void TransformToolTest::handlesGoBeforeTheFrame_data()
{
    QTest::addColumn<HandleKind>("kind");
    QTest::newRow("rotation") << HandleKind::Rotation;
    QTest::newRow("edge") << HandleKind::Top;
}

void TransformToolTest::handlesGoBeforeTheFrame()
{
    QFETCH(HandleKind, kind);
    QSignalSpy frames(m_canvas.get(), &CanvasView::frameDragged);
    const LayerTransform before = transform();
    const PointF at = m_canvas->view().canvasFromWidget(handle(kind));
    m_canvas->setFrame({100, static_cast<int>(std::lround(at.y)), 500, 300}, {}, true);
    dragBy(kind, {40.0, -30.0});
    QVERIFY(transform() != before);
    QCOMPARE(frames.count(), 0);
    const QPointF beside = inWidget(*m_canvas, {120.0, std::round(at.y)});
    drag(*m_canvas, beside, beside + QPointF(0.0, 20.0));
    QVERIFY(frames.count() > 0);
}

void TransformToolTest::movesByWholePixels()
{
    dragBy(HandleKind::Inside, {33.4, -21.3}, Qt::ControlModifier);
    QCOMPARE(transform().pivotInCanvas, (PointF{353.0, 259.0}));
}

void TransformToolTest::shiftMovesAlongOneAxis()
{
    dragBy(HandleKind::Inside, {33.0, 12.0}, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(transform().pivotInCanvas, (PointF{353.0, 280.0}));
}

void TransformToolTest::snapsUnlessCtrl_data()
{
    QTest::addColumn<PointF>("delta");
    QTest::addColumn<PointF>("snapped");
    // The layer lies at (220, 180), 200 x 200; the other one's left edge is 600.
    QTest::newRow("canvas edge") << PointF{-217.0, 40.0} << PointF{100.0, 320.0};
    QTest::newRow("canvas centre") << PointF{78.0, 22.0} << PointF{400.0, 300.0};
    QTest::newRow("another layer's edge") << PointF{182.0, 37.0} << PointF{500.0, 317.0};
}

void TransformToolTest::snapsUnlessCtrl()
{
    QFETCH(PointF, delta);
    QFETCH(PointF, snapped);
    dragBy(HandleKind::Inside, delta);
    QCOMPARE(transform().pivotInCanvas, snapped);
    m_document->history().undo();
    dragBy(HandleKind::Inside, delta, Qt::ControlModifier);
    QCOMPARE(transform().pivotInCanvas, (PointF{320.0 + delta.x, 280.0 + delta.y}));
}

void TransformToolTest::cornersSnapAlongTheirDiagonal()
{
    // With kept proportions the corner comes to (594.5, 554.5), near the other layer's left edge at 600.
    dragBy(HandleKind::BottomRight, {178.0, 171.0});
    QVERIFY(std::abs(transform().scaleX - 1.9) < 1e-9);
    QVERIFY(std::abs(transform().scaleY - 1.9) < 1e-9);
}

void TransformToolTest::escapeRestores()
{
    const LayerTransform before = transform();
    const QPointF from = handle(HandleKind::Inside);
    sendMouse(*m_canvas, QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseMove, from + QPointF(40.0, 30.0), Qt::NoButton, Qt::LeftButton, {});
    QVERIFY(transform() != before);
    QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
    QVERIFY(transform() == before);
    sendMouse(*m_canvas, QEvent::MouseMove, from + QPointF(80.0, 30.0), Qt::NoButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, from, Qt::LeftButton, Qt::NoButton, {});
    QVERIFY(transform() == before);
    QCOMPARE(m_document->history().count(), 0);
}

void TransformToolTest::aLayerThatGoesEndsItsDrag()
{
    const QPointF from = handle(HandleKind::Inside);
    sendMouse(*m_canvas, QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton, {});
    m_document->edit(QStringLiteral("Delete"), [](Composition& composition) { composition.layers.clear(); });
    sendMouse(*m_canvas, QEvent::MouseMove, from + QPointF(40.0, 30.0), Qt::NoButton, Qt::LeftButton, {});
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, from, Qt::LeftButton, Qt::NoButton, {});
    QVERIFY(!m_document->hasOpenEdit());
    QCOMPARE(m_document->history().count(), 1);
}

void TransformToolTest::clickIsNoStep()
{
    dragBy(HandleKind::Inside, {1.0, 0.0});
    QCOMPARE(m_document->history().count(), 0);
    QVERIFY(!m_document->hasOpenEdit());
}

void TransformToolTest::clickSelectsAnotherLayer()
{
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, inWidget(*m_canvas, {620.0, 420.0}).toPoint());
    QCOMPARE(m_document->selectedLayer(), LayerId{2});
    QCOMPARE(m_document->history().count(), 0);
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, inWidget(*m_canvas, {30.0, 30.0}).toPoint());
    QCOMPARE(m_document->selectedLayer(), LayerId{2});
}

void TransformToolTest::transparentAndLockedAreNotSelected()
{
    const QPoint over = inWidget(*m_canvas, {620.0, 420.0}).toPoint();
    m_document->edit(QStringLiteral("lock"), [](Composition& composition) { composition.layers[1].locked = true; });
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, over);
    QCOMPARE(m_document->selectedLayer(), LayerId{1});
    m_document->edit(QStringLiteral("mask"), [](Composition& composition) {
        composition.layers[1].locked = false;
        composition.layers[1].mask = Mask({60, 60});
    });
    QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, over);
    QCOMPARE(m_document->selectedLayer(), LayerId{1});
}

void TransformToolTest::lockedLayerStays()
{
    m_document->edit(QStringLiteral("lock"), [](Composition& composition) { composition.layers[0].locked = true; });
    const LayerTransform before = transform();
    dragBy(HandleKind::Inside, {50.0, 50.0});
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QVERIFY(transform() == before);
}

void TransformToolTest::arrowsNudgeAndMerge()
{
    const ViewTransform view = m_canvas->view();
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QTest::keyClick(m_canvas.get(), Qt::Key_Right);
    QTest::keyClick(m_canvas.get(), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(transform().pivotInCanvas, (PointF{322.0, 270.0}));
    QCOMPARE(m_canvas->view(), view);
    QCOMPARE(m_document->history().count(), 1);
    m_document->history().undo();
    QCOMPARE(transform().pivotInCanvas, (PointF{320.0, 280.0}));
}

void TransformToolTest::paintsItsHandles()
{
    const QImage with = shown(*m_canvas);
    m_canvas->setTool(nullptr);
    const QImage without = shown(*m_canvas);
    for (int i = 0; i < kScaleHandles; ++i) {
        const QPoint at = (handle(static_cast<HandleKind>(i)) * with.devicePixelRatio()).toPoint();
        QVERIFY(with.pixelColor(at) != without.pixelColor(at));
    }
}

void TransformToolTest::undoPaintsHandlesBesideTheCanvas()
{
    ViewTransform view = m_canvas->view();
    view.zoomTo(0.25, QPointF(320.0, 240.0));
    m_canvas->setView(view);
    const auto moveTo = [this](PointF pivot) {
        m_document->edit(QStringLiteral("move"), [pivot](Composition& composition) {
            composition.layers[0].transform.scaleX = 4.0;
            composition.layers[0].transform.pivotInCanvas = pivot;
        });
    };
    moveTo({-200.0, 300.0});
    const QPointF former = handle(HandleKind::TopLeft);
    moveTo({-200.0, 420.0});
    const QPointF later = handle(HandleKind::TopLeft);
    QVERIFY(m_canvas->rect().contains(former.toPoint()) && m_canvas->rect().contains(later.toPoint()));
    PaintedRegion painted(*m_canvas);
    m_document->history().undo();
    QTRY_VERIFY(painted.contains(former) && painted.contains(later));
}

void TransformToolTest::guidesShowInTheSecondPane()
{
    m_canvas->setCompare(CompareMode::SideBySide);
    const double zoom = m_canvas->view().zoom();
    const QPointF from = handle(HandleKind::Inside);
    sendMouse(*m_canvas, QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton, {});
    PaintedRegion painted(*m_canvas);
    // To the canvas's left edge; the line crosses the whole pane.
    const QPointF to = from + QPointF(-217.0, 40.0) * zoom;
    sendMouse(*m_canvas, QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton, {});
    const double line = inWidget(*m_canvas, {0.0, 0.0}).x() + m_canvas->width() / 2.0;
    QTRY_VERIFY(painted.contains({line, 20.0}));
    sendMouse(*m_canvas, QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton, {});
}

void TransformToolTest::cursorsPointAlongFlippedLayers()
{
    const auto shapeOver = [this](HandleKind kind) {
        sendMouse(*m_canvas, QEvent::MouseMove, handle(kind), Qt::NoButton, Qt::NoButton, {});
        return m_canvas->cursor().shape();
    };
    QCOMPARE(shapeOver(HandleKind::TopLeft), Qt::SizeFDiagCursor);
    QCOMPARE(shapeOver(HandleKind::Right), Qt::SizeHorCursor);
    m_document->edit(QStringLiteral("flip"),
                     [](Composition& composition) { composition.layers[0].transform.flipHorizontal = true; });
    QCOMPARE(shapeOver(HandleKind::TopLeft), Qt::SizeBDiagCursor);
    QCOMPARE(shapeOver(HandleKind::TopRight), Qt::SizeFDiagCursor);
    QCOMPARE(shapeOver(HandleKind::Right), Qt::SizeHorCursor);
    QCOMPARE(shapeOver(HandleKind::Bottom), Qt::SizeVerCursor);
}

QTEST_MAIN(TransformToolTest)
#include "transform_tool_test.moc"
