#include "ui/canvas/view_transform.h"
#include "ui/tools/brush_tool.h"
#include "ui/tools/ellipse_tool.h"
#include "ui/tools/lasso_tool.h"
#include "ui/tools/polygon_tool.h"
#include "ui/tools/rectangle_tool.h"

#include "tests/ui/tools/tool_fixture.h"

#include <QImage>
#include <QKeyEvent>
#include <QPainter>
#include <QTest>

#include <cmath>
#include <functional>
#include <memory>

using namespace dh;
using namespace dh::test;

using MakeTool = std::function<std::unique_ptr<MaskTool>(MaskToolContext)>;
using Corners = std::vector<PointF>;
Q_DECLARE_METATYPE(MakeTool)
Q_DECLARE_METATYPE(Corners)
Q_DECLARE_METATYPE(LayerTransform)

namespace
{

const Corners kTriangle{{60, 50}, {130, 62}, {85, 110}};

template <typename Tool>
MakeTool make()
{
    return [](MaskToolContext context) { return std::make_unique<Tool>(std::move(context)); };
}

MakeTool makeBrush(BrushMode mode)
{
    return [mode](MaskToolContext context) { return std::make_unique<BrushTool>(std::move(context), mode); };
}

void clickCorners(MaskTool& tool, const Corners& corners)
{
    for (const PointF corner : corners) {
        tool.press(pointerAt(corner));
        tool.release(pointerAt(corner));
    }
}

bool pressKey(MaskTool& tool, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QKeyEvent event(QEvent::KeyPress, key, modifiers);
    return tool.keyPress(event);
}

} // namespace

class MaskToolsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void outlineToolsSelect_data();
    void outlineToolsSelect();
    void modifiersCombine_data();
    void modifiersCombine();
    void laterModifiersShapeTheBox_data();
    void laterModifiersShapeTheBox();
    void tremblingClicksSelectNothing_data();
    void tremblingClicksSelectNothing();
    void selectionIsFeathered();
    void polygonKeys();
    void polygonClosesAtItsStart();
    void undoTakesCornersBack();
    void drawingsEndWithTheirLayer_data();
    void drawingsEndWithTheirLayer();
    void cancelRestores_data();
    void cancelRestores();
    void withoutEditableLayerNothingHappens_data();
    void withoutEditableLayerNothingHappens();
    void outlineShowsOnEverything_data();
    void outlineShowsOnEverything();
};

void MaskToolsTest::outlineToolsSelect_data()
{
    QTest::addColumn<MakeTool>("make");
    QTest::addColumn<LayerTransform>("transform");
    QTest::addColumn<Corners>("line");
    QTest::addColumn<Corners>("outline");
    const Corners box{{50, 45}, {120.5, 100.25}};
    const Corners boxOutline{{50, 45}, {120.5, 45}, {120.5, 100.25}, {50, 100.25}};
    const Corners round = ellipseOutline(box[0], box[1]);
    for (const bool tilted : {false, true}) {
        const LayerTransform transform = tilted ? ToolFixture::tilted() : ToolFixture::shifted();
        const auto add = [&](const char* name, const MakeTool& tool, const Corners& line, const Corners& outline) {
            QTest::addRow("%s%s", name, tilted ? ", tilted layer" : "") << tool << transform << line << outline;
        };
        add("rectangle", make<RectangleTool>(), box, boxOutline);
        add("ellipse", make<EllipseTool>(), box, round);
        add("lasso", make<LassoTool>(), kTriangle, kTriangle);
    }
}

void MaskToolsTest::outlineToolsSelect()
{
    QFETCH(MakeTool, make);
    QFETCH(LayerTransform, transform);
    QFETCH(Corners, line);
    QFETCH(Corners, outline);
    ToolFixture fixture(transform);
    const Mask before = fixture.mask();
    const std::unique_ptr<MaskTool> tool = make(fixture.context());
    drag(*tool, line);
    const Mask expected = polygonMask(kLayerSize, fixture.inLayer(outline));
    QVERIFY(!expected.isEmpty());
    QVERIFY(fixture.mask() == expected);
    QCOMPARE(fixture.steps(), 1);
    QVERIFY(!fixture.document.history().undoText().isEmpty());
    fixture.document.history().undo();
    QVERIFY(fixture.mask() == before);
    fixture.document.history().redo();
    QVERIFY(fixture.mask() == expected);
    // A click selects nothing and is no step.
    drag(*tool, {line.front()});
    QCOMPARE(fixture.steps(), 1);
    QVERIFY(!fixture.repaints.empty());
}

