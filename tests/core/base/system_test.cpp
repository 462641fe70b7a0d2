#include "core/base/system.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <limits>
#include <string>
#include <thread>
#include <vector>

using namespace dh;

namespace
{

/// Of the calling thread; higher is less urgent.
int niceness()
{
    return getpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)));
}

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

/// A folder that looks like the kernel's control groups.
class MadeUpGroups
{
public:
    explicit MadeUpGroups(const std::string& membership) { write("membership", membership); }

    void addVersion2(const std::string& group, const std::string& limit, const std::string& used,
                     const std::string& statistics)
    {
        write("groups" + group + "/memory.max", limit);
        write("groups" + group + "/memory.current", used);
        write("groups" + group + "/memory.stat", statistics);
    }
    void addVersion1(const std::string& group, const std::string& limit, const std::string& used,
                     const std::string& statistics)
    {
        write("groups/memory" + group + "/memory.limit_in_bytes", limit);
        write("groups/memory" + group + "/memory.usage_in_bytes", used);
        write("groups/memory" + group + "/memory.stat", statistics);
    }
    [[nodiscard]] GroupMemory memory() const { return groupMemory(path("membership"), path("groups")); }

private:
    [[nodiscard]] std::filesystem::path path(const std::string& name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    void write(const std::string& name, const std::string& text) const
    {
        std::filesystem::create_directories(path(name).parent_path());
        std::ofstream(path(name)) << text << '\n';
    }

    QTemporaryDir m_folder;
};

} // namespace

class SystemTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyVariableCountsAsUnset()
    {
        constexpr const char* kName = "DH_TEST_VARIABLE";
        qunsetenv(kName);
        QVERIFY(environmentVariable(kName) == nullptr);
        qputenv(kName, "");
        QVERIFY(environmentVariable(kName) == nullptr);
        qputenv(kName, "/a folder");
        QCOMPARE(environmentVariable(kName), "/a folder");
        qunsetenv(kName);
    }

    void largePagesLeaveTheMemoryAsItIs()
    {
        std::vector<unsigned char> bytes(9U << 20U, 7);
        adviseLargePages(bytes.data(), bytes.size());
        adviseLargePages(bytes.data() + 1, 100);
        adviseLargePages(nullptr, 0);
        QVERIFY(std::all_of(bytes.begin(), bytes.end(), [](unsigned char value) { return value == 7; }));
    }

    void fileCacheCountsAsAvailable()
    {
        MadeUpGroups groups("0::/app.slice/run");
        groups.addVersion2("/app.slice/run", "1000000", "900000",
                           "anon 400000\nfile 500000\ninactive_file 300000\nactive_file 150000\nslab 7");
        QCOMPARE(groups.memory().limit, 1000000U);
        QCOMPARE(groups.memory().available, 550000U);
    }

    void groupsAroundLimitToo()
    {
        MadeUpGroups groups("0::/app.slice/run");
        groups.addVersion2("/app.slice", "700000", "650000", "inactive_file 20000\nactive_file 0");
        groups.addVersion2("/app.slice/run", "max", "600000", "inactive_file 20000\nactive_file 0");
        QCOMPARE(groups.memory().limit, 700000U);
        QCOMPARE(groups.memory().available, 70000U);
        // The one with the lower limit needn't be the one with less left.
        groups.addVersion2("/app.slice/run", "800000", "790000", "inactive_file 0\nactive_file 0");
        QCOMPARE(groups.memory().limit, 700000U);
        QCOMPARE(groups.memory().available, 10000U);
        groups.addVersion2("/app.slice/run", "100", "200", "inactive_file 0\nactive_file 0");
        QCOMPARE(groups.memory().available, 0U);
    }

    void groupsOfVersion1()
    {
        // A name may hold the separator; what is counted with the groups below has the prefix total.
        MadeUpGroups groups("9:cpu,cpuacct:/elsewhere\n4:hugetlb,memory:/user/a:b\n0::/");
        groups.addVersion1("", "9223372036854771712", "5000000", "total_inactive_file 0\ntotal_active_file 0");
        groups.addVersion1("/user/a:b", "1000000", "800000",
                           "inactive_file 1\nactive_file 2\ntotal_inactive_file 100000\ntotal_active_file 200000");
        groups.addVersion1("/elsewhere", "10", "5", "");
        QCOMPARE(groups.memory().limit, 1000000U);
        QCOMPARE(groups.memory().available, 500000U);
    }

    void groupsOutOfSight_data()
    {
        QTest::addColumn<QString>("membership");
        QTest::newRow("unknown path") << "0::/docker/0123";
        QTest::newRow("outside the container") << "0::/../app.slice";
        QTest::newRow("damaged") << "0:\nnothing\n";
        QTest::newRow("empty") << "";
    }

    /// The root is the process's own group then.
    void groupsOutOfSight()
    {
        QFETCH(QString, membership);
        MadeUpGroups groups(membership.toStdString());
        QCOMPARE(groups.memory().limit, kUnlimited);
        QCOMPARE(groups.memory().available, kUnlimited);
        groups.addVersion2("", "1000000", "900000", "inactive_file 100000\nactive_file 100000");
        groups.addVersion2("/app.slice", "10", "5", "");
        QCOMPARE(groups.memory().limit, 1000000U);
        QCOMPARE(groups.memory().available, 300000U);
    }

    void memoryIsWithinThatOfTheGroups()
    {
        QVERIFY(installedMemory() <= groupMemory().limit);
        QVERIFY(availableMemory() > 0);
        QVERIFY(availableMemory() <= installedMemory());
    }

    /// Against what the system says of the processor.
    void vectorInstructionsAreThoseOfTheProcessor()
    {
        QFile information("/proc/cpuinfo");
        QVERIFY(information.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = information.readAll().split('\n');
        const auto flags =
            std::find_if(lines.begin(), lines.end(), [](const QByteArray& line) { return line.startsWith("flags"); });
        if (flags == lines.end())
            QSKIP("the system lists no instructions of this processor");
        const QList<QByteArray> names = flags->split(':').last().simplified().split(' ');
        const auto has = [&names](std::initializer_list<const char*> wanted) {
            return std::all_of(wanted.begin(), wanted.end(), [&](const char* name) { return names.contains(name); });
        };
        const bool avx2 = has({"avx2", "fma"});
        const bool avx512 = avx2 && has({"avx512f", "avx512bw", "avx512dq", "avx512vl"});
        QCOMPARE(vectorInstructions() >= VectorInstructions::Avx2, avx2);
        QCOMPARE(vectorInstructions() >= VectorInstructions::Avx512, avx512);
    }

    void urgencyBelongsToAThreadAndItsChildren()
    {
        const int own = niceness();
        int soon = 0;
        int eventually = 0;
        int afterwards = 0;
        int ofChild = 0;
        std::thread([&] {
            lowerThreadUrgency(ThreadUrgency::Soon);
            soon = niceness();
            lowerThreadUrgency(ThreadUrgency::Eventually);
            eventually = niceness();
            lowerThreadUrgency(ThreadUrgency::Soon);
            afterwards = niceness();
            std::thread([&] { ofChild = niceness(); }).join();
        }).join();
        QCOMPARE(soon, std::max(own, 5));
        QCOMPARE(eventually, std::max(own, 10));
        QCOMPARE(afterwards, eventually);
        QCOMPARE(ofChild, eventually);
        QCOMPARE(niceness(), own);
    }
};

QTEST_APPLESS_MAIN(SystemTest)
#include "system_test.moc"
