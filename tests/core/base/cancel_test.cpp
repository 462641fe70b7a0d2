#include "core/base/cancel.h"

#include <QTest>

#include <thread>
#include <type_traits>

class CancelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTokenWithoutSourceNeverCancels()
    {
        const dh::CancelToken token;
        QVERIFY(!token.isCancelled());
        token.throwIfCancelled();
    }

    void allTokensOfASourceSeeTheCancel()
    {
        dh::CancelSource source;
        const dh::CancelToken before = source.token();
        const dh::CancelToken copy = before;
        QVERIFY(!before.isCancelled());
        source.cancel();
        QVERIFY(before.isCancelled());
        QVERIFY(copy.isCancelled());
        QVERIFY(source.token().isCancelled());
        QVERIFY(!dh::CancelSource().token().isCancelled());
    }

    void throwsSomethingThatIsNoError()
    {
        static_assert(!std::is_base_of_v<std::exception, dh::Cancelled>);
        dh::CancelSource source;
        source.cancel();
        bool thrown = false;
        try {
            source.token().throwIfCancelled();
        } catch (const dh::Cancelled&) {
            thrown = true;
        }
        QVERIFY(thrown);
    }

    void tokensOutliveTheirSource()
    {
        dh::CancelToken token;
        {
            dh::CancelSource source;
            token = source.token();
            source.cancel();
        }
        QVERIFY(token.isCancelled());
    }

    void cancelsAcrossThreads()
    {
        dh::CancelSource source;
        const dh::CancelToken token = source.token();
        std::thread worker([&token] {
            while (!token.isCancelled())
                std::this_thread::yield();
        });
        source.cancel();
        worker.join();
        QVERIFY(token.isCancelled());
    }
};

QTEST_APPLESS_MAIN(CancelTest)
#include "cancel_test.moc"
