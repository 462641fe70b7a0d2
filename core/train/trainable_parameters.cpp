#include "core/train/trainable_parameters.h"

#include "core/base/error.h"
#include "core/train/step_random.h"

#include <c10/core/GradMode.h>
#include <c10/util/accumulate.h>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr const char* kWeight = ".weight";
constexpr const char* kBias = ".bias";

std::string siblingWeight(const std::string& biasKey)
{
    return biasKey.substr(0, biasKey.size() - std::string_view(kBias).size()) + kWeight;
}

std::int64_t fanIn(const at::Tensor& weight)
{
    return weight.numel() / weight.size(0);
}

/// Where a tensor of that shape lies in the flat one: convolutions may be stored with the channels last.
std::vector<std::int64_t> stridesFor(const std::vector<std::int64_t>& shape, bool channelsLast)
{
    if (channelsLast && shape.size() == 4) {
        const std::int64_t c = shape[1];
        return {shape[2] * shape[3] * c, 1, shape[3] * c, c};
    }
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    return strides;
}

} // namespace

TrainableParameters::TrainableParameters(const ComponentWeights& weights, ParameterStart start)
    : m_weights(weights), m_start(std::move(start))
{
}

at::Tensor TrainableParameters::take(const std::string& key, at::IntArrayRef shape)
{
    const at::NoGradGuard noGrad;
    at::Tensor tensor = (has(key) ? stored(key, shape) : fresh(key, shape)).to(m_start.device);
    if (!has(key) && !m_weights.tensors.empty() && !(m_start.mayMiss && m_start.mayMiss(key)))
        m_problems.push_back("missing: " + key + " " + shapeText(shape));
    m_tensors.insert_or_assign(key, tensor);
    return tensor;
}

at::Tensor TrainableParameters::stored(const std::string& key, at::IntArrayRef shape)
{
    const TensorView& view = m_weights.tensors.at(key);
    if (at::IntArrayRef(view.shape) == shape)
        return tensorFromView(view).to(at::kFloat, false, true);
    m_problems.push_back("wrong shape: " + key + " is " + shapeText(view.shape) + ", expected " + shapeText(shape));
    return at::zeros(shape);
}

at::Tensor TrainableParameters::fresh(const std::string& key, at::IntArrayRef shape) const
{
    if (m_start.isZero && m_start.isZero(key))
        return at::zeros(shape);
    if (key.ends_with(kWeight) && shape.size() == 1)
        return at::ones(shape); // of a norm
    const auto uniform = [&](std::int64_t fan) {
        const double bound = 1.0 / std::sqrt(static_cast<double>(fan));
        return at::empty(shape).uniform_(-bound, bound, generatorFor(m_start.seed, 0, key));
    };
    if (!key.ends_with(kBias))
        return uniform(shape.size() > 1 ? c10::multiply_integers(shape) / shape[0] : 1);
    const auto weight = m_tensors.find(siblingWeight(key));
    const bool ofNorm = weight == m_tensors.end() || weight->second.dim() == 1;
    return ofNorm ? at::zeros(shape) : uniform(fanIn(weight->second));
}

void TrainableParameters::finish()
{
    for (const auto& [key, view] : m_weights.tensors)
        if (!m_tensors.contains(key))
            m_problems.push_back("unexpected: " + key + " " + shapeText(view.shape));
    if (!m_problems.empty()) {
        std::string lines;
        for (const std::string& problem : m_problems)
            lines += (lines.empty() ? "" : "\n") + problem;
        throw Error(ErrorCode::ModelInvalid, m_weights.folder.string(), lines);
    }
    flatten();
}

void TrainableParameters::flatten()
{
    const at::NoGradGuard noGrad;
    std::int64_t total = 0;
    for (const auto& [key, tensor] : m_tensors) {
        if (m_start.isTrained && !m_start.isTrained(key))
            continue;
        const std::vector<std::int64_t> shape = tensor.sizes().vec();
        m_slots.push_back({key, total, shape, stridesFor(shape, m_start.channelsLast)});
        total += tensor.numel();
    }
    const auto options = at::TensorOptions().dtype(at::kFloat).device(m_start.device);
    m_values = at::empty({total}, options);
    m_gradients = at::zeros({total}, options);
    for (const Slot& slot : m_slots) {
        at::Tensor& tensor = m_tensors.at(slot.key);
        const at::Tensor place = view(m_values, slot);
        place.copy_(tensor);
        tensor.set_data(place);
        tensor.requires_grad_(true);
        // Backward adds to a gradient that is there already, in place.
        tensor.mutable_grad() = view(m_gradients, slot);
    }
}

at::Tensor TrainableParameters::view(const at::Tensor& flat, const Slot& slot)
{
    return flat.as_strided(slot.shape, slot.strides, slot.offset);
}

const TrainableParameters::Slot* TrainableParameters::slotOf(const std::string& key) const
{
    const auto found = std::ranges::lower_bound(m_slots, key, {}, &Slot::key);
    return found != m_slots.end() && found->key == key ? &*found : nullptr;
}

} // namespace dh
