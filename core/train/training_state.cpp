#include "core/train/training_state.h"

#include "core/base/error.h"
#include "core/train/tensor_file.h"
#include "core/weights/safetensors_file.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr const char* kPrefix = "step-";
constexpr const char* kSuffix = ".safetensors";
constexpr const char* kValue = "value";
constexpr const char* kAverage = "average";

std::string fileName(std::int64_t step)
{
    constexpr std::size_t kDigits = 10;
    const std::string digits = std::to_string(step);
    return kPrefix + std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits + kSuffix;
}

/// Exact, so that a continued run computes with the same numbers.
std::string numberText(double value)
{
    std::array<char, 64> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

template <typename Number>
Number numberAt(const SafetensorsFile& file, const char* name)
{
    Number value{};
    const auto found = file.metadata().find(name);
    const std::string text = found == file.metadata().end() ? "" : found->second;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
        throw Error(ErrorCode::CorruptFile, file.path().string(), std::string("it has no ") + name);
    return value;
}

/// What the state of a run without loss scaling holds.
constexpr LossScale kUnscaled{1.0, 0};

/// Nothing when the run had no scaling. One whose scale has just come down to 1 looks the same; begun anew, it comes
/// down again.
std::optional<LossScale> lossScaleIn(const SafetensorsFile& file)
{
    const LossScale stored{numberAt<double>(file, "loss_scale"), numberAt<std::int64_t>(file, "steps_at_this_scale")};
    return stored == kUnscaled ? std::nullopt : std::optional(stored);
}

/// The flat tensors of a state by the name under which their parts are stored.
std::map<std::string, at::Tensor> flatTensors(TrainingState& state, TrainableParameters& parameters, AdamW& optimizer)
{
    std::map<std::string, at::Tensor> flats{
        {kValue, parameters.values()}, {"moment1", optimizer.firstMoment()}, {"moment2", optimizer.secondMoment()}};
    if (state.average.defined())
        flats.emplace(kAverage, state.average);
    return flats;
}

/// Of how many parameters the state holds `flat`.
std::size_t countOf(const SafetensorsFile& file, const std::string& flat)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        file.tensors(), [&flat](const auto& tensor) { return tensor.first.starts_with(flat + "/"); }));
}

Error otherRun(const fs::path& state, const std::string& why)
{
    return {ErrorCode::InvalidArgument, "--output",
            state.string() + " " + why + "; --restart begins anew there, or choose another folder"};
}

} // namespace

std::vector<fs::path> StateFolder::files() const
{
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(m_folder, error)) {
        if (isState(entry.path().filename().string()))
            found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

std::optional<fs::path> StateFolder::newest() const
{
    const std::vector<fs::path> all = files();
    return all.empty() ? std::nullopt : std::optional(all.back());
}

void StateFolder::write(const TrainingState& state, TrainableParameters& parameters, AdamW& optimizer,
                        const char* stage, int keep) const
{
    TrainingState source = state;
    const LossScale scale = state.lossScale.value_or(kUnscaled);
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [name, flat] : flatTensors(source, parameters, optimizer))
        for (const TrainableParameters::Slot& slot : parameters.slots())
            tensors.emplace(name + "/" + slot.key, TrainableParameters::view(flat, slot));
    writeTensors(m_folder / fileName(state.step), tensors,
                 {{"stage", stage},
                  {"step", std::to_string(state.step)},
                  {"optimizer_steps", std::to_string(optimizer.steps())},
                  {"smoothed_loss", numberText(state.smoothedLoss)},
                  {"loss_scale", numberText(scale.value)},
                  {"steps_at_this_scale", std::to_string(scale.steps)}});
    std::vector<fs::path> all = files();
    all.resize(all.size() - std::min(all.size(), static_cast<std::size_t>(keep)));
    for (const fs::path& old : all) {
        std::error_code ignored; // a file more does no harm
        fs::remove(old, ignored);
    }
}

void StateFolder::read(const fs::path& file, TrainingState& state, TrainableParameters& parameters, AdamW& optimizer,
                       const char* stage) const
{
    const at::NoGradGuard noGrad;
    const SafetensorsFile stored(file);
    const auto storedStage = stored.metadata().find("stage");
    if (storedStage == stored.metadata().end() || storedStage->second != stage)
        throw otherRun(file, std::string("is no state of training a ") + stage);
    auto flats = flatTensors(state, parameters, optimizer);
    const bool hasAverage = countOf(stored, kAverage) > 0;
    if (!hasAverage)
        flats.erase(kAverage);
    // What isn't trained any more would silently be as it was before the run.
    if (countOf(stored, kValue) > parameters.slots().size())
        throw otherRun(file, "is of another network, or of more parts of it");
    for (auto& [name, flat] : flats) {
        for (const TrainableParameters::Slot& slot : parameters.slots()) {
            const auto found = stored.tensors().find(name + "/" + slot.key);
            if (found == stored.tensors().end() || found->second.shape != slot.shape)
                throw otherRun(file, "is of another network, or of fewer parts of it: its " + name + " of " + slot.key +
                                         " is missing or of another shape");
            TrainableParameters::view(flat, slot).copy_(tensorFromView(found->second));
        }
    }
    if (!hasAverage && state.average.defined())
        state.average.copy_(parameters.values());
    state.step = numberAt<std::int64_t>(stored, "step");
    state.smoothedLoss = numberAt<double>(stored, "smoothed_loss");
    state.lossScale = lossScaleIn(stored);
    optimizer.setSteps(numberAt<std::int64_t>(stored, "optimizer_steps"));
}

void StateFolder::clear() const
{
    for (const fs::path& file : files())
        fs::remove(file);
}

bool StateFolder::isState(const std::string& name)
{
    return name.starts_with(kPrefix) && name.ends_with(kSuffix);
}

} // namespace dh
