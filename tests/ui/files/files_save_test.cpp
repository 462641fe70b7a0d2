#include "files_fixture.h"

#include "core/base/error.h"
#include "core/document/project_file.h"
#include "tests/core/document/composition_hash.h"
#include "ui/files/recent_files.h"
#include "ui/files/save_controller.h"

#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QtTest>

#include <sys/mount.h>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace dh;
using namespace dh::test;
namespace fs = std::filesystem;

namespace
{

std::string contentOf(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

class FilesSaveTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_picture = path("background.png");
        WriteOptions options;
        options.metadata.text["Author"] = "somebody";
        options.metadata.dotsPerInchX = options.metadata.dotsPerInchY = 300.0;
        writeImageFile(m_picture, noisePicture({64, 48}), options);
        m_project = path("work.dhs");
        m_window = std::make_unique<FilesWindow>(pathFrom(m_folder->path()));
    }
    void cleanup() { m_window.reset(); }

    void savesAndOpensAgainTheSame()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        QCOMPARE(m_window->chooser().proposals, std::vector<fs::path>{path("background.dhs")});
        QVERIFY(!m_window->document().isModified());
        QCOMPARE(m_window->document().path(), m_project);
        const std::uint64_t hash = CompositionHash::of(m_window->composition());
        const LayerId selected = m_window->document().selectedLayer();

