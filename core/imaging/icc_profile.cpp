#include "core/imaging/icc_profile.h"

#include "core/imaging/lcms_handles.h"

#include <algorithm>
#include <cstdlib>

namespace dh
{

namespace
{

// Where the fields of a profile's header are (ICC.1:2010, 7.2); numbers are big-endian.
constexpr std::size_t kHeaderBytes = 128;
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kMajorVersionAt = 8;
constexpr std::size_t kIdentifierAt = 84;
constexpr std::size_t kIdentifierBytes = 16;

std::size_t lengthInHeader(const std::vector<std::byte>& icc)
{
    std::size_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        length = length << 8U | std::to_integer<std::size_t>(icc[i]);
    return length;
}

/// Makes the header tell the length that the profile has.
void correctLength(std::vector<std::byte>& icc)
{
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        icc[i] = static_cast<std::byte>(icc.size() >> (8U * (kLengthBytes - 1 - i)));
    // A checksum of the old bytes; zero means that there is none.
    std::fill_n(icc.begin() + kIdentifierAt, kIdentifierBytes, std::byte{0});
}

LcmsProfile openProfileOf(std::span<const std::byte> icc, IccSpace space)
{
    return iccSpaceOf(icc) == space ? openProfile(icc) : nullptr;
}

template <typename T>
void convertPlainly(const T* cmyk, T* rgb, int pixels)
{
    constexpr unsigned kMax = static_cast<T>(~T{});
    for (int i = 0; i < pixels; ++i, cmyk += 4, rgb += 3) {
        const unsigned white = kMax - cmyk[3];
        for (int c = 0; c < 3; ++c)
            rgb[c] = static_cast<T>((static_cast<std::uint64_t>(kMax - cmyk[c]) * white + kMax / 2) / kMax);
    }
}

} // namespace

IccSpace iccSpaceOf(std::span<const std::byte> icc)
{
    const LcmsProfile profile = openProfile(icc);
    if (!profile)
        return IccSpace::Unusable;
    switch (cmsGetColorSpace(profile.get())) {
    case cmsSigRgbData:
        return IccSpace::Rgb;
    case cmsSigGrayData:
        return IccSpace::Grey;
    case cmsSigCmykData:
        return IccSpace::Cmyk;
    default:
        return IccSpace::Unusable;
    }
}

std::vector<std::byte> tidyProfile(const std::vector<std::byte>& icc)
{
    constexpr std::size_t kAlignment = 4;
    if (icc.size() < kHeaderBytes || lengthInHeader(icc) < kHeaderBytes)
        return icc;
    std::vector<std::byte> tidy = icc;
    tidy.resize(std::min(icc.size(), lengthInHeader(icc)));
    if (std::to_integer<int>(icc[kMajorVersionAt]) >= 4)
        tidy.resize((tidy.size() + kAlignment - 1) / kAlignment * kAlignment);
    if (tidy.size() != lengthInHeader(icc))
        correctLength(tidy);
    return tidy == icc || iccSpaceOf(tidy) == iccSpaceOf(icc) ? tidy : icc;
}

std::vector<std::uint16_t> greyCurveToSrgb(std::span<const std::byte> icc, SampleType type)
{
    constexpr int kSixteenBitStep = 257;
    const LcmsProfile grey = openProfileOf(icc, IccSpace::Grey);
    const LcmsProfile srgb(cmsCreate_sRGBProfile());
    if (!grey || !srgb)
        return {};
    const LcmsTransform transform =
        createTransform(grey, TYPE_GRAY_16, srgb, TYPE_RGB_16, INTENT_RELATIVE_COLORIMETRIC);
    if (!transform)
        return {};

    const bool isEightBit = type == SampleType::U8;
    std::vector<std::uint16_t> curve(isEightBit ? 256 : 65536);
    int largestChange = 0;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const auto sample = static_cast<std::uint16_t>(isEightBit ? i * kSixteenBitStep : i);
        std::uint16_t rgb[3] = {};
        cmsDoTransform(transform.get(), &sample, rgb, 1);
        largestChange = std::max(largestChange, std::abs(rgb[1] - sample));
        curve[i] = isEightBit ? static_cast<std::uint16_t>((rgb[1] + kSixteenBitStep / 2) / kSixteenBitStep) : rgb[1];
    }
    return largestChange < kSixteenBitStep ? std::vector<std::uint16_t>{} : curve;
}

struct CmykToRgb::Impl {
    SampleType type;
    LcmsTransform transform;
};

CmykToRgb::CmykToRgb(std::span<const std::byte> icc, SampleType type)
    : m_impl(std::make_unique<Impl>(Impl{type, nullptr}))
{
    const LcmsProfile cmyk = openProfileOf(icc, IccSpace::Cmyk);
    const LcmsProfile srgb(cmsCreate_sRGBProfile());
    const bool isEightBit = type == SampleType::U8;
    if (cmyk && srgb)
        m_impl->transform = createTransform(cmyk, isEightBit ? TYPE_CMYK_8 : TYPE_CMYK_16, srgb,
                                            isEightBit ? TYPE_RGB_8 : TYPE_RGB_16, INTENT_PERCEPTUAL);
}

CmykToRgb::~CmykToRgb() = default;

void CmykToRgb::convertRow(const std::byte* cmyk, std::byte* rgb, int pixels) const
{
    if (m_impl->transform)
        cmsDoTransform(m_impl->transform.get(), cmyk, rgb, static_cast<cmsUInt32Number>(pixels));
    else if (m_impl->type == SampleType::U8)
        convertPlainly(reinterpret_cast<const std::uint8_t*>(cmyk), reinterpret_cast<std::uint8_t*>(rgb), pixels);
    else
        convertPlainly(reinterpret_cast<const std::uint16_t*>(cmyk), reinterpret_cast<std::uint16_t*>(rgb), pixels);
}

} // namespace dh
