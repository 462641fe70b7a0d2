#include "core/nn/ops.h"

#include "core/base/error.h"
#include "core/nn/kernels.h"
#include "core/nn/tensor_layout.h"
#include "core/nn/torch_compat.h"
#include "core/nn/winograd.h"
#include "core/nn/winograd_gradients.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <vector>

#ifdef DH_HAVE_DNNL
#include <dnnl.h>
#endif

namespace dh
{

namespace
{

/// Floating-point operations after which a layer looks at the cancel token: a tenth of a second on two cores.
constexpr double kOperationsPerBand = 3e10;
/// Of a product's band. With fewer, oneDNN may add up in another order than over all rows at once.
constexpr std::int64_t kLeastRowsPerThread = 2048;
constexpr std::int64_t kRowStep = 192; // a multiple of what oneDNN's kernels take at once

bool usesOwnProducts(const at::Tensor& tensor)
{
    return compat::usesDnnlProducts() && usesOwnKernels(tensor);
}

void fillRows(float* target, std::int64_t rows, std::int64_t columns, const float* row)
{
    constexpr std::int64_t kGrain = 1 << 15;
    at::parallel_for(0, rows, std::max<std::int64_t>(1, kGrain / columns), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            std::copy_n(row, columns, target + i * columns);
    });
}

/// target [rows, out] becomes beta times itself plus tokens [rows, in] times weight [out, in], transposed.
void multiplyRows(const float* tokens, std::int64_t rows, const at::Tensor& weight, float beta, float* target,
                  const ForwardPass& pass)
{
    const std::int64_t out = weight.size(0);
    const std::int64_t in = weight.size(1);
    const auto leastRows =
        std::max(static_cast<std::int64_t>(kOperationsPerBand / (2.0 * static_cast<double>(in * out))),
                 kLeastRowsPerThread * at::get_num_threads());
    const std::int64_t bands = std::max<std::int64_t>(1, rows / leastRows);
    const std::int64_t steps = bands * kRowStep;
    const std::int64_t rowsPerBand = (rows + steps - 1) / steps * kRowStep;
    for (std::int64_t first = 0; first < rows; first += rowsPerBand) {
        pass.cancel().throwIfCancelled();
        const std::int64_t count = std::min(rowsPerBand, rows - first);
        gemm(false, true, count, out, in, 1.0F, tokens + first * in, in, weight.data_ptr<float>(), in, beta,
             target + first * out, out);
    }
}

/// tokens [rows, in] times weight [out, in], transposed, plus bias.
void projectRows(const float* tokens, std::int64_t rows, const at::Tensor& weight, const at::Tensor& bias,
                 float* target, const ForwardPass& pass)
{
    if (bias.defined())
        fillRows(target, rows, weight.size(0), bias.data_ptr<float>());
    multiplyRows(tokens, rows, weight, bias.defined() ? 1.0F : 0.0F, target, pass);
}

/// A 1x1 convolution is one product per picture: weight [out, in] times pixels [in, height * width].
at::Tensor pointwise(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, const ForwardPass& pass)
{
    if (hasChannelsLast(input)) {
        at::Tensor y =
            at::empty({input.size(0), weight.size(0), input.size(2), input.size(3)}, optionsWithLayoutOf(input));
        projectRows(input.data_ptr<float>(), input.numel() / input.size(1), weight, bias, y.data_ptr<float>(), pass);
        return y;
    }
    const at::Tensor x = input.contiguous();
    const std::int64_t batch = x.size(0);
    const std::int64_t in = x.size(1);
    const std::int64_t pixels = x.size(2) * x.size(3);
    const std::int64_t out = weight.size(0);
    at::Tensor y = at::empty({batch, out, x.size(2), x.size(3)}, x.options());
    for (std::int64_t b = 0; b < batch; ++b) {
        auto* target = y.data_ptr<float>() + b * out * pixels;
        if (bias.defined()) {
            const auto* values = bias.data_ptr<float>();
            at::parallel_for(0, out, 1, [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t c = begin; c < end; ++c)
                    std::fill_n(target + c * pixels, pixels, values[c]);
            });
        }
        gemm(false, false, out, pixels, in, 1.0F, weight.data_ptr<float>(), in, x.data_ptr<float>() + b * in * pixels,
             pixels, bias.defined() ? 1.0F : 0.0F, target, pixels);
    }
    return y;
}

