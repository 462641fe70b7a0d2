#pragma once

#include <tiffio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dh
{

/// A TIFF file in memory as libtiff sees it: readable bytes, or bytes that grow.
struct TiffStream {
    std::span<const std::byte> readable;
    std::vector<std::byte> written;
    std::size_t position = 0;
    std::string message; ///< libtiff's first complaint that counts as an error
    bool isOutOfMemory = false;
};

struct TiffCloser {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, TiffCloser>;

/// Null when the bytes are no TIFF file. `stream` outlives the handle.
[[nodiscard]] TiffHandle openTiffForReading(TiffStream& stream);
/// @param pixelBytes of the picture; what may not fit into the 4 GB of a TIFF file becomes a BigTIFF file
[[nodiscard]] TiffHandle openTiffForWriting(TiffStream& stream, std::uint64_t pixelBytes);

} // namespace dh
