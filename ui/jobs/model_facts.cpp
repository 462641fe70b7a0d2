#include "ui/jobs/model_facts.h"

#include "core/base/error.h"
#include "core/base/resolution.h"
#include "core/harmonize/engine_module.h"

#include <nlohmann/json.hpp>

namespace dh
{

namespace
{

int numberOr(const nlohmann::json& json, const char* key, int fallback)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? found->get<int>() : fallback;
}

std::uint64_t parametersOf(const Checkpoint& checkpoint, Component component)
{
    std::uint64_t count = 0;
    if (checkpoint.has(component)) {
        for (const auto& [key, view] : checkpoint.component(component).tensors)
            count += static_cast<std::uint64_t>(view.elementCount());
    }
    return count;
}

/// What the engine refuses when it loads the model is known before.
void requireUsable(const ModelFacts& facts, const std::filesystem::path& root)
{
    const auto require = [&root](bool holds, const char* key, const char* rule) {
        if (!holds)
            throw Error(ErrorCode::ModelInvalid, (root / "model_index.json").string(),
                        std::string(key).append(1, ' ').append(rule));
    };
    require(isDenoisingSteps(facts.defaultSteps), "default_steps", kStepsRule);
    require(facts.defaultResolution > 0 && isNetworkResolution(facts.defaultResolution), "default_resolution",
            kResolutionRule);
    require(isNetworkResolution(facts.refineResolution), "refine_resolution", kResolutionRule);
}

} // namespace

ModelLocation resolvedModel(ModelLocation location)
{
    if (location.root.empty())
        location.root = builtInModelFolder();
    if (location.root.empty())
        throw Error(ErrorCode::ModelMissing, "", "the built-in model isn't installed");
    return location;
}

ModelFacts readModelFacts(const ModelLocation& location)
{
    const Checkpoint checkpoint(resolvedModel(location));
    const nlohmann::json& index = checkpoint.modelIndex();
    ModelFacts facts;
    facts.defaultSteps = numberOr(index, "default_steps", facts.defaultSteps);
    facts.defaultResolution = numberOr(index, "default_resolution", facts.defaultResolution);
    facts.refineResolution = numberOr(index, "refine_resolution", facts.refineResolution);
    requireUsable(facts, checkpoint.location().root);
    facts.hasRefiner = checkpoint.has(Component::Refiner);
    facts.unetParameters = parametersOf(checkpoint, Component::UNet);
    facts.vaeParameters = parametersOf(checkpoint, Component::Vae) + parametersOf(checkpoint, Component::ConditionVae);
    facts.refinerParameters = parametersOf(checkpoint, Component::Refiner);
    return facts;
}

} // namespace dh
