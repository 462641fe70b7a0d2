#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// The parts of a run, in the order in which they happen.
enum class Stage { Load, Prepare, Encode, Denoise, Decode, Refine, Transfer, Write };

/// The stable lower-case name ("denoise"), for JSON and logs.
[[nodiscard]] const char* stageName(Stage stage) noexcept;

/// A small picture of the state of a run: 8-bit RGB, row-major, no padding.
struct PreviewImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb; ///< width * height * 3 bytes, sRGB
};

/// One report of a running job.
struct Progress {
    Stage stage = Stage::Load;
    int step = 0;                                ///< finished steps of this stage
    int steps = 0;                               ///< steps of this stage, 0 when it has none
    double fraction = 0.0;                       ///< of the whole job, 0..1, never decreasing
    std::optional<double> secondsLeft;           ///< estimate; absent until there is ground for one
    std::shared_ptr<const PreviewImage> preview; ///< only on the reports that carry a new picture
};

/// Receives reports on the thread that runs the job. Implementations must be quick and must not throw.
class ProgressSink
{
public:
    virtual ~ProgressSink() = default;
    virtual void report(const Progress& progress) = 0;
    /// Whether previews are worth computing; asked before each.
    [[nodiscard]] virtual bool wantsPreviews() const { return false; }
};

/// A sink that ignores everything.
class NullProgressSink final : public ProgressSink
{
public:
    void report(const Progress&) override {}
};

/// Turns "this stage is so far" into one monotonic fraction and an estimate of the time left. The weight of a stage is
/// its expected share of the work (any unit, for instance floating-point operations).
/// Used by one thread.
class WeightedProgress
{
public:
    struct Part {
        Stage stage;
        double weight; ///< >= 0
        int steps = 0;
    };
    WeightedProgress(ProgressSink& sink, std::vector<Part> parts);

    /// Reports that `fractionOfStage` (0..1) of `stage` is done; stages before it count as complete.
    void report(Stage stage, double fractionOfStage, int step = 0,
                std::shared_ptr<const PreviewImage> preview = nullptr);
    [[nodiscard]] bool wantsPreviews() const { return m_sink.wantsPreviews(); }

private:
    ProgressSink& m_sink;
    std::vector<Part> m_parts;
    double m_totalWeight = 0.0;
    double m_fraction = 0.0;
    std::chrono::steady_clock::time_point m_start;
};

} // namespace dh
