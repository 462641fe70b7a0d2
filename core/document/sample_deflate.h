#pragma once

#include "core/document/fast_deflate.h"

namespace dh
{

/// Appends `bytes` to `stream` as deflate blocks (RFC 1951) that refer to nothing before them and end on a byte.
/// For differences of neighbouring samples: Huffman codes and runs of one byte, but no search for longer patterns,
/// which such data has not; several times as fast as zlib's run-length strategy, and as small.
/// @param isLast whether the stream ends here
/// @throws std::bad_alloc
void appendSampleBlocks(std::span<const std::byte> bytes, bool isLast, Bytes& stream);

} // namespace dh
