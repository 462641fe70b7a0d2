#include "core/base/log.h"
#include "ui/panels/latest_task.h"

#include <QCoreApplication>
#include <QTest>

#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace dh;

Q_DECLARE_METATYPE(std::function<void()>)

/// What panels ask of a thread, and how they hear of failures.
class LatestTaskTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void failuresArriveAsErrors_data()
    {
        QTest::addColumn<std::function<void()>>("raise");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char* name, std::function<void()> raise, ErrorCode code, const char* detail) {
            QTest::newRow(name) << std::move(raise) << static_cast<int>(code) << QString::fromLatin1(detail);
        };
        row(
            "an error", [] { throw Error(ErrorCode::CorruptFile, "a.json", "cut off"); }, ErrorCode::CorruptFile,
            "cut off");
        row(
            "no memory", [] { throw std::bad_alloc(); }, ErrorCode::OutOfMemory, "");
        row(
            "something else", [] { throw std::runtime_error("odd"); }, ErrorCode::Internal, "odd");
    }
    void failuresArriveAsErrors()
    {
        QFETCH(std::function<void()>, raise);
        QFETCH(int, code);
        QFETCH(QString, detail);
        LatestTask task;
        std::optional<Error> failure;
        bool isAnswered = false;
        task.start(
            [raise] {
                raise();
                return 1;
            },
            [&isAnswered](int) { isAnswered = true; }, [&failure](const Error& error) { failure = error; });
        QTRY_VERIFY(failure.has_value());
        QCOMPARE(static_cast<int>(failure->code()), code);
        QCOMPARE(QString::fromStdString(failure->detail()), detail);
        QVERIFY(!isAnswered);
    }

    void whatNobodyWaitsForIsNotTold()
    {
        LatestTask task;
        int told = 0;
        int answer = 0;
        const auto tell = [&told](const Error&) { ++told; };
        // Another question comes before the failure is told.
        task.start([]() -> int { throw std::bad_alloc(); }, [&told](int) { ++told; }, tell);
        task.start([] { return 7; }, [&answer](int arrived) { answer = arrived; }, tell);
        QTRY_COMPARE(answer, 7);
        auto work = std::make_shared<int>(0);
        const std::weak_ptr<int> isAlive = work;
        task.start([work = std::move(work)]() -> int { throw Cancelled{}; }, [&told](int) { ++told; }, tell);
        QTRY_VERIFY(isAlive.expired()); // the thread is done with it
        QCoreApplication::processEvents();
        QCOMPARE(told, 0);
    }

    void aQuestionThatFailsIsLogged()
    {
        std::vector<std::string> messages;
        setLogHandler([&messages](LogLevel, const std::string& message) { messages.push_back(message); });
        LatestTask task;
        int answer = 0;
        task.start([]() -> int { throw std::bad_alloc(); }, [&answer](int) { answer = -1; });
        QTRY_COMPARE(messages.size(), std::size_t{1});
        setLogHandler({});
        QVERIFY(messages.front().find("out_of_memory") != std::string::npos);
        task.start([] { return 7; }, [&answer](int arrived) { answer = arrived; });
        QTRY_COMPARE(answer, 7);
    }
};

QTEST_GUILESS_MAIN(LatestTaskTest)
#include "latest_task_test.moc"
