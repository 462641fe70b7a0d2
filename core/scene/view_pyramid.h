#pragma once

#include "core/imaging/colour.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"
#include "core/scene/composition.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace dh
{

inline constexpr int kViewChunkSide = 256;

/// The size at 2^level times smaller, rounded up.
[[nodiscard]] Size sizeAtLevel(Size size, int level);
/// The last level that is worth having: the first that fits into one pixel.
[[nodiscard]] int lastLevel(Size size);

/// The squares that make up the levels of a pyramid, each made once, when first asked for. Copies share what is made.
/// Thread-safe, but for forget().
template <typename Pixel>
class ChunkedLevels
{
public:
    using Pixels = std::vector<Pixel>;
    /// Makes the pixels of one rectangle of a level.
    using Make = std::function<Pixels(int level, const Rect& areaInLevel)>;

    explicit ChunkedLevels(Size size);

    /// The pixels of `area`, which lies within the level. While one thread makes a square, others that want it wait.
    [[nodiscard]] Pixels patch(int level, const Rect& area, const Make& make);
    /// Forgets what `dirty`, in full-size pixels, can reach; squares that copies share stay with them.
    /// @param reach further than that, in full-size pixels
    void forget(const Rect& dirty, int reach);
    /// What the squares take; copies each count those that they share.
    [[nodiscard]] std::uint64_t bytes() const;

private:
    struct Chunk {
        std::mutex mutex;
        Pixels pixels;
        std::atomic<std::uint64_t> bytes{0}; ///< of `pixels`, for those that don't wait for the mutex
    };
    struct Level {
        Size size;
        int columns = 0;
        std::vector<std::shared_ptr<Chunk>> chunks;
    };

    std::vector<Level> m_levels;
};

/// Shrunken copies of one image in screen encoding. Does not keep the image: it is passed in again. Thread-safe.
class ImagePyramid
{
public:
    explicit ImagePyramid(const Image& image);
    [[nodiscard]] std::vector<std::uint32_t> patch(const Image& image, int level, const Rect& areaInLevel);
    [[nodiscard]] std::uint64_t bytes() const { return m_levels.bytes(); }

private:
    [[nodiscard]] std::vector<std::uint32_t> make(const Image& image, int level, const Rect& area);

    ColourTransform m_transform;
    ChunkedLevels<std::uint32_t> m_levels;
};

/// Shrunken copies of one mask, grown and feathered by `edge` at the size of each level. Does not keep the mask.
/// Thread-safe.
class MaskPyramid
{
public:
    /// @param plain of the same mask without an edge; null when `edge` does nothing
    MaskPyramid(const Mask& mask, const MaskEdge& edge, std::shared_ptr<MaskPyramid> plain);
    /// As `other`, for a mask that differs inside `dirty` only.
    MaskPyramid(const MaskPyramid& other, const Rect& dirty, std::shared_ptr<MaskPyramid> plain);
    [[nodiscard]] std::vector<std::uint8_t> patch(const Mask& mask, int level, const Rect& areaInLevel);
    [[nodiscard]] std::uint64_t bytes() const { return m_levels.bytes(); }
    [[nodiscard]] const MaskEdge& edge() const { return m_edge; }

private:
    [[nodiscard]] std::vector<std::uint8_t> make(const Mask& mask, int level, const Rect& area);

    Size m_size;
    MaskEdge m_edge;
    std::shared_ptr<MaskPyramid> m_plain;
    ChunkedLevels<std::uint8_t> m_levels;
};

} // namespace dh
