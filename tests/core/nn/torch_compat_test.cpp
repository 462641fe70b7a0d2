#include "core/nn/torch_compat.h"

#include "core/nn/attention.h"
#include "core/nn/ops.h"
#include "tests/core/nn/tensor_checks.h"

#include <QTest>

#include <string>
#include <vector>

using namespace dh;
using namespace dh::test;

namespace
{

/// Of what training's networks are made of, with gradients: convolution, norm, enlargement, attention.
std::vector<at::Tensor> gradients()
{
    const at::AutoGradMode enabled(true);
    constexpr std::int64_t kChannels = 8;
    const at::Tensor input = randomTensor({2, kChannels, 12, 10}, 1.0, 1).requires_grad_();
    const Conv2d conv{randomTensor({kChannels, kChannels, 3, 3}, 0.1, 2).requires_grad_(),
                      randomTensor({kChannels}, 0.1, 3).requires_grad_(), 1, 1};
    const GroupNorm norm{at::ones({kChannels}), at::zeros({kChannels}), 4, 1e-5};
    const at::Tensor hidden = conv(upsampleNearest(norm(input, true), 24, 20), ForwardPass());
    const at::Tensor tokens = hidden.flatten(2).transpose(1, 2);
    attention(tokens, tokens, tokens, 2, false, ForwardPass()).square().sum().backward();
    return {input.grad(), conv.weight.grad(), conv.bias.grad()};
}

struct CountedWarnings final : c10::WarningHandler {
    int count = 0;
#if DH_TORCH_AT_LEAST_2
    void process(const c10::Warning&) override
    {
        ++count;
    }
#else
    void process(const c10::SourceLocation&, const std::string&, bool) override
    {
        ++count;
    }
#endif
};

} // namespace

class TorchCompatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deterministicAlgorithms();
    void autocast();
    void warningsAreSaidOnce();
    void memoryOfNoDevice();
};

void TorchCompatTest::deterministicAlgorithms()
{
    at::Context& context = at::globalContext();
    const bool before = context.deterministicAlgorithms();
    const std::vector<at::Tensor> free = gradients();
    compat::useDeterministicAlgorithms();
    QVERIFY(context.deterministicAlgorithms());
    QVERIFY(context.deterministicAlgorithmsWarnOnly());
#if DH_TORCH_AT_LEAST_2
    QVERIFY(!context.deterministicFillUninitializedMemory());
#endif
    const std::vector<at::Tensor> first = gradients();
    const std::vector<at::Tensor> second = gradients();
    context.setDeterministicAlgorithms(before, false);
    for (std::size_t i = 0; i < free.size(); ++i) {
        QVERIFY(first[i].equal(second[i]));
        COMPARE_TENSORS(first[i], free[i], 1e-4);
    }
}

void TorchCompatTest::autocast()
{
    const at::Tensor x = randomTensor({3, 4});
    const at::Tensor weight = randomTensor({5, 4}, 1.0, 2);
    QVERIFY(!compat::isAutocasting(at::kCPU));
    compat::setAutocast(at::kCPU, true, at::kBFloat16);
    QVERIFY(compat::isAutocasting(at::kCPU));
    const at::ScalarType narrowed = at::linear(x, weight).scalar_type();
    compat::setAutocast(at::kCPU, false, at::kBFloat16);
    QVERIFY(!compat::isAutocasting(at::kCPU));
    QCOMPARE(narrowed, at::kBFloat16);
    QCOMPARE(at::linear(x, weight).scalar_type(), at::kFloat);
}

/// As in each step of a training that has an operation without a deterministic algorithm.
void TorchCompatTest::warningsAreSaidOnce()
{
    const auto warn = [] { TORCH_WARN("no deterministic algorithm"); };
    CountedWarnings warnings;
    const compat::WarningHandlerGuard counting(&warnings);
    {
        const compat::EachWarningOnce once;
        for (int step = 0; step < 3; ++step)
            warn();
        QCOMPARE(warnings.count, 1);
        TORCH_WARN("something else");
        QCOMPARE(warnings.count, 2);
    }
    warn();
    QCOMPARE(warnings.count, 3);
}

/// An engine on a processor gives back what it kept, too, wherever LibTorch knows of devices.
void TorchCompatTest::memoryOfNoDevice()
{
    compat::releaseKeptDeviceMemory();
    QCOMPARE(at::ones({3}).sum().item<int>(), 3);
}

QTEST_APPLESS_MAIN(TorchCompatTest)
#include "torch_compat_test.moc"
