#include "composition_hash.h"
#include "project_fixture.h"
#include "small_files_only.h"

#include "core/document/autosave.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <set>

using namespace dh;
using dh::test::CompositionHash;

namespace fs = std::filesystem;

namespace
{

constexpr std::chrono::hours kNever{1};

fs::path onlyFolderIn(const fs::path& parent)
{
    return fs::directory_iterator(parent)->path();
}

std::map<std::string, fs::file_time_type> filesIn(const fs::path& folder)
{
    std::map<std::string, fs::file_time_type> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        files[entry.path().filename().string()] = entry.last_write_time();
    return files;
}

bool isEmptyFolder(const fs::path& folder)
{
    return fs::directory_iterator(folder) == fs::directory_iterator();
}

} // namespace

class AutosaveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_temporary->path().toStdString()) / "recovery";
    }

    void aCopyThatIsLeftIsRecovered()
    {
        const Project project = test::richProject();
        {
            Autosave autosave(m_folder, kNever);
            autosave.changed(project.composition, project.extras, "/home/me/picture.dhs");
            autosave.flush();
            QVERIFY2(Autosave::findRecoverable(m_folder).empty(), "its program still runs");
        }
        const std::vector<RecoverableProject> found = Autosave::findRecoverable(m_folder);
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].originalPath, fs::path("/home/me/picture.dhs"));
        const auto age = std::chrono::system_clock::now() - found[0].time;
        QVERIFY(age > -kNever && age < kNever);
        const Project read = Autosave::readRecovered(found[0]);
        QCOMPARE(CompositionHash::of(read.composition), CompositionHash::of(project.composition));
        QCOMPARE(read.extras.runSettings, project.extras.runSettings);
        Autosave::discard(found[0]);
        QVERIFY(isEmptyFolder(m_folder));
    }

    void theIntervalRunsFromTheFirstChange()
    {
        const Project project = test::richProject();
        Autosave autosave(m_folder, std::chrono::milliseconds(200));
        const fs::path session = onlyFolderIn(m_folder);
        // Changes that never pause must not put the copy off.
        QTRY_VERIFY_WITH_TIMEOUT((autosave.changed(project.composition, {}, {}), fs::exists(session / "project.json")),
                                 20000);
    }

    void theNewestStateIsWritten()
    {
        Project project = test::richProject();
        {
            Autosave autosave(m_folder, kNever);
            autosave.changed(project.composition, {}, {});
            project.composition.layers[0].opacity = 0.875;
            autosave.changed(project.composition, {}, {});
            autosave.flush();
        }
        const Project read = Autosave::readRecovered(Autosave::findRecoverable(m_folder).at(0));
        QCOMPARE(read.composition.layers[0].opacity, 0.875);
    }

    void unchangedPicturesAreNotWrittenAgain()
    {
        Project project = test::richProject();
        Autosave autosave(m_folder, kNever);
        const fs::path session = onlyFolderIn(m_folder);
        autosave.changed(project.composition, {}, {});
        autosave.flush();
        const auto before = filesIn(session);
        test::fill(project.composition.layers[0].mask, {0, 0, 5, 5}, 9);
        autosave.changed(project.composition, {}, {});
        autosave.flush();
        const auto after = filesIn(session);
        QCOMPARE(after.size(), before.size());
        std::set<std::string> written;
        for (const auto& [name, time] : after)
            if (const auto known = before.find(name); known == before.end() || known->second != time)
                written.insert(name);
        QCOMPARE(written.size(), std::size_t{2});
        QVERIFY(written.contains("project.json"));
        QVERIFY(std::any_of(written.begin(), written.end(),
                            [](const std::string& name) { return name.starts_with("masks-"); }));
    }

    void cleaningRemovesTheCopy()
    {
        const Project project = test::richProject();
        {
            Autosave autosave(m_folder, kNever);
            autosave.changed(project.composition, {}, {});
            autosave.flush();
            autosave.clean();
        }
        QVERIFY(isEmptyFolder(m_folder));
    }

    void cleaningForgetsWhatIsPending()
    {
        {
            Autosave autosave(m_folder, kNever);
            autosave.changed(test::richProject().composition, {}, {});
            autosave.clean();
            autosave.flush();
        }
        QVERIFY(Autosave::findRecoverable(m_folder).empty());
    }

    void workGoesOnAfterCleaning()
    {
        const Project project = test::richProject();
        {
            Autosave autosave(m_folder, kNever);
            for (int i = 0; i < 3; ++i) {
                autosave.clean();
                autosave.changed(project.composition, {}, {});
                autosave.flush();
            }
        }
        const Project read = Autosave::readRecovered(Autosave::findRecoverable(m_folder).at(0));
        QCOMPARE(CompositionHash::of(read.composition), CompositionHash::of(project.composition));
    }

    void damagedCopiesAreReported_data()
    {
        QTest::addColumn<QString>("damaged");
        QTest::addColumn<bool>("isRemoved");
        QTest::newRow("description") << "project.json" << false;
        QTest::newRow("picture") << "images-" << false;
        QTest::newRow("picture gone") << "images-" << true;
        QTest::newRow("mask") << "masks-" << false;
    }

    void damagedCopiesAreReported()
    {
        QFETCH(QString, damaged);
        QFETCH(bool, isRemoved);
        {
            Autosave autosave(m_folder, kNever);
            autosave.changed(test::richProject().composition, {}, {});
            autosave.flush();
        }
        const fs::path session = onlyFolderIn(m_folder);
        const auto files = filesIn(session);
        const auto file = std::find_if(files.begin(), files.end(), [&](const auto& entry) {
            return entry.first.starts_with(damaged.toStdString());
        });
        QVERIFY(file != files.end());
        if (isRemoved)
            fs::remove(session / file->first);
        else
            fs::resize_file(session / file->first, fs::file_size(session / file->first) / 2);
        const std::vector<RecoverableProject> found = Autosave::findRecoverable(m_folder);
        QCOMPARE(found.size(), std::size_t{1});
        try {
            (void)Autosave::readRecovered(found[0]);
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(errorCodeName(error.code()), errorCodeName(ErrorCode::CorruptFile));
        }
        Autosave::discard(found[0]);
        QVERIFY(isEmptyFolder(m_folder));
    }

    void failuresAreReportedAndTriedAgain()
    {
        const Project project = test::richProject();
        std::atomic<int> failures = 0;
        {
            Autosave autosave(m_folder, std::chrono::milliseconds(1));
            autosave.onFailure([&](const Error&) { ++failures; });
            const fs::path session = onlyFolderIn(m_folder);
            const fs::path away = m_folder.parent_path() / "away";
            fs::rename(session, away);
            autosave.changed(project.composition, {}, {});
            QTRY_VERIFY_WITH_TIMEOUT(failures > 1, 20000);
            fs::rename(away, session);
            QTRY_VERIFY_WITH_TIMEOUT(fs::exists(session / "project.json"), 20000);
        }
        const Project read = Autosave::readRecovered(Autosave::findRecoverable(m_folder).at(0));
        QCOMPARE(CompositionHash::of(read.composition), CompositionHash::of(project.composition));
    }

    void aCopyThatFailsHalfWayLeavesTheFormerOne_data()
    {
        QTest::addColumn<int>("largest"); // bytes of a file
        QTest::newRow("at its second picture") << 20000;
        QTest::newRow("at its description") << 300;
    }

    void aCopyThatFailsHalfWayLeavesTheFormerOne()
    {
        QFETCH(int, largest);
        const Project former = test::richProject();
        Project next = former;
        next.composition.layers[0].name = "later";
        if (largest > 300) {
            next.composition.layers[0].image = test::noise({20, 15}, 4, SampleType::U8, 20); // small enough
            next.composition.layers[2].image = test::noise({200, 200}, 3, SampleType::U8, 21);
        }
        std::vector<Error> failures; // written while flush() waits
        Autosave autosave(m_folder, kNever);
        autosave.onFailure([&](const Error& error) { failures.push_back(error); });
        autosave.changed(former.composition, former.extras, "/home/me/picture.dhs");
        autosave.flush();
        const fs::path session = onlyFolderIn(m_folder);
        const auto before = filesIn(session);
        {
            const test::SmallFilesOnly limit(static_cast<rlim_t>(largest));
            autosave.changed(next.composition, next.extras, "/home/me/picture.dhs");
            autosave.flush();
        }
        QCOMPARE(failures.size(), std::size_t{1});
        QCOMPARE(errorCodeName(failures[0].code()), errorCodeName(ErrorCode::DiskFull));
        QVERIFY2(filesIn(session) == before, "nothing is left of the copy that failed");
        const RecoverableProject copy{session / "project.json", {}, {}};
        QCOMPARE(CompositionHash::of(Autosave::readRecovered(copy).composition),
                 CompositionHash::of(former.composition));

        // It is still pending, and there is room again.
        autosave.flush();
        QCOMPARE(failures.size(), std::size_t{1});
        QCOMPARE(CompositionHash::of(Autosave::readRecovered(copy).composition), CompositionHash::of(next.composition));
        QCOMPARE(filesIn(session).size(), before.size());
    }

    void flushingWaitsForTheNewestState()
    {
        Autosave autosave(m_folder, std::chrono::milliseconds(0));
        Project project;
        project.composition.background = test::noise({8, 8}, 3, SampleType::U8, 1);
        project.composition.layers = {test::layerOf(1, test::noise({4000, 3000}, 3, SampleType::U8, 2), {8, 8})};
        autosave.changed(project.composition, {}, "first.dhs");
        const fs::path session = onlyFolderIn(m_folder);
        // The background is written, the large layer takes its time.
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(session / "images-0.png"), 20000);
        autosave.changed(project.composition, {}, "second.dhs");
        autosave.flush();
        QVERIFY(test::contentOf(session / "project.json").find("second.dhs") != std::string::npos);
    }

    void adoptedCopiesAreOfferedNowhereElse()
    {
        {
            Autosave autosave(m_folder, kNever);
            autosave.changed(test::richProject().composition, {}, {});
            autosave.flush();
        }
        const RecoverableProject left = Autosave::findRecoverable(m_folder).at(0);
        {
            const AdoptedCopy adopted(left);
            QVERIFY(Autosave::findRecoverable(m_folder).empty());
            AdoptedCopy(left).discard();
            Autosave::discard(left);
            QVERIFY2(fs::exists(left.file), "whoever has it decides");
        }
        // It ended without discarding.
        QCOMPARE(Autosave::findRecoverable(m_folder).size(), std::size_t{1});
        AdoptedCopy(left).discard();
        QVERIFY(isEmptyFolder(m_folder));
    }

    void aCopyWhoseLockGotLostIsOffered()
    {
        const Project project = test::richProject();
        {
            Autosave autosave(m_folder, kNever);
            autosave.changed(project.composition, project.extras, {});
            autosave.flush();
        }
        QVERIFY(fs::remove(onlyFolderIn(m_folder) / "lock"));
        const std::vector<RecoverableProject> found = Autosave::findRecoverable(m_folder);
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(CompositionHash::of(Autosave::readRecovered(found[0]).composition),
                 CompositionHash::of(project.composition));
        {
            const AdoptedCopy adopted(found[0]);
            QVERIFY(Autosave::findRecoverable(m_folder).empty());
        }
        Autosave::discard(found[0]);
        QVERIFY(isEmptyFolder(m_folder));
    }

    void whatIsNoSessionIsLeftAlone()
    {
        fs::create_directories(m_folder / "session-of-somebody");
        fs::create_directories(m_folder / "other");
        test::writeContent(m_folder / "session-file", "text");
        QVERIFY(Autosave::findRecoverable(m_folder).empty());
        QCOMPARE(filesIn(m_folder).size(), std::size_t{3});
        Autosave::discard({m_folder / "other" / "project.json", {}, {}});
        QVERIFY(fs::exists(m_folder / "other"));
        QVERIFY(Autosave::findRecoverable(m_folder / "absent").empty());
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_GUILESS_MAIN(AutosaveTest)
#include "autosave_test.moc"