/// The convolution over output rows [begin, end); rows of padding are made explicit where there are any.
at::Tensor convolveBand(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, int stride,
                        int padding, std::int64_t begin, std::int64_t end)
{
    const std::int64_t kernel = weight.size(2);
    const std::int64_t first = begin * stride - padding;
    const std::int64_t last = (end - 1) * stride - padding + kernel;
    const std::int64_t top = std::max<std::int64_t>(0, -first);
    const std::int64_t bottom = std::max<std::int64_t>(0, last - input.size(2));
    const std::int64_t start = std::max<std::int64_t>(0, first);
    at::Tensor rows = input.narrow(2, start, std::min(last, input.size(2)) - start);
    if (top + bottom > 0)
        rows = at::constant_pad_nd(rows, {0, 0, top, bottom}, 0);
    const std::array<std::int64_t, 2> strides{stride, stride};
    const std::array<std::int64_t, 2> paddings{0, padding};
    return at::conv2d(rows, weight, bias, strides, paddings);
}

} // namespace

void gemm(bool transposeA, bool transposeB, std::int64_t m, std::int64_t n, std::int64_t k, float alpha, const float* a,
          std::int64_t lda, const float* b, std::int64_t ldb, float beta, float* c, std::int64_t ldc)
{
#ifdef DH_HAVE_DNNL
    const dnnl_status_t status =
        dnnl_sgemm(transposeA ? 'T' : 'N', transposeB ? 'T' : 'N', m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    if (status == dnnl_out_of_memory)
        throw std::bad_alloc(); // as Torch's allocator says it, so that whoever can do with less tries again
    if (status != dnnl_success)
        throw Error(ErrorCode::Internal, "", "oneDNN refused a matrix product");
#else
    const auto view = [](const float* data, bool transpose, std::int64_t rows, std::int64_t columns,
                         std::int64_t stride) {
        auto* values = const_cast<float*>(data);
        return transpose ? at::from_blob(values, {columns, rows}, {stride, 1}).t()
                         : at::from_blob(values, {rows, columns}, {stride, 1});
    };
    at::Tensor target = at::from_blob(c, {m, n}, {ldc, 1});
    const at::Tensor product = at::mm(view(a, transposeA, m, k, lda), view(b, transposeB, k, n, ldb)).mul_(alpha);
    target.copy_(beta == 0.0F ? product : product + target * beta);
#endif
}

Linear Linear::take(ParameterSource& source, const std::string& key, std::int64_t in, std::int64_t out, bool hasBias)
{
    Linear layer;
    layer.weight = source.take(key + ".weight", {out, in});
    if (hasBias)
        layer.bias = source.take(key + ".bias", {out});
    return layer;
}

at::Tensor Linear::operator()(const at::Tensor& input, const ForwardPass& pass) const
{
    const at::Tensor w = widened(weight, input);
    const at::Tensor b = widened(bias, input);
    if (!usesOwnProducts(input))
        return at::linear(input, w, b);
    const at::Tensor x = input.contiguous();
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = w.size(0);
    at::Tensor y = at::empty(shape, x.options());
    projectRows(x.data_ptr<float>(), x.numel() / w.size(1), w, b, y.data_ptr<float>(), pass);
    return y;
}

Conv2d Conv2d::take(ParameterSource& source, const std::string& key, std::int64_t in, std::int64_t out, int kernel,
                    int stride, int padding)
{
    Conv2d layer;
    layer.weight = source.take(key + ".weight", {out, in, kernel, kernel});
    layer.bias = source.take(key + ".bias", {out});
    layer.stride = stride;
    layer.padding = padding < 0 ? kernel / 2 : padding;
    return layer;
}

at::Tensor Conv2d::operator()(const at::Tensor& input, const ForwardPass& pass) const
{
    const at::Tensor w = widened(weight, input);
    const at::Tensor b = widened(bias, input);
    const std::int64_t kernel = w.size(2);
    if (kernel == 1 && stride == 1 && padding == 0 && usesOwnProducts(input))
        return pointwise(input, w, b, pass);
    if (stride == 1 && padding == 1 && winogradPays(input, w))
        return convolveByWinograd(input, w.contiguous(), b, 1, pass);
    if (stride == 1 && padding == 1 && winogradTrainingPays(input, w))
        return trainByWinograd(input, w, b, pass);

    const std::int64_t height = (input.size(2) + 2 * padding - kernel) / stride + 1;
    const std::int64_t width = (input.size(3) + 2 * padding - kernel) / stride + 1;
    const double operations =
        2.0 * static_cast<double>(w.numel()) * static_cast<double>(height * width * input.size(0));
    if (!usesOwnKernels(input) || operations < 2 * kOperationsPerBand || height < 2)
        return at::conv2d(input, w, b, {stride, stride}, {padding, padding});

    // One call on a whole picture of a megapixel would take seconds that can't be cancelled, and would hold reordered
    // copies of its input and output.
    const auto bands = static_cast<std::int64_t>(std::ceil(operations / kOperationsPerBand));
    const std::int64_t rowsPerBand = std::max<std::int64_t>(1, (height + bands - 1) / bands);
    at::Tensor output = at::empty({input.size(0), w.size(0), height, width}, optionsWithLayoutOf(input));
    for (std::int64_t begin = 0; begin < height; begin += rowsPerBand) {
        pass.cancel().throwIfCancelled();
        const std::int64_t end = std::min(height, begin + rowsPerBand);
        output.narrow(2, begin, end - begin).copy_(convolveBand(input, w, b, stride, padding, begin, end));
    }
    return output;
}

at::Tensor projectToTokens(const at::Tensor& image, const at::Tensor& weight, const at::Tensor& bias,
                           const ForwardPass& pass)
{
    const at::Tensor matrix = widened(weight, image).reshape({weight.size(0), weight.size(1)});
    const at::Tensor b = widened(bias, image);
    const std::int64_t pixels = image.size(2) * image.size(3);
    if (!usesOwnProducts(image))
        return at::linear(image.flatten(2).transpose(1, 2), matrix, b);
    const std::int64_t in = image.size(1);
    const std::int64_t out = matrix.size(0);
    at::Tensor tokens = at::empty({image.size(0), pixels, out}, image.options());
    if (hasChannelsLast(image)) {
        projectRows(image.data_ptr<float>(), image.size(0) * pixels, matrix, b, tokens.data_ptr<float>(), pass);
        return tokens;
    }
    const at::Tensor x = image.contiguous();
    fillRows(tokens.data_ptr<float>(), x.size(0) * pixels, out, b.data_ptr<float>());
    for (std::int64_t i = 0; i < x.size(0); ++i)
        gemm(true, true, pixels, out, in, 1.0F, x.data_ptr<float>() + i * in * pixels, pixels, matrix.data_ptr<float>(),
             in, 1.0F, tokens.data_ptr<float>() + i * pixels * out, out);
    return tokens;
}

at::Tensor projectFromTokens(const at::Tensor& tokens, const at::Tensor& weight, const at::Tensor& bias,
                             const at::Tensor& residual, const ForwardPass& pass)
{
    const at::Tensor matrix = widened(weight, tokens).reshape({weight.size(0), weight.size(1)});
    const at::Tensor b = widened(bias, tokens);
    if (!usesOwnProducts(tokens)) {
        const at::Tensor projected = at::linear(tokens, matrix, b).transpose(1, 2);
        return projected.reshape(residual.sizes()) + residual;
    }
    const at::Tensor x = tokens.contiguous();
    const std::int64_t out = matrix.size(0);
    const std::int64_t in = matrix.size(1);
    const std::int64_t pixels = x.size(1);
    at::Tensor image = residual + b.view({1, out, 1, 1});
    if (hasChannelsLast(image)) {
        multiplyRows(x.data_ptr<float>(), x.size(0) * pixels, matrix, 1.0F, image.data_ptr<float>(), pass);
        return image;
    }
    image = image.contiguous();
    for (std::int64_t i = 0; i < x.size(0); ++i)
        gemm(false, true, out, pixels, in, 1.0F, matrix.data_ptr<float>(), in, x.data_ptr<float>() + i * pixels * in,
             in, 1.0F, image.data_ptr<float>() + i * out * pixels, pixels);
    return image;
}

at::Tensor geglu(const at::Tensor& input)
{
    const std::int64_t half = input.size(-1) / 2;
    if (!usesOwnKernels(input))
        return input.narrow(-1, 0, half) * at::gelu(input.narrow(-1, half, half));
    const at::Tensor x = input.contiguous();
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = half;
    at::Tensor y = at::empty(shape, x.options());
    const auto* in = x.data_ptr<float>();
    auto* out = y.data_ptr<float>();
    constexpr std::int64_t kGrain = 1 << 14;
    at::parallel_for(
        0, x.numel() / (2 * half), std::max<std::int64_t>(1, kGrain / half), [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row)
                kernels::table().geglu(in + row * 2 * half, in + row * 2 * half + half, out + row * half, half);
        });
    return y;
}

at::Tensor upsampleNearest(const at::Tensor& input, std::int64_t height, std::int64_t width)
{
    return at::upsample_nearest2d(input, {height, width});
}

at::Tensor upsampleTwiceAndConvolve(const Conv2d& conv, const at::Tensor& input, const ForwardPass& pass)
{
    if (conv.stride == 1 && conv.padding == 1 && winogradPays(input, conv.weight, 2))
        return convolveByWinograd(input, widened(conv.weight, input).contiguous(), widened(conv.bias, input), 2, pass);
    return conv(upsampleNearest(input, 2 * input.size(2), 2 * input.size(3)), pass);
}

} // namespace dh
