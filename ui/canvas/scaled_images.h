#pragma once

#include <QImage>
#include <QSize>

#include <cstdint>
#include <unordered_map>

namespace dh
{

/// Pictures at the size at which they are drawn. Scaling costs many times a copy, and most frames (a pan, the steps of
/// a run) draw the same pictures at the same sizes. GUI thread.
class ScaledImages
{
public:
    /// @param maxBytes of the scaled pictures; the least recently used go
    explicit ScaledImages(std::uint64_t maxBytes) : m_maxBytes(maxBytes) {}

    /// Lets find() scale a few pictures more; when many are new at once, the others are for the next frames.
    void beginFrame() { m_leftInFrame = kMostInFrame; }
    /// All of `image` at `size` device pixels, smoothly scaled. Null when it wasn't asked for at this size the last
    /// time (while the size changes from frame to frame, keeping it would only cost) or enough was scaled in this
    /// frame.
    [[nodiscard]] QImage find(const QImage& image, QSize size);
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    void setMaxBytes(std::uint64_t bytes)
    {
        m_maxBytes = bytes;
        trim();
    }

private:
    struct Entry {
        QSize size;
        QImage scaled;
        std::uint64_t lastUse = 0;
    };
    void trim();

    static constexpr int kMostInFrame = 4;

    int m_leftInFrame = kMostInFrame;
    std::uint64_t m_maxBytes;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_clock = 0;
    std::unordered_map<qint64, Entry> m_entries; ///< by QImage::cacheKey()
};

} // namespace dh
