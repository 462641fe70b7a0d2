#pragma once

#include "core/diffusion/scheduler.h"
#include "core/nn/condition_vae.h"
#include "core/nn/refiner.h"
#include "core/nn/text_encoder.h"
#include "core/nn/unet.h"
#include "core/weights/checkpoint.h"

#include <ATen/ATen.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dh
{

/// A loaded checkpoint: its networks and the few settings that belong to it rather than to a run. Owned by one thread.
class Model
{
public:
    /// Builds every network. The text encoder is built only to compute the embedding of the empty prompt, and released.
    /// @param progress fraction 0..1 of the bytes that were looked at
    /// @throws Error Model*, OutOfMemory; Cancelled
    Model(const Checkpoint& checkpoint, const ComputeType& type, const CancelToken& cancel = {},
          const std::function<void(double)>& progress = {});

    [[nodiscard]] const UNet& unet() const { return *m_unet; }
    [[nodiscard]] const Vae& vae() const { return *m_vae; }
    /// Null for a plain autoencoder.
    [[nodiscard]] const ConditionVae* conditionVae() const { return m_conditionVae; }
    /// Null when the checkpoint has none.
    [[nodiscard]] const Refiner* refiner() const { return m_refiner.get(); }
    [[nodiscard]] const SchedulerConfig& scheduler() const { return m_scheduler; }
    /// [1, tokens, width], in the compute type.
    [[nodiscard]] const at::Tensor& emptyPrompt() const { return m_emptyPrompt; }
    [[nodiscard]] const ComputeType& type() const { return m_type; }
    /// The refiner's: its activations may be larger than float16 can tell (the built-in model's are).
    [[nodiscard]] ComputeType refinerType() const;

    /// Fields of model_index.json by which a checkpoint of our own may differ from the paper's; each has the paper's
    /// value as default.
    struct Settings {
        double latentResidualScale =
            0.0; ///< k > 0: the denoised latents x are a change, the harmonized ones composite + x / k
        int defaultSteps = 5;
        int defaultResolution = 1024;
        int refineResolution = 0; ///< long side of what the refiner is given; 0 = the resolution of the run
        /// What the refiner gets as the harmonized picture: the first stage's, or the composite with that one's smooth
        /// change, which a small autoencoder doesn't blur.
        enum class RefineHint { Picture, Change };
        RefineHint refineHint = RefineHint::Picture;
        bool refineMirrored = false;   ///< it looks once more, in a mirror, and the mean of its changes counts
        double refineNoiseLevel = 0.0; ///< withoutNoise() of the refined picture, 8-bit levels
    };
    [[nodiscard]] const Settings& settings() const { return m_settings; }
    /// The composite's latents come from the posterior's mean, not from a sample, when the latents are a change.
    [[nodiscard]] bool encodesMean() const { return m_settings.latentResidualScale > 0.0; }

    /// Reads the settings alone.
    static Settings readSettings(const Checkpoint& checkpoint);

private:
    ComputeType m_type;
    Settings m_settings;
    SchedulerConfig m_scheduler;
    std::unique_ptr<UNet> m_unet;
    std::unique_ptr<Vae> m_vae;
    ConditionVae* m_conditionVae = nullptr;
    std::unique_ptr<Refiner> m_refiner;
    at::Tensor m_emptyPrompt;
};

/// Builds every network of the checkpoint in turn and returns all that is wrong with their tensors, one problem a line.
[[nodiscard]] std::string findModelProblems(const Checkpoint& checkpoint, const CancelToken& cancel);

} // namespace dh
