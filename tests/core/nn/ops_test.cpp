#include "core/nn/ops.h"
#include "core/nn/torch_compat.h"
#include "tests/core/nn/tensor_checks.h"

#include <ATen/Parallel.h>

#include <QTest>

#include <functional>
#include <vector>

using namespace dh;
using namespace dh::test;

namespace
{

using Shape = std::vector<std::int64_t>;

Conv2d randomConvolution(std::int64_t in, std::int64_t out, int kernel, int stride, int padding)
{
    const double fan = 1.0 / std::sqrt(static_cast<double>(in * kernel * kernel));
    return {randomTensor({out, in, kernel, kernel}, fan, 2), randomTensor({out}, 1.0, 3), stride, padding};
}

at::Tensor channelsLast(const at::Tensor& image)
{
    return image.contiguous(at::MemoryFormat::ChannelsLast);
}

} // namespace

Q_DECLARE_METATYPE(Shape)

class OpsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownPathIsChosen();
    void loopsRunOnSeveralThreads();
    void linear_data();
    void linear();
    void convolution_data();
    void convolution();
    void bandedConvolution_data();
    void bandedConvolution();
    void upsampledConvolution_data();
    void upsampledConvolution();
    void groupNorm_data();
    void groupNorm();
    void groupNormFarFromZero();
    void groupNormOfNarrowValues_data();
    void groupNormOfNarrowValues();
    void layerNorm();
    void gegluOfOddWidths_data();
    void gegluOfOddWidths();
    void tokensAndBack_data();
    void tokensAndBack();
    void narrowWeights_data();
    void narrowWeights();
    void bandedProducts();
    void cancelsAConvolution();
    void cancelsALinearLayer();
};

void OpsTest::ownPathIsChosen()
{
    const at::Tensor x = at::zeros({1});
    const at::AutoGradMode gradients(true);
    QVERIFY(!usesOwnKernels(x));
    const c10::InferenceMode inference;
    QVERIFY(usesOwnKernels(x));
    QVERIFY(!usesOwnKernels(x.to(at::kDouble)));
    QVERIFY(!usesOwnKernels(x.to(at::kBFloat16)));
}

/// ATen's headers make plain loops of all parallel ones when a build forgets OpenMP.
void OpsTest::loopsRunOnSeveralThreads()
{
#ifdef __SANITIZE_THREAD__
    QSKIP("OpenMP is left out under the thread sanitizer");
#endif
    const int threads = at::get_num_threads();
    at::set_num_threads(2);
    std::vector<int> workers(2, -1);
    at::parallel_for(0, 2, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            workers[static_cast<std::size_t>(i)] = at::get_thread_num();
    });
    at::set_num_threads(threads);
    QCOMPARE(workers, (std::vector<int>{0, 1}));
}

void OpsTest::linear_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("out");
    QTest::addColumn<bool>("hasBias");
    QTest::newRow("one number") << Shape{1, 1} << 1 << true;
    QTest::newRow("vector") << Shape{1, 320} << 1280 << true;
    QTest::newRow("tokens") << Shape{2, 77, 33} << 65 << true;
    QTest::newRow("without bias") << Shape{2, 129, 40} << 17 << false;
    QTest::newRow("four dimensions") << Shape{2, 3, 5, 7} << 11 << true;
}

void OpsTest::linear()
{
    QFETCH(Shape, shape);
    QFETCH(int, out);
    QFETCH(bool, hasBias);
    const std::int64_t in = shape.back();
    const Linear layer{randomTensor({out, in}, 1.0 / std::sqrt(static_cast<double>(in)), 2),
                       hasBias ? randomTensor({out}, 1.0, 3) : at::Tensor()};
    const at::Tensor x = randomTensor(shape);
    const auto run = [&] { return layer(x); };
    COMPARE_TENSORS(onOwnPath(run), onAtenPath(run), 1e-5);
    if (shape.size() == 3) {
        Shape turned{shape[1], shape[0], shape[2]};
        const at::Tensor strided = randomTensor(turned).transpose(0, 1);
        const auto runStrided = [&] { return layer(strided); };
        COMPARE_TENSORS(onOwnPath(runStrided), onAtenPath(runStrided), 1e-5);
    }
}

