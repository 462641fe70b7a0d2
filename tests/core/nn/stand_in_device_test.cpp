#include "tests/core/nn/stand_in_device.h"

#include "core/nn/torch_device.h"
#include "tests/core/nn/tensor_checks.h"

#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace dh;
using namespace dh::test;

/// The device that other tests trust to be as strict as a graphics card.
class StandInDeviceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void computesWhatTheProcessorDoes()
    {
        const at::Tensor a = randomTensor({3, 4});
        const at::Tensor b = randomTensor({4, 5}, 1.0, 2);
        const std::int64_t before = operationsOnDevice();
        const at::Tensor product = at::mm(a.to(m_device), b.to(m_device)).relu_();
        QVERIFY(operationsOnDevice() > before);
        QVERIFY(product.is_cuda());
        COMPARE_TENSORS(product.cpu(), at::mm(a, b).relu(), 0.0);
    }

    void narrowResultsStayNarrow()
    {
        const at::Tensor half = randomTensor({3, 4}).to(m_device, at::kHalf);
        QCOMPARE((half * 2.0).scalar_type(), at::kHalf);
        QCOMPARE((half * half.to(at::kFloat)).scalar_type(), at::kFloat);
        QCOMPARE(half.softmax(1, at::kFloat).scalar_type(), at::kFloat);
        QVERIFY(!at::isfinite(half * 1e6).all().item<bool>()); // as float16 overflows
    }

    void refusesTensorsOfTheHost()
    {
        const at::Tensor onDevice = at::ones({2}, m_device);
        QVERIFY_EXCEPTION_THROWN(onDevice + at::ones({2}), c10::Error);
        QVERIFY_EXCEPTION_THROWN(at::cat({onDevice, at::ones({2})}), c10::Error);
        QCOMPARE((onDevice + at::ones({})).sum().item<double>(), 4.0); // numbers may come from there
    }

    void theHostCannotTouchItsMemory()
    {
        const at::Tensor onDevice = at::ones({2}, m_device);
        const pid_t child = fork();
        if (child == 0) {
            std::signal(SIGSEGV, SIG_DFL); // in place of the test's own answer
            const volatile float value = *onDevice.data_ptr<float>();
            _exit(value == 1.0F ? 0 : 1);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    }

private:
    const at::Device m_device = deviceByName("cuda");
};

QTEST_APPLESS_MAIN(StandInDeviceTest)
#include "stand_in_device_test.moc"
