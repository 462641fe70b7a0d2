#include "core/document/fast_deflate.h"

#include "core/base/error.h"
#include "core/imaging/parallel_rows.h"

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <vector>

namespace dh
{

namespace
{

/// ISA-L's first level that writes its own Huffman codes; the next are slower and hardly smaller on pictures.
constexpr int kLevel = 1;
/// Large enough that a part's own codes and its flush marker cost nothing.
constexpr std::size_t kPart = std::size_t{1} << 20U;
/// By how much the room for a packed part grows.
constexpr std::size_t kOut = std::size_t{1} << 18U;

/// One part of the stream, referring to nothing before it and ending on a byte so that the next can follow.
Bytes deflatedPart(std::span<const std::byte> bytes, bool isLast)
{
    Bytes work(ISAL_DEF_LVL1_DEFAULT);
    isal_zstream stream;
    isal_deflate_init(&stream);
    stream.level = kLevel;
    stream.level_buf = reinterpret_cast<std::uint8_t*>(work.data());
    stream.level_buf_size = static_cast<std::uint32_t>(work.size());
    stream.gzip_flag = IGZIP_DEFLATE;

    stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<std::byte*>(bytes.data()));
    stream.avail_in = static_cast<std::uint32_t>(bytes.size());
    stream.end_of_stream = isLast ? 1 : 0;
    stream.flush = isLast ? NO_FLUSH : FULL_FLUSH;
    Bytes part;
    do {
        const std::size_t begin = part.size();
        part.resize(begin + kOut);
        stream.next_out = reinterpret_cast<std::uint8_t*>(part.data() + begin);
        stream.avail_out = static_cast<std::uint32_t>(kOut);
        if (isal_deflate(&stream) != COMP_OK)
            throw Error(ErrorCode::Internal, "", "ISA-L refused to pack a picture");
        part.resize(part.size() - stream.avail_out);
    } while (stream.avail_out == 0);
    return part;
}

} // namespace

Bytes fastDeflated(std::span<const std::byte> bytes, const CancelToken& cancel)
try {
    // Of a fixed size, so that a picture always gives the same file.
    const std::size_t count = std::max<std::size_t>(1, (bytes.size() + kPart - 1) / kPart);
    std::vector<Bytes> parts(count);
    forEachPart(static_cast<int>(count), [&](int part) {
        cancel.throwIfCancelled();
        const auto i = static_cast<std::size_t>(part);
        const std::size_t begin = i * kPart;
        parts[i] = deflatedPart(bytes.subspan(begin, std::min(kPart, bytes.size() - begin)), i + 1 == count);
    });
    std::size_t size = 0;
    for (const Bytes& part : parts)
        size += part.size();
    Bytes stream;
    stream.reserve(size);
    for (Bytes& part : parts) {
        stream.insert(stream.end(), part.begin(), part.end());
        part = Bytes(); // = {} would keep the memory
    }
    return stream;
} catch (const std::bad_alloc&) {
    throw Error(ErrorCode::OutOfMemory, "", "not enough memory to pack the picture");
}

} // namespace dh
