#include "core/document/fast_deflate.h"

#include "core/base/error.h"
#include "core/document/sample_deflate.h"
#include "core/imaging/parallel_rows.h"

#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <new>

namespace dh
{

namespace
{

constexpr int kLevel = 1;
constexpr int kRawWindowBits = -15;
constexpr int kMemoryLevel = 9;
/// What forEachBand() divides among the threads.
constexpr std::size_t kUnit = 16 * 1024;

/// One part of the stream, ending on a byte so that the next can follow.
Bytes zlibPart(std::span<const std::byte> bytes, bool isLast)
{
    z_stream stream{};
    if (deflateInit2(&stream, kLevel, Z_DEFLATED, kRawWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    const struct End {
        z_stream& stream;
        ~End() { deflateEnd(&stream); }
    } end{stream};
    // A flush marker needs a few bytes beyond the bound of the data.
    constexpr std::size_t kFlushRoom = 64;
    Bytes part(deflateBound(&stream, static_cast<uLong>(bytes.size())) + kFlushRoom);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream.next_out = reinterpret_cast<Bytef*>(part.data());
    std::size_t unread = bytes.size();
    std::size_t room = part.size();
    constexpr std::size_t kMost = std::size_t{1} << 30U;
    int status = Z_OK;
    do {
        stream.avail_in = static_cast<uInt>(std::min(unread, kMost));
        stream.avail_out = static_cast<uInt>(std::min(room, kMost));
        const std::size_t given = stream.avail_in;
        const std::size_t offered = stream.avail_out;
        const bool isEnd = unread == given;
        status = deflate(&stream, !isEnd ? Z_NO_FLUSH : isLast ? Z_FINISH : Z_SYNC_FLUSH);
        unread -= given - stream.avail_in;
        room -= offered - stream.avail_out;
    } while (status == Z_OK && (unread > 0 || isLast || stream.avail_out == 0));
    if (status != (isLast ? Z_STREAM_END : Z_OK))
        throw std::bad_alloc();
    part.resize(part.size() - room);
    return part;
}

Bytes deflatedPart(std::span<const std::byte> bytes, bool isLast, DeflateInput input)
{
    if (input == DeflateInput::Anything)
        return zlibPart(bytes, isLast);
    Bytes part;
    part.reserve(bytes.size());
    appendSampleBlocks(bytes, isLast, part);
    return part;
}

} // namespace

Bytes fastDeflated(std::span<const std::byte> bytes, const CancelToken& cancel, DeflateInput input)
{
    const auto units = static_cast<int>(std::max<std::size_t>(1, (bytes.size() + kUnit - 1) / kUnit));
    std::map<int, Bytes> parts;
    std::mutex mutex;
    std::atomic<bool> hasFailed = false;
    forEachBand(units, [&](int first, int end) {
        if (cancel.isCancelled() || hasFailed)
            return;
        try {
            const std::size_t begin = static_cast<std::size_t>(first) * kUnit;
            const std::size_t stop = std::min(bytes.size(), static_cast<std::size_t>(end) * kUnit);
            Bytes part = deflatedPart(bytes.subspan(begin, stop - begin), end == units, input);
            const std::lock_guard lock(mutex);
            parts.emplace(first, std::move(part));
        } catch (const std::bad_alloc&) {
            hasFailed = true;
        }
    });
    cancel.throwIfCancelled();
    try {
        Bytes stream;
        std::size_t size = 0;
        for (const auto& [first, part] : parts)
            size += part.size();
        stream.reserve(size);
        for (const auto& [first, part] : parts)
            stream.insert(stream.end(), part.begin(), part.end());
        if (!hasFailed)
            return stream;
    } catch (const std::bad_alloc&) {
        hasFailed = true;
    }
    throw Error(ErrorCode::OutOfMemory, "", "not enough memory to pack the picture");
}

} // namespace dh
