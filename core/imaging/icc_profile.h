#pragma once

#include "core/imaging/image.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace dh
{

/// What the samples of a picture with this profile mean.
enum class IccSpace { Unusable, Rgb, Grey, Cmyk };

[[nodiscard]] IccSpace iccSpaceOf(std::span<const std::byte> icc);

/// `icc` as strict readers want it: without bytes beyond the length that its header tells and, from version 4 on, with
/// zeros up to a multiple of 4. `icc` itself when LittleCMS doesn't take it for the same kind of profile any more.
[[nodiscard]] std::vector<std::byte> tidyProfile(const std::vector<std::byte>& icc);

/// For every possible grey sample (256 or 65536 of them) the sRGB value of the same grey; empty when `icc` is no usable
/// grey profile or differs from sRGB by less than one 8-bit step.
[[nodiscard]] std::vector<std::uint16_t> greyCurveToSrgb(std::span<const std::byte> icc, SampleType type);

/// Converts rows of CMYK (0 = no ink) to sRGB through a profile, or by (1 - ink) * (1 - black) without a usable one.
class CmykToRgb
{
public:
    /// @param type U8 or U16, of both sides
    CmykToRgb(std::span<const std::byte> icc, SampleType type);
    ~CmykToRgb();
    CmykToRgb(const CmykToRgb&) = delete;
    CmykToRgb& operator=(const CmykToRgb&) = delete;

    /// @param cmyk 4 * pixels samples  @param rgb 3 * pixels samples
    void convertRow(const std::byte* cmyk, std::byte* rgb, int pixels) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace dh
