#include "files_fixture.h"

#include "core/document/autosave.h"
#include "core/document/project_file.h"
#include "tests/core/document/composition_hash.h"
#include "ui/files/recovery_dialog.h"

#include <QListWidget>
#include <QtTest>

#include <fstream>

using namespace dh;
using namespace dh::test;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace
{

Composition unsavedWork(std::uint32_t seed)
{
    Composition composition;
    composition.background = noisePicture({50, 40}, 3, SampleType::U8, seed);
    Layer layer;
    layer.id = 3;
    layer.name = "work";
    layer.image = noisePicture({12, 9}, 4, SampleType::U8, seed + 1);
    layer.transform = LayerTransform::fittedAndCentred(layer.image.size(), composition.size());
    composition.layers.push_back(layer);
    return composition;
}

} // namespace

class FilesRecoveryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_recovery = pathFrom(m_folder->path()) / "recovery";
        fs::create_directories(m_recovery);
    }
    void cleanup() { m_window.reset(); }

    void nothingIsOfferedAfterAProperEnd()
    {
        start();
        QVERIFY(dialog() == nullptr);
    }

    void restoresWhatACrashLeft()
    {
        crash(unsavedWork(1), pathFrom(m_folder->filePath("holiday.dhs")));
        const fs::path copy = Autosave::findRecoverable(m_recovery).at(0).file;
        start();
        QVERIFY(dialog() != nullptr);
        auto* list = dialog()->findChild<QListWidget*>();
        QCOMPARE(list->count(), 1);
        QVERIFY(list->item(0)->text().contains(QStringLiteral("holiday.dhs")));
        QTRY_VERIFY(list->item(0)->text().contains(QStringLiteral("50 × 40")));
        press("Restore");
        QTRY_VERIFY(!m_window->composition().isEmpty());
        QCOMPARE(CompositionHash::of(m_window->composition()), CompositionHash::of(unsavedWork(1)));
        QVERIFY(m_window->document().isModified());
        QCOMPARE(m_window->document().path(), pathFrom(m_folder->filePath("holiday.dhs")));

        // The copy stays until the work is saved, but another window doesn't offer it.
        QVERIFY(fs::exists(copy));
        QVERIFY(Autosave::findRecoverable(m_recovery).empty());
        m_window->trigger("file.save");
        QTRY_VERIFY(!m_window->document().isModified());
        QVERIFY(m_window->question() == nullptr);
        QTRY_VERIFY(!fs::exists(copy));
    }

    void restoredWorkThatIsGivenUpIsNotOfferedAgain()
    {
        crash(unsavedWork(1), {});
        start();
        press("Restore");
        QTRY_VERIFY(m_window->document().isModified());
        m_window->trigger("file.new");
        QVERIFY(m_window->answer(QMessageBox::Discard));
        QTRY_VERIFY(m_window->composition().isEmpty());
        QVERIFY(!m_window->document().isModified());
        QVERIFY(m_window->window().close());
        start();
        QVERIFY(dialog() == nullptr);
    }

    void restoredWorkDoesNotReplaceANewerFileUnasked()
    {
        const fs::path file = pathFrom(m_folder->filePath("holiday.dhs"));
        crash(unsavedWork(1), file);
        writeProject(file, {unsavedWork(5), {}});
        fs::last_write_time(file, fs::file_time_type::clock::now() + 1h);
        start();
        press("Restore");
        QTRY_VERIFY(m_window->document().isModified());
        m_window->trigger("file.save");
        QVERIFY(m_window->answer(QMessageBox::Cancel));
        QTRY_VERIFY(m_window->question() == nullptr);
        QCOMPARE(CompositionHash::of(readProject(file).composition), CompositionHash::of(unsavedWork(5)));
        m_window->trigger("file.save");
        QVERIFY(m_window->answerYes());
        QTRY_VERIFY(!m_window->document().isModified());
        QCOMPARE(CompositionHash::of(readProject(file).composition), CompositionHash::of(unsavedWork(1)));
    }

    void discards()
    {
        crash(unsavedWork(1), {});
        crash(unsavedWork(5), {});
        start();
        auto* list = dialog()->findChild<QListWidget*>();
        QCOMPARE(list->count(), 2);
        press("Discard");
        QCOMPARE(list->count(), 2); // not by one click
        QVERIFY(m_window->answer(QMessageBox::Cancel));
        QTRY_VERIFY(m_window->question() == nullptr);
        QCOMPARE(list->count(), 2);
        press("Discard");
        QVERIFY(m_window->answerYes());
        QTRY_COMPARE(list->count(), 1);
        QCOMPARE(Autosave::findRecoverable(m_recovery).size(), std::size_t{1});
        QTRY_VERIFY(m_window->question() == nullptr);
        press("Discard");
        QVERIFY(m_window->answerYes());
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(Autosave::findRecoverable(m_recovery).empty());
        QVERIFY(m_window->composition().isEmpty());
    }

    void laterAsksAgain()
    {
        crash(unsavedWork(1), {});
        start();
        press("Later");
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(m_window->window().close());
        start();
        QVERIFY(dialog() != nullptr);
    }

    void saysThatACopyIsDamaged()
    {
        crash(unsavedWork(1), {});
        const RecoverableProject left = Autosave::findRecoverable(m_recovery).front();
        std::ofstream(left.file, std::ios::binary | std::ios::trunc) << "{ nothing";
        start();
        auto* list = dialog()->findChild<QListWidget*>();
        QTRY_VERIFY(list->item(0)->text().contains(QStringLiteral("can't be read")));
        QVERIFY(!button("Restore")->isEnabled());
        QVERIFY(button("Discard")->isEnabled());
    }

    void onlyADamagedCopyCannotBeRestored()
    {
        crash(unsavedWork(1), {});
        const RecoverableProject left = Autosave::findRecoverable(m_recovery).front();
        std::ofstream(left.file, std::ios::binary | std::ios::trunc) << R"({"version": 1000000})"; // a newer program's
        start();
        auto* list = dialog()->findChild<QListWidget*>();
        QTRY_VERIFY(list->item(0)->text().contains(QStringLiteral("can't be read")));
        QVERIFY(button("Restore")->isEnabled());
    }

    void keepsUnsavedWorkAndForgetsSavedWork()
    {
        start(50ms);
        m_window->document().reset(unsavedWork(1));
        m_window->addLayerByHand();
        const auto copies = [this] { return fs::exists(m_recovery) ? copiesIn(m_recovery) : 0; };
        QTRY_COMPARE(copies(), 1);
        m_window->chooser().toSave = {pathFrom(m_folder->filePath("saved.dhs"))};
        m_window->trigger("file.save");
        QTRY_COMPARE(copies(), 0);
        m_window->addLayerByHand();
        QTRY_COMPARE(copies(), 1);
        QVERIFY(!m_window->window().close());
        QVERIFY(m_window->answer(QMessageBox::Discard));
        QTRY_VERIFY(m_window->window().isHidden());
        QTRY_COMPARE(copies(), 0);
    }

    void tellsWhenUnsavedWorkCannotBeKept()
    {
        start(50ms);
        m_window->document().reset(unsavedWork(1));
        m_window->addLayerByHand();
        QTRY_COMPARE(copiesIn(m_recovery), 1);
        const fs::path copy = copyIn(m_recovery);
        {
            const SmallFilesOnly limit(100);
            m_window->addLayerByHand();
            QTRY_VERIFY(m_window->notice().contains(QStringLiteral("can't be kept for recovery")));
            QVERIFY2(!m_window->notice().contains(QLatin1Char('_')), "a user reads this");
            QCOMPARE(Autosave::readRecovered({copy, {}, {}}).composition.layers.size(), std::size_t{2});
        }
        QTRY_COMPARE(Autosave::readRecovered({copy, {}, {}}).composition.layers.size(), std::size_t{3});
    }

    void canBeSwitchedOff()
    {
        start(20ms);
        m_window->settings().setAutosaveEnabled(false);
        m_window->document().reset(unsavedWork(1));
        m_window->addLayerByHand();
        m_window->settings().setAutosaveEnabled(true);
        // What is unsaved already is kept from now on.
        QTRY_COMPARE(copiesIn(m_recovery), 1);
    }

