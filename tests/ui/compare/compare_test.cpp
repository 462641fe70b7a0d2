#include "core/document/document.h"
#include "core/evaluate/colour_difference.h"
#include "core/imaging/image_file.h"
#include "ui/canvas/canvas_view.h"
#include "ui/compare/compare_bar.h"
#include "ui/compare/compare_module.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/notice_banner.h"
#include "ui/main_window/settings.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <array>
#include <cmath>
#include <memory>

using namespace dh;

namespace
{

constexpr std::uint64_t kHistoryBytes = 64ULL << 20;
constexpr Size kCanvas{64, 48};
constexpr Rect kLayerArea{16, 12, 32, 24};
// Pixel centres, off the pixel grid.
constexpr PointF kInside{32.5, 24.5};
constexpr PointF kOutside{4.5, 4.5};
const QColor kGround(120, 130, 140);
const QColor kUntouched(0, 0, 0);
const QColor kFirst(200, 40, 40);
const QColor kSecond(40, 200, 40);

Image plain(Size size, const QColor& colour)
{
    ImageBuffer buffer(size, 3, SampleType::U8);
    for (int y = 0; y < size.height; ++y) {
        auto* row = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < size.width; ++x) {
            *row++ = static_cast<std::uint8_t>(colour.red());
            *row++ = static_cast<std::uint8_t>(colour.green());
            *row++ = static_cast<std::uint8_t>(colour.blue());
        }
    }
    return std::move(buffer).finish();
}

ResultPtr resultOf(ResultId id, const Layer& layer, const char* name, const QColor& colour)
{
    auto result = std::make_shared<HarmonizedResult>();
    result->id = id;
    result->layer = layer.id;
    result->name = name;
    result->areaInCanvas = kLayerArea;
    result->before = plain(kLayerArea.size(), kUntouched);
    result->after = plain(kLayerArea.size(), colour);
    result->mask = Mask(kLayerArea.size(), 255);
    result->transformAtRun = layer.transform;
    return result;
}

/// A black layer on a grey ground with two results, the first of which is applied.
Composition sceneWithResults()
{
    Composition scene;
    scene.background = plain(kCanvas, kGround);
    Layer layer;
    layer.id = 1;
    layer.name = "subject";
    layer.image = plain(kLayerArea.size(), kUntouched);
    layer.transform.pivotInLayer = {kLayerArea.width / 2.0, kLayerArea.height / 2.0};
    layer.transform.pivotInCanvas = {kCanvas.width / 2.0, kCanvas.height / 2.0};
    scene.results = {resultOf(11, layer, "warm", kFirst), resultOf(12, layer, "", kSecond)};
    layer.applied = AppliedResult{scene.results.front(), {}};
    scene.layers = {layer};
    return scene;
}

Lab labOf(const QColor& colour)
{
    return labFromSrgb(
        {static_cast<float>(colour.redF()), static_cast<float>(colour.greenF()), static_cast<float>(colour.blueF())});
}

} // namespace

