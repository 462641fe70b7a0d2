#include "core/base/error.h"
#include "core/diffusion/model.h"
#include "core/nn/condition_vae.h"
#include "core/nn/refiner.h"
#include "core/nn/text_encoder.h"
#include "core/nn/unet.h"
#include "core/weights/clip_tokenizer.h"
#include "core/weights/json_file.h"
#include "core/weights/weight_files.h"
#include "tests/parity/golden_set.h"

#include <c10/core/GradMode.h>
#include <nlohmann/json.hpp>

namespace dh::parity
{

namespace
{

template <typename Network>
struct Loaded {
    ComponentWeights weights;
    std::unique_ptr<Network> network;
    [[nodiscard]] const Network& operator*() const { return *network; }
    [[nodiscard]] const Network* operator->() const { return network.get(); }
};

template <typename Network>
Loaded<Network> load(const GoldenSet& goldens, const Setup& setup, const std::filesystem::path& folder,
                     Component component)
{
    Loaded<Network> loaded{loadWeights(goldens, folder, component), nullptr};
    CheckpointParameters parameters(loaded.weights, setup.type);
    loaded.network = std::make_unique<Network>(loaded.weights, parameters);
    parameters.finish();
    return loaded;
}

void checkUNet(const GoldenSet& g, const Setup& s, Report& report)
{
    const auto unet = load<UNet>(g, s, g.folder() / "unet", Component::UNet);
    int blocks = 0;
    const ForwardPass pass({}, [&] { ++blocks; });
    const at::Tensor sample = s.place(g.tensor("unet/sample"));
    const at::Tensor context = s.place(g.tensor("unet/encoder_hidden_states"));
    const double tolerance = kForwardTolerance * s.slack;
    for (const auto& [name, timestep] : {std::pair{"unet/out_t1", 1.0},
                                         {"unet/out_t500", 500.0},
                                         {"unet/out_t749.25", 749.25},
                                         {"unet/out_t999", 999.0}}) {
        if (g.has(name))
            report.compare(name, unet->forward(sample, timestep, context, pass), g.tensor(name), tolerance);
    }
    blocks = 0;
    (void)unet->forward(sample, 1.0, context, pass);
    report.equal("unet: blockCount() blocks report progress", blocks == unet->blockCount());
    if (g.has("unet/out_7x5_t10"))
        report.compare("unet/out_7x5_t10", unet->forward(s.place(g.tensor("unet/sample_7x5")), 10.0, context, pass),
                       g.tensor("unet/out_7x5_t10"), tolerance);
    if (g.has("unet/out_b2_16x16_t321"))
        report.compare(
            "unet/out_b2_16x16_t321",
            unet->forward(s.place(g.tensor("unet/sample_b2_16x16")), 321.0, s.place(g.tensor("unet/ctx_b2")), pass),
            g.tensor("unet/out_b2_16x16_t321"), tolerance);
    // With gradients on, the layers take ATen's paths: both must agree with the reference.
    if (s.type.device.is_cpu() && s.type.weights == at::kFloat) {
        const c10::InferenceMode off(false);
        const at::AutoGradMode gradients(true);
        report.compare("unet/out_t500 with gradients",
                       unet->forward(sample.clone(), 500.0, context.clone(), ForwardPass()).detach(),
                       g.tensor("unet/out_t500"), tolerance);
    }
}

void checkVae(const GoldenSet& g, const Setup& s, Report& report, const std::filesystem::path& folder,
              const std::string& note)
{
    const auto vae = load<Vae>(g, s, folder, Component::Vae);
    int blocks = 0;
    const ForwardPass pass({}, [&] { ++blocks; });
    const LatentDistribution posterior = vae->encode(s.place(g.tensor("vae/encode/image")), pass);
    report.equal("vae: encodeBlocks() blocks report progress", blocks == vae->encodeBlocks());
    const double tolerance = kForwardTolerance * s.slack;
    report.compare("vae/encode/mean" + note, posterior.mean, g.tensor("vae/encode/mean"), tolerance);
    report.compare("vae/encode/std" + note, posterior.deviation, g.tensor("vae/encode/std"), tolerance);
    report.compare("vae/encode/sample" + note, posterior.sample(s.place(g.tensor("vae/encode/sample_noise"))),
                   g.tensor("vae/encode/sample"), tolerance);
    blocks = 0;
    report.compare("vae/decode/image" + note, vae->decode(s.place(g.tensor("vae/decode/latents")), pass),
                   g.tensor("vae/decode/image"), tolerance);
    report.equal("vae: decodeBlocks() blocks report progress", blocks == vae->decodeBlocks());
}

void checkConditionVae(const GoldenSet& g, const Setup& s, Report& report)
{
    const auto vae = load<ConditionVae>(g, s, g.folder() / "condition_vae", Component::ConditionVae);
    const ForwardPass pass;
    const double tolerance = kForwardTolerance * s.slack;
    const LatentDistribution posterior = vae->encode(s.place(g.tensor("vae/encode/image")), pass);
    const at::Tensor moments = g.tensor("cvae/encode_image_moments");
    report.compare("cvae/encode_image_moments (mean)", posterior.mean, LatentDistribution::fromMoments(moments).mean,
                   tolerance);
    const auto condition = vae->encodeCondition(s.place(g.tensor("cvae/cond")), pass);
    const LatentDistribution expected = LatentDistribution::fromMoments(g.tensor("cvae/cond_moments"));
    report.compare("cvae/cond_moments (mean)", condition.posterior.mean, expected.mean, tolerance);
    report.compare("cvae/cond_moments (deviation)", condition.posterior.deviation, expected.deviation, tolerance);
    report.compare("cvae/mid_res", condition.skips.middle, g.tensor("cvae/mid_res"), tolerance);
    for (std::size_t i = 0; i < condition.skips.levels.size(); ++i) {
        const std::string name = "cvae/down_res" + std::to_string(i);
        if (g.has(name))
            report.compare(name, condition.skips.levels[i], g.tensor(name), tolerance);
    }
    const at::Tensor z = s.place(g.tensor("cvae/z"));
    report.compare("cvae/out_mode", vae->decode(z, condition, condition.posterior.mean, pass),
                   g.tensor("cvae/out_mode"), tolerance);
    report.compare("cvae/out_sample",
                   vae->decode(z, condition, condition.posterior.sample(s.place(g.tensor("cvae/cond_noise"))), pass),
                   g.tensor("cvae/out_sample"), tolerance);
    report.compare("cvae/decode_plain", vae->decode(z, pass), g.tensor("cvae/decode_plain"), tolerance);
}

void checkRefiner(const GoldenSet& g, const Setup& s, Report& report)
{
    const auto refiner = load<Refiner>(g, s, g.folder() / "refiner", Component::Refiner);
    int blocks = 0;
    const ForwardPass pass({}, [&] { ++blocks; });
    report.compare("refiner/output", refiner->forward(s.place(g.tensor("refiner/input")), pass),
                   g.tensor("refiner/output"), kForwardTolerance * s.slack);
    report.equal("refiner: blockCount() blocks report progress", blocks == refiner->blockCount());
}

void checkText(const GoldenSet& g, const Setup&, Report& report)
{
    // The text encoder always runs on the CPU in float32.
    const auto encoder = load<TextEncoder>(g, {}, g.folder() / "text_encoder", Component::TextEncoder);
    for (const char* name : {"empty", "prompt", "random"}) {
        const std::string prefix = std::string("text/") + name;
        if (g.has(prefix + "/input_ids"))
            report.compare(prefix + "/last_hidden_state",
                           encoder->forward(g.tensor(prefix + "/input_ids"), ForwardPass()),
                           g.tensor(prefix + "/last_hidden_state"), kForwardTolerance);
    }
    const ClipTokenizer tokenizer(g.folder() / "tokenizer");
    const at::Tensor expected = g.tensor("text/empty/input_ids");
    const auto ids = tokenizer.encode("", static_cast<int>(expected.size(1)));
    report.equal("tokenizer: the empty prompt", at::tensor(at::ArrayRef<std::int64_t>(ids)).equal(expected[0]));
}

/// The probe's weights are scaled so that a wrong epsilon of any norm shows.
void checkEpsilons(const GoldenSet& g, const Setup& s, Report& report)
{
    const std::filesystem::path folder = g.folder() / "variants" / "eps_probe";
    if (!g.has("eps_probe/unet/out_t500") || !std::filesystem::exists(folder) || s.slack > 1.0)
        return;
    const ForwardPass pass;
    const auto unet = load<UNet>(g, s, folder / "unet", Component::UNet);
    report.compare(
        "eps_probe/unet/out_t500",
        unet->forward(s.place(g.tensor("unet/sample")), 500.0, s.place(g.tensor("unet/encoder_hidden_states")), pass),
        g.tensor("eps_probe/unet/out_t500"), kForwardTolerance);
    const auto vae = load<Vae>(g, s, folder / "vae", Component::Vae);
    const LatentDistribution posterior = vae->encode(s.place(g.tensor("vae/encode/image")), pass);
    const LatentDistribution expected = LatentDistribution::fromMoments(g.tensor("eps_probe/vae/moments"));
    report.compare("eps_probe/vae/moments (mean)", posterior.mean, expected.mean, kForwardTolerance);
    report.compare("eps_probe/vae/moments (deviation)", posterior.deviation, expected.deviation, kForwardTolerance);
    report.compare("eps_probe/vae/decode", vae->decode(s.place(g.tensor("vae/decode/latents")), pass),
                   g.tensor("eps_probe/vae/decode"), kForwardTolerance);
    const auto refiner = load<Refiner>(g, s, folder / "refiner", Component::Refiner);
    const at::Tensor input = s.place(g.tensor("refiner/input"));
    report.compare("eps_probe/refiner/output", refiner->forward(input, pass) - input.narrow(1, 0, 3),
                   g.tensor("eps_probe/refiner/output"), kForwardTolerance);
    const auto text = load<TextEncoder>(g, {}, folder / "text_encoder", Component::TextEncoder);
    report.compare("eps_probe/text/last_hidden_state", text->forward(g.tensor("text/empty/input_ids"), pass),
                   g.tensor("eps_probe/text/last_hidden_state"), kForwardTolerance);
}

} // namespace

ComponentWeights loadWeights(const GoldenSet& goldens, const std::filesystem::path& folder, Component component)
{
    if (component == Component::TextEncoder) {
        ComponentWeights weights;
        weights.config = std::make_shared<nlohmann::json>(readJsonObject(folder / "config.json"));
        weights.tensors = openWeights(findWeightFiles(folder, "model"));
        weights.folder = folder;
        return weights;
    }
    ModelLocation location;
    location.root = goldens.folder();
    if (component == Component::UNet)
        location.unet = folder;
    else if (component == Component::Refiner)
        location.refiner = folder;
    else
        location.vae = folder;
    return Checkpoint(location).component(component);
}

void checkNetworks(const GoldenSet& goldens, const Setup& setup, Report& report)
{
    checkUNet(goldens, setup, report);
    checkVae(goldens, setup, report, goldens.folder() / "vae", "");
    const std::filesystem::path oldKeys = goldens.folder() / "variants" / "vae_oldkeys";
    if (std::filesystem::exists(oldKeys))
        checkVae(goldens, setup, report, oldKeys, " (old key names)");
    if (std::filesystem::exists(goldens.folder() / "condition_vae"))
        checkConditionVae(goldens, setup, report);
    checkRefiner(goldens, setup, report);
    checkText(goldens, setup, report);
    checkEpsilons(goldens, setup, report);

    const std::filesystem::path pickled = goldens.folder() / "variants" / "refiner_bin";
    if (std::filesystem::exists(pickled)) {
        bool refused = false;
        try {
            (void)loadWeights(goldens, pickled, Component::Refiner);
        } catch (const Error& error) {
            refused =
                error.code() == ErrorCode::ModelInvalid && error.detail().find("safetensors") != std::string::npos;
        }
        report.equal("a pickled refiner is refused with advice", refused);
    }
}

} // namespace dh::parity
