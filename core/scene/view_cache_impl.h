#pragma once

#include "core/scene/view_pyramid.h"
#include "core/scene/view_tiles.h"

#include <list>

namespace dh
{

/// The pyramids of all pixels that are in view, by the identity of the pixels, so that none keeps them alive.
struct ViewCache::Impl {
public:
    explicit Impl(std::uint64_t maxBytes) : m_maxBytes(maxBytes) {}

    [[nodiscard]] std::shared_ptr<ImagePyramid> pyramidOf(const Image& image);
    [[nodiscard]] std::shared_ptr<MaskPyramid> pyramidOf(const Mask& mask, const MaskEdge& edge);
    void maskPainted(const Mask& before, const Mask& now, const Rect& dirty);

    [[nodiscard]] std::uint64_t bytes() const;
    void clear();
    void setMaxBytes(std::uint64_t bytes);
    /// Gives back what belongs to dead pixels, then the least recently used until the rest fits.
    void trim();

private:
    using Identity = std::weak_ptr<const void>;
    struct ImageEntry {
        Identity pixels;
        IccProfile icc;
        std::shared_ptr<ImagePyramid> pyramid;
        std::uint64_t lastUse = 0;
    };
    struct MaskEntry {
        Identity values;
        std::shared_ptr<MaskPyramid> pyramid;
        std::uint64_t lastUse = 0;
    };

    [[nodiscard]] std::shared_ptr<MaskPyramid> findOrMake(const Mask& mask, const MaskEdge& edge);
    [[nodiscard]] std::uint64_t bytesHeld() const;
    void dropOldest();

    std::uint64_t m_maxBytes;
    mutable std::mutex m_mutex;
    std::uint64_t m_clock = 0;
    std::list<ImageEntry> m_images;
    std::list<MaskEntry> m_masks;
};

} // namespace dh
