#pragma once

#include "core/diffusion/latent_preview.h"
#include "core/diffusion/model.h"
#include "core/diffusion/noise.h"
#include "core/harmonize/harmonizer.h"

#include <ATen/ATen.h>

#include <chrono>
#include <memory>
#include <optional>

namespace dh
{

/// A loaded model and what is computed for it once.
struct LoadedModel {
    Checkpoint checkpoint;
    Model model;
    std::string hash;
    std::optional<LatentPreview> preview;
};

/// Reports the stages of one run and measures them.
class RunMonitor
{
public:
    RunMonitor(WeightedProgress& progress, HarmonizeReport& report, CancelToken cancel);

    /// Ends the previous stage.
    void enter(Stage stage);
    void update(double fractionOfStage, int step = 0, std::shared_ptr<const PreviewImage> preview = nullptr);
    /// The stage is done and has made this, [1, 3, h, w] in [-1, 1].
    void show(const at::Tensor& picture);
    void finish();
    /// A pass that reports `blocks` blocks as the share [from, to] of the present stage.
    [[nodiscard]] ForwardPass pass(int blocks, double from = 0.0, double to = 1.0);
    [[nodiscard]] const CancelToken& cancel() const { return m_cancel; }
    [[nodiscard]] bool wantsPreviews() const { return m_progress.wantsPreviews(); }

private:
    void closeStage();
    WeightedProgress& m_progress;
    HarmonizeReport& m_report;
    CancelToken m_cancel;
    std::optional<Stage> m_stage;
    int m_step = 0;
    std::chrono::steady_clock::time_point m_started;
};

/// What the networks get to see: [1, 3, h, w] in [-1, 1] and [1, 1, h, w] of 0 and 1, sides multiples of 8.
struct NetworkInput {
    at::Tensor composite;
    at::Tensor mask;
};

/// The same at the refiner's size.
using RefinerInput = NetworkInput;

/// The expected work of the stages, in floating-point operations or their equivalent in time.
[[nodiscard]] std::vector<WeightedProgress::Part> stageWeights(const Model& model, Size inferenceSize, int steps,
                                                               std::optional<Size> refineSize, double touchedPixels);

/// Encode, denoise, decode: the harmonized picture [1, 3, h, w] in [-1, 1], clamped, on the CPU.
/// @throws Cancelled, Error
[[nodiscard]] at::Tensor harmonizeWithNetworks(LoadedModel& loaded, const HarmonizeRequest& request,
                                               const NetworkInput& input, int steps, RunMonitor& monitor,
                                               HarmonizeReport& report);

/// The second stage; `harmonized` is resized to the input's size first.
[[nodiscard]] at::Tensor refineWithNetwork(const Model& model, const at::Tensor& harmonized, const RefinerInput& input,
                                           RunMonitor& monitor);

} // namespace dh
