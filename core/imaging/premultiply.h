#pragma once

#include "core/imaging/colour.h"
#include "core/imaging/convert.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace dh
{

/// The plane that holds the weight in what premultiplied() returns.
inline constexpr int kWeightPlane = 3;

/// R, G, B times weight, and the weight, of `area` of `image`, after `encoding`. The weight is alpha times `mask`,
/// which measures as `area`; null means 1.
[[nodiscard]] PlanarImage premultiplied(const Image& image, const Rect& area, const Mask& mask,
                                        const EncodingChange& encoding);

/// The weight alone, one plane.
[[nodiscard]] PlanarImage weightsOf(const Image& image, const Rect& area, const Mask& mask);

/// The weights of what premultiplied() returns.
[[nodiscard]] Mask weightsAsMask(const PlanarImage& planes);

/// `colours` where the weights are 0, `placed` over it elsewhere: three planes over three planes.
/// @param placed as from premultiplied(), the size of `colours`
void blendOver(PlanarImage& colours, const PlanarImage& placed);

/// copyColoursWhere() for pixels whose colours take `kColourBytes`, which a compiler copies at once.
template <std::size_t kColourBytes, typename IsWanted>
void copyColourBytesWhere(const Image& from, ImageBuffer& to, Point place, const IsWanted& isWanted)
{
    const std::size_t sourceStep = from.rowBytes() / static_cast<std::size_t>(from.width());
    const std::size_t targetStep = kColourBytes / 3 * static_cast<std::size_t>(to.channels());
    for (int y = 0; y < from.height(); ++y) {
        const std::byte* source = from.row<std::byte>(y);
        std::byte* target = to.row<std::byte>(place.y + y) + static_cast<std::size_t>(place.x) * targetStep;
        for (int x = 0; x < from.width(); ++x, source += sourceStep, target += targetStep)
            if (isWanted(x, y))
                std::memcpy(target, source, kColourBytes);
    }
}

/// Copies the colours of the RGB picture `from` to `to` at `place` where `isWanted(x, y)`, in `from`'s pixels.
/// Both of one type; alpha in `to` stays.
template <typename IsWanted>
void copyColoursWhere(const Image& from, ImageBuffer& to, Point place, const IsWanted& isWanted)
{
    switch (from.type()) {
    case SampleType::U8:
        return copyColourBytesWhere<3 * sizeof(std::uint8_t)>(from, to, place, isWanted);
    case SampleType::U16:
        return copyColourBytesWhere<3 * sizeof(std::uint16_t)>(from, to, place, isWanted);
    case SampleType::F32:
        return copyColourBytesWhere<3 * sizeof(float)>(from, to, place, isWanted);
    }
}

} // namespace dh
