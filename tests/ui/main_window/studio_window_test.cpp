#include "app/studio/studio.h"
#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/icon_label.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/notice_banner.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/tool_box.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTextEdit>
#include <QToolBar>
#include <QUndoStack>
#include <QWheelEvent>
#include <QtTest>

#include <algorithm>
#include <memory>

using namespace dh;

namespace
{

constexpr QSize kSmallest(800, 600);

bool isInteractive(const QWidget* widget)
{
    if (qobject_cast<const QScrollBar*>(widget) != nullptr || widget->objectName().startsWith(QLatin1String("qt_")))
        return false;
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QAbstractSlider*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const QTextEdit*>(widget) || qobject_cast<const CanvasView*>(widget);
}

/// The editor inside a spin box or a combo box answers by its owner's name.
bool isPartOfAnother(const QWidget* widget)
{
    const QWidget* parent = widget->parentWidget();
    return qobject_cast<const QAbstractSpinBox*>(parent) != nullptr ||
           qobject_cast<const QComboBox*>(parent) != nullptr ||
           widget->window()->inherits("QComboBoxPrivateContainer") || widget->inherits("QComboBoxListView");
}

QString describe(const QWidget* widget)
{
    QString path;
    for (; widget != nullptr; widget = widget->parentWidget())
        path += QLatin1String(widget->metaObject()->className()) + QLatin1Char('[') + widget->objectName() +
                QStringLiteral("] in ");
    return path;
}

/// Whether nothing is cut off at the right, by the window or by the panel that scrolls up and down around it.
bool isInside(const QWidget* widget, const QWidget& window)
{
    const QWidget* frame = &window;
    for (const QWidget* parent = widget->parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        if (qobject_cast<const QScrollArea*>(parent->parentWidget()) != nullptr) {
            frame = parent; // the viewport
            break;
        }
    }
    return widget->mapTo(frame, QPoint(widget->width(), 0)).x() <= frame->width();
}

/// Visible labels and buttons that are smaller than they need.
QStringList clippedIn(const QWidget& window)
{
    QStringList clipped;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const bool hasText = qobject_cast<const QLabel*>(widget) || qobject_cast<const QAbstractButton*>(widget);
        if (!hasText || !widget->isVisible() || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        const QSize needed = widget->minimumSizeHint();
        const bool fits = widget->width() >= needed.width() && widget->height() >= needed.height();
        if (!fits || !isInside(widget, window))
            clipped << describe(widget);
    }
    return clipped;
}

} // namespace

