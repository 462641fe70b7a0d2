#pragma once

#include "core/nn/parameters.h"
#include "core/weights/checkpoint.h"

#include <ATen/ATen.h>

#include <filesystem>
#include <string>

namespace dh::parity
{

/// One folder of expected values from the reference code, with the checkpoint that they belong to.
class GoldenSet
{
public:
    explicit GoldenSet(std::filesystem::path folder);

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] bool has(const std::string& name) const { return m_file.tensors().contains(name); }
    /// Floating-point tensors as float32, others as they are; on the CPU.
    [[nodiscard]] at::Tensor tensor(const std::string& name) const;
    [[nodiscard]] const std::map<std::string, TensorView>& tensors() const { return m_file.tensors(); }

private:
    std::filesystem::path m_folder;
    SafetensorsFile m_file;
};

/// Where the networks run and how far they may be off: float32 on the CPU keeps to the stated tolerances, reduced
/// precision widens them by `slack`.
struct Setup {
    ComputeType type;
    double slack = 1.0;
    [[nodiscard]] at::Tensor place(const at::Tensor& tensor) const { return tensor.to(type.device, type.activations); }
};

/// Collects comparisons, prints one line each, remembers whether any failed.
class Report
{
public:
    explicit Report(bool verbose) : m_verbose(verbose) {}
    /// The largest absolute difference must not exceed `tolerance`; shapes must agree; NaN never passes.
    void compare(const std::string& name, const at::Tensor& actual, const at::Tensor& expected, double tolerance);
    /// Equal but for +-1 in less than `share` of the values.
    void compareBytes(const std::string& name, const at::Tensor& actual, const at::Tensor& expected, double share);
    void equal(const std::string& name, bool isEqual);

    [[nodiscard]] int passed() const { return m_passed; }
    [[nodiscard]] int failed() const { return m_failed; }

private:
    void line(const std::string& name, bool ok, const std::string& figures);
    bool m_verbose;
    int m_passed = 0;
    int m_failed = 0;
};

// Tolerances of the goldens, absolute.
inline constexpr double kForwardTolerance = 2e-5;
inline constexpr double kLatentTolerance = 1e-3;
inline constexpr double kImageTolerance = 1e-5;

void checkNetworks(const GoldenSet& goldens, const Setup& setup, Report& report);
void checkSampling(const GoldenSet& goldens, const Setup& setup, Report& report);
void checkPipeline(const GoldenSet& goldens, const Setup& setup, Report& report);

/// The weights of one network from a folder given by itself.
[[nodiscard]] ComponentWeights loadWeights(const GoldenSet& goldens, const std::filesystem::path& folder,
                                           Component component);

} // namespace dh::parity
