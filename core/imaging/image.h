#pragma once

#include "core/base/geometry.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace dh
{

enum class SampleType : std::uint8_t { U8, U16, F32 };

[[nodiscard]] constexpr int bytesPerSample(SampleType type)
{
    return type == SampleType::U8 ? 1 : type == SampleType::U16 ? 2 : 4;
}

/// The largest value of an integer sample (255 or 65535); 1 for F32, whose range is 0..1.
[[nodiscard]] constexpr float maxSample(SampleType type)
{
    return type == SampleType::U8 ? 255.0F : type == SampleType::U16 ? 65535.0F : 1.0F;
}

/// An embedded ICC profile, byte for byte; shared between images.
using IccProfile = std::shared_ptr<const std::vector<std::byte>>;

/// Immutable pixels: interleaved RGB or RGBA (straight alpha), rows from top to bottom without padding, samples in
/// machine byte order. Samples are encoded values in the space of the ICC profile (sRGB when there is none).
/// Value type; copies share pixels and may be read from any thread.
class Image
{
public:
    Image() = default;
    /// Takes over `samples`, which holds size.area() * channels * bytesPerSample(type) bytes; channels is 3 or 4.
    Image(Size size, int channels, SampleType type, std::vector<std::byte> samples, IccProfile icc = nullptr);

    [[nodiscard]] bool isNull() const { return m_size.isEmpty(); }
    [[nodiscard]] Size size() const { return m_size; }
    [[nodiscard]] int width() const { return m_size.width; }
    [[nodiscard]] int height() const { return m_size.height; }
    [[nodiscard]] int channels() const { return m_channels; }
    [[nodiscard]] bool hasAlpha() const { return m_channels == 4; }
    [[nodiscard]] SampleType type() const { return m_type; }
    [[nodiscard]] std::size_t rowBytes() const
    {
        return static_cast<std::size_t>(m_size.width) * m_channels * bytesPerSample(m_type);
    }
    [[nodiscard]] std::size_t sizeInBytes() const { return rowBytes() * m_size.height; }
    [[nodiscard]] const IccProfile& iccProfile() const { return m_icc; }
    [[nodiscard]] Image withIccProfile(IccProfile icc) const;

    [[nodiscard]] const std::byte* bytes() const { return m_samples ? m_samples->data() : nullptr; }
    /// Samples of row `y`; T must be the type's: uint8_t, uint16_t or float.
    template <typename T>
    [[nodiscard]] const T* row(int y) const
    {
        return reinterpret_cast<const T*>(bytes() + rowBytes() * static_cast<std::size_t>(y));
    }

    /// Equal (std::owner_less) for images that share their samples, and never reused while it is held; keeps no
    /// samples.
    [[nodiscard]] std::weak_ptr<const void> identity() const { return m_samples; }

    /// Whether size, channels, type and every sample agree (profiles aside).
    [[nodiscard]] bool samePixels(const Image& other) const;

private:
    Size m_size;
    int m_channels = 3;
    SampleType m_type = SampleType::U8;
    std::shared_ptr<const std::vector<std::byte>> m_samples;
    IccProfile m_icc;
};

/// Writable pixels on their way to becoming an Image. Samples start at zero. Move-only; used by one thread, or by
/// several on different rows.
class ImageBuffer
{
public:
    /// @throws Error OutOfMemory
    ImageBuffer(Size size, int channels, SampleType type);
    /// A writable copy of `image`, or of the part of it inside `area`.
    explicit ImageBuffer(const Image& image);
    ImageBuffer(const Image& image, const Rect& area);
    ImageBuffer(ImageBuffer&&) = default;
    ImageBuffer& operator=(ImageBuffer&&) = default;

    [[nodiscard]] Size size() const { return m_size; }
    [[nodiscard]] int channels() const { return m_channels; }
    [[nodiscard]] SampleType type() const { return m_type; }
    [[nodiscard]] std::size_t rowBytes() const
    {
        return static_cast<std::size_t>(m_size.width) * m_channels * bytesPerSample(m_type);
    }
    [[nodiscard]] std::byte* bytes() { return m_samples.data(); }
    template <typename T>
    [[nodiscard]] T* row(int y)
    {
        return reinterpret_cast<T*>(m_samples.data() + rowBytes() * static_cast<std::size_t>(y));
    }
    /// Empties the buffer.
    [[nodiscard]] Image finish(IccProfile icc = nullptr) &&;

private:
    Size m_size;
    int m_channels;
    SampleType m_type;
    std::vector<std::byte> m_samples;
};

} // namespace dh