void MaskToolsTest::modifiersCombine_data()
{
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<MaskCombine>("mode");
    QTest::addColumn<MaskCombine>("expected");
    const Qt::KeyboardModifiers none;
    const Qt::KeyboardModifiers shift = Qt::ShiftModifier;
    const Qt::KeyboardModifiers alt = Qt::AltModifier;
    QTest::newRow("none") << none << MaskCombine::Replace << MaskCombine::Replace;
    QTest::newRow("as set") << none << MaskCombine::Subtract << MaskCombine::Subtract;
    QTest::newRow("shift") << shift << MaskCombine::Replace << MaskCombine::Add;
    QTest::newRow("alt") << alt << MaskCombine::Add << MaskCombine::Subtract;
    QTest::newRow("both") << (shift | alt) << MaskCombine::Replace << MaskCombine::Intersect;
}

void MaskToolsTest::modifiersCombine()
{
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(MaskCombine, mode);
    QFETCH(MaskCombine, expected);
    ToolFixture fixture;
    const Mask present = rectangleMask(kLayerSize, {10, 10}, {50, 50});
    fixture.setLayer([&](Layer& layer) { layer.mask = present; });
    fixture.settings.setCombineMode(mode);
    RectangleTool tool(fixture.context());
    drag(tool, {{60, 50}, {110, 120}}, modifiers);
    Mask wanted = present;
    combine(wanted, rectangleMask(kLayerSize, {40, 20}, {90, 90}), expected);
    QVERIFY(fixture.mask() == wanted);
}

void MaskToolsTest::laterModifiersShapeTheBox_data()
{
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<Corners>("corners");
    // From (80, 80) to (110, 100); the layer begins at (20, 30).
    QTest::newRow("none") << Qt::KeyboardModifiers() << Corners{{60, 50}, {90, 70}};
    QTest::newRow("shift") << Qt::KeyboardModifiers(Qt::ShiftModifier) << Corners{{60, 50}, {90, 80}};
    QTest::newRow("alt") << Qt::KeyboardModifiers(Qt::AltModifier) << Corners{{30, 30}, {90, 70}};
    QTest::newRow("both") << (Qt::ShiftModifier | Qt::AltModifier) << Corners{{30, 20}, {90, 80}};
}

void MaskToolsTest::laterModifiersShapeTheBox()
{
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(Corners, corners);
    ToolFixture fixture;
    RectangleTool tool(fixture.context());
    tool.press(pointerAt({80, 80}));
    tool.move(pointerAt({90, 90}));
    tool.release(pointerAt({110, 100}, Qt::LeftButton, modifiers));
    QVERIFY(fixture.mask() == rectangleMask(kLayerSize, corners[0], corners[1]));
}

void MaskToolsTest::tremblingClicksSelectNothing_data()
{
    QTest::addColumn<MakeTool>("make");
    QTest::newRow("rectangle") << make<RectangleTool>();
    QTest::newRow("ellipse") << make<EllipseTool>();
    QTest::newRow("lasso") << make<LassoTool>();
}

/// A pen is never held still, and a selection of two pixels in place of the mask would be its loss.
void MaskToolsTest::tremblingClicksSelectNothing()
{
    QFETCH(MakeTool, make);
    ToolFixture fixture;
    const Mask present = rectangleMask(kLayerSize, {10, 10}, {50, 50});
    fixture.setLayer([&](Layer& layer) { layer.mask = present; });
    const std::unique_ptr<MaskTool> tool = make(fixture.context());
    drag(*tool, {{60, 60}, {61.5, 60}, {61.5, 61.5}, {60, 61.5}, {61.5, 62}});
    QVERIFY(fixture.mask() == present);
    QCOMPARE(fixture.steps(), 0);
    // Once it went farther, it counts wherever it ends.
    drag(*tool, {{60, 60}, {90, 60}, {90, 90}, {61.5, 62}});
    QCOMPARE(fixture.steps(), 1);
}

void MaskToolsTest::selectionIsFeathered()
{
    LayerTransform half = ToolFixture::shifted();
    half.scaleX = half.scaleY = 0.5;
    ToolFixture fixture(half);
    fixture.settings.setFeather(3.0);
    RectangleTool tool(fixture.context());
    drag(tool, {{30, 40}, {60, 60}});
    // Canvas pixels are twice as large as the layer's.
    QTRY_VERIFY(!tool.isBusy());
    QVERIFY(fixture.mask() == rectangleMask(kLayerSize, {20, 20}, {80, 60}).feathered(6.0F));
}

