#pragma once

#include "core/document/document.h"
#include "core/imaging/image_file.h"
#include "tests/core/document/small_files_only.h"
#include "ui/canvas/canvas_view.h"
#include "ui/files/file_chooser.h"
#include "ui/files/files_module.h"
#include "ui/files/open_controller.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/notice_banner.h"
#include "ui/main_window/settings.h"
#include "ui/tools/mask_tool_settings.h"

#include <QAction>
#include <QApplication>
#include <QDropEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <deque>
#include <memory>

namespace dh::test
{

/// Answers with the files it was given beforehand, in order; without any, the user gives up.
class PreparedChooser final : public FileChooser
{
public:
    std::vector<std::filesystem::path> toOpen;
    std::deque<std::filesystem::path> toSave;
    std::vector<std::filesystem::path> proposals; ///< what was proposed so far

    std::vector<std::filesystem::path> filesToOpen(QWidget&, const QString&, const QString&) override
    {
        return std::exchange(toOpen, {});
    }
    std::optional<std::filesystem::path> fileToSave(QWidget&, const SaveProposal& proposal) override
    {
        proposals.push_back(proposal.path);
        if (toSave.empty())
            return std::nullopt;
        const auto file = toSave.front();
        toSave.pop_front();
        return file;
    }
};

/// A picture of noise that differs with `seed`.
inline Image noisePicture(Size size, int channels = 3, SampleType type = SampleType::U8, std::uint32_t seed = 1)
{
    ImageBuffer buffer(size, channels, type);
    std::uint32_t state = seed * 2654435761U + 1;
    const std::size_t bytes = buffer.rowBytes() * static_cast<std::size_t>(size.height);
    for (std::size_t i = 0; i < bytes; ++i) {
        state = state * 1664525U + 1013904223U;
        buffer.bytes()[i] = static_cast<std::byte>(state >> 24U);
    }
    return std::move(buffer).finish();
}

/// The window with the files module, in folders of its own.
class FilesWindow
{
public:
    explicit FilesWindow(const std::filesystem::path& folder,
                         std::optional<std::chrono::milliseconds> autosaveInterval = {})
        : m_folder(folder), m_settings(textOf(folder / "settings.ini")), m_document(1U << 26U)
    {
        m_settings.setFirstRunHintDismissed(true);
        auto chooser = std::make_unique<PreparedChooser>();
        m_chooser = chooser.get();
        m_window = std::make_unique<MainWindow>(m_document, m_settings, m_toolSettings);
        auto module = std::make_unique<FilesModule>(m_window->context(),
                                                    FilesSetup{std::move(chooser), recoveryFolder(), autosaveInterval});
        m_module = module.get();
        m_window->addModule(std::move(module));
        m_window->assemble();
        m_window->show();
    }

    [[nodiscard]] MainWindow& window() { return *m_window; }
    [[nodiscard]] Document& document() { return m_document; }
    [[nodiscard]] Settings& settings() { return m_settings; }
    [[nodiscard]] FilesModule& module() { return *m_module; }
    [[nodiscard]] PreparedChooser& chooser() { return *m_chooser; }
    [[nodiscard]] CanvasView& canvas() { return m_window->context().canvas; }
    [[nodiscard]] const Composition& composition() const { return m_document.composition(); }
    [[nodiscard]] std::filesystem::path recoveryFolder() const { return m_folder / "recovery"; }
    void trigger(const char* id) { m_window->context().actions.action(QLatin1String(id))->trigger(); }
    [[nodiscard]] QString notice() const
    {
        const auto* banner = m_window->findChild<NoticeBanner*>();
        return banner != nullptr && !banner->isHidden() ? banner->text() : QString();
    }

    /// Opens through the menu and waits until all is read.
    bool open(const std::vector<std::filesystem::path>& files)
    {
        m_chooser->toOpen = files;
        QSignalSpy idle(&m_module->opening(), &OpenController::idle);
        trigger("file.open");
        return idle.wait(kPatience);
    }
    /// Presses a button of the question that shows, or is about to.
    bool answer(QMessageBox::StandardButton button)
    {
        return QTest::qWaitFor([&] { return question() != nullptr; }, kPatience) && press(question()->button(button));
    }
    bool answerYes()
    {
        return QTest::qWaitFor([&] { return question() != nullptr; }, kPatience) && press(acceptButton());
    }
    [[nodiscard]] QMessageBox* question() const
    {
        const auto boxes = m_window->findChildren<QMessageBox*>();
        const auto shown =
            std::find_if(boxes.begin(), boxes.end(), [](const QMessageBox* box) { return box->isVisible(); });
        return shown == boxes.end() ? nullptr : *shown;
    }
    void addLayerByHand()
    {
        m_document.edit(QStringLiteral("Add"), [this](Composition& composition) {
            Layer layer;
            layer.id = m_document.newId();
            layer.name = "by hand";
            layer.image = noisePicture({8, 6}, 4, SampleType::U8, 7);
            layer.transform = LayerTransform::fittedAndCentred(layer.image.size(), composition.size());
            composition.layers.push_back(layer);
        });
    }
    /// Onto the canvas.
    void drop(QMimeData& data)
    {
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&canvas(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&canvas(), &event);
    }
    static constexpr int kPatience = 20000;

private:
    static bool press(QAbstractButton* button)
    {
        if (button == nullptr)
            return false;
        QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }
    [[nodiscard]] QAbstractButton* acceptButton() const
    {
        const auto buttons = question()->buttons();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [this](QAbstractButton* button) {
            return question()->buttonRole(button) == QMessageBox::AcceptRole;
        });
        return found == buttons.end() ? nullptr : *found;
    }

    std::filesystem::path m_folder;
    Settings m_settings;
    Document m_document;
    ToolSettings m_toolSettings;
    std::unique_ptr<MainWindow> m_window;
    FilesModule* m_module = nullptr;
    PreparedChooser* m_chooser = nullptr;
};

} // namespace dh::test
