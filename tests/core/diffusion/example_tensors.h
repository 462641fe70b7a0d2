#pragma once

#include "core/harmonize/engine/tensor_images.h"
#include "core/imaging/convert.h"
#include "core/imaging/image_file.h"

#include <ATen/ATen.h>

#include <string>

namespace dh::test
{

/// The example that ships with the program, in [-1, 1].
inline at::Tensor picture(std::int64_t height, std::int64_t width)
{
    static const at::Tensor example = tensorFromPlanar(
        planarFromImage(readImageFile(std::string(DH_SOURCE_DIR) + "/resources/examples/composite.png").image));
    return at::_upsample_bilinear2d_aa(example, {height, width}, false).clamp(-1.0, 1.0);
}

inline at::Tensor centreMask(std::int64_t height, std::int64_t width)
{
    at::Tensor mask = at::zeros({1, 1, height, width});
    mask.narrow(2, height / 4, height / 2).narrow(3, width / 4, width / 2).fill_(1.0);
    return mask;
}

} // namespace dh::test