void OpsTest::convolution_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("padding");
    QTest::newRow("3x3") << Shape{1, 4, 16, 16} << 8 << 3 << 1 << 1;
    QTest::newRow("one pixel") << Shape{1, 3, 1, 1} << 5 << 3 << 1 << 1;
    QTest::newRow("batch, odd sizes") << Shape{3, 7, 13, 29} << 9 << 3 << 1 << 1;
    QTest::newRow("stride 2") << Shape{2, 5, 17, 12} << 6 << 3 << 2 << 1;
    QTest::newRow("stride 2 without padding") << Shape{2, 5, 17, 13} << 6 << 3 << 2 << 0;
    QTest::newRow("1x1") << Shape{2, 9, 7, 5} << 4 << 1 << 1 << 0;
    QTest::newRow("1x1, one pixel") << Shape{1, 320, 1, 1} << 640 << 1 << 1 << 0;
    QTest::newRow("1x1, stride 2") << Shape{2, 9, 7, 5} << 4 << 1 << 2 << 0;
}

void OpsTest::convolution()
{
    QFETCH(Shape, shape);
    QFETCH(int, out);
    QFETCH(int, kernel);
    QFETCH(int, stride);
    QFETCH(int, padding);
    const Conv2d layer = randomConvolution(shape[1], out, kernel, stride, padding);
    const at::Tensor x = randomTensor(shape);
    const auto run = [&] { return layer(x, ForwardPass()); };
    COMPARE_TENSORS(onOwnPath(run), onAtenPath(run), 1e-5);
    const at::Tensor strided = x.transpose(2, 3);
    const auto runStrided = [&] { return layer(strided, ForwardPass()); };
    COMPARE_TENSORS(onOwnPath(runStrided), onAtenPath(runStrided), 1e-5);
    const auto runChannelsLast = [&] { return layer(channelsLast(x), ForwardPass()); };
    COMPARE_TENSORS(onOwnPath(runChannelsLast), onAtenPath(run), 1e-5);
    QVERIFY(onOwnPath(runChannelsLast).is_contiguous(at::MemoryFormat::ChannelsLast));
}

void OpsTest::bandedConvolution_data()
{
    // Each takes more operations than two bands; heights that no number of bands divides, channels that Winograd's form
    // doesn't take.
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("padding");
    QTest::newRow("3x3") << Shape{1, 520, 131, 127} << 520 << 3 << 1 << 1;
    QTest::newRow("batch") << Shape{3, 520, 67, 75} << 520 << 3 << 1 << 1;
    QTest::newRow("without padding") << Shape{1, 512, 131, 127} << 512 << 3 << 1 << 0;
    QTest::newRow("stride 2") << Shape{1, 512, 235, 237} << 512 << 3 << 2 << 1;
    QTest::newRow("stride 2 without padding") << Shape{1, 512, 235, 236} << 512 << 3 << 2 << 0;
    QTest::newRow("1x1, stride 2") << Shape{1, 2048, 173, 175} << 2048 << 1 << 2 << 0;
    QTest::newRow("fewer rows than bands") << Shape{1, 1016, 2, 3003} << 1016 << 3 << 1 << 1;
}

void OpsTest::bandedConvolution()
{
    QFETCH(Shape, shape);
    QFETCH(int, out);
    QFETCH(int, kernel);
    QFETCH(int, stride);
    QFETCH(int, padding);
    // Small whole numbers: every order of adding gives the same sums, whatever the instruction set.
    Conv2d layer = randomConvolution(shape[1], out, kernel, stride, padding);
    for (at::Tensor* values : {&layer.weight, &layer.bias})
        *values = randomTensor(values->sizes(), 2.0, 2).round_().clamp_(-4.0, 4.0);
    const at::Tensor x = randomTensor(shape, 2.0).round_().clamp_(-4.0, 4.0);
    const c10::InferenceMode inference;
    const at::Tensor whole = at::conv2d(x, layer.weight, layer.bias, {stride, stride}, {padding, padding});
    COMPARE_TENSORS(layer(x, ForwardPass()), whole, 0.0);
    COMPARE_TENSORS(layer(channelsLast(x), ForwardPass()), whole, 0.0);
    // It is indeed cut: a single call would not look at the token.
    CancelSource cancelled;
    cancelled.cancel();
    QVERIFY(isCancelled([&] { return layer(x, ForwardPass(cancelled.token())); }));
}

void OpsTest::upsampledConvolution_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("out");
    QTest::newRow("small") << Shape{1, 4, 3, 5} << 8;
    QTest::newRow("one row") << Shape{1, 3, 1, 6} << 5;
    QTest::newRow("one pixel") << Shape{1, 3, 1, 1} << 5;
    QTest::newRow("batch, odd sizes") << Shape{3, 7, 13, 29} << 9;
    QTest::newRow("larger") << Shape{2, 8, 90, 130} << 24;
    QTest::newRow("in Winograd's form") << Shape{2, 16, 90, 130} << 32;
}

