// What a run of a loaded model costs, stage by stage: the first one, which compiles kernels and meets its memory for
// the first time, and the later ones. harmonize_speed [side, default 1024] [steps, default 5] [runs, default 4]
// [model's folder]; a square picture, refined, every processor.

#include "core/base/engine_environment.h"
#include "core/base/error.h"
#include "core/base/system.h"
#include "core/harmonize/engine_module.h"
#include "tests/benchmarks/large_composition.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

using namespace dh;

namespace
{

class NoSink final : public ProgressSink
{
public:
    void report(const Progress&) override {}
    [[nodiscard]] bool wantsPreviews() const override { return false; }
};

int number(int argc, char** argv, int index, int otherwise)
{
    return index < argc ? std::atoi(argv[index]) : otherwise;
}

/// A square in the middle, as large as what is around it.
Mask middleOf(int side)
{
    const Rect area{side * 3 / 20, side * 3 / 20, side * 7 / 10, side * 7 / 10};
    std::vector<std::uint8_t> values(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (int y = area.y; y < area.bottom(); ++y)
        for (int x = area.x; x < area.right(); ++x)
            values[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + static_cast<std::size_t>(x)] = 255;
    return {{side, side}, std::move(values)};
}

void measure(int side, int steps, int runs, const std::filesystem::path& model)
{
    NoSink sink;
    const std::unique_ptr<Harmonizer> engine = loadEngine();
    ModelLocation location;
    location.root = model;
    engine->load(location, {}, sink, {});
    HarmonizeRequest request;
    request.composite = noisyPicture({side, side}, 1);
    request.mask = middleOf(side);
    request.steps = steps;
    request.resolution = side;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const HarmonizeResult result = engine->run(request, sink, {});
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        std::printf("run %d  %6.2f s ", i + 1, seconds.count());
        for (const auto& [stage, part] : result.report.stageSeconds)
            std::printf("  %s %.2f", stage.c_str(), part);
        std::printf("  peak %.2f GiB\n", static_cast<double>(peakResidentMemory()) / (1 << 30));
    }
}

} // namespace

int main(int argc, char** argv)
{
    prepareEngineEnvironment(argv);
    try {
        const int side = number(argc, argv, 1, 1024);
        measure(side, number(argc, argv, 2, 5), number(argc, argv, 3, 4),
                argc > 4 ? std::filesystem::path(argv[4]) : builtInModelFolder());
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
