#pragma once

#include <lcms2.h>

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

namespace dh
{

struct ProfileCloser {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct TransformDeleter {
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using LcmsProfile = std::unique_ptr<std::remove_pointer_t<cmsHPROFILE>, ProfileCloser>;
using LcmsTransform = std::unique_ptr<std::remove_pointer_t<cmsHTRANSFORM>, TransformDeleter>;

/// Null when the bytes are no profile.
inline LcmsProfile openProfile(std::span<const std::byte> icc)
{
    return LcmsProfile(icc.empty() ? nullptr
                                   : cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())));
}

/// Null when the profiles don't allow it. Without LittleCMS's cache a transform may be used by several threads.
inline LcmsTransform createTransform(const LcmsProfile& from, cmsUInt32Number fromFormat, const LcmsProfile& to,
                                     cmsUInt32Number toFormat, cmsUInt32Number intent)
{
    return LcmsTransform(cmsCreateTransform(from.get(), fromFormat, to.get(), toFormat, intent, cmsFLAGS_NOCACHE));
}

} // namespace dh