/// The whole window as the program makes it, with real events.
class StudioWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true); // no recovery copies among the user's
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        m_studio.reset();
        m_window = nullptr;
    }

    void firstStartShowsTheExample()
    {
        const Composition& composition = document().composition();
        QCOMPARE(composition.layers.size(), std::size_t{1});
        QCOMPARE(document().selectedLayer(), composition.layers.front().id);
        QVERIFY(!document().isModified());
        QVERIFY(!document().history().canUndo());
    }

    void firstRunHintGoesWithTheFirstRun()
    {
        const auto hint = [this] {
            for (const auto* banner : m_window->findChildren<NoticeBanner*>()) {
                if (banner->isVisible() && banner->text().contains(QLatin1String("Harmonize")))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(hint());
        m_window->close();
        m_studio.reset();
        open();
        QVERIFY(!hint()); // the second run of the program
        m_window->context().settings.setFirstRunHintDismissed(false);
        m_studio.reset();
        open();
        QTRY_VERIFY(hint());
        document().edit(QStringLiteral("x"), [](Composition& composition) {
            auto result = std::make_shared<HarmonizedResult>();
            result->id = 1000;
            composition.results.push_back(result);
        });
        QTRY_VERIFY(!hint()); // the user knows the way
        QVERIFY(m_window->context().settings.firstRunHintDismissed());
    }

    void pictureCacheKeepsToTheSetting()
    {
        constexpr std::uint64_t kMiB = 1U << 20U;
        constexpr std::uint64_t kLeast = 16 * kMiB;
        constexpr std::uint64_t kShownNow = 8 * kMiB; // what the window needs may be more
        Composition composition;
        composition.background = ImageBuffer({4000, 3000}, 3, SampleType::U8).finish();
        document().reset(composition);
        canvas()->actualSize();
        constexpr int kStep = 300;
        for (int y = 0; y < composition.size().height; y += kStep)
            for (int x = 0; x < composition.size().width; x += kStep) {
                ViewTransform view = canvas()->view();
                view.panBy(QPointF(-x, -y) - view.widgetFromCanvas(PointF{0.0, 0.0}));
                canvas()->setView(view);
                canvas()->finishTiles();
            }
        QVERIFY(canvas()->cacheBytesInUse() > kLeast + kShownNow);
        m_window->context().settings.setImageCacheBytes(kLeast);
        QVERIFY(canvas()->cacheBytesInUse() <= kLeast + kShownNow);
    }

    void everyControlHasAName()
    {
        for (const ToolSpec& tool : m_window->context().tools.tools())
            m_window->context().tools.activate(tool.id); // makes every page of the option bar
        QStringList nameless;
        for (QWidget* widget : m_window->findChildren<QWidget*>()) {
            if (!isInteractive(widget) || isPartOfAnother(widget))
                continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(interface != nullptr);
            if (interface->text(QAccessible::Name).isEmpty())
                nameless << describe(widget);
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void defaultShortcutsDontCollide()
    {
        const ActionRegistry& actions = m_window->context().actions;
        QStringList collisions;
        for (const auto& entry : actions.entries()) {
            for (const QKeySequence& keys : entry.spec.shortcuts) {
                const QStringList with = actions.conflicts(entry.spec.id, keys);
                if (!with.isEmpty())
                    collisions << entry.spec.id + QStringLiteral(": ") + with.join(QLatin1Char(' '));
            }
        }
        QVERIFY2(collisions.isEmpty(), qPrintable(collisions.join(QLatin1Char('\n'))));
    }

    void fitsASmallScreen()
    {
        m_window->resize(kSmallest);
        QTRY_COMPARE(m_window->size(), kSmallest);
        for (const ToolSpec& tool : m_window->context().tools.tools()) {
            m_window->context().tools.activate(tool.id);
            QTest::qWait(0);
            const QStringList clipped = clippedIn(*m_window);
            QVERIFY2(clipped.isEmpty(), qPrintable(tool.id + QLatin1Char('\n') + clipped.join(QLatin1Char('\n'))));
        }
        for (auto* dock : m_window->findChildren<QDockWidget*>()) {
            dock->show();
            dock->raise();
            QTest::qWait(0);
            const QStringList clipped = clippedIn(*m_window);
            QVERIFY2(clipped.isEmpty(),
                     qPrintable(dock->objectName() + QLatin1Char('\n') + clipped.join(QLatin1Char('\n'))));
        }
        QCOMPARE(m_window->size(), kSmallest);
    }

    void keysChooseTools_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("tool");
        QTest::newRow("brush") << "B"
                               << "tool.brush";
        QTest::newRow("eraser") << "E"
                                << "tool.eraser";
        QTest::newRow("lasso") << "L"
                               << "tool.lasso";
        QTest::newRow("polygon") << "Shift+L"
                                 << "tool.polygon";
        QTest::newRow("rectangle") << "M"
                                   << "tool.rectangle";
        QTest::newRow("ellipse") << "Shift+M"
                                 << "tool.ellipse";
        QTest::newRow("wand") << "W"
                              << "tool.wand";
        QTest::newRow("cut out") << "Shift+W"
                                 << "tool.cut_out";
        QTest::newRow("hand") << "H"
                              << "tool.hand";
        QTest::newRow("zoom") << "Z"
                              << "tool.zoom";
    }
    void keysChooseTools()
    {
        QFETCH(QString, keys);
        QFETCH(QString, tool);
        QTest::keySequence(canvas(), QKeySequence(keys));
        QCOMPARE(m_window->context().tools.active(), tool);
        QVERIFY(m_window->context().actions.action(tool)->isChecked());
        QTest::keySequence(canvas(), QKeySequence(Qt::Key_V));
        QCOMPARE(m_window->context().tools.active(), QStringLiteral("tool.move"));
    }

    void undoAndRedoByKey()
    {
        const LayerTransform before = layer().transform;
        QTest::keySequence(canvas(), QKeySequence(Qt::SHIFT | Qt::Key_H));
        QVERIFY(layer().transform.flipHorizontal);
        QVERIFY(document().isModified());
        QVERIFY(m_window->isWindowModified());
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_Z));
        QCOMPARE(layer().transform, before);
        QVERIFY(!m_window->isWindowModified());
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
        QVERIFY(layer().transform.flipHorizontal);
    }

    void lockedLayerIsLeftAlone()
    {
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_Slash));
        QVERIFY(layer().locked);
        for (const char* id : {"layer.delete", "layer.flip_horizontal", "mask.invert", "mask.fill", "layer.fit"})
            QVERIFY2(!action(id)->isEnabled(), id);
        QVERIFY(action("layer.duplicate")->isEnabled());
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_Slash));
        QVERIFY(action("layer.delete")->isEnabled());
    }

    void emptyDocumentDisablesWhatNeedsOne()
    {
        document().reset({});
        for (const char* id : {"layer.delete", "layer.duplicate", "mask.invert", "view.fit", "edit.undo"})
            QVERIFY2(!action(id)->isEnabled(), id);
        QVERIFY(action("edit.preferences")->isEnabled());
    }

    void duplicateThenDelete()
    {
        const LayerId original = document().selectedLayer();
        QTest::keySequence(canvas(), QKeySequence(Qt::CTRL | Qt::Key_J));
        QCOMPARE(document().composition().layers.size(), std::size_t{2});
        QVERIFY(document().selectedLayer() != original);
        QTest::keyClick(canvas(), Qt::Key_Delete);
        QCOMPARE(document().composition().layers.size(), std::size_t{1});
        QCOMPARE(document().selectedLayer(), original);
        document().history().undo();
        document().history().undo();
        QVERIFY(!document().isModified());
    }

    void tabHidesPanelsAndBringsThemBack()
    {
        auto* layers = m_window->findChild<QDockWidget*>(QStringLiteral("layers"));
        QVERIFY(layers->isVisible());
        QTest::keyClick(canvas(), Qt::Key_Tab);
        QVERIFY(!layers->isVisible());
        QVERIFY(canvas()->hasFocus());
        QTest::keyClick(canvas(), Qt::Key_Tab);
        QVERIFY(layers->isVisible());
    }

    void focusWalksThroughThePanels()
    {
        canvas()->setFocus();
        QSet<QString> visited;
        for (int i = 0; i < 20; ++i) {
            action("window.next_panel")->trigger();
            for (const auto* dock : m_window->findChildren<QDockWidget*>()) {
                if (dock->isAncestorOf(QApplication::focusWidget()))
                    visited << dock->objectName();
            }
        }
        QVERIFY(visited.contains(QStringLiteral("layers")));
        QVERIFY(visited.contains(QStringLiteral("placement")));
    }

    void maskKeyTogglesTheOverlay()
    {
        const MaskDisplay before = canvas()->maskDisplay();
        QTest::keyClick(canvas(), Qt::Key_Q);
        QVERIFY(canvas()->maskDisplay() != before);
        QCOMPARE(action("mask.show_overlay")->isChecked(), canvas()->maskDisplay() == MaskDisplay::Overlay);
        QTest::keyClick(canvas(), Qt::Key_Q);
        QTest::keyClick(canvas(), Qt::Key_Q, Qt::ShiftModifier);
        QCOMPARE(canvas()->maskDisplay(), MaskDisplay::MaskOnly);
        // Whoever changes it, the menu follows.
        canvas()->setMaskDisplay(MaskDisplay::Off);
        m_window->context().actions.requestRefresh();
        QVERIFY(!action("mask.show_only")->isChecked());
    }

    void layoutSurvivesASession()
    {
        action("panel.history")->trigger();
        const auto hidden = [this] {
            return !m_window->findChild<QDockWidget*>(QStringLiteral("history"))->toggleViewAction()->isChecked();
        };
        QVERIFY(hidden());
        m_window->close();
        m_studio.reset();
        open();
        QVERIFY(hidden());
        action("window.reset_layout")->trigger();
        QVERIFY(!hidden());
    }

    void hiddenPanelsComeBackAsTheyWere()
    {
        const auto isInFront = [this](const char* id) {
            const auto* dock = m_window->findChild<QDockWidget*>(QLatin1String(id));
            return dock != nullptr && dock->isVisible() && !dock->visibleRegion().isEmpty();
        };
        action("panel.adjustment")->trigger(); // away with it
        m_window->findChild<QDockWidget*>(QStringLiteral("history"))->raise();
        QTRY_VERIFY(isInFront("history") && !isInFront("layers") && !isInFront("adjustment"));
        action("view.hide_panels")->trigger();
        QTRY_VERIFY(!isInFront("history") && !isInFront("harmonize"));
        action("view.hide_panels")->trigger();
        QTRY_VERIFY(isInFront("history") && !isInFront("layers") && isInFront("harmonize"));
        QVERIFY(!action("panel.adjustment")->isChecked());
    }

    void resetBringsPanelsBackToTheirPlaces()
    {
        const auto dock = [this](const char* id) { return m_window->findChild<QDockWidget*>(QLatin1String(id)); };
        constexpr int kWider = 120;
        const int width = dock("harmonize")->width();
        m_window->resizeDocks({dock("harmonize")}, {width + kWider}, Qt::Horizontal);
        QTRY_COMPARE(dock("harmonize")->width(), width + kWider);
        dock("layers")->setFloating(true);
        dock("placement")->close();
        m_window->addDockWidget(Qt::LeftDockWidgetArea, dock("history"));
        action("window.reset_layout")->trigger();
        QVERIFY(!dock("layers")->isFloating() && dock("placement")->isVisible());
        QCOMPARE(m_window->dockWidgetArea(dock("history")), Qt::RightDockWidgetArea);
        QVERIFY(m_window->tabifiedDockWidgets(dock("layers")).contains(dock("history")));
        QTRY_VERIFY(dock("history")->visibleRegion().isEmpty() && !dock("layers")->visibleRegion().isEmpty());
        QTRY_COMPARE(dock("harmonize")->width(), width);
    }

    void fullScreenShowsInTheMenu()
    {
        action("view.full_screen")->trigger();
        QTRY_VERIFY(m_window->isFullScreen());
        m_window->close();
        m_studio.reset();
        open();
        QVERIFY(m_window->isFullScreen());
        QVERIFY(action("view.full_screen")->isChecked());
        m_window->setWindowState(m_window->windowState() & ~Qt::WindowFullScreen); // the desktop ends it
        QVERIFY(!action("view.full_screen")->isChecked());
    }

    void renamingOpensItsPanel()
    {
        auto* layers = m_window->findChild<QDockWidget*>(QStringLiteral("layers"));
        layers->close();
        QVERIFY(!layers->isVisible());
        QTest::keyClick(canvas(), Qt::Key_F2);
        QTRY_VERIFY(layers->isVisible() && !layers->visibleRegion().isEmpty());
        auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(editor != nullptr && layers->isAncestorOf(editor));
        QTest::keyClicks(editor, QStringLiteral("Lamp"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(layer().name, std::string("Lamp"));
    }

    void toolsWithoutSettingsShowNone()
    {
        const auto* bar = m_window->findChild<QToolBar*>(QStringLiteral("tool_options"));
        const auto hasNumbers = [bar] {
            const auto boxes = bar->findChildren<QAbstractSpinBox*>();
            return std::any_of(boxes.begin(), boxes.end(), [](const auto* box) { return box->isVisible(); });
        };
        ToolBox& tools = m_window->context().tools;
        tools.activate(QStringLiteral("tool.brush"));
        QVERIFY(hasNumbers());
        for (const char* id : {"tool.hand", "tool.zoom", "tool.move"}) {
            tools.activate(QLatin1String(id));
            QVERIFY2(!hasNumbers(), id);
        }
    }

    void toolSettingsSurviveASession()
    {
        m_window->context().toolSettings.setBrushDiameter(123.0);
        m_window->context().toolSettings.setWandContiguous(false);
        m_window->context().toolSettings.setWandSample(WandSample::Composite);
        m_window->context().toolSettings.setCombineMode(MaskCombine::Subtract);
        m_window->close();
        m_studio.reset();
        open();
        const ToolSettings& tools = m_window->context().toolSettings;
        QCOMPARE(tools.brushDiameter(), 123.0);
        QVERIFY(!tools.wandContiguous());
        QVERIFY(tools.wandSample() == WandSample::Composite);
        QVERIFY(tools.combineMode() == MaskCombine::Replace);
    }

    void leavingAToolsNumberGivesTheKeysBack_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<double>("diameter");
        QTest::newRow("Enter") << static_cast<int>(Qt::Key_Return) << 77.0;
        QTest::newRow("Escape") << static_cast<int>(Qt::Key_Escape) << 40.0;
    }
    void leavingAToolsNumberGivesTheKeysBack()
    {
        QFETCH(int, key);
        QFETCH(double, diameter);
        m_window->context().toolSettings.setBrushDiameter(40.0);
        m_window->context().tools.activate(QStringLiteral("tool.brush"));
        QAbstractSpinBox* size = nullptr;
        for (auto* box : m_window->findChildren<QAbstractSpinBox*>())
            size = box->accessibleName() == QLatin1String("Brush size") && box->isVisible() ? box : size;
        QVERIFY(size != nullptr);
        size->setFocus();
        size->selectAll();
        QTest::keyClicks(size, QStringLiteral("77"));
        QTest::keyClick(size, static_cast<Qt::Key>(key));
        QVERIFY(canvas()->hasFocus());
        QCOMPARE(m_window->context().toolSettings.brushDiameter(), diameter);
        QVERIFY2(size->text().startsWith(QString::number(diameter)), qPrintable(size->text()));
    }

    void theWheelChangesOnlyFieldsWithFocus()
    {
        const auto turnOver = [](QWidget& field) {
            const QPointF middle = field.rect().center();
            constexpr int kNotch = 120;
            QWheelEvent event(middle, field.mapToGlobal(middle), {}, {0, kNotch}, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(&field, &event);
            return event.isAccepted();
        };
        m_window->context().tools.activate(QStringLiteral("tool.brush"));
        canvas()->setFocus();
        QAbstractSpinBox* number = nullptr;
        for (QWidget* widget : m_window->findChildren<QWidget*>()) {
            const bool isField = qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QComboBox*>(widget) ||
                                 qobject_cast<QSlider*>(widget);
            if (!isField || !widget->isVisible() || m_window->statusBar()->isAncestorOf(widget))
                continue;
            QVERIFY2(!turnOver(*widget), qPrintable(describe(widget)));
            QVERIFY2(widget->focusPolicy() != Qt::WheelFocus, qPrintable(describe(widget)));
            if (widget->accessibleName() == QLatin1String("Brush size"))
                number = qobject_cast<QAbstractSpinBox*>(widget);
        }
        QVERIFY(!document().isModified());
        QVERIFY(number != nullptr);
        m_window->context().toolSettings.setBrushDiameter(40.0);
        number->setFocus();
        QVERIFY(turnOver(*number));
        QCOMPARE(m_window->context().toolSettings.brushDiameter(), 41.0);
    }

    void anAmpersandOfANameStays()
    {
        document().edit(QStringLiteral("Add layer “A & B”"),
                        [](Composition& composition) { composition.layers.front().opacity = 0.5; });
        QCOMPARE(action("edit.undo")->text(), QStringLiteral("&Undo: Add layer “A && B”"));
    }

    void theToolsIconFollowsTheTheme()
    {
        const auto* bar = m_window->findChild<QToolBar*>(QStringLiteral("tool_options"));
        IconLabel* icon = nullptr;
        for (QWidget* widget : bar->findChildren<QWidget*>())
            icon = icon == nullptr ? dynamic_cast<IconLabel*>(widget) : icon;
        QVERIFY(icon != nullptr);
        const auto lightnessRange = [icon] {
            const QImage shown = icon->grab().toImage();
            std::pair<int, int> range{255, 0};
            for (int y = 0; y < shown.height(); ++y)
                for (int x = 0; x < shown.width(); ++x) {
                    const int lightness = shown.pixelColor(x, y).lightness();
                    range = {std::min(range.first, lightness), std::max(range.second, lightness)};
                }
            return range;
        };
        constexpr int kMiddle = 128;
        for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->context().settings.setTheme(theme);
            // Palettes reach the widgets a little later.
            QTRY_VERIFY(lightnessRange().first < kMiddle && lightnessRange().second > kMiddle); // ink and ground
        }
    }

    void clicksOnAMessageDontReachTheTool()
    {
        m_window->context().notices.warn(QStringLiteral("A message"));
        const auto banners = m_window->findChildren<NoticeBanner*>();
        const auto shown = std::find_if(banners.begin(), banners.end(), [](const NoticeBanner* banner) {
            return banner->isVisible() && banner->text() == QLatin1String("A message");
        });
        QVERIFY(shown != banners.end());
        m_window->context().tools.activate(QStringLiteral("tool.zoom"));
        const double zoom = canvas()->zoomFactor();
        QTest::mouseClick(*shown, Qt::LeftButton, {}, QPoint(2, 2));
        QCOMPARE(canvas()->zoomFactor(), zoom);
    }

    void firstHintGoesForGood()
    {
        const auto closeHint = [this]() -> QAbstractButton* {
            for (auto* button : canvas()->findChildren<QAbstractButton*>()) {
                if (button->isVisible())
                    return button;
            }
            return nullptr;
        };
        QTRY_VERIFY(closeHint() != nullptr);
        QTest::mouseClick(closeHint(), Qt::LeftButton);
        QVERIFY(closeHint() == nullptr);
        m_studio.reset();
        open();
        QVERIFY(closeHint() == nullptr);
    }

private:
    void open()
    {
        StudioOptions options;
        options.settingsFile = m_folder->filePath(QStringLiteral("settings.ini"));
        m_studio = std::make_unique<Studio>(options);
        m_studio->show();
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* found = qobject_cast<MainWindow*>(widget))
                m_window = found;
        }
        QVERIFY(QTest::qWaitForWindowActive(m_window));
        QTRY_VERIFY(!document().composition().isEmpty());
        canvas()->setFocus();
    }
    [[nodiscard]] Document& document() const { return m_window->context().document; }
    [[nodiscard]] CanvasView* canvas() const { return &m_window->context().canvas; }
    [[nodiscard]] const Layer& layer() const { return *document().composition().layer(document().selectedLayer()); }
    [[nodiscard]] QAction* action(const char* id) const
    {
        return m_window->context().actions.action(QLatin1String(id));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Studio> m_studio;
    MainWindow* m_window = nullptr;
};

QTEST_MAIN(StudioWindowTest)
#include "studio_window_test.moc"