void MaskToolsTest::polygonKeys()
{
    ToolFixture fixture;
    PolygonTool tool(fixture.context());
    const Mask expected = polygonMask(kLayerSize, fixture.inLayer(kTriangle));
    clickCorners(tool, kTriangle);
    clickCorners(tool, {{20, 20}});
    QVERIFY(fixture.mask().isEmpty());
    QVERIFY(pressKey(tool, Qt::Key_Backspace));
    QVERIFY(pressKey(tool, Qt::Key_Return));
    QVERIFY(fixture.mask() == expected);
    QCOMPARE(fixture.steps(), 1);

    clickCorners(tool, {{20, 20}, {60, 20}, {60, 90}});
    QVERIFY(pressKey(tool, Qt::Key_Escape));
    QVERIFY(!pressKey(tool, Qt::Key_Return));
    clickCorners(tool, {{20, 20}, {60, 20}});
    QVERIFY(pressKey(tool, Qt::Key_Enter)); // two corners are no polygon
    QCOMPARE(fixture.steps(), 1);
    QVERIFY(fixture.mask() == expected);
}

void MaskToolsTest::polygonClosesAtItsStart()
{
    ToolFixture fixture;
    PolygonTool tool(fixture.context());
    const Mask expected = polygonMask(kLayerSize, fixture.inLayer(kTriangle));
    clickCorners(tool, kTriangle);
    clickCorners(tool, {{kTriangle[0].x + 2, kTriangle[0].y - 1}});
    QVERIFY(fixture.mask() == expected);
    fixture.document.history().undo();
    clickCorners(tool, kTriangle);
    QVERIFY(tool.doubleClick(pointerAt(kTriangle.back())));
    QVERIFY(fixture.mask() == expected);
}

void MaskToolsTest::undoTakesCornersBack()
{
    ToolFixture fixture;
    PolygonTool tool(fixture.context());
    clickCorners(tool, kTriangle);
    clickCorners(tool, {{20, 20}});
    QVERIFY(tool.cancelLast());
    QVERIFY(pressKey(tool, Qt::Key_Return));
    QVERIFY(fixture.mask() == polygonMask(kLayerSize, fixture.inLayer(kTriangle)));
    clickCorners(tool, {{20, 20}});
    QVERIFY(tool.cancelLast());
    QVERIFY(!tool.isInProgress());
    QVERIFY(!tool.cancelLast());
}

void MaskToolsTest::drawingsEndWithTheirLayer_data()
{
    QTest::addColumn<MakeTool>("make");
    QTest::addColumn<bool>("isAnotherPicture");
    const std::vector<std::pair<const char*, MakeTool>> tools{{"rectangle", make<RectangleTool>()},
                                                              {"ellipse", make<EllipseTool>()},
                                                              {"lasso", make<LassoTool>()},
                                                              {"polygon", make<PolygonTool>()}};
    for (const auto& [name, tool] : tools) {
        QTest::addRow("%s, another layer", name) << tool << false;
        QTest::addRow("%s, another picture", name) << tool << true;
    }
}

void MaskToolsTest::drawingsEndWithTheirLayer()
{
    QFETCH(MakeTool, make);
    QFETCH(bool, isAnotherPicture);
    ToolFixture fixture;
    const std::unique_ptr<MaskTool> tool = make(fixture.context());
    for (const PointF corner : kTriangle) {
        tool->press(pointerAt(corner));
        tool->move(pointerAt(corner));
    }
    QVERIFY(tool->isInProgress());
    if (isAnotherPicture) {
        fixture.document.reset(Composition(fixture.document.composition()));
    } else {
        fixture.document.select(0);
        fixture.document.select(kLayer);
    }
    QVERIFY(!tool->isInProgress());
    QVERIFY(!tool->release(pointerAt(kTriangle.back())));
    QVERIFY(!pressKey(*tool, Qt::Key_Return));
    QVERIFY(fixture.mask() == Mask(kLayerSize));
}

void MaskToolsTest::cancelRestores_data()
{
    QTest::addColumn<MakeTool>("make");
    QTest::newRow("brush") << makeBrush(BrushMode::Paint);
    QTest::newRow("rectangle") << make<RectangleTool>();
    QTest::newRow("ellipse") << make<EllipseTool>();
    QTest::newRow("lasso") << make<LassoTool>();
    QTest::newRow("polygon") << make<PolygonTool>();
}

