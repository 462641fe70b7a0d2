#pragma once

#include "core/base/cancel.h"
#include "core/document/fast_deflate.h"
#include "core/imaging/image.h"

namespace dh
{

/// A PNG file of `image`, U8 or U16, every sample kept, its profile embedded: made several times faster than libpng
/// does it, by threads, and somewhat larger.
/// @throws Error OutOfMemory; Cancelled
[[nodiscard]] Bytes fastPng(const Image& image, const CancelToken& cancel = {});

} // namespace dh
