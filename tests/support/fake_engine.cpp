// An engine without networks, for tests of what surrounds the real one. It inverts the pixels by the mask, in a few
// steps, and does what its environment asks for:
//   DH_FAKE_STEP_MS         milliseconds that each step takes
//   DH_FAKE_ERROR           name of an error code to throw
//   DH_FAKE_ERROR_IN        where: "load", "run" (default) or "verify"
//   DH_FAKE_CHANGE_OUTSIDE  breaks the promise: changes the first pixel whatever the mask says
//   DH_FAKE_IGNORE_CANCEL   doesn't answer a cancel
//   DH_FAKE_PROBLEMS        what verify() finds wrong

#include "core/base/error.h"
#include "core/harmonize/harmonizer.h"

#include <chrono>
#include <cstdlib>
#include <limits>
#include <string>
#include <thread>

namespace
{

using namespace dh;

constexpr int kDefaultSteps = 5;
constexpr int kDefaultResolution = 1024;
constexpr int kPreviewSide = 8;
constexpr int kMaskMax = 255;

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

void throwIfAsked(const std::string& place)
{
    const std::string name = environment("DH_FAKE_ERROR");
    const std::string where = environment("DH_FAKE_ERROR_IN");
    if (name.empty() || place != (where.empty() ? "run" : where))
        return;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        if (name == errorCodeName(static_cast<ErrorCode>(code)))
            throw Error(static_cast<ErrorCode>(code), "the-subject", "the detail");
    }
    throw std::runtime_error("DH_FAKE_ERROR names no error code: " + name);
}

/// Takes its time, and asks for a cancel meanwhile.
void work(const CancelToken& cancel)
{
    constexpr std::chrono::milliseconds kSlice{5};
    const std::string milliseconds = environment("DH_FAKE_STEP_MS");
    const auto end = std::chrono::steady_clock::now() +
                     std::chrono::milliseconds(milliseconds.empty() ? 0 : std::stoi(milliseconds));
    do {
        if (environment("DH_FAKE_IGNORE_CANCEL").empty())
            cancel.throwIfCancelled();
        if (std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(kSlice);
    } while (std::chrono::steady_clock::now() < end);
}

template <typename Sample>
void invertRow(Sample* samples, const std::uint8_t* mask, int width, int channels)
{
    constexpr int kColours = 3;
    constexpr long long kMax = std::numeric_limits<Sample>::max();
    for (int x = 0; x < width; ++x) {
        for (int c = 0; c < kColours; ++c) {
            Sample& sample = samples[x * channels + c];
            sample = static_cast<Sample>((sample * (kMaskMax - mask[x]) + (kMax - sample) * mask[x]) / kMaskMax);
        }
    }
}

Image inverted(const Image& image, const Mask& mask)
{
    ImageBuffer buffer(image);
    for (int y = 0; y < image.height(); ++y) {
        if (image.type() == SampleType::U16)
            invertRow(buffer.row<std::uint16_t>(y), mask.row(y), image.width(), image.channels());
        else
            invertRow(buffer.row<std::uint8_t>(y), mask.row(y), image.width(), image.channels());
    }
    if (!environment("DH_FAKE_CHANGE_OUTSIDE").empty())
        buffer.bytes()[0] ^= std::byte{1};
    return std::move(buffer).finish(image.iccProfile());
}

std::shared_ptr<const PreviewImage> preview(int step)
{
    constexpr int kRgb = 3;
    PreviewImage image{kPreviewSide, kPreviewSide, {}};
    image.rgb.assign(kPreviewSide * kPreviewSide * kRgb, static_cast<std::uint8_t>(step));
    return std::make_shared<const PreviewImage>(std::move(image));
}

class FakeEngine final : public Harmonizer
{
public:
    bool load(const ModelLocation& location, const EngineOptions& options, ProgressSink& progress,
              const CancelToken& cancel) override
    {
        throwIfAsked("load");
        WeightedProgress weighted(progress, {{Stage::Load, 1.0}});
        weighted.report(Stage::Load, 0.0);
        try {
            work(cancel);
        } catch (const Cancelled&) {
            return false;
        }
        m_root = location.root.filename().string();
        m_device = options.device == "auto" ? "cpu" : options.device;
        weighted.report(Stage::Load, 1.0);
        return true;
    }

    HarmonizeResult run(const HarmonizeRequest& request, ProgressSink& progress, const CancelToken& cancel) override
    {
        throwIfAsked("run");
        HarmonizeResult result;
        result.report = reportFor(request);
        const int steps = result.report.steps;
        WeightedProgress weighted(progress, {{Stage::Denoise, 1.0, steps}, {Stage::Transfer, 1.0}});
        try {
            for (int step = 1; step <= steps; ++step) {
                weighted.report(Stage::Denoise, static_cast<double>(step - 1) / steps, step - 1);
                work(cancel);
                weighted.report(Stage::Denoise, static_cast<double>(step) / steps, step,
                                weighted.wantsPreviews() ? preview(step) : nullptr);
            }
            work(cancel);
        } catch (const Cancelled&) {
            result.outcome = Outcome::Cancelled;
            return result;
        }
        result.image = request.mode == Mode::Native ? inverted(request.composite, request.mask)
                                                    : referenceImage(request.outputResolution);
        weighted.report(Stage::Transfer, 1.0);
        return result;
    }

    void releaseIdleMemory() override {}

    ModelVerification verify(const ModelLocation&, const CancelToken&) override
    {
        throwIfAsked("verify");
        return {environment("DH_FAKE_PROBLEMS"), 1};
    }

private:
    [[nodiscard]] HarmonizeReport reportFor(const HarmonizeRequest& request) const
    {
        HarmonizeReport report;
        report.mode = request.mode;
        report.seed = request.seed;
        report.steps = request.steps.value_or(kDefaultSteps);
        report.resolution = request.resolution.value_or(kDefaultResolution);
        report.refined = request.refine;
        report.strength = request.strength;
        report.sampler = request.sampler == Sampler::Ddim ? "ddim" : "euler_ancestral";
        report.device = m_device;
        report.precision = "float32";
        report.checkpointHash = "hash-of-" + m_root;
        report.version = DH_VERSION;
        report.context = {0, 0, request.composite.width(), request.composite.height()};
        report.inferenceSize = {report.resolution, report.resolution};
        report.stageSeconds = {{stageName(Stage::Denoise), 0.5}};
        return report;
    }

    static Image referenceImage(int side) { return ImageBuffer({side, side}, 3, SampleType::U8).finish(); }

    std::string m_root;
    std::string m_device;
};

} // namespace

extern "C" __attribute__((visibility("default"))) dh::Harmonizer* dhCreateHarmonizer()
{
    return new FakeEngine;
}
