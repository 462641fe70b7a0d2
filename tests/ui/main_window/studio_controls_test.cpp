#include "studio_fixture.h"

#include "ui/main_window/icon_label.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/tool_box.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QStatusBar>
#include <QTextEdit>
#include <QToolBar>
#include <QWheelEvent>
#include <QtTest>

#include <algorithm>
#include <utility>

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

/// Every field and button of the whole window, those of the tools above all.
class StudioControlsTest : public QObject, private test::StudioFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

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
        restart();
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

    void leavingAPanelsNumberGivesTheKeysBack()
    {
        QSpinBox* variations = nullptr;
        for (auto* box : m_window->findChildren<QSpinBox*>())
            variations = box->accessibleName() == QLatin1String("Variations") ? box : variations;
        QVERIFY(variations != nullptr);
        variations->setFocus();
        variations->selectAll();
        QTest::keyClicks(variations, QStringLiteral("3"));
        QTest::keyClick(variations, Qt::Key_Return);
        QVERIFY(canvas()->hasFocus());
        QCOMPARE(variations->value(), 3);
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
};

QTEST_MAIN(StudioControlsTest)
#include "studio_controls_test.moc"
