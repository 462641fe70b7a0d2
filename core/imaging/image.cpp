#include "core/imaging/image.h"

#include "core/base/error.h"
#include "core/base/system.h"

#include <cassert>
#include <cstring>
#include <new>
#include <stdexcept>

namespace dh
{

namespace
{

/// Room for that many bytes, which are to be filled at once.
std::vector<std::byte> reservedSamples(std::size_t bytes)
{
    try {
        std::vector<std::byte> samples;
        samples.reserve(bytes);
        adviseLargePages(samples.data(), bytes);
        return samples;
    } catch (const std::bad_alloc&) {
    } catch (const std::length_error&) {
    }
    throw Error(ErrorCode::OutOfMemory, "", "a picture of " + std::to_string(bytes) + " bytes does not fit in memory");
}

} // namespace

Image::Image(Size size, int channels, SampleType type, std::vector<std::byte> samples, IccProfile icc)
    : m_size(size),
      m_channels(channels),
      m_type(type),
      m_samples(std::make_shared<const std::vector<std::byte>>(std::move(samples))),
      m_icc(std::move(icc))
{
    assert(channels == 3 || channels == 4);
    assert(m_samples->size() == sizeInBytes());
}

Image Image::withIccProfile(IccProfile icc) const
{
    Image copy = *this;
    copy.m_icc = std::move(icc);
    return copy;
}

bool Image::samePixels(const Image& other) const
{
    if (m_size != other.m_size || m_channels != other.m_channels || m_type != other.m_type)
        return false;
    return isNull() || m_samples == other.m_samples || std::memcmp(bytes(), other.bytes(), sizeInBytes()) == 0;
}

ImageBuffer::ImageBuffer(Size size, int channels, SampleType type) : m_size(size), m_channels(channels), m_type(type)
{
    assert(channels == 3 || channels == 4);
    const std::size_t bytes = rowBytes() * static_cast<std::size_t>(size.height);
    m_samples = reservedSamples(bytes);
    m_samples.resize(bytes);
}

ImageBuffer::ImageBuffer(const Image& image) : ImageBuffer(image, {0, 0, image.width(), image.height()}) {}

ImageBuffer::ImageBuffer(const Image& image, const Rect& area)
    : m_size(area.size()), m_channels(image.channels()), m_type(image.type())
{
    assert((Rect{0, 0, image.width(), image.height()}).contains(area));
    m_samples = reservedSamples(rowBytes() * static_cast<std::size_t>(area.height));
    const std::size_t skipped = static_cast<std::size_t>(area.x) * m_channels * bytesPerSample(m_type);
    for (int y = area.y; y < area.bottom(); ++y) {
        const std::byte* from = image.row<std::byte>(y) + skipped;
        m_samples.insert(m_samples.end(), from, from + rowBytes());
    }
}

Image ImageBuffer::finish(IccProfile icc) &&
{
    Image image(m_size, m_channels, m_type, std::move(m_samples), std::move(icc));
    m_samples.clear();
    m_size = {};
    return image;
}

} // namespace dh
