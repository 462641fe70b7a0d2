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

/// Converts between the encoding of an ICC profile and CIELAB (CIE 15:2004) of white point D50, both ways, in float.
/// Colours that sRGB can't show stay. Thread-safe after construction.
class LabTransform
{
public:
    /// Profiles count as for ColourTransform.
    explicit LabTransform(const IccProfile& icc);
    ~LabTransform();
    LabTransform(const LabTransform&) = delete;
    LabTransform& operator=(const LabTransform&) = delete;

    /// Whether the encoding is sRGB, which needs no profile: there is nothing to convert with then.
    [[nodiscard]] bool isSrgb() const;
    /// Three planes, in place: profile encoding to L, a and b. @pre !isSrgb()
    void toLab(PlanarImage& planar) const;
    /// Three planes, in place: L, a and b to profile encoding, clamped to 0..1. @pre !isSrgb()
    void fromLab(PlanarImage& planar) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Turns colours of one picture's encoding into another's, directly: what both can show and sRGB can't stays.
/// Thread-safe after construction.
class EncodingChange
{
public:
    /// Profiles count as for ColourTransform.
    EncodingChange(const IccProfile& from, const IccProfile& to);
    ~EncodingChange();
    EncodingChange(const EncodingChange&) = delete;
    EncodingChange& operator=(const EncodingChange&) = delete;

    /// Three planes, in place; leaves them bit for bit when the profiles are the same or differ by rounding.
    void apply(PlanarImage& colours) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace dh
