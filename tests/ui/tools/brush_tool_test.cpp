#include "ui/tools/brush_tool.h"

#include "core/imaging/brush.h"
#include "ui/canvas/canvas_view.h"

#include "tests/ui/tools/tool_fixture.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QTest>

using namespace dh;
using namespace dh::test;

using Corners = std::vector<PointF>;
Q_DECLARE_METATYPE(LayerTransform)

namespace
{

bool pressKey(MaskTool& tool, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QKeyEvent event(QEvent::KeyPress, key, modifiers);
    return tool.keyPress(event);
}

/// What the brush of `settings` leaves on `mask` along `line`, canvas pixels.
Mask brushed(const ToolFixture& fixture, Mask mask, const Corners& line, double scale, bool erase = false)
{
    const ToolSettings& set = fixture.settings;
    BrushStroke stroke({set.brushDiameter() * scale, set.brushHardness(), set.brushFlow(), set.brushSpacing(), erase});
    for (const PointF point : fixture.inLayer(line))
        stroke.lineTo(mask, {point});
    return mask;
}

} // namespace

class BrushToolTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void brushPaints_data();
    void brushPaints();
    void brushStrokesAreSteps();
    void eraserAndEraserEnd();
    void pressureSetsSize();
    void shiftDrawsStraightLines();
    void bracketsChangeTheBrush();
    void rightDragChangesTheBrush();
    void layerRemovedWhilePainting();
    void leavingCommitsTheStroke();
    void realEventsThroughTheCanvas();
    void penThroughTheCanvas_data();
    void penThroughTheCanvas();
};

void BrushToolTest::brushPaints_data()
{
    QTest::addColumn<LayerTransform>("transform");
    QTest::addColumn<double>("scale");
    QTest::newRow("shifted") << ToolFixture::shifted() << 1.0;
    QTest::newRow("tilted") << ToolFixture::tilted() << 2.0;
}

void BrushToolTest::brushPaints()
{
    QFETCH(LayerTransform, transform);
    QFETCH(double, scale);
    ToolFixture fixture(transform);
    fixture.settings.setBrushDiameter(15.0);
    fixture.settings.setBrushHardness(0.5);
    BrushTool tool(fixture.context(), BrushMode::Paint);
    drag(tool, {{90, 80}, {100.5, 85}, {120, 70.25}});
    const Mask expected = brushed(fixture, Mask(kLayerSize), {{90, 80}, {100.5, 85}, {120, 70.25}}, scale);
    QVERIFY(!expected.isEmpty());
    QVERIFY(fixture.mask() == expected);
}

void BrushToolTest::brushStrokesAreSteps()
{
    ToolFixture fixture;
    BrushTool tool(fixture.context(), BrushMode::Paint);
    std::vector<Mask> states{fixture.mask()};
    for (const double y : {50.0, 80.0, 110.0}) {
        drag(tool, {{50, y}, {110, y}});
        states.push_back(fixture.mask());
        QVERIFY(!(states.back() == states[states.size() - 2]));
    }
    drag(tool, {{-500, 50}, {-500, 90}}); // beside the layer: no step
    QCOMPARE(fixture.steps(), 3);
    for (const std::size_t state : {2U, 1U, 0U}) {
        fixture.document.history().undo();
        QVERIFY(fixture.mask() == states[state]);
    }
    for (const std::size_t state : {1U, 2U, 3U}) {
        fixture.document.history().redo();
        QVERIFY(fixture.mask() == states[state]);
    }
}

void BrushToolTest::eraserAndEraserEnd()
{
    for (const bool isEraserEnd : {false, true}) {
        ToolFixture fixture;
        // A layer without a mask is fully selected.
        fixture.setLayer([](Layer& layer) { layer.mask = Mask(); });
        BrushTool tool(fixture.context(), isEraserEnd ? BrushMode::Paint : BrushMode::Erase);
        CanvasPointer pointer = pointerAt({70, 70});
        pointer.eraserEnd = isEraserEnd;
        tool.press(pointer);
        tool.release(pointer);
        QVERIFY(fixture.mask() == brushed(fixture, Mask(kLayerSize, 255), {{70, 70}}, 1.0, true));
        fixture.document.history().undo();
        QVERIFY(fixture.mask().isNull());
    }
}

