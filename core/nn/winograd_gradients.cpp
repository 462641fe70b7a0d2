#include "core/nn/winograd_gradients.h"

#include "core/nn/kernels.h"
#include "core/nn/tensor_layout.h"
#include "core/nn/torch_compat.h"
#include "core/nn/winograd.h"
#include "core/nn/winograd_tiles.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace dh
{

using namespace winograd;

namespace
{

/// Tiles whose values and gradients at all points are held at a time: 8 MiB.
std::int64_t tilesAtOnce(std::int64_t in, std::int64_t out)
{
    constexpr std::int64_t kValues = 2 << 20;
    return std::max<std::int64_t>(16, kValues / (kPoints * (in + out)));
}

/// The same convolution of the output's gradient: filters turned by 180 degrees, inputs and outputs exchanged.
at::Tensor inputGradient(const at::Tensor& outputGradient, const at::Tensor& weight)
{
    const at::Tensor turned = weight.flip({2, 3}).transpose(0, 1).contiguous();
    return convolveByWinograd(outputGradient, turned, at::zeros({weight.size(1)}, weight.options()), 1, {});
}

class WinogradConvolution : public torch::autograd::Function<WinogradConvolution>
{
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const at::Tensor& bias, const ForwardPass& pass)
    {
        context->save_for_backward({input, weight});
        return convolveByWinograd(input, weight.contiguous(), bias, 1, pass);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients)
    {
        const at::NoGradGuard noGrad;
        const torch::autograd::variable_list saved = context->get_saved_variables();
        const at::Tensor gradient = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor ofInput;
        at::Tensor ofWeight;
        at::Tensor ofBias;
        if (context->needs_input_grad(0))
            ofInput = inputGradient(gradient, saved[1]);
        if (context->needs_input_grad(1))
            ofWeight = winogradWeightGradient(saved[0], gradient);
        if (context->needs_input_grad(2))
            ofBias = gradient.sum({0, 2, 3});
        return {ofInput, ofWeight, ofBias, at::Tensor()};
    }
};

} // namespace

bool winogradTrainingPays(const at::Tensor& input, const at::Tensor& weight)
{
    const bool isRecorded = at::GradMode::is_enabled() && (input.requires_grad() || weight.requires_grad());
    if (!isRecorded || compat::isAutocasting(at::kCPU) || weight.scalar_type() != at::kFloat)
        return false;
    const at::NoGradGuard asWithout;
    return winogradPays(input, weight);
}

at::Tensor trainByWinograd(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias,
                           const ForwardPass& pass)
{
    return WinogradConvolution::apply(input, weight, bias, pass);
}

at::Tensor winogradWeightGradient(const at::Tensor& input, const at::Tensor& outputGradient)
{
    const kernels::Table& k = kernels::table();
    const std::int64_t in = input.size(1);
    const std::int64_t out = outputGradient.size(1);
    const std::int64_t outBlocks = out / kChannelBlock;
    const TileGrid grid{input.size(0), input.size(2), input.size(3)};
    const TileReader inputs(input);
    const TileReader outputs(outputGradient);
    const std::int64_t most = std::min(tilesAtOnce(in, out), grid.count());
    const std::int64_t valueStride = most * in + kPadding;
    const std::int64_t gradientStride = most * out + kPadding;
    const std::int64_t sumStride = in * out + kPadding;
    const at::Tensor memory = at::empty({kPoints * (valueStride + gradientStride)}, input.options());
    const at::Tensor sums = at::zeros({kPoints * sumStride}, input.options());
    auto* values = memory.data_ptr<float>();
    float* gradients = values + kPoints * valueStride;
    auto* sum = sums.data_ptr<float>();

    for (std::int64_t first = 0; first < grid.count(); first += most) {
        const std::int64_t tiles = std::min(most, grid.count() - first);
        at::parallel_for(0, tiles, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t t = begin; t < end; ++t) {
                const float* pixels[kPoints];
                inputs.pixelsOf(grid.place(first + t), pixels);
                k.winogradInput(pixels, in, values + t * in, valueStride);
                outputs.pixelsOf(grid.place(first + t), pixels, 0);
                k.winogradGradient(pixels, out, gradients + t * kChannelBlock, tiles * kChannelBlock, gradientStride);
            }
        });
        at::parallel_for(0, kPoints * outBlocks, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t part = begin; part < end; ++part) {
                const std::int64_t point = part / outBlocks;
                const std::int64_t block = part % outBlocks;
                k.winogradSums(values + point * valueStride, tiles, in,
                               gradients + point * gradientStride + block * tiles * kChannelBlock,
                               sum + point * sumStride + block * kChannelBlock, out);
            }
        });
    }
    at::Tensor taps = at::empty({kTaps, kTaps, in, out}, input.options());
    auto* tap = taps.data_ptr<float>();
    at::parallel_for(0, in, 1, [&](std::int64_t begin, std::int64_t end) {
        k.winogradFilters(sum + begin * out, (end - begin) * out, sumStride, tap + begin * out, in * out);
    });
    return taps.permute({3, 2, 0, 1});
}

} // namespace dh
