#include "app/train/options_file.h"

#include "core/base/error.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>

namespace dh
{

namespace
{

using Json = nlohmann::json;
using Setter = std::function<void(const Json&)>;

template <typename Value>
Setter into(Value& target)
{
    return [&target](const Json& json) { target = json.get<Value>(); };
}

Setter intoPath(std::filesystem::path& target)
{
    return [&target](const Json& json) { target = json.get<std::string>(); };
}

template <typename Choice>
Setter intoChoice(Choice& target, std::map<std::string, Choice> words)
{
    return [&target, words = std::move(words)](const Json& json) { target = words.at(json.get<std::string>()); };
}

void readSizes(const Json& json, std::vector<TrainingPhase>& phases)
{
    phases.clear();
    for (const Json& entry : json)
        phases.push_back({entry.at(0).get<int>(), entry.at(1).get<int>(),
                          entry.size() > 2 ? entry.at(2).get<double>() : TrainingPhase{}.share});
}

std::map<std::string, Setter> settersFor(TrainingOptions& options)
{
    OptimizerOptions& optimizer = options.optimizer;
    return {
        {"stage", intoChoice<TrainingStage>(options.stage, {{"vae", TrainingStage::Vae},
                                                            {"unet", TrainingStage::UNet},
                                                            {"refiner", TrainingStage::Refiner},
                                                            {"condition-vae", TrainingStage::ConditionVae}})},
        {"model", intoPath(options.modelFolder)},
        {"config", intoPath(options.config)},
        {"output", intoPath(options.outputFolder)},
        {"data",
         [&options](const Json& json) {
             const auto files = json.get<std::vector<std::string>>();
             options.data.packs.assign(files.begin(), files.end());
         }},
        {"flip", into(options.data.flip)},
        {"crop", into(options.data.crop)},
        {"pair_share", into(options.data.pairShare)},
        {"unchanged_share", into(options.data.changes.unchanged)},
        {"recolour_share", into(options.data.recolourShare)},
        {"inverse", into(options.inverse)},
        {"steps", into(options.steps)},
        {"sizes", [&options](const Json& json) { readSizes(json, options.phases); }},
        {"accumulation", into(options.accumulation)},
        {"seed", into(options.seed)},
        {"learning_rate", into(optimizer.learningRate)},
        {"beta1", into(optimizer.beta1)},
        {"beta2", into(optimizer.beta2)},
        {"weight_decay", into(optimizer.weightDecay)},
        {"warm_up", into(optimizer.warmUpSteps)},
        {"schedule", intoChoice<LearningSchedule>(optimizer.schedule, {{"constant", LearningSchedule::Constant},
                                                                       {"cosine", LearningSchedule::Cosine}})},
        {"final_rate", into(optimizer.finalRate)},
        {"gradient_clip", into(optimizer.gradientClip)},
        {"ema", into(optimizer.averages)},
        {"ema_decay", into(optimizer.averageDecay)},
        {"ema_copy", into(optimizer.copyAverages)},
        {"loss",
         intoChoice<LossArea>(options.loss.area, {{"whole", LossArea::Whole}, {"foreground", LossArea::Foreground}})},
        {"outside_weight", into(options.loss.outsideWeight)},
        {"balance", into(options.loss.balance)},
        {"squared_weight", into(options.loss.squaredWeight)},
        {"edge_weight", into(options.loss.edgeWeight)},
        {"kl_weight", into(options.loss.klWeight)},
        {"latent_residual_scale", [&options](const Json& json) { options.latentResidualScale = json.get<double>(); }},
        {"prediction", [&options](const Json& json) { options.prediction = json.get<std::string>(); }},
        {"refine_resolution", [&options](const Json& json) { options.refineResolution = json.get<int>(); }},
        {"focus_share", into(options.timesteps.focusShare)},
        {"focus_first", into(options.timesteps.focusFirst)},
        {"focus_last", into(options.timesteps.focusLast)},
        {"gradient_checkpointing", into(options.gradientCheckpointing)},
        {"harm_source",
         intoChoice<HarmonizedSource>(options.harmonizedSource, {{"pipeline", HarmonizedSource::Pipeline},
                                                                 {"composite", HarmonizedSource::Composite}})},
        {"inference_size", into(options.inferenceSize)},
        {"inference_steps", into(options.inferenceSteps)},
        {"zero_output", into(options.zeroOutput)},
        {"freeze_decoder", into(options.freezeDecoder)},
        {"device", into(options.device)},
        {"autocast", intoChoice<Autocast>(
                         options.autocast,
                         {{"none", Autocast::None}, {"bfloat16", Autocast::BFloat16}, {"float16", Autocast::Float16}})},
        {"threads", into(options.threads)},
        {"channels_last", into(options.channelsLast)},
        {"checkpoint_seconds", into(options.checkpointEverySeconds)},
        {"checkpoint_steps", into(options.checkpointEverySteps)},
        {"keep", into(options.keep)},
        {"restart", into(options.restart)},
        {"storage", intoChoice<WeightStorage>(
                        options.storage, {{"float32", WeightStorage::Float32}, {"float16", WeightStorage::Float16}})},
    };
}

} // namespace

TrainingOptions readTrainingOptions(const std::filesystem::path& file)
{
    const Json json = readJsonObject(file);
    TrainingOptions options;
    const std::map<std::string, Setter> setters = settersFor(options);
    for (const auto& [key, value] : json.items()) {
        const auto setter = setters.find(key);
        if (setter == setters.end())
            throw Error(ErrorCode::InvalidArgument, file.string(), "\"" + key + "\" is no option");
        try {
            setter->second(value);
        } catch (const std::exception&) { // of nlohmann, or a word that isn't in the list
            throw Error(ErrorCode::InvalidArgument, file.string(), "\"" + key + "\" can't be " + value.dump());
        }
    }
    return options;
}

} // namespace dh
