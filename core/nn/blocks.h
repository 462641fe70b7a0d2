#pragma once

#include "core/nn/forward_pass.h"
#include "core/nn/ops.h"

#include <ATen/ATen.h>

#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// The blocks that the UNet, the VAEs and the refiner share. All work on [batch, channels, height, width]. `operations`
/// counts the floating-point operations of the products for one picture whose input has that height and width.

struct ResnetBlock {
    GroupNorm norm1;
    Conv2d conv1;
    std::optional<Linear> timeProjection;
    GroupNorm norm2;
    Conv2d conv2;
    std::optional<Conv2d> shortcut;
    double outputScale = 1.0;

    struct Shape {
        std::int64_t in = 0;
        std::int64_t out = 0;
        std::int64_t timeWidth = 0; ///< 0: no time embedding
        int groups = 32;
        double eps = 1e-6;
        double outputScale = 1.0;
    };
    static ResnetBlock take(ParameterSource& source, const std::string& key, const Shape& shape);
    /// @param activatedTime SiLU of the time embedding, [batch, timeWidth]; undefined for blocks without one
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, const at::Tensor& activatedTime,
                                        const ForwardPass& pass) const;
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width) const;
};

struct Downsample {
    Conv2d conv;
    bool padsAfter = false; ///< one row and column of zeros below and to the right, instead of one on each side

    static Downsample take(ParameterSource& source, const std::string& key, std::int64_t channels, bool padsAfter);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, const ForwardPass& pass) const;
};

struct Upsample {
    Conv2d conv;

    static Upsample take(ParameterSource& source, const std::string& key, std::int64_t channels);
    /// To the given size; twice the input's when that is what the network's geometry asks for.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, std::int64_t height, std::int64_t width,
                                        const ForwardPass& pass) const;
};

/// Self-attention over the pixels of a feature map: group norm before, residual after, projections with bias.
struct PixelAttention {
    GroupNorm norm;
    Linear query;
    Linear key;
    Linear value;
    Linear output;
    std::int64_t heads = 1;
    double outputScale = 1.0;

    static PixelAttention take(ParameterSource& source, const std::string& key, std::int64_t channels,
                               std::int64_t headWidth, int groups, double eps, double outputScale = 1.0);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, const ForwardPass& pass) const;
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width) const;
};

/// resnet, attention (optional), resnet: the middle of the VAEs and of the refiner.
struct MiddleBlock {
    ResnetBlock first;
    std::optional<PixelAttention> attention;
    ResnetBlock second;

    static MiddleBlock take(ParameterSource& source, const std::string& key, std::int64_t channels,
                            std::optional<std::int64_t> headWidth, int groups, double eps, double outputScale = 1.0);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& input, const ForwardPass& pass) const;
    [[nodiscard]] double operations(std::int64_t height, std::int64_t width) const;
};

/// 2 * weights * positions of a convolution whose output has that size.
[[nodiscard]] double convolutionOperations(const at::Tensor& weight, std::int64_t height, std::int64_t width);

/// a + b, into a's memory when nothing else can need it.
[[nodiscard]] at::Tensor addReusing(at::Tensor a, const at::Tensor& b);

} // namespace dh
