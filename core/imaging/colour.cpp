#include "core/imaging/colour.h"

#include "core/base/error.h"
#include "core/imaging/lcms_handles.h"
#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace dh
{

namespace
{

/// Whether `transform` changes none of a coarse grid of colours by an 8-bit step. The many files that are called by one
/// name differ by rounding; converting between them would only add noise.
bool changesNothing(const LcmsTransform& transform)
{
    constexpr float kOneStep = 1.0F / 255.0F;
    constexpr int kSteps = 8;
    float largest = 0.0F;
    for (int r = 0; r <= kSteps; ++r)
        for (int g = 0; g <= kSteps; ++g)
            for (int b = 0; b <= kSteps; ++b) {
                const std::array<float, 3> before = {static_cast<float>(r) / kSteps, static_cast<float>(g) / kSteps,
                                                     static_cast<float>(b) / kSteps};
                std::array<float, 3> after{};
                cmsDoTransform(transform.get(), before.data(), after.data(), 1);
                for (std::size_t c = 0; c < before.size(); ++c)
                    largest = std::max(largest, std::abs(before[c] - after[c]));
            }
    return largest < kOneStep;
}

/// What converted values are clamped to.
struct Range {
    float lowest = 0.0F;
    float highest = 1.0F;
};

void convertRow(const LcmsTransform& transform, PlanarImage& planar, int y, const Range& range,
                std::vector<float>& interleaved)
{
    const int width = planar.size.width;
    const std::size_t offset = static_cast<std::size_t>(y) * width;
    for (int c = 0; c < 3; ++c)
        for (int x = 0; x < width; ++x)
            interleaved[static_cast<std::size_t>(x) * 3 + c] = planar.plane(c)[offset + x];
    cmsDoTransform(transform.get(), interleaved.data(), interleaved.data(), static_cast<cmsUInt32Number>(width));
    for (int c = 0; c < 3; ++c)
        for (int x = 0; x < width; ++x)
            planar.plane(c)[offset + x] =
                std::clamp(interleaved[static_cast<std::size_t>(x) * 3 + c], range.lowest, range.highest);
}

void convert(const LcmsTransform& transform, PlanarImage& planar, const Range& range = {})
{
    assert(planar.channels == 3);
    forEachBand(planar.size.height, [&](int first, int end) {
        std::vector<float> interleaved(static_cast<std::size_t>(planar.size.width) * 3);
        for (int y = first; y < end; ++y)
            convertRow(transform, planar, y, range, interleaved);
    });
}

bool isSameProfile(const IccProfile& a, const IccProfile& b)
{
    return a == b || (a && b && *a == *b);
}

/// Null when `icc` is absent or no usable RGB profile.
LcmsProfile openRgbProfile(const IccProfile& icc)
{
    LcmsProfile profile = icc ? openProfile(*icc) : nullptr;
    return profile && cmsGetColorSpace(profile.get()) == cmsSigRgbData ? std::move(profile) : nullptr;
}

/// Between an encoding and sRGB; both null where they can't be made or would change nothing.
struct SrgbTransforms {
    LcmsTransform toSrgb;
    LcmsTransform fromSrgb;
};

SrgbTransforms srgbTransformsOf(const LcmsProfile& profile)
{
    const LcmsProfile srgb(cmsCreate_sRGBProfile());
    if (!profile || !srgb)
        return {};
    LcmsTransform toSrgb = createTransform(profile, TYPE_RGB_FLT, srgb, TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC);
    LcmsTransform fromSrgb = createTransform(srgb, TYPE_RGB_FLT, profile, TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC);
    if (!toSrgb || !fromSrgb || changesNothing(toSrgb))
        return {};
    return {std::move(toSrgb), std::move(fromSrgb)};
}

/// Null where ColourTransform is the identity.
LcmsProfile openUnlikeSrgb(const IccProfile& icc)
{
    LcmsProfile profile = openRgbProfile(icc);
    return srgbTransformsOf(profile).toSrgb ? std::move(profile) : nullptr;
}

} // namespace

struct ColourTransform::Impl {
    SrgbTransforms transforms;
};

ColourTransform::ColourTransform(const IccProfile& icc)
    : m_impl(std::make_unique<Impl>(Impl{srgbTransformsOf(openRgbProfile(icc))}))
{
}

ColourTransform::~ColourTransform() = default;
ColourTransform::ColourTransform(ColourTransform&&) noexcept = default;
ColourTransform& ColourTransform::operator=(ColourTransform&&) noexcept = default;

bool ColourTransform::isIdentity() const
{
    return !m_impl->transforms.toSrgb;
}

void ColourTransform::toSrgb(PlanarImage& planar) const
{
    if (!isIdentity())
        convert(m_impl->transforms.toSrgb, planar);
}

void ColourTransform::fromSrgb(PlanarImage& planar) const
{
    if (!isIdentity())
        convert(m_impl->transforms.fromSrgb, planar);
}

struct LabTransform::Impl {
    LcmsTransform toLab;
    LcmsTransform fromLab;
};

LabTransform::LabTransform(const IccProfile& icc) : m_impl(std::make_unique<Impl>())
{
    const LcmsProfile profile = openUnlikeSrgb(icc);
    if (!profile)
        return;
    const LcmsProfile lab(cmsCreateLab4Profile(nullptr)); // D50
    if (lab) {
        m_impl->toLab = createTransform(profile, TYPE_RGB_FLT, lab, TYPE_Lab_FLT, INTENT_RELATIVE_COLORIMETRIC);
        m_impl->fromLab = createTransform(lab, TYPE_Lab_FLT, profile, TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC);
    }
    if (!m_impl->toLab || !m_impl->fromLab)
        throw Error(ErrorCode::Internal, "", "LittleCMS can't convert the picture's colours to CIELAB");
}

LabTransform::~LabTransform() = default;

bool LabTransform::isSrgb() const
{
    return !m_impl->toLab;
}

void LabTransform::toLab(PlanarImage& planar) const
{
    constexpr float kUnlimited = std::numeric_limits<float>::max();
    convert(m_impl->toLab, planar, {-kUnlimited, kUnlimited});
}

void LabTransform::fromLab(PlanarImage& planar) const
{
    convert(m_impl->fromLab, planar);
}

struct EncodingChange::Impl {
    LcmsTransform transform; ///< null for none
};

EncodingChange::EncodingChange(const IccProfile& from, const IccProfile& to) : m_impl(std::make_unique<Impl>())
{
    if (isSameProfile(from, to))
        return;
    const LcmsProfile source = openUnlikeSrgb(from);
    const LcmsProfile target = openUnlikeSrgb(to);
    const LcmsProfile srgb(cmsCreate_sRGBProfile());
    if ((!source && !target) || !srgb)
        return;
    LcmsTransform transform = createTransform(source ? source : srgb, TYPE_RGB_FLT, target ? target : srgb,
                                              TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC);
    if (transform && !changesNothing(transform))
        m_impl->transform = std::move(transform);
}

EncodingChange::~EncodingChange() = default;

void EncodingChange::apply(PlanarImage& colours) const
{
    if (m_impl->transform)
        convert(m_impl->transform, colours);
}

} // namespace dh
