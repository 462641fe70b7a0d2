#pragma once

#include "core/imaging/convert.h"
#include "core/imaging/image.h"

#include <memory>

namespace dh
{

/// Converts between the encoding of an ICC profile and sRGB, both ways, in float. An absent, broken or sRGB-like
/// profile makes both directions the identity. Thread-safe after construction. Perceptual values outside 0..1 are
/// clamped.
class ColourTransform
{
public:
    /// The transform of `icc`; RGB profiles only, others count as absent (their pixels are sRGB already, see
    /// readImageFile).
    explicit ColourTransform(const IccProfile& icc);
    ~ColourTransform();
    ColourTransform(ColourTransform&&) noexcept;
    ColourTransform& operator=(ColourTransform&&) noexcept;

    [[nodiscard]] bool isIdentity() const;
    /// Three planes, in place: profile encoding to sRGB.
    void toSrgb(PlanarImage& planar) const;
    /// Three planes, in place: sRGB to profile encoding.
    void fromSrgb(PlanarImage& planar) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace dh
