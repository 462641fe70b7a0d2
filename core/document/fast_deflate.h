#pragma once

#include "core/base/cancel.h"

#include <cstddef>
#include <span>
#include <vector>

namespace dh
{

using Bytes = std::vector<std::byte>;

/// A raw deflate stream (RFC 1951) of `bytes`, made quickly by several threads rather than as small as possible.
/// @throws Error OutOfMemory; Cancelled
[[nodiscard]] Bytes fastDeflated(std::span<const std::byte> bytes, const CancelToken& cancel = {});

} // namespace dh
