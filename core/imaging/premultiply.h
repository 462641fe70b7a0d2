#pragma once

#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace dh
{

/// Turns colours of one picture's encoding into another's. Thread-safe after construction.
class EncodingChange
{
public:
    EncodingChange(const IccProfile& from, const IccProfile& to);
    /// Three planes, in place; leaves them bit for bit when the profiles are the same.
    void apply(PlanarImage& colours) const;

private:
    std::optional<ColourTransform> m_from;
    std::optional<ColourTransform> m_to;
};

/// The plane that holds the weight in what premultiplied() returns.
inline constexpr int kWeightPlane = 3;

/// R, G, B times weight, and the weight, of `area` of `image`, after `encoding`. The weight is alpha times `mask`,
/// which measures as `area`; null means 1.
[[nodiscard]] PlanarImage premultiplied(const Image& image, const Rect& area, const Mask& mask,
                                        const EncodingChange& encoding);

/// The weights of what premultiplied() returns.
[[nodiscard]] Mask weightsAsMask(const PlanarImage& planes);

/// `colours` where the weights are 0, `placed` over it elsewhere: three planes over three planes.
/// @param placed as from premultiplied(), the size of `colours`
void blendOver(PlanarImage& colours, const PlanarImage& placed);

/// Copies the colours of the RGB picture `from` to `to` at `place` where `isWanted(x, y)`, in `from`'s pixels.
/// Both of one type; alpha in `to` stays.
template <typename IsWanted>
void copyColoursWhere(const Image& from, ImageBuffer& to, Point place, const IsWanted& isWanted)
{
    const auto sampleBytes = static_cast<std::size_t>(bytesPerSample(from.type()));
    const std::size_t sourceStep = sampleBytes * static_cast<std::size_t>(from.channels());
    const std::size_t targetStep = sampleBytes * static_cast<std::size_t>(to.channels());
    for (int y = 0; y < from.height(); ++y) {
        const std::byte* source = from.row<std::byte>(y);
        std::byte* target = to.row<std::byte>(place.y + y) + static_cast<std::size_t>(place.x) * targetStep;
        for (int x = 0; x < from.width(); ++x, source += sourceStep, target += targetStep)
            if (isWanted(x, y))
                std::copy_n(source, 3 * sampleBytes, target);
    }
}

} // namespace dh
