#include "core/nn/colour_head.h"

#include <c10/core/impl/LocalDispatchKeySet.h>

namespace dh
{

namespace
{

constexpr std::int64_t kColours = 3;
constexpr std::int64_t kMatrixColumns = kColours + 1; ///< a factor for each colour, and a constant
constexpr double kLeastArea = 1e-4;                   ///< as a share of the picture; an empty side divides by it
constexpr double kLeastVariance = 1e-6;               ///< its root has a gradient

} // namespace

at::Tensor momentsByMask(const at::Tensor& features, const at::Tensor& mask)
{
    const at::Tensor values = features.to(at::kFloat).flatten(2);
    const at::Tensor inside = mask.to(at::kFloat).flatten(2);
    const at::Tensor sides = at::cat({inside, 1.0 - inside}, 1); // [batch, 2, pixels]
    const at::Tensor weights = sides / sides.sum(2, true).clamp_min(kLeastArea * static_cast<double>(sides.size(2)));
    const at::Tensor means = at::matmul(weights, values.transpose(1, 2)); // [batch, 2, channels]
    const at::Tensor squares = at::matmul(weights, values.square().transpose(1, 2));
    const at::Tensor deviations = (squares - means.square()).clamp_min(0.0).add(kLeastVariance).sqrt();
    return at::cat({means.flatten(1), deviations.flatten(1)}, 1);
}

ColourHead ColourHead::take(ParameterSource& source, const std::string& key, std::int64_t channels, std::int64_t width)
{
    ColourHead head;
    head.first = Linear::take(source, key + ".linear_1", 4 * (channels + kColours), width);
    head.second = Linear::take(source, key + ".linear_2", width, width);
    head.output = Linear::take(source, key + ".linear_out", width, kColours * kMatrixColumns);
    return head;
}

at::Tensor ColourHead::operator()(const at::Tensor& features, const at::Tensor& mask, const at::Tensor& picture) const
{
    // Products in half precision would drown the moments: a variance is a small difference of squares.
    const c10::impl::ExcludeDispatchKeyGuard withoutAutocast(c10::autocast_dispatch_keyset);
    const at::Tensor area = at::adaptive_avg_pool2d(mask.to(at::kFloat), {features.size(2), features.size(3)});
    at::Tensor ofFeatures = momentsByMask(features, area);
    ofFeatures = at::layer_norm(ofFeatures, {ofFeatures.size(1)});
    // Weights may be held in a narrower type; the layers widen them to the moments'.
    const at::Tensor moments = at::cat({ofFeatures, momentsByMask(picture, mask)}, 1);
    const at::Tensor matrix =
        output(at::silu(second(at::silu(first(moments))))).reshape({picture.size(0), kColours, kMatrixColumns});
    const at::Tensor colours = picture.to(at::kFloat).flatten(2);
    const at::Tensor change = at::matmul(matrix.narrow(2, 0, kColours), colours) + matrix.narrow(2, kColours, 1);
    return change.reshape(picture.sizes()).to(picture.scalar_type());
}

double ColourHead::operations() const
{
    return 2.0 * static_cast<double>(first.weight.numel() + second.weight.numel() + output.weight.numel());
}

} // namespace dh
