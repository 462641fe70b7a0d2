#include "core/document/document.h"
#include "core/evaluate/metrics.h"
#include "core/imaging/image_file.h"
#include "core/scene/render.h"
#include "tests/support/fake_harmonizer.h"
#include "tests/support/run_scene.h"
#include "tests/ui/files/files_fixture.h"
#include "ui/compare/compare_module.h"
#include "ui/files/export_dialog.h"
#include "ui/harmonize/harmonize_module.h"
#include "ui/harmonize/run_controller.h"
#include "ui/panels/layer_module.h"
#include "ui/panels/mask_module.h"
#include "ui/panels/tool_module.h"

#include <QSpinBox>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr int kPatience = 20'000; // milliseconds; machines may be busy
constexpr Size kBackground{160, 120};
constexpr Size kForeground{40, 36};

/// The whole editor with a fake engine and prepared answers to its file dialogs.
class KeyboardStudio
{
public:
    explicit KeyboardStudio(const QTemporaryDir& folder)
        : settings(folder.filePath(QStringLiteral("settings.ini"))),
          document(64U << 20U),
          window(document, settings, toolSettings)
    {
        settings.setFirstRunHintDismissed(true);
        auto owned = std::make_unique<PreparedChooser>();
        chooser = owned.get();
        StudioContext& context = window.context();
        window.addModule(std::make_unique<FilesModule>(
            context,
            FilesSetup{std::move(owned), pathFrom(folder.filePath(QStringLiteral("recovery"))), std::nullopt}));
        window.addModule(std::make_unique<ToolModule>(context));
        window.addModule(std::make_unique<MaskModule>(context));
        HarmonizeParts parts;
        parts.makeEngine = fakeFactory(script);
        auto harmonizing = std::make_unique<HarmonizeModule>(context, std::move(parts));
        harmonize = harmonizing.get();
        window.addModule(std::move(harmonizing));
        window.addModule(std::make_unique<LayerModule>(context));
        auto comparing = std::make_unique<CompareModule>(context);
        compare = comparing.get();
        window.addModule(std::move(comparing));
        window.assemble();
        window.show();
        window.context().canvas.setFocus();
    }

    void press(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&window, Qt::Key(key), modifiers); }
    /// A key that goes to whatever has the focus.
    static void type(int key) { QTest::keyClick(QApplication::focusWidget(), Qt::Key(key)); }
    [[nodiscard]] const Composition& composition() const { return document.composition(); }

    Settings settings;
    Document document;
    ToolSettings toolSettings;
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    MainWindow window;
    PreparedChooser* chooser = nullptr;
    HarmonizeModule* harmonize = nullptr;
    CompareModule* compare = nullptr;
};

} // namespace

/// Everything from opening to exporting, with keys alone.
class KeyboardFlowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placeMaskRunCompareExport()
    {
        QTemporaryDir folder;
        const std::filesystem::path root = pathFrom(folder.path());
        writeImageFile(root / "background.png", gradientPicture(kBackground, 3, 0));
        writeImageFile(root / "foreground.png", gradientPicture(kForeground, 3, 70));
        KeyboardStudio studio(folder);
        studio.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&studio.window));

        // Open: the first file is the background, the next one a layer, which is selected.
        studio.chooser->toOpen = {root / "background.png", root / "foreground.png"};
        studio.press(Qt::Key_O, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(studio.composition().layers.size(), std::size_t{1}, kPatience);
        const LayerId layer = studio.composition().layers[0].id;
        QTRY_COMPARE(studio.document.selectedLayer(), layer);

        // Place: arrows move it, with Shift by more.
        studio.window.context().canvas.setFocus();
        studio.press(Qt::Key_V);
        const PointF start = studio.composition().layers[0].transform.pivotInCanvas;
        KeyboardStudio::type(Qt::Key_Right);
        KeyboardStudio::type(Qt::Key_Down);
        const PointF placed = studio.composition().layers[0].transform.pivotInCanvas;
        QVERIFY(placed.x > start.x && placed.y > start.y);

        // Mask: cleared and inverted it selects everything again, all with keys.
        studio.press(Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(
            studio.composition().layers[0].mask.isEmpty() && !studio.composition().layers[0].mask.isNull(), kPatience);
        studio.press(Qt::Key_I, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!studio.composition().layers[0].mask.isEmpty(), kPatience);

        // Run.
        QAction* run = studio.window.context().actions.action(QStringLiteral("harmonize.run"));
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), kPatience);
        const Image before = renderComposition(studio.composition());
        studio.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(studio.composition().results.size(), std::size_t{1}, kPatience);
        QTRY_VERIFY(!studio.harmonize->runs().isBusy());
        const Image after = renderComposition(studio.composition());
        QVERIFY(!after.samePixels(before));

        // Compare, and back.
        CanvasView& canvas = studio.window.context().canvas;
        studio.press(Qt::Key_1, Qt::AltModifier);
        QCOMPARE(canvas.compareMode(), CompareMode::SplitVertical);
        const double split = canvas.split();
        studio.press(Qt::Key_Left, Qt::AltModifier);
        QVERIFY(canvas.split() < split);
        studio.press(Qt::Key_0, Qt::AltModifier);
        QCOMPARE(canvas.compareMode(), CompareMode::Off);

        // Export: the dialog's own key accepts what it proposes.
        const std::filesystem::path target = root / "exported.png";
        studio.chooser->toSave = {target};
        studio.press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(studio.window.findChild<ExportDialog*>() != nullptr, kPatience);
        QTest::keyClick(studio.window.findChild<ExportDialog*>(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(target), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(studio.window.findChild<ExportDialog*>() == nullptr, kPatience);
        QVERIFY(readImageFile(target).image.samePixels(after));
    }
};

QTEST_MAIN(KeyboardFlowTest)
#include "keyboard_flow_test.moc"