void OpsTest::upsampledConvolution()
{
    QFETCH(Shape, shape);
    QFETCH(int, out);
    const Conv2d convolution = randomConvolution(shape[1], out, 3, 1, 1);
    const at::Tensor x = randomTensor(shape);
    const auto plain = [&] { return convolution(upsampleNearest(x, 2 * shape[2], 2 * shape[3]), {}); };
    const at::Tensor expected = onAtenPath(plain);
    COMPARE_TENSORS(onOwnPath([&] { return upsampleTwiceAndConvolve(convolution, channelsLast(x), {}); }), expected,
                    1e-5);
    COMPARE_TENSORS(onOwnPath([&] { return upsampleTwiceAndConvolve(convolution, x, {}); }), expected, 1e-5);
    COMPARE_TENSORS(onAtenPath([&] { return upsampleTwiceAndConvolve(convolution, x, {}); }), expected, 0.0);
}

void OpsTest::groupNorm_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("groups");
    QTest::newRow("usual") << Shape{1, 64, 16, 16} << 32;
    QTest::newRow("batch, odd sizes") << Shape{3, 24, 7, 13} << 8;
    QTest::newRow("one group") << Shape{2, 5, 3, 3} << 1;
    QTest::newRow("a group a channel") << Shape{2, 6, 5, 9} << 6;
    QTest::newRow("one pixel") << Shape{1, 8, 1, 1} << 4;
    QTest::newRow("one value a group") << Shape{2, 4, 1, 1} << 4;
    QTest::newRow("long planes") << Shape{1, 2, 301, 203} << 1;
    QTest::newRow("many channels and pixels") << Shape{2, 96, 91, 67} << 32;
}

void OpsTest::groupNorm()
{
    QFETCH(Shape, shape);
    QFETCH(int, groups);
    const GroupNorm layer{randomTensor({shape[1]}, 1.0, 2), randomTensor({shape[1]}, 1.0, 3), groups, 1e-5};
    const at::Tensor x = randomTensor(shape, 2.0) + 0.7;
    const at::Tensor strided = randomTensor({shape[0], shape[1], shape[3], shape[2]}).transpose(2, 3);
    for (const at::Tensor& input : {x, strided, channelsLast(x)}) {
        for (const bool silu : {false, true}) {
            const auto run = [&] { return layer(input, silu); };
            COMPARE_TENSORS(onOwnPath(run), onAtenPath(run), 2e-5);
        }
    }
}

void OpsTest::groupNormFarFromZero()
{
    const GroupNorm layer{at::ones({4}), at::zeros({4}), 2, 1e-6};
    const at::Tensor x = randomTensor({1, 4, 64, 64}) + 3000.0;
    const at::Tensor grouped = x.to(at::kDouble).reshape({2, -1});
    const at::Tensor mean = grouped.mean(1, true);
    const at::Tensor exact = (grouped - mean) / ((grouped - mean).pow(2).mean(1, true) + 1e-6).sqrt();
    for (const at::Tensor& input : {x, channelsLast(x)}) {
        const at::Tensor actual = onOwnPath([&] { return layer(input, false); });
        // The offset is held in float32 as well: half an ulp of 3000.
        COMPARE_TENSORS(actual.reshape({2, -1}), exact, 5e-4);
    }
}

void OpsTest::groupNormOfNarrowValues_data()
{
    QTest::addColumn<bool>("channelsLast");
    QTest::newRow("planes") << false;
    QTest::newRow("channels last") << true;
}

