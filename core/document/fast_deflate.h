#pragma once

#include "core/base/cancel.h"

#include <cstddef>
#include <span>
#include <vector>

namespace dh
{

using Bytes = std::vector<std::byte>;

/// What is packed: differences of neighbouring samples have short runs but no longer patterns to look for.
enum class DeflateInput { Anything, SampleDifferences };

/// A raw deflate stream (RFC 1951) of `bytes`, made quickly by several threads rather than as small as possible.
/// @throws Error OutOfMemory; Cancelled
[[nodiscard]] Bytes fastDeflated(std::span<const std::byte> bytes, const CancelToken& cancel = {},
                                 DeflateInput input = DeflateInput::Anything);

} // namespace dh
