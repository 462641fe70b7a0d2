#pragma once

#include <ATen/ATen.h>
#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dh
{

enum class PredictionType { Epsilon, V };
enum class TimestepSpacing { Linspace, Leading, Trailing };

/// The fields of scheduler_config.json that matter here, of whatever scheduler class the file names.
struct SchedulerConfig {
    int trainTimesteps = 1000;
    double betaStart = 0.0001;
    double betaEnd = 0.02;
    std::string betaSchedule = "linear"; ///< "linear" or "scaled_linear"
    std::vector<double> trainedBetas;
    PredictionType prediction = PredictionType::Epsilon;
    /// Only what the file says outright: the reference builds its scheduler with from_config, which drops another
    /// class's defaults.
    std::optional<TimestepSpacing> spacing;
    int stepsOffset = 0;
    bool setAlphaToOne = true;
    bool clipSample = false; ///< DDIM only; off unless the file asks for it, because latents leave [-1, 1]

    /// @throws Error ModelInvalid
    static SchedulerConfig read(const nlohmann::json& config, const std::string& fileName);

    [[nodiscard]] at::Tensor betas() const;            ///< float32 [trainTimesteps]
    [[nodiscard]] at::Tensor cumulativeAlphas() const; ///< float32 [trainTimesteps]
};

/// One way from noise to latents in a fixed number of steps. Immutable after construction; its noise is an argument.
class Scheduler
{
public:
    struct Step {
        at::Tensor latents;        ///< x at the next timestep
        at::Tensor predictedClean; ///< x0 as predicted now
    };
    virtual ~Scheduler() = default;

    [[nodiscard]] int steps() const { return static_cast<int>(m_timesteps.size()); }
    /// What the UNet is told at step i; falling, fractions allowed.
    [[nodiscard]] double timestep(int i) const { return m_timesteps[static_cast<std::size_t>(i)]; }
    /// The standard deviation of the initial latents.
    [[nodiscard]] virtual double initialNoiseScale() const = 0;
    /// x as the UNet wants it at step i.
    [[nodiscard]] virtual at::Tensor scaledInput(const at::Tensor& latents, int i) const = 0;
    /// @param prediction the UNet's output at step i, in the config's prediction type; any floating type, computed in
    /// float32
    /// @param noise      standard normal, the latents' shape; ignored by deterministic schedulers
    [[nodiscard]] virtual Step step(const at::Tensor& prediction, int i, const at::Tensor& latents,
                                    const at::Tensor& noise) const = 0;

protected:
    std::vector<float> m_timesteps;
};

/// Ancestral Euler steps over sigmas. Source: Karras et al., Elucidating the Design Space of Diffusion-Based Generative
/// Models (NeurIPS 2022), in the form of diffusers' EulerAncestralDiscreteScheduler; spacing linspace unless the config
/// says otherwise.
class EulerAncestralScheduler final : public Scheduler
{
public:
    /// @param steps 1..1000
    EulerAncestralScheduler(const SchedulerConfig& config, int steps);

    [[nodiscard]] double initialNoiseScale() const override { return m_initialNoiseScale; }
    [[nodiscard]] at::Tensor scaledInput(const at::Tensor& latents, int i) const override;
    [[nodiscard]] Step step(const at::Tensor& prediction, int i, const at::Tensor& latents,
                            const at::Tensor& noise) const override;

    [[nodiscard]] const std::vector<float>& sigmas() const { return m_sigmas; } ///< steps + 1, the last is 0
    [[nodiscard]] float sigmaUp(int i) const;
    [[nodiscard]] float sigmaDown(int i) const;

private:
    PredictionType m_prediction;
    std::vector<float> m_sigmas;
    double m_initialNoiseScale = 1.0;
};

/// Deterministic steps (eta 0). Source: Song, Meng, Ermon, Denoising Diffusion Implicit Models (ICLR 2021), in the form
/// of diffusers' DDIMScheduler; spacing leading unless the config says otherwise, whole timesteps.
class DdimScheduler final : public Scheduler
{
public:
    DdimScheduler(const SchedulerConfig& config, int steps);

    [[nodiscard]] double initialNoiseScale() const override { return 1.0; }
    [[nodiscard]] at::Tensor scaledInput(const at::Tensor& latents, int) const override { return latents; }
    [[nodiscard]] Step step(const at::Tensor& prediction, int i, const at::Tensor& latents,
                            const at::Tensor& noise) const override;

private:
    PredictionType m_prediction;
    bool m_clipSample;
    std::vector<double> m_alphas;     ///< cumulative alpha at each timestep
    std::vector<double> m_nextAlphas; ///< and at the one after it
};

} // namespace dh
