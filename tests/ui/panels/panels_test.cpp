#include "core/document/document.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/settings.h"
#include "ui/panels/layer_model.h"
#include "ui/panels/layer_panel.h"
#include "ui/panels/layer_property_edit.h"
#include "ui/panels/mask_panel.h"
#include "ui/panels/placement_panel.h"
#include "ui/panels/tool_options.h"
#include "ui/panels/value_slider.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAbstractItemModelTester>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QSlider>
#include <QTemporaryDir>
#include <QUndoStack>
#include <QtTest>

#include <memory>

using namespace dh;

namespace
{

Image plainImage(Size size)
{
    return ImageBuffer(size, 3, SampleType::U8).finish();
}

Layer plainLayer(LayerId id, const char* name, Size size)
{
    Layer layer;
    layer.id = id;
    layer.name = name;
    layer.image = plainImage(size);
    layer.transform = LayerTransform::fittedAndCentred(size, {40, 30});
    return layer;
}

QDoubleSpinBox* boxNamed(const QWidget& panel, const QString& name)
{
    for (auto* box : panel.findChildren<QDoubleSpinBox*>()) {
        if (box->accessibleName() == name)
            return box;
    }
    return nullptr;
}

} // namespace

class PanelsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        applyTheme(ThemeChoice::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
        m_document = std::make_unique<Document>(kHistoryBytes);
        m_window = std::make_unique<QWidget>();
        m_actions = std::make_unique<ActionRegistry>(*m_settings, *m_window, *m_window);
        Composition composition;
        composition.background = plainImage({40, 30});
        composition.layers = {plainLayer(1, "bottom", {10, 8}), plainLayer(2, "middle", {10, 8}),
                              plainLayer(3, "top", {10, 8})};
        m_document->reset(composition);
        m_document->select(2);
    }
    void cleanup()
    {
        m_window.reset();
        m_document.reset();
    }

    void listShowsTheTopmostFirst()
    {
        LayerModel model(*m_document);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(namesIn(model), (QStringList{"top", "middle", "bottom", "Background"}));
        QCOMPARE(model.layerAt(model.index(3)), LayerId{0});
        m_document->edit(QStringLiteral("x"), [](Composition& c) { c.layers.pop_back(); });
        QCOMPARE(namesIn(model), (QStringList{"middle", "bottom", "Background"}));
        m_document->reset({});
        QCOMPARE(model.rowCount(), 0);
    }

    void dragsReorder_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("gap"); // before this row
        QTest::addColumn<QStringList>("names");
        QTest::newRow("top below middle") << 0 << 2 << QStringList{"middle", "top", "bottom", "Background"};
        QTest::newRow("top to the bottom") << 0 << 3 << QStringList{"middle", "bottom", "top", "Background"};
        QTest::newRow("below the background") << 0 << 4 << QStringList{"middle", "bottom", "top", "Background"};
        QTest::newRow("bottom to the top") << 2 << 0 << QStringList{"bottom", "top", "middle", "Background"};
        QTest::newRow("bottom above middle") << 2 << 1 << QStringList{"top", "bottom", "middle", "Background"};
        QTest::newRow("onto itself") << 1 << 1 << QStringList{"top", "middle", "bottom", "Background"};
        QTest::newRow("just below itself") << 1 << 2 << QStringList{"top", "middle", "bottom", "Background"};
    }
    void dragsReorder()
    {
        QFETCH(int, from);
        QFETCH(int, gap);
        QFETCH(QStringList, names);
        LayerModel model(*m_document);
        const QStringList before = namesIn(model);
        const std::unique_ptr<QMimeData> dragged(model.mimeData({model.index(from)}));
        model.dropMimeData(dragged.get(), Qt::MoveAction, gap, 0, {});
        QCOMPARE(namesIn(model), names);
        QCOMPARE(m_document->history().count(), before == names ? 0 : 1);
        m_document->history().undo();
        QCOMPARE(namesIn(model), before);
    }

    void strangeDropsAreRefused()
    {
        LayerModel model(*m_document);
        QMimeData text;
        text.setText(QStringLiteral("layer"));
        model.dropMimeData(&text, Qt::MoveAction, 0, 0, {});
        QMimeData unknown;
        unknown.setData(QStringLiteral("application/x-diffharmony-layer"),
                        QByteArray("\xff\xff\xff\xff\xff\xff\xff\xff", 8));
        model.dropMimeData(&unknown, Qt::MoveAction, 0, 0, {});
        QCOMPARE(m_document->history().count(), 0);
    }

    void eyeLockAndNameAreSteps()
    {
        LayerModel model(*m_document);
        const QModelIndex middle = model.index(1);
        QVERIFY(model.setData(middle, false, LayerModel::VisibleRole));
        QVERIFY(model.setData(middle, true, LayerModel::LockedRole));
        QVERIFY(model.setData(middle, QStringLiteral("  Lamp "), Qt::EditRole));
        QVERIFY(!model.setData(middle, QStringLiteral("   "), Qt::EditRole));
        const Layer& layer = *m_document->composition().layer(2);
        QVERIFY(!layer.visible && layer.locked);
        QCOMPARE(layer.name, std::string("Lamp"));
        QCOMPARE(model.data(middle, Qt::AccessibleTextRole).toString(), QStringLiteral("Lamp, hidden, locked"));
        QCOMPARE(m_document->history().count(), 3);
        QVERIFY(!model.setData(model.index(3), false, LayerModel::VisibleRole)); // the background
    }

    void listAndDocumentShareTheSelection()
    {
        LayerPanel panel(*m_document, *m_actions);
        panel.show();
        auto* list = panel.findChild<QListView*>();
        QCOMPARE(list->currentIndex().row(), 1);
        list->setCurrentIndex(list->model()->index(0, 0));
        QCOMPARE(m_document->selectedLayer(), LayerId{3});
        m_document->select(1);
        QCOMPARE(list->currentIndex().row(), 2);
        // The background's row can't be selected.
        list->setCurrentIndex(list->model()->index(3, 0));
        QCOMPARE(m_document->selectedLayer(), LayerId{1});
        QTRY_COMPARE(list->currentIndex().row(), 2);
        QVERIFY(list->selectionModel()->isRowSelected(2, {}));
    }

    void aShortListLeavesNoRoomBelowItsEnd()
    {
        LayerPanel panel(*m_document, *m_actions);
        panel.show();
        auto* list = panel.findChild<QListView*>();
        const int row = list->sizeHintForRow(0);
        list->setFixedHeight(2 * row + row / 2 + 2 * list->frameWidth());
        QTRY_COMPARE(list->viewport()->height(), 2 * row + row / 2);
        list->scrollToBottom();
        QCOMPARE(list->visualRect(list->model()->index(3, 0)).bottom(), list->viewport()->height() - 1);
    }

    void clickOnTheEyeHides()
    {
        LayerPanel panel(*m_document, *m_actions);
        panel.resize(260, 400);
        panel.show();
        auto* list = panel.findChild<QListView*>();
        const QRect row = list->visualRect(list->model()->index(1, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, QPoint(row.left() + 14, row.center().y()));
        QVERIFY(!m_document->composition().layer(2)->visible);
    }

    void aSecondClickOnTheEyeShowsAgain()
    {
        LayerPanel panel(*m_document, *m_actions);
        panel.resize(260, 400);
        panel.show();
        auto* list = panel.findChild<QListView*>();
        const QRect row = list->visualRect(list->model()->index(1, 0));
        const QPoint eye(row.left() + 14, row.center().y());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, eye);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, eye);
        QTest::mouseRelease(list->viewport(), Qt::LeftButton, {}, eye);
        QVERIFY(m_document->composition().layer(2)->visible);
        QVERIFY(list->viewport()->findChild<QLineEdit*>() == nullptr); // the name isn't edited
    }

    void deleteKeyWorksInTheList()
    {
        int runs = 0;
        ActionSpec remove;
        remove.id = QStringLiteral("layer.delete");
        remove.text = QStringLiteral("De&lete");
        remove.shortcuts = {QKeySequence(Qt::Key_Delete)};
        remove.scope = ShortcutScope::Canvas;
        remove.run = [&runs] { ++runs; };
        m_actions->add(remove);
        LayerPanel panel(*m_document, *m_actions);
        panel.show();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        auto* list = panel.findChild<QListView*>();
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(runs, 1);
    }

    void sliderDragIsOneStep()
    {
        ValueSlider slider(QStringLiteral("Opacity"), {.maximum = 100.0});
        new LayerPropertyEdit(
            *m_document, slider, QStringLiteral("Change opacity"), [](const Layer& l) { return l.opacity * 100.0; },
            [](Layer& l, double value) { l.opacity = value / 100.0; });
        slider.resize(300, 60);
        slider.show();
        auto* handle = slider.findChild<QSlider*>();
        QTest::mousePress(handle, Qt::LeftButton, {}, QPoint(handle->width() / 4, handle->height() / 2));
        for (int x = handle->width() / 4; x < handle->width() / 2; x += 10)
            QTest::mouseMove(handle, QPoint(x, handle->height() / 2));
        QVERIFY(slider.isDragging());
        QVERIFY(m_document->composition().layer(2)->opacity < 1.0);
        QTest::mouseRelease(handle, Qt::LeftButton, {}, QPoint(handle->width() / 2, handle->height() / 2));
        QVERIFY(!slider.isDragging());
        QCOMPARE(m_document->history().count(), 1);
        m_document->history().undo();
        QCOMPARE(m_document->composition().layer(2)->opacity, 1.0);
        QCOMPARE(slider.value(), 100.0);
    }

    void aDragThatAnotherEditEndedShowsWhatHolds()
    {
        ValueSlider slider(QStringLiteral("Opacity"), {.maximum = 100.0});
        new LayerPropertyEdit(
            *m_document, slider, QStringLiteral("Change opacity"), [](const Layer& l) { return l.opacity * 100.0; },
            [](Layer& l, double value) { l.opacity = value / 100.0; });
        slider.resize(300, 60);
        slider.show();
        auto* handle = slider.findChild<QSlider*>();
        const int middle = handle->height() / 2;
        QTest::mousePress(handle, Qt::LeftButton, {}, QPoint(handle->width() / 4, middle));
        m_document->edit(QStringLiteral("x"), [](Composition& c) { c.layer(3)->visible = false; });
        QTest::mouseMove(handle, QPoint(handle->width() * 3 / 4, middle));
        QTest::mouseRelease(handle, Qt::LeftButton, {}, QPoint(handle->width() * 3 / 4, middle));
        QCOMPARE(m_document->history().count(), 2);
        QCOMPARE(slider.value(), m_document->composition().layer(2)->opacity * 100.0);
    }

    void whatIsTypedStaysWhenTheValueIsShownAgain()
    {
        ValueSlider slider(QStringLiteral("Opacity"), {.maximum = 100.0});
        slider.show();
        slider.setValue(57.0);
        auto* number = slider.findChild<QDoubleSpinBox*>();
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("4"));
        slider.setValue(0.57 * 100.0); // a little less than 57
        QCOMPARE(number->cleanText(), QStringLiteral("4"));
    }

    void keysOnASliderAreOneStep()
    {
        ValueSlider opacity(QStringLiteral("Opacity"), {.maximum = 100.0});
        new LayerPropertyEdit(
            *m_document, opacity, QStringLiteral("Change opacity"), [](const Layer& l) { return l.opacity * 100.0; },
            [](Layer& l, double value) { l.opacity = value / 100.0; });
        ValueSlider feather(QStringLiteral("Feather"), {.maximum = 100.0});
        new LayerPropertyEdit(
            *m_document, feather, QStringLiteral("Feather mask"), [](const Layer& l) { return l.edge.feather; },
            [](Layer& l, double value) { l.edge.feather = value; });
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(opacity.findChild<QSlider*>(), Qt::Key_Left);
        QCOMPARE(m_document->history().count(), 1);
        QCOMPARE(m_document->composition().layer(2)->opacity, 0.95);
        QTest::keyClick(feather.findChild<QSlider*>(), Qt::Key_Right);
        QTest::keyClick(feather.findChild<QSlider*>(), Qt::Key_Right);
        QCOMPARE(m_document->history().count(), 2); // another control is another step
        m_document->select(3);
        QTest::keyClick(feather.findChild<QSlider*>(), Qt::Key_Right);
        QCOMPARE(m_document->history().count(), 3); // and so is another layer
        m_document->history().setIndex(0);
        QCOMPARE(m_document->composition().layer(2)->opacity, 1.0);
        QCOMPARE(m_document->composition().layer(2)->edge.feather, 0.0);
    }

    void keysOnASliderAfterAWhileAreAnotherStep()
    {
        ValueSlider slider(QStringLiteral("Opacity"), {.maximum = 100.0});
        new LayerPropertyEdit(
            *m_document, slider, QStringLiteral("Change opacity"), [](const Layer& l) { return l.opacity * 100.0; },
            [](Layer& l, double value) { l.opacity = value / 100.0; });
        m_document->setMergeWindow(std::chrono::milliseconds(-1)); // as if a long time lay between
        QTest::keyClick(slider.findChild<QSlider*>(), Qt::Key_Left);
        QTest::keyClick(slider.findChild<QSlider*>(), Qt::Key_Left);
        QCOMPARE(m_document->history().count(), 2);
    }

    void arrowsInANumberAreOneStep()
    {
        PlacementPanel panel(*m_document, *m_actions);
        panel.show();
        auto* box = boxNamed(panel, QStringLiteral("Rotation"));
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(box, Qt::Key_Up);
        QCOMPARE(m_document->composition().layer(2)->transform.rotation, 4.0);
        QCOMPARE(m_document->history().count(), 1);
        m_document->history().undo();
        QCOMPARE(m_document->composition().layer(2)->transform.rotation, 0.0);
    }

    void lockedLayerDisablesItsNumbers()
    {
        PlacementPanel panel(*m_document, *m_actions);
        panel.show();
        QVERIFY(boxNamed(panel, QStringLiteral("Width"))->isEnabled());
        m_document->edit(QStringLiteral("x"), [](Composition& c) { c.layer(2)->locked = true; });
        QVERIFY(!boxNamed(panel, QStringLiteral("Width"))->isEnabled());
        QVERIFY(boxNamed(panel, QStringLiteral("Width"))->toolTip().contains(QStringLiteral("locked")));
        m_document->history().undo();
        QCOMPARE(boxNamed(panel, QStringLiteral("Width"))->toolTip(), QStringLiteral("Width"));
    }

    void lockedLayerDisablesItsSliders()
    {
        ValueSlider slider(QStringLiteral("Feather"), {.maximum = 100.0});
        slider.setToolTip(QStringLiteral("Softens the edge"));
        new LayerPropertyEdit(
            *m_document, slider, QStringLiteral("Feather mask"), [](const Layer& l) { return l.edge.feather; },
            [](Layer& l, double value) { l.edge.feather = value; });
        m_document->edit(QStringLiteral("x"), [](Composition& c) { c.layer(2)->locked = true; });
        QVERIFY(!slider.isEnabled());
        QVERIFY(slider.toolTip().startsWith(QStringLiteral("Softens the edge\n")));
        QVERIFY(slider.toolTip().contains(QStringLiteral("locked")));
        m_document->select(3);
        QVERIFY(slider.isEnabled());
        QCOMPARE(slider.toolTip(), QStringLiteral("Softens the edge"));
    }

    void numbersPlaceTheLayer_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<double>("value");
        QTest::addColumn<QList<double>>("expected"); // pivot x, y, scale x, y, rotation
        QTest::newRow("x") << "Centre from the left" << 5.5 << QList<double>{5.5, 15.0, 1.0, 1.0, 0.0};
        QTest::newRow("y") << "Centre from the top" << -3.0 << QList<double>{20.0, -3.0, 1.0, 1.0, 0.0};
        QTest::newRow("width") << "Width" << 20.0 << QList<double>{20.0, 15.0, 2.0, 2.0, 0.0};
        QTest::newRow("height") << "Height" << 4.0 << QList<double>{20.0, 15.0, 0.5, 0.5, 0.0};
        QTest::newRow("scale") << "Scale" << 300.0 << QList<double>{20.0, 15.0, 3.0, 3.0, 0.0};
        QTest::newRow("rotation") << "Rotation" << -45.0 << QList<double>{20.0, 15.0, 1.0, 1.0, -45.0};
    }
    void numbersPlaceTheLayer()
    {
        QFETCH(QString, field);
        QFETCH(double, value);
        QFETCH(QList<double>, expected);
        PlacementPanel panel(*m_document, *m_actions);
        panel.show();
        boxNamed(panel, field)->setValue(value);
        const LayerTransform& t = m_document->composition().layer(2)->transform;
        QCOMPARE((QList<double>{t.pivotInCanvas.x, t.pivotInCanvas.y, t.scaleX, t.scaleY, t.rotation}), expected);
        QCOMPARE(m_document->history().count(), 1);
    }

    void aNumberBeyondTheLargestScaleGoesBack()
    {
        PlacementPanel panel(*m_document, *m_actions);
        panel.show();
        QDoubleSpinBox* width = boxNamed(panel, QStringLiteral("Width"));
        for (int i = 0; i < 2; ++i) { // the second one changes nothing
            width->setValue(5000.0);
            QCOMPARE(width->value(), 1000.0);
        }
        QCOMPARE(m_document->history().count(), 1);
    }

    void maskWarningsAreWords_data()
    {
        QTest::addColumn<int>("concern");
        QTest::addColumn<bool>("words");
        QTest::newRow("none") << static_cast<int>(MaskConcern::None) << false;
        QTest::newRow("empty") << static_cast<int>(MaskConcern::Empty) << true;
        QTest::newRow("full") << static_cast<int>(MaskConcern::Full) << true;
        QTest::newRow("inverted") << static_cast<int>(MaskConcern::LikelyInverted) << true;
    }
    void maskWarningsAreWords()
    {
        QFETCH(int, concern);
        QFETCH(bool, words);
        QCOMPARE(!concernText(static_cast<MaskConcern>(concern)).isEmpty(), words);
    }

    void optionBarFollowsTheSettings()
    {
        ToolSettings settings;
        const std::unique_ptr<QWidget> options(makeBrushOptions(settings, nullptr));
        QDoubleSpinBox* size = boxNamed(*options, QStringLiteral("Brush size"));
        size->setValue(123.0);
        QCOMPARE(settings.brushDiameter(), 123.0);
        settings.setBrushDiameter(45.0);
        QCOMPARE(size->value(), 45.0);
        QDoubleSpinBox* flow = boxNamed(*options, QStringLiteral("How much one touch covers"));
        flow->setValue(40.0);
        QCOMPARE(settings.brushFlow(), 0.4);
    }

private:
    static constexpr std::uint64_t kHistoryBytes = 1 << 20;

    static QStringList namesIn(const LayerModel& model)
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.index(row).data().toString();
        return names;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ActionRegistry> m_actions;
};

QTEST_MAIN(PanelsTest)
#include "panels_test.moc"
