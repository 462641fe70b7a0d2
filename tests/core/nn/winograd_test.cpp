#include "core/nn/ops.h"
#include "core/nn/winograd.h"
#include "tests/core/nn/tensor_checks.h"

#include <ATen/Parallel.h>

#include <QTest>

#include <cstring>
#include <vector>

using namespace dh;
using namespace dh::test;

namespace
{

using Shape = std::vector<std::int64_t>;

struct Convolution {
    at::Tensor input; ///< channels last
    at::Tensor weight;
    at::Tensor bias;
};

Convolution randomConvolution(const Shape& shape, std::int64_t out)
{
    const double fan = 1.0 / std::sqrt(static_cast<double>(shape[1] * 9));
    return {randomTensor(shape).contiguous(at::MemoryFormat::ChannelsLast), randomTensor({out, shape[1], 3, 3}, fan, 2),
            randomTensor({out}, 1.0, 3)};
}

at::Tensor byWinograd(const Convolution& c, int enlargement)
{
    return onOwnPath([&] { return convolveByWinograd(c.input, c.weight, c.bias, enlargement, {}); });
}

bool areSameBits(const at::Tensor& a, const at::Tensor& b)
{
    const at::Tensor x = a.contiguous();
    const at::Tensor y = b.contiguous();
    return x.sizes() == y.sizes() && std::memcmp(x.data_ptr<float>(), y.data_ptr<float>(), x.nbytes()) == 0;
}

} // namespace

Q_DECLARE_METATYPE(Shape)

class WinogradTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheSum_data();
    void equalsTheSum();
    void roundsLikeTheSum();
    void sameForAnyNumberOfThreads();
    void takesWhatPays_data();
    void takesWhatPays();
    void cancels();
};

void WinogradTest::equalsTheSum_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("enlargement");
    QTest::newRow("one tile") << Shape{1, 16, 4, 4} << 16 << 1;
    QTest::newRow("one pixel") << Shape{1, 16, 1, 1} << 16 << 1;
    QTest::newRow("one row") << Shape{1, 16, 1, 37} << 16 << 1;
    QTest::newRow("one column") << Shape{1, 16, 37, 1} << 16 << 1;
    QTest::newRow("sides that are no tiles") << Shape{1, 48, 21, 35} << 32 << 1;
    QTest::newRow("batch") << Shape{3, 32, 13, 30} << 48 << 1;
    QTest::newRow("filters in parts") << Shape{1, 640, 9, 10} << 304 << 1;
    QTest::newRow("several blocks of tiles") << Shape{2, 16, 131, 67} << 16 << 1;
    QTest::newRow("enlarged") << Shape{1, 16, 10, 14} << 32 << 2;
    QTest::newRow("enlarged, sides that are no tiles") << Shape{2, 32, 7, 9} << 16 << 2;
    QTest::newRow("enlarged, one pixel") << Shape{1, 16, 1, 1} << 16 << 2;
}

void WinogradTest::equalsTheSum()
{
    QFETCH(Shape, shape);
    QFETCH(int, out);
    QFETCH(int, enlargement);
    const Convolution c = randomConvolution(shape, out);
    const at::Tensor enlarged = upsampleNearest(c.input, shape[2] * enlargement, shape[3] * enlargement);
    const at::Tensor expected =
        at::conv2d(enlarged.to(at::kDouble), c.weight.to(at::kDouble), c.bias.to(at::kDouble), {1, 1}, {1, 1});
    COMPARE_TENSORS(byWinograd(c, enlargement), expected, 3e-5);
}

void WinogradTest::roundsLikeTheSum()
{
    const Convolution c = randomConvolution({1, 128, 64, 64}, 128);
    const at::Tensor exact =
        at::conv2d(c.input.to(at::kDouble), c.weight.to(at::kDouble), c.bias.to(at::kDouble), {1, 1}, {1, 1});
    const auto error = [&](const at::Tensor& found) {
        return (found.to(at::kDouble) - exact).square().mean().sqrt().item<double>();
    };
    const at::Tensor plain = at::conv2d(c.input, c.weight, c.bias, {1, 1}, {1, 1});
    const double own = error(byWinograd(c, 1));
    QVERIFY2(own < 2 * error(plain), qPrintable(QString("%1 %2").arg(own).arg(error(plain))));
}

void WinogradTest::sameForAnyNumberOfThreads()
{
    const Convolution c = randomConvolution({2, 48, 45, 77}, 64);
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const at::Tensor alone = byWinograd(c, 1);
    at::set_num_threads(3);
    const at::Tensor shared = byWinograd(c, 1);
    at::set_num_threads(threads);
    QVERIFY(areSameBits(alone, shared));
}

void WinogradTest::takesWhatPays_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<Shape>("weight");
    QTest::addColumn<bool>("pays");
    QTest::newRow("usual") << Shape{1, 32, 64, 64} << Shape{64, 32, 3, 3} << true;
    QTest::newRow("a batch of small ones") << Shape{4, 32, 12, 12} << Shape{64, 32, 3, 3} << true;
    QTest::newRow("few pixels") << Shape{1, 32, 16, 16} << Shape{64, 32, 3, 3} << false;
    QTest::newRow("latents") << Shape{1, 9, 64, 64} << Shape{64, 9, 3, 3} << false;
    QTest::newRow("to colours") << Shape{1, 32, 64, 64} << Shape{3, 32, 3, 3} << false;
    QTest::newRow("1x1") << Shape{1, 32, 64, 64} << Shape{64, 32, 1, 1} << false;
}

void WinogradTest::takesWhatPays()
{
    QFETCH(Shape, shape);
    QFETCH(Shape, weight);
    QFETCH(bool, pays);
    const at::Tensor input = randomTensor(shape).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor filters = randomTensor(weight);
    QVERIFY(!winogradPays(input, filters)); // gradients are wanted
    const c10::InferenceMode inference;
    QCOMPARE(winogradPays(input, filters), pays);
    QVERIFY(!winogradPays(input.contiguous(), filters));
    QVERIFY(!winogradPays(input.to(at::kBFloat16), filters));
}

void WinogradTest::cancels()
{
    const Convolution c = randomConvolution({1, 1024, 512, 512}, 1024);
    const LateCancel late;
    QVERIFY(isCancelled([&] { return convolveByWinograd(c.input, c.weight, c.bias, 1, ForwardPass(late.token())); }));
    const qint64 answer = late.elapsed();
    QVERIFY2(answer >= 0 && answer < kAnswerTime, qPrintable(QString::number(answer)));
}

QTEST_APPLESS_MAIN(WinogradTest)
#include "winograd_test.moc"
