#pragma once

#include "core/base/cancel.h"
#include "core/weights/checkpoint.h"

#include <ATen/ATen.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace dh
{

/// In what type and where a network runs.
struct ComputeType {
    at::Device device = at::kCPU;
    /// Activations. Half only on CUDA.
    at::ScalarType activations = at::kFloat;
    /// Weights as they are held; narrower than the activations saves memory, each layer then widens its own while it
    /// runs.
    at::ScalarType weights = at::kFloat;
};

/// Gives a network its parameters by the checkpoint's keys while it is built. Networks ask for every parameter even
/// after one did not fit, so that a single error can list all of them.
class ParameterSource
{
public:
    virtual ~ParameterSource() = default;
    /// The parameter `key` of that shape; a tensor of zeros after a problem.
    virtual at::Tensor take(const std::string& key, at::IntArrayRef shape) = 0;
    /// Whether the source has the key (for optional layers and for alternative shapes).
    [[nodiscard]] virtual bool has(const std::string& key) const = 0;
};

/// Parameters from a checkpoint. Tensors whose stored type is the wanted one are used where they are mapped; others are
/// converted one at a time and their pages given back, so that loading needs little more than the weights in the type
/// they run in.
class CheckpointParameters final : public ParameterSource
{
public:
    /// @param progress called with the bytes taken so far
    CheckpointParameters(const ComponentWeights& weights, const ComputeType& type, CancelToken cancel = {},
                         std::function<void(std::uint64_t)> progress = {});

    at::Tensor take(const std::string& key, at::IntArrayRef shape) override;
    [[nodiscard]] bool has(const std::string& key) const override { return m_weights.tensors.contains(key); }

    /// Call after the network took everything. Keys that no network needs (position_ids) are passed over.
    /// @throws Error ModelInvalid with every missing, unexpected and misshapen tensor by key and both shapes,
    /// ModelNotFinite
    void finish() const;
    /// What finish() would throw, one problem a line; empty when all is well.
    [[nodiscard]] std::string problems() const;

private:
    const ComponentWeights& m_weights;
    ComputeType m_type;
    CancelToken m_cancel;
    std::function<void(std::uint64_t)> m_progress;
    std::uint64_t m_bytesTaken = 0;
    std::set<std::string> m_taken;
    std::vector<std::string> m_shapeProblems;
    std::vector<std::string> m_valueProblems;
};

/// A view on mapped bytes as a tensor (CPU, stored type) that keeps the mapping alive; copies when the address is not
/// aligned. Shape and type as stored.
[[nodiscard]] at::Tensor tensorFromView(const TensorView& view);

/// "[320, 9, 3, 3]"
[[nodiscard]] std::string shapeText(at::IntArrayRef shape);

} // namespace dh