private:
    /// Descriptions of kept work, whether its session still runs or not.
    static int copiesIn(const fs::path& folder)
    {
        int count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            count += entry.path().filename() == "project.json" ? 1 : 0;
        return count;
    }
    static fs::path copyIn(const fs::path& folder)
    {
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.path().filename() == "project.json")
                return entry.path();
        return {};
    }
    void crash(const Composition& composition, const fs::path& original)
    {
        Autosave autosave(m_recovery, 1h);
        autosave.changed(composition, {}, original);
        autosave.flush();
        // Without clean(), as when the process ended.
    }
    void start(std::optional<std::chrono::milliseconds> interval = {})
    {
        m_window.reset();
        m_window = std::make_unique<FilesWindow>(pathFrom(m_folder->path()), interval);
        m_window->window().start({});
    }
    RecoveryDialog* dialog() { return m_window->window().findChild<RecoveryDialog*>(); }
    QPushButton* button(const char* text)
    {
        for (QPushButton* candidate : dialog()->findChildren<QPushButton*>()) {
            if (QString(candidate->text()).remove(QLatin1Char('&')) == QLatin1String(text))
                return candidate;
        }
        return nullptr;
    }
    void press(const char* text) { QTest::mouseClick(button(text), Qt::LeftButton); }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_recovery;
    std::unique_ptr<FilesWindow> m_window;
};

QTEST_MAIN(FilesRecoveryTest)
#include "files_recovery_test.moc"
