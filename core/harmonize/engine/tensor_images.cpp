#include "core/harmonize/engine/tensor_images.h"

#include <algorithm>

namespace dh
{

namespace
{

constexpr int kHalfSelected = 128;

} // namespace

at::Tensor tensorFromPlanar(const PlanarImage& planar)
{
    auto* values = const_cast<float*>(planar.values.data()); // from_blob wants it; the result below is a new tensor
    const at::Tensor view =
        at::from_blob(values, {1, planar.channels, planar.size.height, planar.size.width}, at::kFloat);
    return view * 2.0 - 1.0;
}

PlanarImage planarFromTensor(const at::Tensor& tensor)
{
    const at::Tensor image = (tensor.to(at::kCPU, at::kFloat) * 0.5 + 0.5).clamp(0.0, 1.0).contiguous();
    PlanarImage planar({static_cast<int>(image.size(3)), static_cast<int>(image.size(2))},
                       static_cast<int>(image.size(1)));
    std::copy_n(image.data_ptr<float>(), image.numel(), planar.values.begin());
    return planar;
}

at::Tensor tensorFromMask(const Mask& mask)
{
    at::Tensor tensor = at::empty({1, 1, mask.height(), mask.width()}, at::kFloat);
    auto* target = tensor.data_ptr<float>();
    for (int y = 0; y < mask.height(); ++y) {
        const std::uint8_t* row = mask.row(y);
        for (int x = 0; x < mask.width(); ++x)
            *target++ = row[x] >= kHalfSelected ? 1.0F : 0.0F;
    }
    return tensor;
}

} // namespace dh
