#include "core/train/tensor_file.h"

#include "core/base/error.h"
#include "core/weights/safetensors_file.h"

#include <c10/core/GradMode.h>

namespace dh
{

namespace
{

DType storedType(at::ScalarType type)
{
    switch (type) {
    case at::kFloat:
        return DType::F32;
    case at::kHalf:
        return DType::F16;
    case at::kBFloat16:
        return DType::BF16;
    default:
        throw Error(ErrorCode::Internal, "", "a tensor of a type that is not written");
    }
}

} // namespace

void writeTensors(const std::filesystem::path& path, const std::map<std::string, at::Tensor>& tensors,
                  const std::map<std::string, std::string>& metadata)
{
    const at::NoGradGuard noGrad;
    std::map<std::string, at::Tensor> contiguous;
    std::map<std::string, TensorToWrite> views;
    for (const auto& [key, tensor] : tensors) {
        const at::Tensor& kept = contiguous.emplace(key, tensor.detach().to(at::kCPU).contiguous()).first->second;
        views[key] = {storedType(kept.scalar_type()),
                      kept.sizes().vec(),
                      {static_cast<const std::byte*>(kept.data_ptr()), kept.nbytes()}};
    }
    writeSafetensors(path, views, metadata);
}

} // namespace dh
