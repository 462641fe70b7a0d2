#include "core/nn/ops.h"
#include "core/nn/torch_compat.h"
#include "core/nn/winograd_gradients.h"
#include "tests/core/nn/tensor_checks.h"

#include <ATen/Parallel.h>

#include <QTest>

#include <vector>

using namespace dh;
using namespace dh::test;

namespace
{

using Shape = std::vector<std::int64_t>;

at::Tensor channelsLast(const at::Tensor& image)
{
    return image.contiguous(at::MemoryFormat::ChannelsLast);
}

} // namespace

Q_DECLARE_METATYPE(Shape)

class WinogradGradientsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gradientsEqualThoseOfTheSum_data();
    void gradientsEqualThoseOfTheSum();
    void onlyWhatIsWanted();
    void sameForAnyNumberOfThreads();
    void takesWhatPays();
    void layersTakeIt();
};

void WinogradGradientsTest::gradientsEqualThoseOfTheSum_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("out");
    QTest::newRow("one tile") << Shape{1, 16, 4, 4} << 16;
    QTest::newRow("one pixel") << Shape{1, 16, 1, 1} << 16;
    QTest::newRow("one row") << Shape{1, 16, 1, 37} << 32;
    QTest::newRow("sides that are no tiles") << Shape{1, 48, 21, 35} << 32;
    QTest::newRow("batch") << Shape{3, 32, 13, 30} << 48;
    QTest::newRow("several parts of tiles") << Shape{2, 192, 33, 61} << 176;
}

void WinogradGradientsTest::gradientsEqualThoseOfTheSum()
{
    QFETCH(Shape, shape);
    QFETCH(int, out);
    const double fan = 1.0 / std::sqrt(static_cast<double>(shape[1] * 9));
    const at::Tensor direction = randomTensor({shape[0], out, shape[2], shape[3]}, 1.0, 4);
    const auto gradients = [&](at::ScalarType type, const auto& convolve) {
        at::Tensor x = channelsLast(randomTensor(shape).to(type)).requires_grad_();
        at::Tensor w = randomTensor({out, shape[1], 3, 3}, fan, 2).to(type).requires_grad_();
        at::Tensor b = randomTensor({out}, 1.0, 3).to(type).requires_grad_();
        const at::Tensor y = convolve(x, w, b);
        (y * direction.to(type)).sum().backward();
        return std::vector<at::Tensor>{y.detach(), x.grad(), w.grad(), b.grad()};
    };
    const auto found =
        gradients(at::kFloat, [](const auto& x, const auto& w, const auto& b) { return trainByWinograd(x, w, b, {}); });
    const auto expected = gradients(at::kDouble, [](const auto& x, const auto& w, const auto& b) {
        return at::conv2d(x, w, b, {1, 1}, {1, 1});
    });
    for (std::size_t i = 0; i < found.size(); ++i)
        COMPARE_TENSORS(found[i] / expected[i].abs().max(), expected[i] / expected[i].abs().max(), 5e-6);
}

void WinogradGradientsTest::onlyWhatIsWanted()
{
    const at::Tensor x = channelsLast(randomTensor({1, 16, 9, 9}));
    at::Tensor w = randomTensor({16, 16, 3, 3}).requires_grad_();
    const at::Tensor b = randomTensor({16});
    trainByWinograd(x, w, b, {}).sum().backward();
    QVERIFY(w.grad().defined());
    QVERIFY(!x.grad().defined());
    QVERIFY(!b.grad().defined());
}

void WinogradGradientsTest::sameForAnyNumberOfThreads()
{
    const at::Tensor x = channelsLast(randomTensor({2, 48, 45, 77}));
    const at::Tensor gradient = channelsLast(randomTensor({2, 64, 45, 77}, 1.0, 2));
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const at::Tensor alone = winogradWeightGradient(x, gradient);
    at::set_num_threads(3);
    const at::Tensor shared = winogradWeightGradient(x, gradient);
    at::set_num_threads(threads);
    QVERIFY(at::equal(alone, shared));
}

void WinogradGradientsTest::takesWhatPays()
{
    const at::Tensor x = channelsLast(randomTensor({2, 32, 64, 64}));
    const at::Tensor w = randomTensor({64, 32, 3, 3}).requires_grad_();
    QVERIFY(winogradTrainingPays(x, w));
    QVERIFY(!winogradTrainingPays(x, w.detach()));
    QVERIFY(!winogradTrainingPays(x.contiguous(), w));
    QVERIFY(!winogradTrainingPays(x.narrow(1, 0, 9), w.narrow(1, 0, 9)));
    QVERIFY(!winogradTrainingPays(x, w.to(at::kHalf)));
    compat::setAutocast(at::kCPU, true, at::kBFloat16);
    const bool paysWhenNarrowed = winogradTrainingPays(x, w);
    compat::setAutocast(at::kCPU, false, at::kBFloat16);
    QVERIFY(!paysWhenNarrowed);
    const at::NoGradGuard noGradient;
    QVERIFY(!winogradTrainingPays(x, w));
}

void WinogradGradientsTest::layersTakeIt()
{
    Conv2d layer;
    layer.weight = randomTensor({32, 16, 3, 3}, 0.1).requires_grad_();
    layer.bias = randomTensor({32}, 1.0, 2).requires_grad_();
    layer.padding = 1;
    const at::Tensor x = channelsLast(randomTensor({1, 16, 40, 40}, 1.0, 3));
    const at::Tensor y = layer(x, {});
    QVERIFY(at::equal(y, trainByWinograd(x, layer.weight, layer.bias, {})));
    QVERIFY(y.requires_grad());
    QVERIFY(!layer(x.contiguous(), {}).equal(y)); // the direct sum rounds otherwise
}

QTEST_APPLESS_MAIN(WinogradGradientsTest)
#include "winograd_gradients_test.moc"