        m_window->trigger("file.close");
        QVERIFY(m_window->composition().isEmpty());
        QVERIFY(m_window->open({m_project}));
        QCOMPARE(CompositionHash::of(m_window->composition()), hash);
        QCOMPARE(m_window->document().selectedLayer(), selected);
        QCOMPARE(m_window->document().path(), m_project);
        QVERIFY(!m_window->document().isModified());
        const DocumentSession& session = m_window->module().session();
        QCOMPARE(session.background.text.at("Author"), std::string("somebody"));
        QCOMPARE(qRound(session.background.dotsPerInchX), 300);
        QCOMPARE(session.backgroundSource, m_picture);
    }

    void savesIntoTheSameFileWithoutAsking()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        m_window->addLayerByHand();
        QVERIFY(save());
        QCOMPARE(m_window->chooser().proposals.size(), std::size_t{1});
        QCOMPARE(readProject(m_project).composition.layers.size(), m_window->composition().layers.size());
    }

    void questionsBearTheProgramsName()
    {
        QGuiApplication::setApplicationDisplayName(QStringLiteral("The Program"));
        editSomething();
        m_window->trigger("file.new");
        QTRY_VERIFY(m_window->question() != nullptr);
        QCOMPARE(m_window->question()->windowTitle(), QStringLiteral("The Program"));
        QVERIFY(m_window->answer(QMessageBox::Cancel));
        QGuiApplication::setApplicationDisplayName({});
    }

    void editsDuringASaveStayUnsaved()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        m_window->trigger("file.save");
        // The writing has begun, with what was there.
        m_window->addLayerByHand();
        QTRY_VERIFY(m_window->document().path() == m_project);
        QVERIFY(m_window->document().isModified());
        QCOMPARE(readProject(m_project).composition.layers.size(), m_window->composition().layers.size() - 1);
    }

    void aPictureOpenedDuringASaveKeepsItsOwnFile()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        const fs::path other = path("other.dhs");
        fs::copy_file(m_project, other);
        m_window->addLayerByHand();
        const auto said = [this](const QString& text) {
            const auto labels = m_window->window().findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](QLabel* label) { return label->text() == text; });
        };
        const QString end = QStringLiteral("Saved “work.dhs”.");
        QTRY_VERIFY_WITH_TIMEOUT(!said(end), FilesWindow::kPatience);
        m_window->trigger("file.save");
        // Shown before the writing is heard of.
        m_window->document().reset({noisePicture({20, 20}), {}, {}}, other);
        QTRY_VERIFY(said(end));
        QCOMPARE(m_window->document().path(), other);
        QVERIFY(!m_window->document().isModified());
    }

    void aSaveThatWaitsWritesItsOwnPicture()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        m_window->addLayerByHand();
        const std::uint64_t hash = CompositionHash::of(m_window->composition());
        m_window->trigger("file.save");
        m_window->trigger("file.save"); // waits for the first
        m_window->document().reset({noisePicture({20, 20}), {}, {}});
        QSignalSpy saved(&m_window->module().saving(), &SaveController::saved);
        QTRY_COMPARE(saved.count(), 2);
        QCOMPARE(CompositionHash::of(readProject(m_project).composition), hash);
        QVERIFY(m_window->document().path().empty());
    }

    void appendsTheEndingAndAsksBeforeReplacing()
    {
        editSomething();
        std::ofstream(path("taken.dhs")) << "old";
        for (const bool replaces : {false, true}) {
            m_window->chooser().toSave = {path("taken")};
            m_window->trigger("file.save_as");
            QVERIFY(replaces ? m_window->answerYes() : m_window->answer(QMessageBox::Cancel));
            if (replaces)
                QTRY_VERIFY(!m_window->document().isModified());
            QCOMPARE(contentOf(path("taken.dhs")) == "old", !replaces);
        }
    }

    void asksBeforeUnsavedWorkIsLeft_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("answer");
        QTest::addColumn<bool>("isSaved");
        QTest::addColumn<bool>("isLeft");
        for (const char* action : {"file.new", "file.close", "window"}) {
            QTest::addRow("%s, save", action) << action << int(QMessageBox::Save) << true << true;
            QTest::addRow("%s, discard", action) << action << int(QMessageBox::Discard) << false << true;
            QTest::addRow("%s, cancel", action) << action << int(QMessageBox::Cancel) << false << false;
        }
    }
    void asksBeforeUnsavedWorkIsLeft()
    {
        QFETCH(QString, action);
        QFETCH(int, answer);
        QFETCH(bool, isSaved);
        QFETCH(bool, isLeft);
        editSomething();
        m_window->chooser().toSave = {m_project};
        const bool isWindow = action == QLatin1String("window");
        if (isWindow)
            QVERIFY(!m_window->window().close());
        else
            m_window->trigger(qPrintable(action));
        QVERIFY(m_window->answer(static_cast<QMessageBox::StandardButton>(answer)));
        const auto hasLeft = [&] {
            return isWindow ? m_window->window().isHidden() : m_window->composition().isEmpty();
        };
        if (isLeft)
            QTRY_VERIFY(hasLeft());
        QTRY_VERIFY(m_window->question() == nullptr);
        QCOMPARE(hasLeft(), isLeft);
        QCOMPARE(fs::exists(m_project), isSaved);
        if (isSaved)
            QCOMPARE(readProject(m_project).composition.layers.size(), std::size_t{1});
    }

    void nothingIsAskedWhenAllIsSaved()
    {
        QVERIFY(m_window->open({m_picture}));
        QVERIFY(m_window->window().close());
        QVERIFY(m_window->question() == nullptr);
    }

    void closingWaitsForAFileThatIsWritten()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        m_window->trigger("file.save");
        QVERIFY(!m_window->window().close());
        QTRY_VERIFY(m_window->window().isHidden());
        QVERIFY(m_window->question() == nullptr);
        QCOMPARE(readProject(m_project).composition.layers.size(), std::size_t{1});
    }

    void closingWaitsForEveryFileThatIsToBeWritten()
    {
        // Large enough to be written still when the first file is there.
        m_window->document().reset({noisePicture({2000, 1500}), {}, {}});
        m_window->addLayerByHand();
        m_window->chooser().toSave = {m_project, path("copy.dhs")};
        m_window->trigger("file.save");
        m_window->trigger("file.save_as"); // waits for the first
        const std::uint64_t hash = CompositionHash::of(m_window->composition());
        QVERIFY(!m_window->window().close());
        QTRY_VERIFY_WITH_TIMEOUT(m_window->window().isHidden(), FilesWindow::kPatience);
        m_window.reset();
        QCOMPARE(CompositionHash::of(readProject(m_project).composition), hash);
        QCOMPARE(CompositionHash::of(readProject(path("copy.dhs")).composition), hash);
    }

    void aFileThatCannotBeWrittenKeepsTheWindowOpen()
    {
        editSomething();
        m_window->chooser().toSave = {path("no such folder") / "work.dhs"};
        m_window->trigger("file.save");
        QVERIFY(!m_window->window().close()); // the file is being written
        QTRY_VERIFY(m_window->notice().contains(QStringLiteral("work.dhs")));
        QCoreApplication::processEvents();
        QVERIFY(m_window->window().isVisible());
        QVERIFY2(m_window->question() == nullptr, "the user reads what went wrong first");
        QVERIFY(!m_window->window().close());
        QVERIFY(m_window->answer(QMessageBox::Discard));
        QTRY_VERIFY(m_window->window().isHidden());
    }

    void asksBeforeReplacingWhatAnotherProgramWrote_data()
    {
        QTest::addColumn<bool>("isOpened"); // else saved here
        QTest::addColumn<bool>("replaces");
        for (const bool isOpened : {true, false}) {
            QTest::addRow("%s, replaced", isOpened ? "opened" : "saved") << isOpened << true;
            QTest::addRow("%s, left", isOpened ? "opened" : "saved") << isOpened << false;
        }
    }
    void asksBeforeReplacingWhatAnotherProgramWrote()
    {
        QFETCH(bool, isOpened);
        QFETCH(bool, replaces);
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        if (isOpened) {
            m_window->trigger("file.close");
            QVERIFY(m_window->open({m_project}));
        }
        // Its time doesn't tell.
        const fs::file_time_type time = fs::last_write_time(m_project);
        Project others = readProject(m_project);
        others.composition.layers[0].name = "by othr";
        writeProject(m_project, others);
        fs::last_write_time(m_project, time);
        m_window->addLayerByHand();
        m_window->trigger("file.save");
        QVERIFY(replaces ? m_window->answerYes() : m_window->answer(QMessageBox::Cancel));
        if (replaces)
            QTRY_VERIFY(!m_window->document().isModified());
        QTRY_VERIFY(m_window->question() == nullptr);
        QCOMPARE(m_window->document().isModified(), !replaces);
        QCOMPARE(readProject(m_project).composition.layers.size(), std::size_t(replaces ? 2 : 1));

        // From then on it is the document's own again.
        if (!replaces)
            return;
        m_window->addLayerByHand();
        QVERIFY(save());
        QCOMPARE(readProject(m_project).composition.layers.size(), std::size_t{3});
    }

    void aFileThatIsGoneIsWrittenAgainUnasked()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        fs::remove(m_project);
        m_window->addLayerByHand();
        QVERIFY(save());
        QCOMPARE(readProject(m_project).composition.layers.size(), std::size_t{2});
    }

    void savesThroughALink()
    {
        const fs::path real = path("Größe & Länge\n2.dhs");
        fs::create_symlink(real.filename(), m_project);
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        QVERIFY(fs::is_symlink(m_project));
        m_window->addLayerByHand();
        QVERIFY(save());
        QVERIFY(fs::is_symlink(m_project));
        QCOMPARE(readProject(real).composition.layers.size(), std::size_t{2});
        QCOMPARE(m_window->document().path(), m_project);
    }

    void pastedWorkThatIsGivenUpLeavesNothingUnsaved()
    {
        QImage pixels(8, 6, QImage::Format_RGB32);
        pixels.fill(Qt::red);
        m_window->module().opening().addPixels(pixels, QStringLiteral("pasted"));
        QTRY_VERIFY(m_window->document().isModified());
        m_window->trigger("file.new");
        QVERIFY(m_window->answer(QMessageBox::Discard));
        QTRY_VERIFY(m_window->composition().isEmpty());
        QVERIFY(!m_window->document().isModified());
        QVERIFY(m_window->window().close());
    }

    void aFailedSaveKeepsTheWindowOpen()
    {
        editSomething();
        m_window->chooser().toSave = {path("no such folder") / "work.dhs"};
        QVERIFY(!m_window->window().close());
        QVERIFY(m_window->answer(QMessageBox::Save));
        QTRY_VERIFY(m_window->notice().contains(QStringLiteral("work.dhs")));
        QVERIFY(m_window->window().isVisible());
        QVERIFY(m_window->document().isModified());
    }

    void aFullDiskLeavesTheOldFile()
    {
        const fs::path mountPoint = path("small disk");
        fs::create_directory(mountPoint);
        if (mount("none", mountPoint.c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("a small file system can only be mounted by root");
        const auto unmount = qScopeGuard([&] { umount(mountPoint.c_str()); });
        std::ofstream(mountPoint / "work.dhs") << "old";
        m_window->document().reset({noisePicture({300, 300}), {}, {}});
        m_window->addLayerByHand();
        m_window->chooser().toSave = {mountPoint / "work.dhs"};
        m_window->trigger("file.save");
        QVERIFY(m_window->answerYes());
        QTRY_VERIFY(m_window->notice().contains(QStringLiteral("space")));
        QVERIFY(m_window->notice().contains(QStringLiteral("work.dhs")));
        QCOMPARE(contentOf(mountPoint / "work.dhs"), std::string("old"));
        QVERIFY(m_window->document().isModified());
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
    }

    void aFileLimitLeavesTheOldFile()
    {
        editSomething();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        const std::string old = contentOf(m_project);
        m_window->document().reset({noisePicture({300, 300}), {}, {}}, m_project);
        m_window->addLayerByHand();
        {
            const SmallFilesOnly limit(20000);
            m_window->trigger("file.save");
            QTRY_VERIFY(m_window->notice().contains(QStringLiteral("work.dhs")));
        }
        QVERIFY(contentOf(m_project) == old);
        QVERIFY(m_window->document().isModified());
    }

    void remembersRecentFiles()
    {
        QVERIFY(m_window->open({m_picture}));
        m_window->addLayerByHand();
        m_window->chooser().toSave = {m_project};
        QVERIFY(save());
        QMenu& menu = recentMenu();
        QMetaObject::invokeMethod(&menu, "aboutToShow");
        QVERIFY(menu.actions().at(0)->text().contains(QStringLiteral("work.dhs")));
        QVERIFY(menu.actions().at(1)->text().contains(QStringLiteral("background.png")));

        m_window->trigger("file.close");
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        menu.actions().at(0)->trigger();
        QVERIFY(idle.wait(FilesWindow::kPatience));
        QCOMPARE(m_window->composition().layers.size(), std::size_t{1});

        fs::remove(m_project);
        QMetaObject::invokeMethod(&menu, "aboutToShow");
        menu.actions().at(0)->trigger();
        QVERIFY(m_window->notice().contains(QStringLiteral("work.dhs")));
        QMetaObject::invokeMethod(&menu, "aboutToShow");
        QVERIFY(menu.actions().at(0)->text().contains(QStringLiteral("background.png")));
        menu.actions().back()->trigger();
        QMetaObject::invokeMethod(&menu, "aboutToShow");
        QVERIFY(!menu.actions().at(0)->isEnabled());
    }

    void recentFilesAreFew()
    {
        RecentFiles recent(m_window->settings(), m_window->window().context().notices);
        for (int i = 0; i < RecentFiles::kMost + 5; ++i)
            recent.add(path(QStringLiteral("%1.png").arg(i)));
        recent.add(path("7.png"));
        QCOMPARE(recent.files().size(), RecentFiles::kMost);
        QCOMPARE(recent.files().front(), textOf(path("7.png")));
        QCOMPARE(recent.files().count(textOf(path("7.png"))), 1);
    }

private:
    [[nodiscard]] fs::path path(const QString& name) const { return pathFrom(m_folder->filePath(name)); }
    void editSomething()
    {
        QVERIFY(m_window->open({m_picture}));
        m_window->addLayerByHand();
        QVERIFY(m_window->document().isModified());
    }
    bool save()
    {
        m_window->trigger("file.save");
        return QTest::qWaitFor([this] { return !m_window->document().isModified(); }, FilesWindow::kPatience);
    }
    QMenu& recentMenu()
    {
        for (const auto& entry : m_window->window().context().actions.entries()) {
            if (entry.menu != nullptr && entry.menu->actions().size() > 1)
                return *entry.menu;
        }
        qFatal("no menu of recent files");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_picture;
    fs::path m_project;
    std::unique_ptr<FilesWindow> m_window;
};

QTEST_MAIN(FilesSaveTest)
#include "files_save_test.moc"
