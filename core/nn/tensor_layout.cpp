#include "core/nn/tensor_layout.h"

#include <c10/core/GradMode.h>

namespace dh
{

bool usesOwnKernels(const at::Tensor& tensor)
{
    return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat &&
           (!at::GradMode::is_enabled() || c10::InferenceMode::is_enabled());
}

at::Tensor widened(const at::Tensor& parameter, const at::Tensor& like)
{
    return !parameter.defined() || parameter.scalar_type() == like.scalar_type() ? parameter
                                                                                 : parameter.to(like.scalar_type());
}

bool hasChannelsLast(const at::Tensor& image)
{
    return !image.is_contiguous() && image.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::TensorOptions optionsWithLayoutOf(const at::Tensor& image)
{
    return image.options().memory_format(hasChannelsLast(image) ? at::MemoryFormat::ChannelsLast
                                                                : at::MemoryFormat::Contiguous);
}

at::Tensor inFastLayout(const at::Tensor& image)
{
    return usesOwnKernels(image) ? image.contiguous(at::MemoryFormat::ChannelsLast) : image;
}

} // namespace dh