void MaskToolsTest::cancelRestores()
{
    QFETCH(MakeTool, make);
    ToolFixture fixture;
    const Mask before = fixture.mask();
    const std::unique_ptr<MaskTool> tool = make(fixture.context());
    QVERIFY(!tool->cancel());
    tool->press(pointerAt({50, 50}));
    tool->move(pointerAt({90, 60}));
    tool->move(pointerAt({70, 90}));
    QVERIFY(tool->cancel());
    tool->release(pointerAt({70, 90}));
    QVERIFY(fixture.mask() == before);
    QCOMPARE(fixture.steps(), 0);
    QVERIFY(!tool->cancel());
}

void MaskToolsTest::withoutEditableLayerNothingHappens_data()
{
    QTest::addColumn<MakeTool>("make");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("word");
    const std::vector<std::pair<const char*, MakeTool>> tools{{"brush", makeBrush(BrushMode::Paint)},
                                                              {"eraser", makeBrush(BrushMode::Erase)},
                                                              {"rectangle", make<RectangleTool>()},
                                                              {"lasso", make<LassoTool>()},
                                                              {"polygon", make<PolygonTool>()}};
    for (const auto& [name, tool] : tools) {
        QTest::addRow("%s, no layer", name) << tool << "none"
                                            << "Select a layer";
        QTest::addRow("%s, locked layer", name) << tool << "locked"
                                                << "locked";
        QTest::addRow("%s, hidden layer", name) << tool << "hidden"
                                                << "hidden";
    }
}

void MaskToolsTest::withoutEditableLayerNothingHappens()
{
    QFETCH(MakeTool, make);
    QFETCH(QString, state);
    QFETCH(QString, word);
    ToolFixture fixture;
    const std::unique_ptr<MaskTool> tool = make(fixture.context());
    const QString usage = tool->hint();
    fixture.setLayer([&](Layer& layer) {
        layer.mask = rectangleMask(kLayerSize, {20, 20}, {60, 60});
        layer.locked = state == "locked";
        layer.visible = state != "hidden";
    });
    if (state == "none")
        fixture.document.select(0);
    const Mask before = fixture.mask();
    QVERIFY(!tool->press(pointerAt({50, 50})));
    tool->move(pointerAt({90, 60}));
    tool->release(pointerAt({90, 90}));
    tool->doubleClick(pointerAt({90, 90}));
    QVERIFY(fixture.mask() == before);
    QCOMPARE(fixture.steps(), 0);
    QVERIFY2(tool->hint().contains(word), qPrintable(tool->hint()));
    QVERIFY(tool->hint() != usage);
    QCOMPARE(tool->cursor().shape(), Qt::ForbiddenCursor);
}

void MaskToolsTest::outlineShowsOnEverything_data()
{
    QTest::addColumn<QColor>("ground");
    QTest::newRow("black") << QColor(Qt::black);
    QTest::newRow("white") << QColor(Qt::white);
    QTest::newRow("grey") << QColor(128, 128, 128);
}

void MaskToolsTest::outlineShowsOnEverything()
{
    QFETCH(QColor, ground);
    ToolFixture fixture;
    fixture.settings.setBrushDiameter(80.0);
    BrushTool brush(fixture.context(), BrushMode::Paint);
    brush.move(pointerAt({100, 100}));
    RectangleTool rectangle(fixture.context());
    rectangle.press(pointerAt({60, 100}));
    rectangle.move(pointerAt({140, 180}));
    for (MaskTool* tool : std::initializer_list<MaskTool*>{&brush, &rectangle}) {
        QImage image(200, 200, QImage::Format_RGB32);
        image.fill(ground);
        QPainter painter(&image);
        tool->paintOverlay(painter, ViewTransform());
        painter.end();
        // Both lines pass x = 60 near y = 100.
        int strongest = 0;
        for (int y = 96; y < 112; ++y)
            for (int x = 56; x < 64; ++x)
                strongest = std::max(strongest, std::abs(image.pixelColor(x, y).lightness() - ground.lightness()));
        QVERIFY2(strongest > 60, qPrintable(QString::number(strongest)));
        QCOMPARE(image.pixelColor(100, 140).lightness() == ground.lightness(), tool == &rectangle);
    }
}

QTEST_MAIN(MaskToolsTest)
#include "mask_tools_test.moc"
