/// Prints for each network of a checkpoint the time of one forward pass, the operations counted, and the ratio of the
/// time to what they would take at the rate of a 3x3 convolution measured in the same run. Usage: network_speed
/// MODEL_FOLDER [side in pixels, default 512] [repetitions, default 2] [bfloat16]

#include "core/base/system.h"
#include "core/diffusion/model.h"
#include "core/nn/ops.h"
#include "core/nn/tensor_memory.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

namespace
{

using namespace dh;

double medianSeconds(const std::function<void()>& work, int repetitions)
{
    std::vector<double> seconds;
    for (int i = 0; i <= repetitions; ++i) { // the first warms up
        const auto start = std::chrono::steady_clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    seconds.erase(seconds.begin());
    std::ranges::sort(seconds);
    return seconds[seconds.size() / 2];
}

/// The yardstick: 320 channels at 64 x 64, the convolution that Stable Diffusion's UNet is made of.
double convolutionRate()
{
    const at::Tensor input = at::randn({1, 320, 64, 64});
    const at::Tensor weight = at::randn({320, 320, 3, 3});
    const at::Tensor bias = at::randn({320});
    constexpr int kCalls = 20;
    const double seconds = medianSeconds(
        [&] {
            for (int i = 0; i < kCalls; ++i)
                (void)at::conv2d(input, weight, bias, {1, 1}, {1, 1});
        },
        5);
    return kCalls * 2.0 * 320 * 320 * 9 * 64 * 64 / seconds;
}

void printLine(const char* name, double seconds, double operations, double rate)
{
    std::printf("%-28s %9.3f s %10.1f GFLOP %8.1f GFLOP/s %8.2f x the floor\n", name, seconds, operations / 1e9,
                operations / seconds / 1e9, seconds * rate / operations);
}

/// What loading held at its peak, against the weights in the type they run in.
void printLoading(const Checkpoint& checkpoint, const ComputeType& type, std::uint64_t peakGrowth)
{
    std::int64_t parameters = 0;
    for (const Component component : {Component::UNet, Component::Vae, Component::ConditionVae, Component::Refiner}) {
        if (!checkpoint.has(component))
            continue;
        for (const auto& [key, view] : checkpoint.component(component).tensors)
            parameters += view.elementCount();
    }
    const double bytes = static_cast<double>(parameters) * static_cast<double>(c10::elementSize(type.weights));
    std::printf("loading: weights %.2f GiB, peak growth %.2f GiB, %.2f times\n", bytes / (1 << 30),
                static_cast<double>(peakGrowth) / (1 << 30), static_cast<double>(peakGrowth) / bytes);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::puts("Usage: network_speed MODEL_FOLDER [side] [repetitions] [bfloat16]");
        return 2;
    }
    const std::int64_t side = argc > 2 ? std::atoll(argv[2]) : 512;
    const int repetitions = argc > 3 ? std::atoi(argv[3]) : 2;
    ComputeType type;
    if (argc > 4 && std::strcmp(argv[4], "bfloat16") == 0)
        type.weights = at::kBFloat16;
    try {
        installTensorMemory();
        at::set_num_threads(usableProcessors());
        const c10::InferenceMode inference;
        const double rateBefore = convolutionRate();
        ModelLocation location;
        location.root = argv[1];
        const std::uint64_t memoryBefore = peakResidentMemory();
        const Checkpoint checkpoint(location);
        const Model model(checkpoint, type);
        printLoading(checkpoint, type, peakResidentMemory() - memoryBefore);
        const ForwardPass pass;
        const std::int64_t latent = side / model.vae().config().downsampling();
        const at::Tensor image = at::randn({1, 3, side, side}).clamp(-1, 1);
        const at::Tensor latents = at::randn({1, 4, latent, latent});

        const double unet = medianSeconds(
            [&] {
                (void)model.unet().forward(at::randn({1, 9, latent, latent}), 500.0, model.emptyPrompt(), pass);
            },
            repetitions);
        const double encode = medianSeconds([&] { (void)model.vae().encode(image, pass); }, repetitions);
        const double decode = medianSeconds([&] { (void)model.vae().decode(latents, pass); }, repetitions);
        double refine = 0.0;
        if (model.refiner())
            refine = medianSeconds(
                [&] {
                    (void)model.refiner()->forward(at::randn({1, model.refiner()->inChannels(), side, side}), pass);
                },
                repetitions);
        // The mean of the rate before and after: machines change their mind while one looks.
        const double rate = (rateBefore + convolutionRate()) / 2.0;

        std::printf("side %lld px, %d threads, median of %d; convolution rate %.1f GFLOP/s\n",
                    static_cast<long long>(side), at::get_num_threads(), repetitions, rate / 1e9);
        printLine("UNet, one step", unet, model.unet().operations(latent, latent, model.emptyPrompt().size(1)), rate);
        printLine("VAE encode", encode, model.vae().encodeOperations(side, side), rate);
        printLine("VAE decode", decode, model.vae().decodeOperations(side, side), rate);
        if (model.refiner())
            printLine("refiner", refine, model.refiner()->operations(side, side), rate);
        std::printf("peak memory %.2f GiB\n", static_cast<double>(peakResidentMemory()) / (1 << 30));
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
        return 1;
    }
    return 0;
}