/// Sums of thousands of values must not be held in bfloat16.
void OpsTest::groupNormOfNarrowValues()
{
    QFETCH(bool, channelsLast);
    const GroupNorm layer{at::ones({32}), at::zeros({32}), 8, 1e-6};
    const at::Tensor x = (randomTensor({2, 32, 64, 64}, 2.0) + 3.0)
                             .to(at::kBFloat16)
                             .contiguous(channelsLast ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
    const at::Tensor grouped = x.to(at::kDouble).contiguous().reshape({2, 8, -1});
    const at::Tensor mean = grouped.mean(-1, true);
    const at::Tensor exact = (grouped - mean) / ((grouped - mean).pow(2).mean(-1, true) + 1e-6).sqrt();
    const at::Tensor actual = layer(x, false);
    QCOMPARE(actual.scalar_type(), at::kBFloat16);
    // Half an ulp of a bfloat16 value up to 8.
    COMPARE_TENSORS(actual.to(at::kFloat).contiguous().reshape({2, 8, -1}), exact, 0.02);
}

void OpsTest::layerNorm()
{
    const LayerNorm layer{randomTensor({33}, 1.0, 2), randomTensor({33}, 1.0, 3), 1e-5};
    const at::Tensor x = randomTensor({2, 7, 33}, 3.0) + 1.0;
    const at::Tensor wide = x.to(at::kDouble);
    const at::Tensor centred = wide - wide.mean(-1, true);
    const at::Tensor exact = centred / (centred.pow(2).mean(-1, true) + 1e-5).sqrt() * layer.weight + layer.bias;
    COMPARE_TENSORS(onOwnPath([&] { return layer(x); }), exact, 1e-5);
}

void OpsTest::gegluOfOddWidths_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::newRow("one") << Shape{1, 1, 2};
    QTest::newRow("odd half") << Shape{2, 77, 2 * 37};
    QTest::newRow("many rows") << Shape{1, 4096, 2 * 64};
    QTest::newRow("wide") << Shape{3, 5, 2 * 5120};
}

void OpsTest::gegluOfOddWidths()
{
    QFETCH(Shape, shape);
    const at::Tensor x = randomTensor(shape, 3.0);
    const auto run = [&] { return geglu(x); };
    COMPARE_TENSORS(onOwnPath(run), onAtenPath(run), 1e-5);
}

void OpsTest::tokensAndBack_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("asConvolution");
    QTest::newRow("usual") << Shape{1, 32, 8, 8} << 32 << true;
    QTest::newRow("linear weights") << Shape{1, 32, 8, 8} << 32 << false;
    QTest::newRow("batch, odd sizes") << Shape{3, 7, 5, 9} << 11 << true;
    QTest::newRow("one pixel") << Shape{2, 5, 1, 1} << 3 << false;
}

void OpsTest::tokensAndBack()
{
    QFETCH(Shape, shape);
    QFETCH(int, width);
    QFETCH(bool, asConvolution);
    const auto matrix = [&](std::int64_t out, std::int64_t in, std::uint64_t seed) {
        const at::Tensor weight = randomTensor({out, in}, 0.3, seed);
        return asConvolution ? weight.view({out, in, 1, 1}) : weight;
    };
    const std::int64_t channels = shape[1];
    const at::Tensor image = randomTensor(shape);
    const at::Tensor in = matrix(width, channels, 2);
    const at::Tensor inBias = randomTensor({width}, 1.0, 3);
    const auto toTokens = [&] { return projectToTokens(image, in, inBias); };
    const at::Tensor tokens = onAtenPath(toTokens);
    const at::Tensor asProduct = at::conv2d(image, in.reshape({width, channels, 1, 1}), inBias);
    COMPARE_TENSORS(tokens, asProduct.flatten(2).transpose(1, 2), 1e-5);
    COMPARE_TENSORS(onOwnPath(toTokens), tokens, 1e-5);
    const at::Tensor turned = channelsLast(image);
    COMPARE_TENSORS(onOwnPath([&] { return projectToTokens(turned, in, inBias); }), tokens, 1e-5);

    const at::Tensor back = matrix(channels, width, 4);
    const at::Tensor backBias = randomTensor({channels}, 1.0, 5);
    const auto fromTokens = [&] { return projectFromTokens(tokens, back, backBias, image); };
    const at::Tensor restored = at::conv2d(asProduct, back.reshape({channels, width, 1, 1}), backBias) + image;
    COMPARE_TENSORS(onAtenPath(fromTokens), restored, 1e-5);
    COMPARE_TENSORS(onOwnPath(fromTokens), restored, 1e-5);
    COMPARE_TENSORS(onOwnPath([&] { return projectFromTokens(tokens, back, backBias, turned); }), restored, 1e-5);
}

void OpsTest::narrowWeights_data()
{
    QTest::addColumn<int>("type");
    QTest::newRow("bfloat16") << static_cast<int>(at::kBFloat16);
    QTest::newRow("float16") << static_cast<int>(at::kHalf);
}

