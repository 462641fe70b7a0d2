#include "core/nn/torch_errors.h"

#include "core/base/cancel.h"

#include <QTest>

#include <c10/util/Exception.h>

#include <functional>
#include <new>

using namespace dh;

using Work = std::function<void()>;

Q_DECLARE_METATYPE(Work)

class TorchErrorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translates_data()
    {
        QTest::addColumn<Work>("work");
        QTest::addColumn<QString>("outcome"); // "code|subject|detail"
        const auto row = [](const char* name, Work work, const char* outcome) {
            QTest::newRow(name) << std::move(work) << outcome;
        };
        const auto torch = [&](const char* name, const char* message, const char* outcome) {
            row(
                name, [message] { TORCH_CHECK(false, message); }, outcome);
        };
        constexpr auto kNoMemory = "out_of_memory||no room";
        row(
            "nothing", [] {}, "");
        row(
            "allocator", [] { throw std::bad_alloc(); }, kNoMemory);
        torch("CUDA's allocator", "CUDA out of memory. Tried to allocate 2 GiB", kNoMemory);
        torch("cuDNN", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED", kNoMemory);
        torch("another of Torch's", "sizes don't match\nmore lines", "internal|LibTorch|sizes don't match");
        row(
            "a library below it", [] { throw std::runtime_error("could not create a primitive"); },
            "internal||could not create a primitive");
        row(
            "ours", [] { throw Error(ErrorCode::ModelNotFinite, "vae", "NaN"); }, "model_not_finite|vae|NaN");
    }

    void translates()
    {
        QFETCH(Work, work);
        QFETCH(QString, outcome);
        QString found;
        try {
            translateTorchErrors(work, "no room");
        } catch (const Error& error) {
            found = QString("%1|%2|%3")
                        .arg(errorCodeName(error.code()), QString::fromStdString(error.subject()),
                             QString::fromStdString(error.detail()));
        }
        QCOMPARE(found, outcome);
    }

    void letsACancelThrough()
    {
        QVERIFY_EXCEPTION_THROWN(translateTorchErrors([] { throw Cancelled{}; }), Cancelled);
    }
};

QTEST_APPLESS_MAIN(TorchErrorsTest)
#include "torch_errors_test.moc"
