#include "core/diffusion/scheduler.h"

#include "core/base/error.h"
#include "core/nn/network_config.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

/// numpy's linspace(0, last, count): computed in double precision.
std::vector<double> linspace(double last, int count)
{
    std::vector<double> values(static_cast<std::size_t>(count), 0.0);
    for (int i = 1; i < count; ++i)
        values[static_cast<std::size_t>(i)] = i * (last / (count - 1));
    if (count > 1)
        values.back() = last;
    return values;
}

/// Falling timesteps. numpy rounds halves to even, as nearbyint does. `whole` is what DDIM does to linspace.
std::vector<float> spacedTimesteps(const SchedulerConfig& config, TimestepSpacing spacing, int steps, bool whole)
{
    std::vector<float> timesteps;
    switch (spacing) {
    case TimestepSpacing::Linspace:
        for (const double value : linspace(config.trainTimesteps - 1, steps))
            timesteps.push_back(static_cast<float>(whole ? std::nearbyint(value) : value));
        std::ranges::reverse(timesteps);
        break;
    case TimestepSpacing::Leading:
        for (int i = steps - 1; i >= 0; --i)
            timesteps.push_back(static_cast<float>(i * (config.trainTimesteps / steps) + config.stepsOffset));
        break;
    case TimestepSpacing::Trailing: {
        const double ratio = static_cast<double>(config.trainTimesteps) / steps;
        for (int i = 0; i < steps; ++i)
            timesteps.push_back(static_cast<float>(std::nearbyint(config.trainTimesteps - i * ratio)) - 1.0F);
        break;
    }
    }
    return timesteps;
}

std::vector<float> toVector(const at::Tensor& tensor)
{
    const at::Tensor values = tensor.contiguous();
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

/// numpy's interp over the indices 0..n-1.
double interpolated(const std::vector<float>& values, double position)
{
    const double last = static_cast<double>(values.size() - 1);
    const double clamped = std::clamp(position, 0.0, last);
    const auto below = static_cast<std::size_t>(std::floor(clamped));
    if (below + 1 >= values.size())
        return values.back();
    const double lower = values[below];
    return lower + (static_cast<double>(values[below + 1]) - lower) * (clamped - static_cast<double>(below));
}

} // namespace

SchedulerConfig SchedulerConfig::read(const nlohmann::json& json, const std::string& fileName)
{
    nlohmann::json explicitValues = json;
    // Values that the saving class had only filled in by default don't count (diffusers' from_config drops them).
    if (const auto defaults = json.find("_use_default_values"); defaults != json.end() && defaults->is_array()) {
        for (const auto& name : *defaults)
            if (name.is_string())
                explicitValues.erase(name.get<std::string>());
    }
    const ConfigReader config(explicitValues, fileName);
    SchedulerConfig c;
    c.trainTimesteps = static_cast<int>(config.integer("num_train_timesteps", 1000));
    if (c.trainTimesteps < 1 || c.trainTimesteps > 1000000)
        config.fail("num_train_timesteps", "has an impossible value");
    c.betaStart = config.number("beta_start", 0.0001);
    c.betaEnd = config.number("beta_end", 0.02);
    c.betaSchedule = config.text("beta_schedule", "linear");
    config.require("beta_schedule", {"linear", "scaled_linear"}, "linear");
    if (const auto betas = explicitValues.find("trained_betas"); betas != explicitValues.end() && !betas->is_null()) {
        if (!betas->is_array() || betas->size() != static_cast<std::size_t>(c.trainTimesteps) ||
            !std::ranges::all_of(*betas, [](const auto& b) { return b.is_number(); }))
            config.fail("trained_betas", "should be a list of num_train_timesteps numbers");
        c.trainedBetas = betas->get<std::vector<double>>();
    }
    const auto isBeta = [](double beta) { return beta > 0.0 && beta < 1.0; };
    if (!isBeta(c.betaStart) || !isBeta(c.betaEnd) || !std::ranges::all_of(c.trainedBetas, isBeta))
        config.fail("beta_start", "and the other betas should lie between 0 and 1");
    config.require("prediction_type", {"epsilon", "v_prediction"}, "epsilon");
    c.prediction = config.text("prediction_type", "epsilon") == "epsilon" ? PredictionType::Epsilon : PredictionType::V;
    config.require("timestep_spacing", {"linspace", "leading", "trailing"}, "linspace");
    const std::string spacing = config.text("timestep_spacing", "");
    if (!spacing.empty())
        c.spacing = spacing == "linspace"  ? TimestepSpacing::Linspace
                    : spacing == "leading" ? TimestepSpacing::Leading
                                           : TimestepSpacing::Trailing;
    c.stepsOffset = static_cast<int>(config.integer("steps_offset", 0));
    c.setAlphaToOne = config.boolean("set_alpha_to_one", true);
    c.clipSample = config.boolean("clip_sample", false);
    if (config.boolean("rescale_betas_zero_snr", false))
        config.fail("rescale_betas_zero_snr", "asks for a variant that is not supported");
    return c;
}

