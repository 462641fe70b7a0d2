#pragma once

#include "core/nn/parameters.h"

#include <ATen/ATen.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace dh
{

/// How the parameters of a network in training come to be.
struct ParameterStart {
    at::Device device = at::kCPU;
    std::uint64_t seed = 0;
    bool channelsLast = false;
    std::function<bool(const std::string& key)> isTrained; ///< all when empty
    std::function<bool(const std::string& key)> isZero;    ///< of the missing ones, those that start at zero
    std::function<bool(const std::string& key)> mayMiss;   ///< in a checkpoint; all when it has no tensors at all
};

/// Gives a network float32 parameters that can be trained, under the checkpoint's keys: a copy of the checkpoint's, or
/// fresh ones initialised as PyTorch's layers are. After finish() all trained parameters are views of one flat tensor
/// and their gradients views of another, so that optimizer and averages are a few operations. Owned by one thread; the
/// networks built from it share its tensors. Source of the initial values: torch.nn.Conv2d, Linear, GroupNorm.
class TrainableParameters final : public ParameterSource
{
public:
    /// @param weights outlives this object's use as a source
    TrainableParameters(const ComponentWeights& weights, ParameterStart start);

    at::Tensor take(const std::string& key, at::IntArrayRef shape) override;
    [[nodiscard]] bool has(const std::string& key) const override { return m_weights.tensors.contains(key); }

    /// Call after the network took everything.
    /// @throws Error ModelInvalid with every tensor that is missing, unexpected or of another shape
    void finish();

    /// One parameter within the flat tensors.
    struct Slot {
        std::string key;
        std::int64_t offset = 0;
        std::vector<std::int64_t> shape;
        std::vector<std::int64_t> strides;
    };
    /// The trained parameters, by key.
    [[nodiscard]] const std::vector<Slot>& slots() const { return m_slots; }
    [[nodiscard]] at::Tensor& values() { return m_values; }
    [[nodiscard]] at::Tensor& gradients() { return m_gradients; }
    /// One parameter's part of a flat tensor, as a view of its shape.
    [[nodiscard]] static at::Tensor view(const at::Tensor& flat, const Slot& slot);
    /// All parameters, frozen ones too.
    [[nodiscard]] const std::map<std::string, at::Tensor>& all() const { return m_tensors; }
    [[nodiscard]] const Slot* slotOf(const std::string& key) const;

private:
    [[nodiscard]] at::Tensor stored(const std::string& key, at::IntArrayRef shape);
    [[nodiscard]] at::Tensor fresh(const std::string& key, at::IntArrayRef shape) const;
    void flatten();

    const ComponentWeights& m_weights;
    ParameterStart m_start;
    std::map<std::string, at::Tensor> m_tensors;
    std::vector<std::string> m_problems;
    std::vector<Slot> m_slots;
    at::Tensor m_values;
    at::Tensor m_gradients;
};

} // namespace dh
