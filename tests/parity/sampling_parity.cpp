#include "core/diffusion/denoise.h"
#include "core/diffusion/model.h"
#include "core/weights/json_file.h"
#include "tests/parity/golden_set.h"

#include <nlohmann/json.hpp>

namespace dh::parity
{

namespace
{

at::Tensor asTensor(const std::vector<float>& values)
{
    return at::tensor(at::ArrayRef<float>(values));
}

SchedulerConfig schedulerConfig(const GoldenSet& g)
{
    const std::filesystem::path file = g.folder() / "scheduler" / "scheduler_config.json";
    return SchedulerConfig::read(readJsonObject(file), file.string());
}

void checkSchedule(const GoldenSet& g, Report& report, const SchedulerConfig& config, const std::string& spacing,
                   int steps)
{
    const std::string prefix = "sched/" + spacing + "/n" + std::to_string(steps);
    if (!g.has(prefix + "/sigmas"))
        return;
    const EulerAncestralScheduler scheduler(config, steps);
    std::vector<float> timesteps;
    std::vector<float> up;
    std::vector<float> down;
    for (int i = 0; i < steps; ++i) {
        timesteps.push_back(static_cast<float>(scheduler.timestep(i)));
        up.push_back(scheduler.sigmaUp(i));
        down.push_back(scheduler.sigmaDown(i));
    }
    report.compare(prefix + "/timesteps", asTensor(timesteps), g.tensor(prefix + "/timesteps"), 0.0);
    report.compare(prefix + "/sigmas", asTensor(scheduler.sigmas()), g.tensor(prefix + "/sigmas"), kForwardTolerance);
    report.compare(prefix + "/sigma_up", asTensor(up), g.tensor(prefix + "/sigma_up"), kForwardTolerance);
    report.compare(prefix + "/sigma_down", asTensor(down), g.tensor(prefix + "/sigma_down"), kForwardTolerance);
    report.compare(prefix + "/init_noise_sigma", at::scalar_tensor(scheduler.initialNoiseScale()),
                   g.tensor(prefix + "/init_noise_sigma"), kForwardTolerance);
}

void checkSchedules(const GoldenSet& g, Report& report)
{
    SchedulerConfig config = schedulerConfig(g);
    if (g.has("sched/betas"))
        report.compare("sched/betas", config.betas(), g.tensor("sched/betas"), 1e-7);
    report.compare("sched/alphas_cumprod", config.cumulativeAlphas(), g.tensor("sched/alphas_cumprod"), 1e-6);
    for (int steps = 1; steps <= 50; ++steps) {
        config.spacing = TimestepSpacing::Linspace;
        checkSchedule(g, report, config, "linspace", steps);
        config.spacing = TimestepSpacing::Leading;
        checkSchedule(g, report, config, "leading", steps);
        config.spacing = TimestepSpacing::Trailing;
        checkSchedule(g, report, config, "trailing", steps);
    }
}

void checkNoise(const GoldenSet& g, Report& report)
{
    const std::string start = "rng/seed";
    for (const auto& [name, view] : g.tensors()) {
        if (!name.starts_with(start) || !name.ends_with("/draw1") || name.find("half") != std::string::npos)
            continue;
        const std::string prefix = name.substr(0, name.find('/', start.size()));
        const std::uint64_t seed = std::stoull(prefix.substr(start.size()));
        NoiseSource noise(seed);
        for (const char* draw : {"/draw1", "/draw2"})
            report.compare(prefix + draw, noise.draw(g.tensor(prefix + draw).sizes()), g.tensor(prefix + draw), 0.0);
        report.compare(prefix + "/draw3_first16", noise.draw({1, 4, 64, 64}).flatten().narrow(0, 0, 16),
                       g.tensor(prefix + "/draw3_first16"), 0.0);
        NoiseSource fresh(seed);
        if (g.has(prefix + "/small8"))
            report.compare(prefix + "/small8", fresh.draw({8}), g.tensor(prefix + "/small8"), 0.0);
    }
}

/// The loop with injected noise, step by step: each step starts from the reference's own latents.
void checkLoop(const GoldenSet& g, const Setup& s, Report& report)
{
    if (!g.has("loop/latents_start"))
        return;
    ModelLocation location;
    location.root = g.folder();
    const Model model(Checkpoint(location), s.type);
    int steps = 0;
    while (g.has("loop/step" + std::to_string(steps) + "/prev_sample"))
        ++steps;
    const EulerAncestralScheduler scheduler(schedulerConfig(g), steps);
    report.compare("loop/latents_start", g.tensor("loop/init_noise") * scheduler.initialNoiseScale(),
                   g.tensor("loop/latents_start"), 1e-5);
    at::Tensor latents = g.tensor("loop/latents_start").to(s.type.device);
    for (int i = 0; i < steps; ++i) {
        const std::string prefix = "loop/step" + std::to_string(i);
        const at::Tensor input = at::cat({scheduler.scaledInput(latents.to(at::kCPU), i), g.tensor("loop/mask_latent"),
                                          g.tensor("loop/comp_latents")},
                                         1);
        report.compare(prefix + "/model_input", input, g.tensor(prefix + "/model_input"), kLatentTolerance * s.slack);
        const at::Tensor prediction =
            model.unet().forward(s.place(g.tensor(prefix + "/model_input")), scheduler.timestep(i),
                                 s.place(g.tensor("loop/encoder_hidden_states")), ForwardPass());
        report.compare(prefix + "/noise_pred", prediction, g.tensor(prefix + "/noise_pred"),
                       kForwardTolerance * s.slack);
        const Scheduler::Step step =
            scheduler.step(g.tensor(prefix + "/noise_pred"), i, latents.to(at::kCPU), g.tensor(prefix + "/noise"));
        report.compare(prefix + "/pred_original_sample", step.predictedClean,
                       g.tensor(prefix + "/pred_original_sample"), kLatentTolerance);
        report.compare(prefix + "/prev_sample", step.latents, g.tensor(prefix + "/prev_sample"), kLatentTolerance);
        latents = g.tensor(prefix + "/prev_sample").to(s.type.device);
    }
}

} // namespace

void checkSampling(const GoldenSet& goldens, const Setup& setup, Report& report)
{
    checkSchedules(goldens, report);
    checkNoise(goldens, report);
    checkLoop(goldens, setup, report);
}

} // namespace dh::parity