at::Tensor SchedulerConfig::betas() const
{
    const auto options = at::TensorOptions().dtype(at::kFloat);
    if (!trainedBetas.empty())
        return at::tensor(at::ArrayRef<double>(trainedBetas), options);
    if (betaSchedule == "scaled_linear")
        return at::linspace(std::sqrt(betaStart), std::sqrt(betaEnd), trainTimesteps, options).pow(2);
    return at::linspace(betaStart, betaEnd, trainTimesteps, options);
}

at::Tensor SchedulerConfig::cumulativeAlphas() const
{
    return at::cumprod(1.0 - betas(), 0);
}

EulerAncestralScheduler::EulerAncestralScheduler(const SchedulerConfig& config, int steps)
    : m_prediction(config.prediction)
{
    const TimestepSpacing spacing = config.spacing.value_or(TimestepSpacing::Linspace);
    m_timesteps = spacedTimesteps(config, spacing, steps, false);
    const at::Tensor alphas = config.cumulativeAlphas();
    const std::vector<float> allSigmas = toVector(((1 - alphas) / alphas).sqrt());
    for (const float timestep : m_timesteps)
        m_sigmas.push_back(static_cast<float>(interpolated(allSigmas, timestep)));
    const double largest = *std::ranges::max_element(m_sigmas);
    m_initialNoiseScale = spacing == TimestepSpacing::Leading ? std::sqrt(largest * largest + 1.0) : largest;
    m_sigmas.push_back(0.0F);
}

at::Tensor EulerAncestralScheduler::scaledInput(const at::Tensor& latents, int i) const
{
    const float sigma = m_sigmas[static_cast<std::size_t>(i)];
    return latents / std::sqrt(sigma * sigma + 1.0F);
}

float EulerAncestralScheduler::sigmaUp(int i) const
{
    const float from = m_sigmas[static_cast<std::size_t>(i)];
    const float to = m_sigmas[static_cast<std::size_t>(i) + 1];
    return std::sqrt(to * to * (from * from - to * to) / (from * from));
}

float EulerAncestralScheduler::sigmaDown(int i) const
{
    const float to = m_sigmas[static_cast<std::size_t>(i) + 1];
    const float up = sigmaUp(i);
    return std::sqrt(to * to - up * up);
}

Scheduler::Step EulerAncestralScheduler::step(const at::Tensor& prediction, int i, const at::Tensor& latents,
                                              const at::Tensor& noise) const
{
    const float sigma = m_sigmas[static_cast<std::size_t>(i)];
    const at::Tensor x = latents.to(at::kFloat);
    const at::Tensor output = prediction.to(at::kFloat);
    const at::Tensor clean = m_prediction == PredictionType::Epsilon
                                 ? x - sigma * output
                                 : output * (-sigma / std::sqrt(sigma * sigma + 1.0F)) + x / (sigma * sigma + 1.0F);
    const at::Tensor slope = (x - clean) / sigma;
    return {x + slope * (sigmaDown(i) - sigma) + noise * sigmaUp(i), clean};
}

DdimScheduler::DdimScheduler(const SchedulerConfig& config, int steps)
    : m_prediction(config.prediction), m_clipSample(config.clipSample)
{
    m_timesteps = spacedTimesteps(config, config.spacing.value_or(TimestepSpacing::Leading), steps, true);
    const std::vector<float> alphas = toVector(config.cumulativeAlphas());
    const double finalAlpha = config.setAlphaToOne ? 1.0 : alphas.front();
    const int stride = config.trainTimesteps / steps;
    for (float& timestep : m_timesteps) {
        timestep = std::clamp(timestep, 0.0F, static_cast<float>(config.trainTimesteps - 1));
        const int current = static_cast<int>(timestep);
        const int next = current - stride;
        m_alphas.push_back(alphas[static_cast<std::size_t>(current)]);
        m_nextAlphas.push_back(next >= 0 ? alphas[static_cast<std::size_t>(next)] : finalAlpha);
    }
}

Scheduler::Step DdimScheduler::step(const at::Tensor& prediction, int i, const at::Tensor& latents,
                                    const at::Tensor&) const
{
    const double alpha = m_alphas[static_cast<std::size_t>(i)];
    const double nextAlpha = m_nextAlphas[static_cast<std::size_t>(i)];
    const at::Tensor x = latents.to(at::kFloat);
    const at::Tensor output = prediction.to(at::kFloat);
    const bool epsilon = m_prediction == PredictionType::Epsilon;
    at::Tensor clean = epsilon ? (x - std::sqrt(1.0 - alpha) * output) / std::sqrt(alpha)
                               : std::sqrt(alpha) * x - std::sqrt(1.0 - alpha) * output;
    const at::Tensor noise = epsilon ? output : std::sqrt(alpha) * output + std::sqrt(1.0 - alpha) * x;
    if (m_clipSample)
        clean = clean.clamp(-1.0, 1.0);
    return {std::sqrt(nextAlpha) * clean + std::sqrt(1.0 - nextAlpha) * noise, clean};
}

} // namespace dh