void BrushToolTest::pressureSetsSize()
{
    ToolFixture fixture;
    fixture.settings.setBrushDiameter(40.0);
    BrushTool tool(fixture.context(), BrushMode::Paint);
    CanvasPointer pointer = pointerAt({70, 70});
    pointer.pressure = 0.5;
    tool.press(pointer);
    tool.release(pointer);
    const Mask light = fixture.mask();
    fixture.document.history().undo();
    fixture.settings.setPressureSetsSize(false);
    tool.press(pointer);
    tool.release(pointer);
    QVERIFY(fixture.mask() == brushed(fixture, Mask(kLayerSize), {{70, 70}}, 1.0));
    fixture.settings.setBrushDiameter(20.0);
    QVERIFY(light == brushed(fixture, Mask(kLayerSize), {{70, 70}}, 1.0));
}

void BrushToolTest::shiftDrawsStraightLines()
{
    ToolFixture fixture;
    fixture.settings.setBrushDiameter(9.0);
    BrushTool tool(fixture.context(), BrushMode::Paint);
    drag(tool, {{40, 50}, {50, 60}});
    const Mask first = fixture.mask();
    drag(tool, {{120, 100}}, Qt::ShiftModifier);
    QVERIFY(fixture.mask() == brushed(fixture, first, {{50, 60}, {120, 100}}, 1.0));
    QCOMPARE(fixture.steps(), 2);
}

void BrushToolTest::bracketsChangeTheBrush()
{
    ToolFixture fixture;
    BrushTool tool(fixture.context(), BrushMode::Paint);
    fixture.settings.setBrushDiameter(50.0);
    fixture.settings.setBrushHardness(0.75);
    QVERIFY(pressKey(tool, Qt::Key_BracketRight));
    QCOMPARE(fixture.settings.brushDiameter(), 55.0);
    QVERIFY(pressKey(tool, Qt::Key_BracketLeft));
    QVERIFY(fixture.settings.brushDiameter() < 55.0);
    QVERIFY(pressKey(tool, Qt::Key_BraceRight, Qt::ShiftModifier));
    QVERIFY(qFuzzyCompare(fixture.settings.brushHardness(), 0.9));
    for (int i = 0; i < 20; ++i)
        QVERIFY(pressKey(tool, Qt::Key_BracketLeft, Qt::ShiftModifier));
    QCOMPARE(fixture.settings.brushHardness(), 0.0);
    for (int i = 0; i < 100; ++i)
        QVERIFY(pressKey(tool, Qt::Key_BracketLeft));
    QCOMPARE(fixture.settings.brushDiameter(), ToolSettings::kMinDiameter);
    QVERIFY(!pressKey(tool, Qt::Key_A));
}

void BrushToolTest::rightDragChangesTheBrush()
{
    ToolFixture fixture;
    fixture.settings.setBrushDiameter(30.0);
    fixture.settings.setBrushHardness(0.5);
    BrushTool tool(fixture.context(), BrushMode::Paint);
    drag(tool, {{70, 70}, {90, 30}}, Qt::NoModifier, Qt::RightButton);
    QCOMPARE(fixture.settings.brushDiameter(), 70.0);
    QCOMPARE(fixture.settings.brushHardness(), 0.7);
    QCOMPARE(fixture.steps(), 0);
    tool.press(pointerAt({70, 70}, Qt::RightButton));
    tool.move(pointerAt({20, 70}, Qt::RightButton));
    QVERIFY(tool.cancel());
    QCOMPARE(fixture.settings.brushDiameter(), 70.0);
}

void BrushToolTest::layerRemovedWhilePainting()
{
    ToolFixture fixture;
    BrushTool tool(fixture.context(), BrushMode::Paint);
    tool.press(pointerAt({50, 50}));
    fixture.document.edit("remove", [](Composition& composition) { composition.layers.clear(); });
    tool.move(pointerAt({90, 60}));
    tool.release(pointerAt({90, 60}));
    QCOMPARE(fixture.document.composition().layers.size(), std::size_t{0});
}

