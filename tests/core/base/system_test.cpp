#include "core/base/system.h"

#include <QTest>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
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
