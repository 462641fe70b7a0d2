#include "core/base/error.h"

#include "core/base/cancel.h"

#include <QTest>

#include <cerrno>
#include <new>
#include <set>
#include <stdexcept>
#include <string>

using dh::Error;
using dh::ErrorCode;

class ErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesItsFacts()
    {
        const Error error(ErrorCode::CorruptFile, "a.png", "ends too early");
        QVERIFY(error.code() == ErrorCode::CorruptFile);
        QCOMPARE(error.subject(), std::string("a.png"));
        QCOMPARE(error.detail(), std::string("ends too early"));
        QCOMPARE(std::string(error.what()), std::string("corrupt_file: a.png: ends too early"));
        QCOMPARE(std::string(Error(ErrorCode::Internal, "", "").what()), std::string("internal"));
    }

    void everyCodeHasItsOwnName()
    {
        std::set<std::string> names;
        const int last = static_cast<int>(ErrorCode::Internal);
        for (int code = 0; code <= last; ++code)
            names.insert(dh::errorCodeName(static_cast<ErrorCode>(code)));
        QCOMPARE(static_cast<int>(names.size()), last + 1);
    }

    void translatesErrno_data()
    {
        QTest::addColumn<int>("systemError");
        QTest::addColumn<int>("otherwise");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, int systemError, ErrorCode otherwise, ErrorCode expected) {
            QTest::newRow(name) << systemError << static_cast<int>(otherwise) << static_cast<int>(expected);
        };
        row("absent, reading", ENOENT, ErrorCode::FileUnreadable, ErrorCode::FileNotFound);
        row("absent folder, writing", ENOENT, ErrorCode::FileUnwritable, ErrorCode::FileUnwritable);
        row("full", ENOSPC, ErrorCode::FileUnwritable, ErrorCode::DiskFull);
        row("over quota", EDQUOT, ErrorCode::FileUnwritable, ErrorCode::DiskFull);
        row("no memory", ENOMEM, ErrorCode::FileUnreadable, ErrorCode::OutOfMemory);
        row("not allowed", EACCES, ErrorCode::FileUnreadable, ErrorCode::FileUnreadable);
        row("broken device", EIO, ErrorCode::FileUnwritable, ErrorCode::FileUnwritable);
    }

    void translatesErrno()
    {
        QFETCH(int, systemError);
        QFETCH(int, otherwise);
        QFETCH(int, expected);
        const Error error = dh::errorFromErrno(systemError, "some/path", static_cast<ErrorCode>(otherwise));
        QCOMPARE(static_cast<int>(error.code()), expected);
        QCOMPARE(error.subject(), std::string("some/path"));
        QVERIFY(!error.detail().empty());
    }

    void translatesWhatIsHandled()
    {
        const auto translated = [](const auto& thrown) {
            try {
                throw thrown;
            } catch (...) {
                return dh::caughtError();
            }
        };
        const Error own = translated(Error(ErrorCode::DiskFull, "a.png", "no space"));
        QVERIFY(own.code() == ErrorCode::DiskFull);
        QCOMPARE(own.subject(), std::string("a.png"));
        QVERIFY(translated(std::bad_alloc()).code() == ErrorCode::OutOfMemory);
        const Error others = translated(std::runtime_error("of a library"));
        QVERIFY(others.code() == ErrorCode::Internal);
        QCOMPARE(others.detail(), std::string("of a library"));
        QVERIFY_EXCEPTION_THROWN(translated(dh::Cancelled()), dh::Cancelled);
    }
};

QTEST_APPLESS_MAIN(ErrorTest)
#include "error_test.moc"
