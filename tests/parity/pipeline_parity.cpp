#include "core/diffusion/model.h"
#include "core/diffusion/stages.h"
#include "core/weights/json_file.h"
#include "tests/parity/golden_set.h"

#include <nlohmann/json.hpp>

namespace dh::parity
{

namespace
{

/// The recorded draws, in the order in which the reference drew them.
class RecordedNoise final : public NoiseSource
{
public:
    RecordedNoise(const GoldenSet& goldens, std::vector<std::string> names)
        : NoiseSource(0), m_goldens(goldens), m_names(std::move(names))
    {
    }
    at::Tensor draw(at::IntArrayRef shape) override
    {
        const at::Tensor value = m_goldens.tensor(m_names.at(m_next++));
        TORCH_CHECK(value.sizes() == shape, "noise of another shape was asked for");
        return value;
    }
    [[nodiscard]] bool isUsedUp() const { return m_next == m_names.size(); }

private:
    const GoldenSet& m_goldens;
    std::vector<std::string> m_names;
    std::size_t m_next = 0;
};

struct Case {
    std::string name;
    bool conditionVae;
    std::uint64_t seed;
};

int countSteps(const GoldenSet& g, const std::string& name)
{
    int steps = 0;
    while (g.has(name + "/noise_step" + std::to_string(steps)))
        ++steps;
    return steps;
}

std::vector<std::string> drawNames(const Case& c, int steps)
{
    std::vector<std::string> names{c.name + "/noise_init", c.name + "/noise_vae_comp"};
    for (int i = 0; i < steps; ++i)
        names.push_back(c.name + "/noise_step" + std::to_string(i));
    if (c.conditionVae)
        names.push_back(c.name + "/noise_cvae_cond");
    return names;
}

at::Tensor truncatedBytes(const at::Tensor& image01)
{
    return image01.clamp(0.0, 1.0).mul(255.0).to(at::kByte).permute({0, 2, 3, 1});
}

void runCase(const GoldenSet& g, const Setup& s, Report& report, const Case& c, NoiseSource& noise,
             const std::string& note)
{
    ModelLocation location;
    location.root = g.folder();
    location.vae = g.folder() / (c.conditionVae ? "condition_vae" : "vae");
    const Model model(Checkpoint(location), s.type);
    const ForwardPass pass;
    const int steps = countSteps(g, c.name);
    const auto golden = [&](const std::string& name) { return g.tensor(c.name + "/" + name); };
    const auto compare = [&](const std::string& name, const at::Tensor& actual, double tolerance) {
        report.compare(c.name + "/" + name + note, actual, golden(name), tolerance * s.slack);
    };

    const at::Tensor composite = golden("comp");
    const at::Tensor mask = binarized(golden("mask_in"));
    report.compare(c.name + "/mask_binarized" + note, mask, golden("mask_binarized"), 0.0);
    const at::Tensor expectedLatents = golden("comp_latents");

    const at::Tensor initial = noise.draw(expectedLatents.sizes());
    const at::Tensor compositeLatents = encodeComposite(model, composite, noise.draw(expectedLatents.sizes()), pass);
    compare("comp_latents", compositeLatents, kForwardTolerance);
    const at::Tensor latentMask = maskForLatents(mask, expectedLatents.size(2), expectedLatents.size(3));
    report.compare(c.name + "/mask_latent" + note, latentMask, golden("mask_latent"), 0.0);

    const EulerAncestralScheduler scheduler(model.scheduler(), steps);
    const DenoiseConditions conditions{s.place(latentMask), s.place(compositeLatents), model.emptyPrompt()};
    const at::Tensor latents = denoise(model.unet(), scheduler, conditions, initial, noise, pass);
    compare("step" + std::to_string(steps - 1) + "/latents", latents, kLatentTolerance);

    const at::Tensor conditionNoise = c.conditionVae ? noise.draw(expectedLatents.sizes()) : at::Tensor();
    const at::Tensor decoded = decodeLatents(model, latents, composite, mask, conditionNoise, {}, pass);
    const at::Tensor decoded01 = (decoded / 2 + 0.5).clamp(0.0, 1.0);
    compare("decoded01", decoded01, kImageTolerance);
    if (s.slack == 1.0)
        report.compareBytes(c.name + "/stage1_uint8" + note, truncatedBytes(decoded01), golden("stage1_uint8"), 1e-3);

    const at::Tensor compositeOut = golden("comp_out");
    const at::Tensor harmonized = resizedForRefiner(decoded01 * 2 - 1, compositeOut.size(2), compositeOut.size(3));
    compare("harm_resized", harmonized, kImageTolerance);
    const at::Tensor stage2 = model.refiner()->arrangeInput(harmonized, golden("mask_out"), compositeOut);
    compare("stage2_input", stage2, kImageTolerance);
    const at::Tensor final01 = refine(model, harmonized, golden("mask_out"), compositeOut, pass) / 2 + 0.5;
    compare("final01", final01, kImageTolerance);
    if (s.slack == 1.0)
        report.compareBytes(c.name + "/final_uint8" + note, truncatedBytes(final01), golden("final_uint8"), 1e-3);
}

} // namespace

void checkPipeline(const GoldenSet& goldens, const Setup& setup, Report& report)
{
    for (const Case& c : {Case{"e2e1", false, 42}, Case{"e2e2", false, 7}, Case{"e2e3_cvae", true, 11}}) {
        if (!goldens.has(c.name + "/comp"))
            continue;
        RecordedNoise recorded(goldens, drawNames(c, countSteps(goldens, c.name)));
        runCase(goldens, setup, report, c, recorded, "");
        report.equal(c.name + ": every recorded draw was used, in its place", recorded.isUsedUp());
        NoiseSource seeded(c.seed);
        runCase(goldens, setup, report, c, seeded, " (drawn from the seed)");
    }
    for (const char* name : {"resize/128_to_64", "resize/96x64_to_56x40"}) {
        if (!goldens.has(name))
            continue;
        const at::Tensor expected = goldens.tensor(name);
        const at::Tensor input =
            goldens.tensor(std::string(name) == "resize/128_to_64" ? "resize/in_128" : "resize/in_96x64");
        report.compare(name, resizedForRefiner(input, expected.size(2), expected.size(3)), expected.clamp(-1.0, 1.0),
                       kImageTolerance);
    }
}

} // namespace dh::parity
