#include "core/nn/parameters.h"

#include "core/base/error.h"
#include "core/nn/kernels.h"
#include "core/nn/torch_compat.h"

#include <atomic>
#include <optional>

namespace dh
{

namespace
{

std::optional<at::ScalarType> scalarType(DType type)
{
    switch (type) {
    case DType::Bool:
        return at::kBool;
    case DType::U8:
        return at::kByte;
    case DType::I8:
        return at::kChar;
    case DType::I16:
        return at::kShort;
    case DType::F16:
        return at::kHalf;
    case DType::BF16:
        return at::kBFloat16;
    case DType::I32:
        return at::kInt;
    case DType::F32:
        return at::kFloat;
    case DType::F64:
        return at::kDouble;
    case DType::I64:
        return at::kLong;
    default:
        return std::nullopt; // no tensor type in every LibTorch; no network uses them
    }
}

/// Looked at once while loading: a damaged weight is named here instead of being guessed from a black picture later.
bool isFinite(const at::Tensor& tensor)
{
    if (tensor.scalar_type() != at::kFloat || !tensor.is_contiguous())
        return at::isfinite(tensor).all().item<bool>();
    constexpr std::int64_t kGrain = 1 << 18;
    const auto* values = tensor.data_ptr<float>();
    std::atomic<bool> finite{true};
    at::parallel_for(0, tensor.numel(), kGrain, [&](std::int64_t begin, std::int64_t end) {
        if (!kernels::table().allFinite(values + begin, end - begin))
            finite = false;
    });
    return finite;
}

/// Buffers that transformers' older versions saved among the weights.
bool isIgnoredKey(const std::string& key)
{
    return key.ends_with("position_ids");
}

std::string joinLines(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines) {
        if (!text.empty())
            text += '\n';
        text += line;
    }
    return text;
}

} // namespace

std::string shapeText(at::IntArrayRef shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

at::Tensor tensorFromView(const TensorView& view)
{
    const std::optional<at::ScalarType> type = scalarType(view.dtype);
    if (!type)
        throw Error(ErrorCode::ModelInvalid, "",
                    std::string("tensors of type ") + dtypeName(view.dtype) + " are not supported");
    const auto options = at::TensorOptions().dtype(*type);
    if (view.bytes.empty())
        return at::zeros(view.shape, options);
    auto* data = const_cast<std::byte*>(view.bytes.data()); // mapped read-only: a write would fault, and nothing writes
    if (SafetensorsFile::isAligned(view))
        return at::from_blob(
            data, view.shape, [owner = view.owner](void*) {}, options);
    at::Tensor copy = at::empty(view.shape, options);
    std::memcpy(copy.data_ptr(), data, view.bytes.size());
    return copy;
}

CheckpointParameters::CheckpointParameters(const ComponentWeights& weights, const ComputeType& type, CancelToken cancel,
                                           std::function<void(std::uint64_t)> progress)
    : m_weights(weights), m_type(type), m_cancel(std::move(cancel)), m_progress(std::move(progress))
{
}

at::Tensor CheckpointParameters::take(const std::string& key, at::IntArrayRef shape)
{
    m_cancel.throwIfCancelled();
    m_taken.insert(key);
    const auto options = at::TensorOptions().dtype(m_type.weights).device(m_type.device);
    const auto found = m_weights.tensors.find(key);
    if (found == m_weights.tensors.end()) {
        m_shapeProblems.push_back("missing: " + key + " " + shapeText(shape));
        return at::zeros({1}, options).expand(shape);
    }
    const TensorView& view = found->second;
    if (at::IntArrayRef(view.shape) != shape) {
        m_shapeProblems.push_back("wrong shape: " + key + " is " + shapeText(view.shape) + ", expected " +
                                  shapeText(shape));
        return at::zeros({1}, options).expand(shape);
    }
    if (!isWeightType(view.dtype)) {
        m_shapeProblems.push_back("wrong type: " + key + " holds " + dtypeName(view.dtype) +
                                  ", expected F16, BF16, F32 or F64");
        return at::zeros({1}, options).expand(shape);
    }
    const at::Tensor stored = tensorFromView(view);
    at::Tensor tensor = stored.to(options);
    if (!isFinite(stored))
        m_valueProblems.push_back("not finite: " + key + " holds NaN or infinite values");
    else if (tensor.scalar_type() == at::kHalf && stored.scalar_type() != at::kHalf && !isFinite(tensor))
        m_valueProblems.push_back("not finite: " + key + " has values beyond the range of float16");
    if (tensor.data_ptr() != stored.data_ptr())
        SafetensorsFile::dropPages(view);
    m_bytesTaken += view.bytes.size();
    if (m_progress)
        m_progress(m_bytesTaken);
    return tensor;
}

std::string CheckpointParameters::problems() const
{
    std::vector<std::string> lines = m_shapeProblems;
    for (const auto& [key, view] : m_weights.tensors) {
        if (!m_taken.contains(key) && !isIgnoredKey(key))
            lines.push_back("unexpected: " + key + " " + shapeText(view.shape));
    }
    lines.insert(lines.end(), m_valueProblems.begin(), m_valueProblems.end());
    return joinLines(lines);
}

void CheckpointParameters::finish() const
{
    const std::string text = problems();
    if (text.empty())
        return;
    const bool onlyValues = text == joinLines(m_valueProblems);
    throw Error(onlyValues ? ErrorCode::ModelNotFinite : ErrorCode::ModelInvalid, m_weights.folder.string(), text);
}

} // namespace dh