void BrushToolTest::leavingCommitsTheStroke()
{
    ToolFixture fixture;
    BrushTool tool(fixture.context(), BrushMode::Paint);
    tool.press(pointerAt({50, 50}));
    tool.deactivated();
    QCOMPARE(fixture.steps(), 1);
    QVERIFY(!tool.move(pointerAt({90, 60})));
}

void BrushToolTest::realEventsThroughTheCanvas()
{
    ToolFixture fixture;
    CanvasView canvas(fixture.document);
    canvas.resize(500, 400);
    canvas.show();
    QVERIFY(QTest::qWaitForWindowExposed(&canvas));
    canvas.fit();
    BrushTool tool(fixture.context(), BrushMode::Paint);
    canvas.setTool(&tool);
    const std::vector<QPoint> positions{{150, 160}, {200, 190}, {260, 170}};
    Corners line;
    for (const QPoint position : positions)
        line.push_back(canvas.view().canvasFromWidget(position));
    QTest::mousePress(&canvas, Qt::LeftButton, {}, positions[0]);
    QTest::mouseMove(&canvas, positions[1]);
    QTest::mouseMove(&canvas, positions[2]);
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, positions[2]);
    QCOMPARE(fixture.steps(), 1);
    QVERIFY(fixture.mask() == brushed(fixture, Mask(kLayerSize), line, 1.0));
    fixture.document.history().undo();
    QVERIFY(fixture.mask() == Mask(kLayerSize));
    canvas.setTool(nullptr);
}

void BrushToolTest::penThroughTheCanvas_data()
{
    QTest::addColumn<QPointingDevice::PointerType>("end");
    QTest::addColumn<double>("pressure");
    QTest::newRow("tip, full pressure") << QPointingDevice::PointerType::Pen << 1.0;
    QTest::newRow("tip, light") << QPointingDevice::PointerType::Pen << 0.25;
    QTest::newRow("eraser end") << QPointingDevice::PointerType::Eraser << 1.0;
}

void BrushToolTest::penThroughTheCanvas()
{
    QFETCH(QPointingDevice::PointerType, end);
    QFETCH(double, pressure);
    ToolFixture fixture;
    const bool erases = end == QPointingDevice::PointerType::Eraser;
    if (erases)
        fixture.setLayer([](Layer& layer) { layer.mask = Mask(kLayerSize, 255); });
    const Mask before = fixture.mask();
    CanvasView canvas(fixture.document);
    canvas.resize(500, 400);
    canvas.show();
    QVERIFY(QTest::qWaitForWindowExposed(&canvas));
    BrushTool tool(fixture.context(), BrushMode::Paint);
    canvas.setTool(&tool);
    const QPointingDevice pen(QStringLiteral("pen"), 1, QInputDevice::DeviceType::Stylus, end,
                              QInputDevice::Capability::Position | QInputDevice::Capability::Pressure, 1, 2);
    Corners line;
    const auto send = [&](QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons held) {
        line.push_back(canvas.view().canvasFromWidget(at));
        QTabletEvent event(type, &pen, at, canvas.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, Qt::NoModifier, button,
                           held);
        QApplication::sendEvent(&canvas, &event);
        QVERIFY(event.isAccepted()); // or the same comes again as a mouse event
    };
    send(QEvent::TabletPress, {150, 160}, Qt::LeftButton, Qt::LeftButton);
    send(QEvent::TabletMove, {200, 190}, Qt::NoButton, Qt::LeftButton);
    send(QEvent::TabletMove, {260, 170}, Qt::NoButton, Qt::LeftButton);
    send(QEvent::TabletRelease, {260, 170}, Qt::LeftButton, Qt::NoButton);
    line.pop_back();
    QCOMPARE(fixture.steps(), 1);
    const Mask drawn = fixture.mask();
    if (erases)
        QVERIFY(drawn == brushed(fixture, before, line, pressure, true));
    else
        QVERIFY(drawn == brushed(fixture, before, line, pressure));
    QVERIFY(!(drawn == before));
    fixture.document.history().undo();
    QVERIFY(fixture.mask() == before);
    canvas.setTool(nullptr);
}

QTEST_MAIN(BrushToolTest)
#include "brush_tool_test.moc"
