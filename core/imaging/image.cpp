#include "core/imaging/image.h"

#include "core/base/error.h"

#include <cassert>
#include <cstring>
#include <new>
#include <stdexcept>

namespace dh
{

namespace
{

std::vector<std::byte> allocateSamples(std::size_t bytes)
{
    try {
        return std::vector<std::byte>(bytes);
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
    m_samples = allocateSamples(rowBytes() * static_cast<std::size_t>(size.height));
}

ImageBuffer::ImageBuffer(const Image& image) : ImageBuffer(image.size(), image.channels(), image.type())
{
    if (!image.isNull())
        std::memcpy(m_samples.data(), image.bytes(), m_samples.size());
}

Image ImageBuffer::finish(IccProfile icc) &&
{
    Image image(m_size, m_channels, m_type, std::move(m_samples), std::move(icc));
    m_samples.clear();
    m_size = {};
    return image;
}

} // namespace dh
