#include "core/imaging/colour.h"

#include "core/imaging/icc_profile.h"
#include "core/imaging/lcms_handles.h"
#include "core/imaging/parallel_rows.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace dh
{

namespace
{

/// The largest difference that `transform` makes to a coarse grid of colours.
float largestChange(const LcmsTransform& transform)
{
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
    return largest;
}

void convertRow(const LcmsTransform& transform, PlanarImage& planar, int y, std::vector<float>& interleaved)
{
    const int width = planar.size.width;
    const std::size_t offset = static_cast<std::size_t>(y) * width;
    for (int c = 0; c < 3; ++c)
        for (int x = 0; x < width; ++x)
            interleaved[static_cast<std::size_t>(x) * 3 + c] = planar.plane(c)[offset + x];
    cmsDoTransform(transform.get(), interleaved.data(), interleaved.data(), static_cast<cmsUInt32Number>(width));
    for (int c = 0; c < 3; ++c)
        for (int x = 0; x < width; ++x)
            planar.plane(c)[offset + x] = std::clamp(interleaved[static_cast<std::size_t>(x) * 3 + c], 0.0F, 1.0F);
}

void convert(const LcmsTransform& transform, PlanarImage& planar)
{
    assert(planar.channels == 3);
    forEachBand(planar.size.height, [&](int first, int end) {
        std::vector<float> interleaved(static_cast<std::size_t>(planar.size.width) * 3);
        for (int y = first; y < end; ++y)
            convertRow(transform, planar, y, interleaved);
    });
}

} // namespace

struct ColourTransform::Impl {
    LcmsTransform toSrgb;
    LcmsTransform fromSrgb;
};

ColourTransform::ColourTransform(const IccProfile& icc) : m_impl(std::make_unique<Impl>())
{
    if (!icc || iccSpaceOf(*icc) != IccSpace::Rgb)
        return;
    const LcmsProfile profile = openProfile(*icc);
    const LcmsProfile srgb(cmsCreate_sRGBProfile());
    if (!profile || !srgb)
        return;
    LcmsTransform toSrgb = createTransform(profile, TYPE_RGB_FLT, srgb, TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC);
    LcmsTransform fromSrgb = createTransform(srgb, TYPE_RGB_FLT, profile, TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC);
    // The many files called sRGB differ by rounding; converting between them would only add noise.
    constexpr float kOneStep = 1.0F / 255.0F;
    if (!toSrgb || !fromSrgb || largestChange(toSrgb) < kOneStep)
        return;
    m_impl->toSrgb = std::move(toSrgb);
    m_impl->fromSrgb = std::move(fromSrgb);
}

ColourTransform::~ColourTransform() = default;
ColourTransform::ColourTransform(ColourTransform&&) noexcept = default;
ColourTransform& ColourTransform::operator=(ColourTransform&&) noexcept = default;

bool ColourTransform::isIdentity() const
{
    return !m_impl->toSrgb;
}

void ColourTransform::toSrgb(PlanarImage& planar) const
{
    if (!isIdentity())
        convert(m_impl->toSrgb, planar);
}

void ColourTransform::fromSrgb(PlanarImage& planar) const
{
    if (!isIdentity())
        convert(m_impl->fromSrgb, planar);
}

} // namespace dh
