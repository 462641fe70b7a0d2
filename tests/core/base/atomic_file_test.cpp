#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

using dh::AtomicFile;
using dh::ErrorCode;

namespace fs = std::filesystem;

namespace
{

std::string contentOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const std::string& content)
{
    std::ofstream(path, std::ios::binary) << content;
}

std::ptrdiff_t entriesIn(const fs::path& folder)
{
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

unsigned modeOf(const fs::path& path)
{
    return static_cast<unsigned>(fs::status(path).permissions());
}

/// A small file system in memory; only root may make one.
class SmallDisk
{
public:
    explicit SmallDisk(const fs::path& mountPoint) : m_mountPoint(mountPoint)
    {
        fs::create_directory(mountPoint);
        m_isMounted = mount("none", mountPoint.c_str(), "tmpfs", 0, "size=64k") == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk()
    {
        if (m_isMounted)
            umount(m_mountPoint.c_str());
    }
    [[nodiscard]] bool isMounted() const { return m_isMounted; }

private:
    fs::path m_mountPoint;
    bool m_isMounted = false;
};

} // namespace

class AtomicFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_target = fs::path(m_folder->path().toStdString()) / "target.txt";
    }

    void commitReplacesTheWholeFile()
    {
        write(m_target, "something longer than the new content");
        AtomicFile file(m_target);
        file.write(std::string("new "));
        file.write(std::string("content"));
        file.commit();
        QCOMPARE(contentOf(m_target), std::string("new content"));
        QCOMPARE(entriesIn(m_target.parent_path()), std::ptrdiff_t{1});
    }

    void nothingChangesBeforeCommit()
    {
        write(m_target, "old");
        {
            AtomicFile file(m_target);
            file.write(std::string("new"));
            QCOMPARE(contentOf(m_target), std::string("old"));
            QCOMPARE(file.temporaryPath().parent_path(), m_target.parent_path());
            QVERIFY(fs::exists(file.temporaryPath()));
        }
        QCOMPARE(contentOf(m_target), std::string("old"));
        QCOMPARE(entriesIn(m_target.parent_path()), std::ptrdiff_t{1});
    }

    void withoutCommitNothingIsLeft()
    {
        {
            AtomicFile file(m_target);
            file.write(std::string("new"));
        }
        QCOMPARE(entriesIn(m_target.parent_path()), std::ptrdiff_t{0});
    }

    void keepsPermissions()
    {
        write(m_target, "old");
        fs::permissions(m_target, static_cast<fs::perms>(0640));
        dh::writeFileAtomically(m_target, {});
        QCOMPARE(modeOf(m_target), 0640U);
        QCOMPARE(contentOf(m_target), std::string());
    }

    void newFilesGetTheUsualPermissions()
    {
        const mode_t before = umask(027);
        dh::writeFileAtomically(m_target, {});
        umask(before);
        QCOMPARE(modeOf(m_target), 0640U);
    }

    void followsLinks()
    {
        const fs::path folder = m_target.parent_path();
        fs::create_directory(folder / "elsewhere");
        write(folder / "elsewhere" / "real.txt", "old");
        fs::create_symlink(fs::path("elsewhere") / "real.txt", m_target);
        AtomicFile file(m_target);
        file.write(std::string("new"));
        file.commit();
        QVERIFY(fs::is_symlink(m_target));
        QCOMPARE(contentOf(folder / "elsewhere" / "real.txt"), std::string("new"));
    }

    void followsLinksToWhatIsNotThereYet()
    {
        const fs::path folder = m_target.parent_path();
        fs::create_directory(folder / "elsewhere");
        fs::create_symlink("link.txt", m_target);
        fs::create_symlink(fs::path("elsewhere") / "real.txt", folder / "link.txt");
        AtomicFile file(m_target);
        file.write(std::string("new"));
        file.commit();
        QVERIFY(fs::is_symlink(m_target));
        QVERIFY(fs::is_symlink(folder / "link.txt"));
        QCOMPARE(contentOf(folder / "elsewhere" / "real.txt"), std::string("new"));
    }

    void aLinkThatLeadsNowhereStays_data()
    {
        QTest::addColumn<QString>("linked");
        QTest::newRow("a disk that was taken out") << "absent/real.txt";
        QTest::newRow("itself") << "target.txt";
    }

    void aLinkThatLeadsNowhereStays()
    {
        QFETCH(QString, linked);
        fs::create_symlink(linked.toStdString(), m_target);
        QVERIFY_EXCEPTION_THROWN(dh::writeFileAtomically(m_target, {}), dh::Error);
        QVERIFY(fs::is_symlink(m_target));
        QCOMPARE(entriesIn(m_target.parent_path()), std::ptrdiff_t{1});
    }

    void writeProtectedFilesStay()
    {
        if (geteuid() == 0)
            QSKIP("root may write everywhere");
        write(m_target, "old");
        fs::permissions(m_target, static_cast<fs::perms>(0444));
        try {
            dh::writeFileAtomically(m_target, {});
            QFAIL("was replaced");
        } catch (const dh::Error& error) {
            QCOMPARE(dh::errorCodeName(error.code()), dh::errorCodeName(ErrorCode::FileUnwritable));
        }
        QCOMPARE(contentOf(m_target), std::string("old"));
    }

    void everyNameThatAFileMayHave_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("the longest") << QByteArray(255, 'x');
        QTest::newRow("spaces, umlauts and a new line") << QByteArray(" Käfer und \n Blüte .txt ");
    }

    void everyNameThatAFileMayHave()
    {
        QFETCH(QByteArray, name);
        const fs::path target = m_target.parent_path() / name.toStdString();
        for (const char* text : {"first", "second"}) {
            AtomicFile file(target);
            file.write(std::string(text));
            file.commit();
            QCOMPARE(contentOf(target), std::string(text));
        }
        QCOMPARE(entriesIn(m_target.parent_path()), std::ptrdiff_t{1});
    }

    void threadsDoNotTakePermissionsFromEachOther()
    {
        const mode_t before = umask(027);
        constexpr int kThreads = 4;
        constexpr int kFiles = 100;
        std::vector<std::thread> threads;
        for (int thread = 0; thread < kThreads; ++thread)
            threads.emplace_back([&, thread] {
                for (int i = 0; i < kFiles; ++i)
                    const AtomicFile file(m_target.parent_path() / (std::to_string(thread) + std::to_string(i)));
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(umask(before), mode_t{027});
    }

    void refusesFoldersItCannotWriteTo_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("absent folder") << "absent/target.txt";
        QTest::newRow("file for a folder") << "file/target.txt";
        QTest::newRow("folder for a file") << "folder";
        QTest::newRow("read-only folder") << "sealed/target.txt";
    }

    void refusesFoldersItCannotWriteTo()
    {
        QFETCH(QString, target);
        const fs::path folder = m_target.parent_path();
        write(folder / "file", "");
        fs::create_directory(folder / "folder");
        fs::create_directory(folder / "sealed");
        fs::permissions(folder / "sealed", static_cast<fs::perms>(0500));
        if (target.startsWith("sealed") && geteuid() == 0)
            QSKIP("root may write everywhere");
        try {
            const AtomicFile file(folder / target.toStdString());
            QFAIL("was opened");
        } catch (const dh::Error& error) {
            QCOMPARE(dh::errorCodeName(error.code()), dh::errorCodeName(ErrorCode::FileUnwritable));
            QCOMPARE(error.subject(), (folder / target.toStdString()).string());
        }
    }

    void fullDiskLeavesTheOldFile()
    {
        const fs::path mountPoint = m_target.parent_path() / "small";
        const SmallDisk disk(mountPoint);
        if (!disk.isMounted())
            QSKIP("a small file system can only be mounted by root");
        const fs::path target = mountPoint / "target.txt";
        write(target, "old");
        const std::string large(1U << 20, 'x');
        try {
            AtomicFile file(target);
            file.write(large);
            file.commit();
            QFAIL("a megabyte fitted into 64 KiB");
        } catch (const dh::Error& error) {
            QCOMPARE(dh::errorCodeName(error.code()), dh::errorCodeName(ErrorCode::DiskFull));
            QCOMPARE(error.subject(), target.string());
        }
        QCOMPARE(contentOf(target), std::string("old"));
        QCOMPARE(entriesIn(mountPoint), std::ptrdiff_t{1});
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_target;
};

QTEST_APPLESS_MAIN(AtomicFileTest)
#include "atomic_file_test.moc"