/// The comparison in a real window, by keys and clicks.
class CompareTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_answer.reset();
        m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
        m_document = std::make_unique<Document>(kHistoryBytes);
        m_window = std::make_unique<MainWindow>(*m_document, *m_settings, m_toolSettings);
        auto module = std::make_unique<CompareModule>(m_window->context(), [this](QWidget&) { return m_answer; });
        m_controller = &module->controller();
        m_window->addModule(std::move(module));
        m_window->assemble();
        m_document->reset(sceneWithResults());
        m_document->select(1);
        m_window->resize(900, 600);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        canvas().setFocus();
        canvas().fit();
    }
    void cleanup()
    {
        m_window.reset();
        m_document.reset();
    }

    void keysChooseTheMode_data()
    {
        QTest::addColumn<QKeySequence>("keys");
        QTest::addColumn<CompareMode>("mode");
        QTest::addColumn<QString>("action");
        const auto key = [](Qt::Key digit) { return QKeySequence(Qt::ALT | digit); };
        QTest::newRow("vertical") << key(Qt::Key_1) << CompareMode::SplitVertical << "compare.split_vertical";
        QTest::newRow("horizontal") << key(Qt::Key_2) << CompareMode::SplitHorizontal << "compare.split_horizontal";
        QTest::newRow("side by side") << key(Qt::Key_3) << CompareMode::SideBySide << "compare.side_by_side";
        QTest::newRow("difference") << key(Qt::Key_4) << CompareMode::Difference << "compare.difference";
    }
    void keysChooseTheMode()
    {
        QFETCH(QKeySequence, keys);
        QFETCH(CompareMode, mode);
        QFETCH(QString, action);
        QVERIFY(!bar()->isVisible());
        QTest::keySequence(&canvas(), keys);
        QCOMPARE(canvas().compareMode(), mode);
        QVERIFY(bar()->isVisible());
        QVERIFY(m_window->context().actions.action(action)->isChecked());
        QVERIFY(!m_window->context().actions.action(QStringLiteral("compare.off"))->isChecked());
        // Again: it stays on.
        QTest::keySequence(&canvas(), keys);
        QVERIFY(m_window->context().actions.action(action)->isChecked());
        // C is off and on again.
        QTest::keyClick(&canvas(), Qt::Key_C);
        QCOMPARE(canvas().compareMode(), CompareMode::Off);
        QVERIFY(!bar()->isVisible());
        QTest::keyClick(&canvas(), Qt::Key_C);
        QCOMPARE(canvas().compareMode(), mode);
    }

    void aHeldKeyShowsTheUntouchedPicture()
    {
        QCOMPARE(shownAt(kInside), kFirst);
        QTest::keyPress(&canvas(), Qt::Key_Backslash);
        QCOMPARE(shownAt(kInside), kUntouched);
        QCOMPARE(shownAt(kOutside), kGround);
        QTest::keyRelease(&canvas(), Qt::Key_Backslash);
        QCOMPARE(canvas().compareMode(), CompareMode::Off);
        QCOMPARE(shownAt(kInside), kFirst);
    }

    void holdingEndsWithTheWindow()
    {
        m_controller->setMode(CompareMode::SideBySide);
        QTest::keyPress(&canvas(), Qt::Key_Backslash);
        QCOMPARE(canvas().compareMode(), CompareMode::Before);
        QEvent away(QEvent::WindowDeactivate);
        QApplication::sendEvent(m_window.get(), &away);
        QCOMPARE(canvas().compareMode(), CompareMode::SideBySide);
    }

    void theButtonShowsItWhileHeld()
    {
        m_controller->setMode(CompareMode::SplitVertical);
        auto* hold = button(QStringLiteral("Hold: before"));
        QTest::mousePress(hold, Qt::LeftButton);
        QCOMPARE(canvas().compareMode(), CompareMode::Before);
        QTest::mouseRelease(hold, Qt::LeftButton);
        QCOMPARE(canvas().compareMode(), CompareMode::SplitVertical);
        hold->setFocus();
        QTest::keyPress(hold, Qt::Key_Space);
        QCOMPARE(canvas().compareMode(), CompareMode::Before);
        QTest::keyRelease(hold, Qt::Key_Space);
        QCOMPARE(canvas().compareMode(), CompareMode::SplitVertical);
    }

    void aHeldButtonThatGoesIsLetGo()
    {
        m_controller->setMode(CompareMode::SplitVertical);
        auto* hold = button(QStringLiteral("Hold: before"));
        QTest::mousePress(hold, Qt::LeftButton);
        QCOMPARE(canvas().compareMode(), CompareMode::Before);
        QTest::keyClick(&canvas(), Qt::Key_C);
        QVERIFY(!bar()->isVisible());
        QCOMPARE(canvas().compareMode(), CompareMode::Off);
        QTest::mouseRelease(hold, Qt::LeftButton);
        m_controller->setMode(CompareMode::SplitVertical);
        QVERIFY(!hold->isDown());
        QCOMPARE(canvas().compareMode(), CompareMode::SplitVertical);
    }

    void sidesAreChosenByKeys()
    {
        QTest::keyClick(&canvas(), Qt::Key_C, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), choice(QStringLiteral("Before")));
        // Untouched, picture now, "warm": two down.
        QTest::keyClick(choice(QStringLiteral("Before")), Qt::Key_Down);
        QTest::keyClick(choice(QStringLiteral("Before")), Qt::Key_Down);
        QTest::keyClick(choice(QStringLiteral("After")), Qt::Key_End);
        QCOMPARE(choice(QStringLiteral("Before"))->currentText(), QStringLiteral("warm"));
        QCOMPARE(choice(QStringLiteral("After"))->currentText(), QStringLiteral("Result 12"));
        canvas().setSplit(0.0);
        QCOMPARE(shownAt(kInside), kSecond);
        canvas().setSplit(1.0);
        QCOMPARE(shownAt(kInside), kFirst);
        QTest::keyClick(&canvas(), Qt::Key_C);
        QCOMPARE(shownAt(kInside), kFirst); // the document is as it was
    }

    void resultsThatAreGoneAreNotCompared()
    {
        constexpr ResultId kNever = 4711;
        m_controller->compareResults(kNever, 11);
        QCOMPARE(m_controller->before().kind, CompareSide::Kind::Untouched);
        QTRY_VERIFY(m_controller->numbers().has_value());
        m_controller->compareResults(11, kNever);
        QCOMPARE(m_controller->after().kind, CompareSide::Kind::Document);
        // A result stays when its layer goes.
        m_document->edit(QStringLiteral("x"), [](Composition& scene) { scene.layers.clear(); });
        m_controller->compareResults(11, 12);
        QCOMPARE(m_controller->before().kind, CompareSide::Kind::Untouched);
        QCOMPARE(m_controller->after().kind, CompareSide::Kind::Document);
        QTRY_VERIFY(m_controller->numbers().has_value());
    }

    void aResultThatGoesLeavesTheCanvas()
    {
        m_controller->compareResults(11, 12);
        canvas().setSplit(0.0);
        QCOMPARE(shownAt(kInside), kSecond);
        m_document->edit(QStringLiteral("x"), [](Composition& scene) { scene.results.pop_back(); });
        QCOMPARE(shownAt(kInside), kFirst); // the one that is applied
    }

    void resultsAgainstEachOther()
    {
        m_controller->compareResults(12, 11);
        QCOMPARE(canvas().compareMode(), CompareMode::SplitVertical);
        QTRY_VERIFY(m_controller->numbers().has_value());
        const double expected = colourDifference(labOf(kFirst), labOf(kSecond));
        QVERIFY(std::abs(m_controller->numbers()->colourDifference - expected) < 1e-3);
        QCOMPARE(m_controller->numbers()->changedOutside, 0LL);
        QVERIFY(!m_controller->numbers()->metrics.has_value());
        // One goes away: the side falls back, the list no longer has it.
        m_document->edit(QStringLiteral("x"), [](Composition& scene) { scene.results.pop_back(); });
        QCOMPARE(m_controller->before().kind, CompareSide::Kind::Untouched);
        QCOMPARE(choice(QStringLiteral("Before"))->count(), 3);
    }

    void numbersFollowTheNewestPicture()
    {
        m_controller->setMode(CompareMode::SplitVertical);
        // The mean over the mask, not over the canvas: black against kFirst.
        const double full = colourDifference(labOf(kUntouched), labOf(kFirst));
        QTRY_VERIFY(m_controller->numbers().has_value());
        QVERIFY(std::abs(m_controller->numbers()->colourDifference - full) < 1e-3);
        QVERIFY(label()->text().contains(QStringLiteral("CIEDE2000")));
        for (int i = 0; i < 5; ++i)
            m_document->edit(QStringLiteral("x"), [i](Composition& scene) {
                const bool last = i == 4;
                scene.layers.front().applied = AppliedResult{scene.results[last ? 1 : i % 2], {}};
                scene.layers.front().name = std::to_string(i);
            });
        const double newest = colourDifference(labOf(kUntouched), labOf(kSecond));
        QTRY_VERIFY(m_controller->numbers() && std::abs(m_controller->numbers()->colourDifference - newest) < 1e-3);
    }

    void aChangeOutsideIsCounted()
    {
        // A truth that differs in one sample outside the mask.
        ImageBuffer buffer(plain(kCanvas, kGround));
        buffer.row<std::uint8_t>(0)[0] = 1;
        openTruth(std::move(buffer).finish());
        QTRY_VERIFY(m_controller->numbers().has_value());
        QCOMPARE(m_controller->numbers()->changedOutside, 1LL);
    }

    void groundTruthIsMeasured()
    {
        const QColor truth(kFirst.red() + 3, kFirst.green(), kFirst.blue());
        const std::array samples{truth.red(), truth.green(), truth.blue()};
        ImageBuffer buffer(plain(kCanvas, kGround));
        for (int y = kLayerArea.y; y < kLayerArea.bottom(); ++y)
            for (int i = 3 * kLayerArea.x; i < 3 * kLayerArea.right(); ++i)
                buffer.row<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(samples[static_cast<std::size_t>(i) % 3]);
        openTruth(std::move(buffer).finish());
        QTRY_VERIFY(m_controller->numbers() && m_controller->numbers()->metrics);
        const Metrics& metrics = *m_controller->numbers()->metrics;
        QCOMPARE(metrics.fmse, 9.0 / 3.0);
        QCOMPARE(metrics.mse, 9.0 / 3.0 * kLayerArea.size().area() / kCanvas.area());
        QCOMPARE(metrics.psnr, 10.0 * std::log10(255.0 * 255.0 / metrics.mse));
        for (const char* word : {"PSNR", "MSE", "fMSE"})
            QVERIFY2(label()->text().contains(QLatin1String(word)), word);
        canvas().setSplit(1.0);
        QCOMPARE(shownAt(kInside), truth);
        QVERIFY(m_window->context().actions.action(QStringLiteral("compare.close_truth"))->isEnabled());
        m_window->context().actions.action(QStringLiteral("compare.close_truth"))->trigger();
        QCOMPARE(shownAt(kInside), kUntouched);
        QCOMPARE(choice(QStringLiteral("Before"))->currentText(), QStringLiteral("Untouched composite"));
    }

    void anotherSizeIsExplained()
    {
        openTruth(plain({20, 10}, kGround));
        QTRY_VERIFY(m_controller->numbersText().contains(QStringLiteral("20 × 10")));
        QVERIFY(m_controller->numbersText().contains(QStringLiteral("64 × 48")));
        QVERIFY(!m_controller->numbers().has_value());
        QCOMPARE(canvas().compareMode(), CompareMode::Off);
        // Another before side, and the comparison works.
        QTest::keyClick(choice(QStringLiteral("Before")), Qt::Key_Home);
        QCOMPARE(canvas().compareMode(), CompareMode::SplitVertical);
    }

    void unreadableTruthIsTold()
    {
        m_answer = m_folder->filePath(QStringLiteral("missing.png")).toStdString();
        QTest::keySequence(&canvas(), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O));
        const auto isTold = [this] {
            for (const auto* one : m_window->findChildren<NoticeBanner*>())
                if (one->isVisible() && one->text().contains(QStringLiteral("missing.png")))
                    return true;
            return false;
        };
        QTRY_VERIFY(isTold());
        QVERIFY(!m_controller->hasGroundTruth());
        QCOMPARE(canvas().compareMode(), CompareMode::Off);
    }

    void givingUpTheDialogChangesNothing()
    {
        QTest::keySequence(&canvas(), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O));
        QVERIFY(!m_controller->hasGroundTruth());
        QCOMPARE(m_controller->mode(), CompareMode::Off);
    }

    void gainBrightensTheDifference()
    {
        openTruth(plain(kCanvas, QColor(kGround.red() - 10, kGround.green(), kGround.blue() + 5)));
        QTRY_VERIFY(m_controller->hasGroundTruth());
        QTest::keySequence(&canvas(), QKeySequence(Qt::ALT | Qt::Key_4));
        auto* slider = bar()->findChild<QSlider*>();
        QVERIFY(slider->isVisible());
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(shownAt(kOutside), QColor(10, 0, 5));
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(shownAt(kOutside), QColor(20, 0, 10));
        QTest::keySequence(&canvas(), QKeySequence(Qt::ALT | Qt::Key_Up));
        QCOMPARE(shownAt(kOutside), QColor(30, 0, 15));
        QTest::keySequence(&canvas(), QKeySequence(Qt::ALT | Qt::Key_1));
        QVERIFY(!slider->isVisible());
    }

    void keysMoveTheDivider()
    {
        QTest::keySequence(&canvas(), QKeySequence(Qt::ALT | Qt::Key_1));
        canvas().setSplit(0.5);
        QTest::keySequence(&canvas(), QKeySequence(Qt::ALT | Qt::Key_Right));
        QCOMPARE(canvas().split(), 0.55);
        QTest::keySequence(&canvas(), QKeySequence(Qt::ALT | Qt::Key_Left));
        QTest::keySequence(&canvas(), QKeySequence(Qt::ALT | Qt::Key_Left));
        QCOMPARE(canvas().split(), 0.45);
    }

    void fitsASmallWindow()
    {
        // What is left beside tools and panels in a window of 800 pixels.
        constexpr int kSpace = 520;
        m_controller->setMode(CompareMode::Difference);
        QVERIFY2(bar()->minimumSizeHint().width() <= kSpace,
                 qPrintable(QString::number(bar()->minimumSizeHint().width())));
    }

    void everyControlHasAName()
    {
        m_controller->setMode(CompareMode::Difference);
        for (QWidget* widget : bar()->findChildren<QWidget*>()) {
            const bool isControl = qobject_cast<QComboBox*>(widget) || qobject_cast<QToolButton*>(widget) ||
                                   qobject_cast<QSlider*>(widget) || qobject_cast<QDoubleSpinBox*>(widget);
            if (!isControl || widget->window() != m_window.get())
                continue;
            QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(interface != nullptr && !interface->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }

private:
    void openTruth(const Image& truth)
    {
        const QString file = m_folder->filePath(QStringLiteral("truth.png"));
        writeImageFile(file.toStdString(), truth);
        m_answer = file.toStdString();
        QTest::keySequence(&canvas(), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_O));
        QTRY_VERIFY(m_controller->hasGroundTruth());
    }
    [[nodiscard]] CanvasView& canvas() const { return m_window->context().canvas; }
    [[nodiscard]] CompareBar* bar() const { return m_window->findChild<CompareBar*>(); }
    [[nodiscard]] QLabel* label() const
    {
        for (auto* one : bar()->findChildren<QLabel*>())
            if (one->accessibleName() == QStringLiteral("Numbers of the comparison"))
                return one;
        return nullptr;
    }
    [[nodiscard]] QComboBox* choice(const QString& name) const
    {
        for (auto* one : bar()->findChildren<QComboBox*>())
            if (one->accessibleName() == name)
                return one;
        return nullptr;
    }
    [[nodiscard]] QToolButton* button(const QString& name) const
    {
        for (auto* one : bar()->findChildren<QToolButton*>())
            if (one->accessibleName() == name)
                return one;
        return nullptr;
    }
    [[nodiscard]] QColor shownAt(PointF inCanvas) const
    {
        canvas().finishTiles();
        const QImage image = canvas().grab().toImage();
        const QPointF at = canvas().view().widgetFromCanvas(inCanvas) * image.devicePixelRatio();
        return image.pixelColor(at.toPoint());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Document> m_document;
    ToolSettings m_toolSettings;
    std::unique_ptr<MainWindow> m_window;
    CompareController* m_controller = nullptr;     ///< the window's module has it
    std::optional<std::filesystem::path> m_answer; ///< of the file dialog
};

QTEST_MAIN(CompareTest)
#include "compare_test.moc"
