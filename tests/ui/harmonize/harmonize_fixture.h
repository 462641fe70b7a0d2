#pragma once

#include "core/document/document.h"
#include "tests/support/fake_harmonizer.h"
#include "tests/support/run_scene.h"
#include "ui/canvas/canvas_view.h"
#include "ui/harmonize/harmonize_module.h"
#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_controller.h"
#include "ui/harmonize/run_outlook.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/settings.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAction>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <memory>

namespace dh::test
{

/// A window with two discs on a background and a fake engine behind it.
class HarmonizeFixture
{
public:
    /// @param engine  another one than the fake
    /// @param preparedParameters  see HarmonizeParts
    explicit HarmonizeFixture(HarmonizerFactory engine = {}, std::uint64_t preparedParameters = 0)
        : settings(folder.filePath(QStringLiteral("settings.ini"))),
          document(kHistoryBytes),
          window(std::make_unique<MainWindow>(document, settings, toolSettings))
    {
        settings.setFirstRunHintDismissed(true);
        HarmonizeParts parts;
        parts.makeEngine = engine ? std::move(engine) : HarmonizerFactory(fakeFactory(script));
        parts.chooseLut = [this](QWidget&, const QString&) { return folder.filePath(QStringLiteral("change.cube")); };
        parts.chooseModel = [](QWidget&) { return QString(); };
        parts.preparedParameters = preparedParameters;
        auto owned = std::make_unique<HarmonizeModule>(window->context(), std::move(parts));
        module = owned.get();
        window->addModule(std::move(owned));
        window->assemble();
        window->resize(1000, 700);
        window->show();
        document.reset(twoDiscs());
        document.select(1);
        module->choices().setSeedLocked(true);
    }

    /// Once what is known of the next run has caught up. @return false after some seconds
    [[nodiscard]] bool waitForOutlook()
    {
        return QTest::qWaitFor(
            [this] { return module->outlook().outlook().crop.has_value() && isEnabled("harmonize.run"); }, kPatience);
    }
    /// Gives the window the keyboard.
    [[nodiscard]] bool activate()
    {
        window->activateWindow();
        return QTest::qWaitForWindowActive(window.get());
    }
    /// Begins a run that is held at `stage`. @return false when it doesn't get there
    [[nodiscard]] bool runUntil(Stage stage)
    {
        script->holdAt(stage);
        action("harmonize.run")->trigger();
        return script->waitUntilHeld();
    }
    /// Begins a run whose picture changes before it ends. @return false when it doesn't get there
    [[nodiscard]] bool runIntoAnEdit()
    {
        const bool isHeld = runUntil(Stage::Refine);
        document.edit(QStringLiteral("Move"),
                      [](Composition& scene) { scene.layers[0].transform.pivotInCanvas.x += 9; });
        script->release();
        return isHeld;
    }
    [[nodiscard]] QAction* action(const char* id) const { return window->context().actions.action(QLatin1String(id)); }
    [[nodiscard]] bool isEnabled(const char* id) const { return action(id)->isEnabled(); }
    [[nodiscard]] RunController& runs() const { return module->runs(); }
    [[nodiscard]] const Composition& composition() const { return document.composition(); }
    [[nodiscard]] bool waitUntilIdle() const
    {
        return QTest::qWaitFor([this] { return !module->runs().isBusy(); }, kPatience);
    }
    [[nodiscard]] QString lastStep() { return document.history().undoText(); }
    template <typename Widget>
    [[nodiscard]] Widget* widget(const QString& accessibleName) const
    {
        for (Widget* found : window->findChildren<Widget*>()) {
            if (found->accessibleName() == accessibleName)
                return found;
        }
        return nullptr;
    }
    /// Whether a label shows a text that contains `words`.
    [[nodiscard]] bool isSaid(const QString& words) const
    {
        for (const QLabel* label : window->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(words))
                return true;
        }
        return false;
    }

    static constexpr int kPatience = 60'000; ///< milliseconds; machines may be busy
    static constexpr std::uint64_t kHistoryBytes = 64ULL << 20;
    QTemporaryDir folder;
    Settings settings;
    Document document;
    ToolSettings toolSettings;
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    std::unique_ptr<MainWindow> window;
    HarmonizeModule* module = nullptr;
};

} // namespace dh::test