void OpsTest::narrowWeights()
{
    QFETCH(int, type);
    const auto narrow = static_cast<at::ScalarType>(type);
    const auto held = [&](const at::Tensor& t) { return t.to(narrow); };
    const auto widened = [&](const at::Tensor& t) { return t.to(narrow).to(at::kFloat); };
    const at::Tensor matrix = randomTensor({6, 6}, 0.5, 2);
    const at::Tensor kernel = randomTensor({6, 6, 3, 3}, 0.2, 3);
    const at::Tensor bias = randomTensor({6}, 1.0, 4);
    const at::Tensor image = randomTensor({2, 6, 9, 7});
    const at::Tensor tokens = randomTensor({2, 63, 6});
    const ForwardPass pass;
    const auto results = [&](const auto& as) {
        return std::vector<at::Tensor>{
            Linear{as(matrix), as(bias)}(tokens),
            Conv2d{as(kernel), as(bias), 1, 1}(image, pass),
            Conv2d{as(matrix.view({6, 6, 1, 1})), as(bias), 1, 0}(image, pass),
            GroupNorm{as(bias), as(bias), 3, 1e-5}(image, true),
            LayerNorm{as(bias), as(bias), 1e-5}(tokens),
            projectToTokens(image, as(matrix), as(bias)),
            projectFromTokens(tokens, as(matrix), as(bias), image),
        };
    };
    const c10::InferenceMode inference;
    const std::vector<at::Tensor> actual = results(held);
    const std::vector<at::Tensor> expected = results(widened);
    for (std::size_t i = 0; i < actual.size(); ++i) {
        QCOMPARE(actual[i].scalar_type(), at::kFloat);
        COMPARE_TENSORS(actual[i], expected[i], 1e-6);
    }
}

void OpsTest::bandedProducts()
{
    // More operations than two bands, and rows that no band divides.
    constexpr std::int64_t kChannels = 1024;
    // As in bandedConvolution().
    const auto wholeNumbers = [](at::IntArrayRef shape, std::uint64_t seed) {
        return randomTensor(shape, 2.0, seed).round_().clamp_(-4.0, 4.0);
    };
    const at::Tensor image = channelsLast(wholeNumbers({2, kChannels, 150, 101}, 1));
    const at::Tensor weight = wholeNumbers({kChannels, kChannels}, 2);
    const at::Tensor kernel = weight.view({kChannels, kChannels, 1, 1});
    const at::Tensor bias = wholeNumbers({kChannels}, 3);
    const auto asTokens = [](const at::Tensor& picture) { return picture.flatten(2).transpose(1, 2); };
    const at::Tensor tokens = asTokens(image);
    const std::vector<std::function<at::Tensor(const ForwardPass&)>> products{
        [&](const ForwardPass& pass) {
            return Linear{weight, bias}(tokens, pass);
        },
        [&](const ForwardPass& pass) {
            return asTokens(Conv2d{kernel, bias, 1, 0}(image, pass));
        },
        [&](const ForwardPass& pass) { return projectToTokens(image, weight, bias, pass); },
        [&](const ForwardPass& pass) { return asTokens(projectFromTokens(tokens, weight, bias, image, pass) - image); },
    };
    const c10::InferenceMode inference;
    const at::Tensor whole = asTokens(at::conv2d(image, kernel, bias));
    CancelSource cancelled;
    cancelled.cancel();
    for (const auto& product : products) {
        COMPARE_TENSORS(product(ForwardPass()), whole, 0.0);
        if (compat::usesDnnlProducts())
            QVERIFY(isCancelled([&] { return product(ForwardPass(cancelled.token())); }));
    }
}

void OpsTest::cancelsAConvolution()
{
    const Conv2d layer = randomConvolution(1024, 1024, 3, 1, 1);
    const at::Tensor x = at::ones({1, 1024, 256, 256});
    const LateCancel late;
    QVERIFY(isCancelled([&] { return layer(x, ForwardPass(late.token())); }));
    const qint64 answer = late.elapsed();
    QVERIFY2(answer >= 0 && answer < kAnswerTime, qPrintable(QString::number(answer)));
}

/// The wide layer of a transformer at 4096 px.
void OpsTest::cancelsALinearLayer()
{
    if (!compat::usesDnnlProducts())
        QSKIP("LibTorch's own products are done at once");
    const Linear layer{at::ones({4096, 1024}), at::Tensor()};
    const at::Tensor x = at::ones({65536, 1024});
    const LateCancel late;
    QVERIFY(isCancelled([&] { return layer(x, ForwardPass(late.token())); }));
    const qint64 answer = late.elapsed();
    QVERIFY2(answer >= 0 && answer < kAnswerTime, qPrintable(QString::number(answer)));
}

QTEST_APPLESS_MAIN(OpsTest)
#include "ops_test.moc"
