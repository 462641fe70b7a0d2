#include "core/imaging/tiff_stream.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>
#include <string_view>

namespace dh
{

namespace
{

TiffStream& streamOf(thandle_t handle)
{
    return *static_cast<TiffStream*>(handle);
}

std::size_t sizeOf(const TiffStream& stream)
{
    return std::max(stream.readable.size(), stream.written.size());
}

tmsize_t readStream(thandle_t handle, void* target, tmsize_t size)
{
    TiffStream& stream = streamOf(handle);
    const std::span<const std::byte> all =
        stream.readable.empty() ? std::span<const std::byte>(stream.written) : stream.readable;
    if (size <= 0 || stream.position >= all.size())
        return 0;
    const std::size_t count = std::min(static_cast<std::size_t>(size), all.size() - stream.position);
    std::memcpy(target, all.data() + stream.position, count);
    stream.position += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t writeStream(thandle_t handle, void* source, tmsize_t size)
{
    TiffStream& stream = streamOf(handle);
    const std::size_t end = stream.position + static_cast<std::size_t>(size);
    try {
        if (stream.written.size() < end)
            stream.written.resize(end);
    } catch (const std::bad_alloc&) {
        stream.message = "out of memory";
        stream.isOutOfMemory = true;
        return -1;
    }
    std::memcpy(stream.written.data() + stream.position, source, static_cast<std::size_t>(size));
    stream.position = end;
    return size;
}

toff_t seekStream(thandle_t handle, toff_t offset, int whence)
{
    TiffStream& stream = streamOf(handle);
    const std::size_t base = whence == SEEK_CUR ? stream.position : whence == SEEK_END ? sizeOf(stream) : 0;
    stream.position = base + static_cast<std::size_t>(offset);
    return stream.position;
}

int closeStream(thandle_t)
{
    return 0;
}

toff_t streamSize(thandle_t handle)
{
    return sizeOf(streamOf(handle));
}

/// libtiff has no code for it, and what zlib says is empty where there is no memory for its state.
bool tellsOfMemory(std::string_view message)
{
    constexpr std::array<std::string_view, 3> kWords = {"memory", "allocate", "No space"};
    return message.empty() || std::any_of(kWords.begin(), kWords.end(), [&](std::string_view words) {
               return message.find(words) != std::string_view::npos;
           });
}

int noteError(TIFF*, void* user, const char*, const char* format, va_list arguments)
{
    constexpr std::size_t kLongestMessage = 256;
    auto& stream = *static_cast<TiffStream*>(user);
    std::array<char, kLongestMessage> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    stream.isOutOfMemory = stream.isOutOfMemory || tellsOfMemory(text.data());
    if (stream.message.empty())
        stream.message = text.data();
    return 1;
}

/// libtiff only warns when a tag lies beyond the end of the file, and reads a palette without its colours as grey.
int noteWarning(TIFF* tiff, void* user, const char* module, const char* format, va_list arguments)
{
    constexpr std::string_view kTruncated = "IO error during reading";
    return std::string_view(format).starts_with(kTruncated) ? noteError(tiff, user, module, format, arguments) : 1;
}

TiffHandle openTiff(TiffStream& stream, const char* mode)
{
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(),
                                                                                   TIFFOpenOptionsFree);
    if (!options) {
        stream.message = "out of memory";
        stream.isOutOfMemory = true;
        return nullptr;
    }
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), noteError, &stream);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), noteWarning, &stream);
    return TiffHandle(TIFFClientOpenExt("picture", mode, &stream, readStream, writeStream, seekStream, closeStream,
                                        streamSize, nullptr, nullptr, options.get()));
}

} // namespace

TiffHandle openTiffForReading(TiffStream& stream)
{
    return openTiff(stream, "rm");
}

TiffHandle openTiffForWriting(TiffStream& stream, std::uint64_t pixelBytes)
{
    // Leaves room for the tags, for a profile and for pixels that grow when they are compressed.
    constexpr std::uint64_t kMostBytes = 0xF0000000;
    return openTiff(stream, pixelBytes > kMostBytes ? "w8" : "w");
}

} // namespace dh
