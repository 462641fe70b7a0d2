/// Layers of the built-in model and of Stable Diffusion at 1024 pixels, and the refiner's in training with the way
/// back: ATen's convolution and Winograd's form side by side in one run, the best of five each. Usage: winograd_speed
/// [threads, default all]

#include "core/base/system.h"
#include "core/nn/ops.h"
#include "core/nn/tensor_memory.h"
#include "core/nn/winograd.h"
#include "core/nn/winograd_gradients.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <limits>

namespace
{

using namespace dh;

struct Layer {
    const char* place;
    std::int64_t in;
    std::int64_t out;
    std::int64_t side; ///< of the input
    int enlargement = 1;
};

constexpr Layer kLayers[] = {
    {"built-in VAE", 16, 16, 1024},
    {"built-in VAE", 32, 32, 512},
    {"built-in VAE", 64, 64, 256},
    {"built-in VAE", 128, 128, 128},
    {"built-in VAE, enlarged", 32, 32, 512, 2},
    {"built-in VAE, enlarged", 128, 128, 128, 2},
    {"built-in UNet", 48, 48, 128},
    {"built-in UNet", 96, 96, 64},
    {"built-in UNet", 144, 144, 32},
    {"Stable Diffusion's UNet", 320, 320, 128},
    {"Stable Diffusion's UNet", 640, 640, 64},
    {"Stable Diffusion's UNet", 1280, 1280, 32},
    {"Stable Diffusion's VAE", 256, 256, 512},
    {"Stable Diffusion's VAE", 512, 512, 128, 2},
};

struct TrainedLayer {
    std::int64_t in;
    std::int64_t out;
    std::int64_t side;
};

/// Of a batch of eight at 128 pixels.
constexpr TrainedLayer kTrainedLayers[] = {{32, 32, 128},  {64, 64, 64},   {128, 128, 32},
                                           {320, 128, 32}, {192, 192, 16}, {384, 192, 16}};

double bestSeconds(const std::function<void()>& work)
{
    constexpr int kRuns = 5;
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < kRuns; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

void compare(const Layer& layer)
{
    const at::Tensor input =
        at::randn({1, layer.in, layer.side, layer.side}).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor weight = at::randn({layer.out, layer.in, 3, 3}) / std::sqrt(static_cast<double>(9 * layer.in));
    const at::Tensor bias = at::randn({layer.out});
    const std::int64_t side = layer.side * layer.enlargement;
    const double direct = bestSeconds([&] {
        const at::Tensor whole = layer.enlargement == 1 ? input : upsampleNearest(input, side, side);
        (void)at::conv2d(whole, weight, bias, {1, 1}, {1, 1});
    });
    const double winograd =
        bestSeconds([&] { (void)convolveByWinograd(input, weight, bias, layer.enlargement, ForwardPass()); });
    std::printf("%-24s %4lld to %4lld channels, %4lld px  direct %8.1f ms  winograd %8.1f ms  %5.2f times as fast\n",
                layer.place, static_cast<long long>(layer.in), static_cast<long long>(layer.out),
                static_cast<long long>(side), direct * 1e3, winograd * 1e3, direct / winograd);
}

void compareTraining(const TrainedLayer& layer)
{
    constexpr std::int64_t kBatch = 8;
    const auto channelsLast = [](const at::Tensor& image) { return image.contiguous(at::MemoryFormat::ChannelsLast); };
    const at::Tensor input = channelsLast(at::randn({kBatch, layer.in, layer.side, layer.side})).requires_grad_();
    const at::Tensor gradient = channelsLast(at::randn({kBatch, layer.out, layer.side, layer.side}));
    const at::Tensor weight = channelsLast(at::randn({layer.out, layer.in, 3, 3})).requires_grad_();
    const at::Tensor bias = at::randn({layer.out}).requires_grad_();
    const auto thereAndBack = [&](const std::function<at::Tensor()>& convolve) {
        return bestSeconds([&] { (void)torch::autograd::grad({convolve()}, {input, weight, bias}, {gradient}); });
    };
    const double direct = thereAndBack([&] { return at::conv2d(input, weight, bias, {1, 1}, {1, 1}); });
    const double winograd = thereAndBack([&] { return trainByWinograd(input, weight, bias, ForwardPass()); });
    std::printf("%-24s %4lld to %4lld channels, %4lld px  direct %8.1f ms  winograd %8.1f ms  %5.2f times as fast\n",
                "refiner, trained", static_cast<long long>(layer.in), static_cast<long long>(layer.out),
                static_cast<long long>(layer.side), direct * 1e3, winograd * 1e3, direct / winograd);
}

void compareAll()
{
    {
        const c10::InferenceMode inference;
        for (const Layer& layer : kLayers)
            compare(layer);
    }
    for (const TrainedLayer& layer : kTrainedLayers)
        compareTraining(layer);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        installTensorMemory();
        at::set_num_threads(argc > 1 ? std::atoi(argv[1]) : usableProcessors());
        compareAll();
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
