/// Compares every network, sampler and stage with values recorded from the reference implementation, for each folder in
/// $DH_GOLDENS (by default the project's). Usage: dh_parity [--device cpu|cuda] [--precision float32|float16|bfloat16]
/// [--verbose]

#include "core/base/error.h"
#include "tests/parity/golden_set.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace
{

using namespace dh::parity;

// Measured on the goldens: what storing and computing in fewer bits costs.
constexpr double kHalfSlack = 2000.0;
constexpr double kBFloat16WeightSlack = 1500.0;
constexpr double kCudaFloatSlack = 10.0;

std::vector<std::filesystem::path> goldenFolders()
{
    const char* wanted = std::getenv("DH_GOLDENS");
    const char* root = wanted ? wanted : DH_DEFAULT_GOLDENS;
    std::vector<std::filesystem::path> folders;
    if (!std::filesystem::is_directory(root))
        return folders;
    if (std::filesystem::exists(std::filesystem::path(root) / "goldens.safetensors"))
        folders.emplace_back(root);
    for (const auto& entry : std::filesystem::directory_iterator(root))
        if (std::filesystem::exists(entry.path() / "goldens.safetensors"))
            folders.push_back(entry.path());
    std::ranges::sort(folders);
    return folders;
}

} // namespace

int main(int argc, char** argv)
{
    Setup setup;
    bool verbose = false;
    for (int i = 1; i < argc; ++i) {
        const auto is = [&](const char* text) { return std::strcmp(argv[i], text) == 0; };
        if (is("cuda")) {
            setup.type.device = at::Device(at::kCUDA, 0);
            setup.slack = std::max(setup.slack, kCudaFloatSlack);
        } else if (is("float16")) {
            setup.type.activations = setup.type.weights = at::kHalf;
            setup.slack = kHalfSlack;
        } else if (is("bfloat16")) {
            setup.type.weights = at::kBFloat16;
            setup.slack = kBFloat16WeightSlack;
        } else if (is("--verbose")) {
            verbose = true;
        } else if (!is("--device") && !is("--precision") && !is("cpu") && !is("float32")) {
            std::printf("dh_parity doesn't know the word \"%s\"\n", argv[i]);
            return 2;
        }
    }
    const auto folders = goldenFolders();
    if (folders.empty()) {
        std::puts("No goldens found: DH_GOLDENS names a folder that holds goldens.safetensors, or folders with it.");
        return 1;
    }
    // Tensor cores round float32 products to 10 bits unless told not to.
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
    Report report(verbose);
    try {
        const c10::InferenceMode inference;
        for (const auto& folder : folders) {
            std::printf("== %s\n", folder.filename().c_str());
            const GoldenSet goldens(folder);
            checkNetworks(goldens, setup, report);
            checkSampling(goldens, setup, report);
            checkPipeline(goldens, setup, report);
        }
    } catch (const std::exception& error) {
        std::printf("FAILED %s\n", error.what());
        return 1;
    }
    std::printf("%d comparisons passed, %d failed\n", report.passed(), report.failed());
    return report.failed() == 0 && report.passed() > 0 ? 0 : 1;
}
