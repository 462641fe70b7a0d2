#include "tests/parity/golden_set.h"

#include <cmath>
#include <cstdio>

namespace dh::parity
{

GoldenSet::GoldenSet(std::filesystem::path folder)
    : m_folder(std::move(folder)), m_file(m_folder / "goldens.safetensors")
{
}

at::Tensor GoldenSet::tensor(const std::string& name) const
{
    const at::Tensor stored = tensorFromView(m_file.tensors().at(name));
    return at::isFloatingType(stored.scalar_type()) ? stored.to(at::kFloat) : stored;
}

void Report::line(const std::string& name, bool ok, const std::string& figures)
{
    (ok ? m_passed : m_failed) += 1;
    if (!ok || m_verbose)
        std::printf("%s %-58s %s\n", ok ? "ok    " : "FAILED", name.c_str(), figures.c_str());
}

void Report::compare(const std::string& name, const at::Tensor& actual, const at::Tensor& expected, double tolerance)
{
    if (actual.sizes() != expected.sizes()) {
        line(name, false, "shape " + shapeText(actual.sizes()) + ", expected " + shapeText(expected.sizes()));
        return;
    }
    const double difference = (actual.to(at::kCPU, at::kDouble) - expected.to(at::kDouble)).abs().max().item<double>();
    char figures[96];
    std::snprintf(figures, sizeof(figures), "difference %.3g of at most %.3g", difference, tolerance);
    line(name, difference <= tolerance, figures);
}

void Report::compareBytes(const std::string& name, const at::Tensor& actual, const at::Tensor& expected, double share)
{
    const at::Tensor difference = (actual.to(at::kInt) - expected.to(at::kInt)).abs();
    const double off = (difference > 0).to(at::kDouble).mean().item<double>();
    const int largest = difference.max().item<int>();
    char figures[96];
    std::snprintf(figures, sizeof(figures), "%.4f %% of bytes differ, by at most %d", 100.0 * off, largest);
    line(name, largest <= 1 && off < share, figures);
}

void Report::equal(const std::string& name, bool isEqual)
{
    line(name, isEqual, "");
}

} // namespace dh::parity
