#include "core/scene/view_cache_impl.h"

#include <algorithm>

namespace dh
{

namespace
{

bool isSame(const std::weak_ptr<const void>& a, const std::weak_ptr<const void>& b)
{
    return !a.owner_before(b) && !b.owner_before(a);
}

template <typename Entries>
auto oldestOf(Entries& entries)
{
    return std::min_element(entries.begin(), entries.end(),
                            [](const auto& a, const auto& b) { return a.lastUse < b.lastUse; });
}

} // namespace

std::shared_ptr<ImagePyramid> ViewCache::Impl::pyramidOf(const Image& image)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_images.begin(), m_images.end(), [&](const ImageEntry& entry) {
        return isSame(entry.pixels, image.identity()) && entry.icc == image.iccProfile();
    });
    ImageEntry& entry = found != m_images.end()
                            ? *found
                            : m_images.emplace_back(ImageEntry{image.identity(), image.iccProfile(),
                                                               std::make_shared<ImagePyramid>(image)});
    entry.lastUse = ++m_clock;
    return entry.pyramid;
}

std::shared_ptr<MaskPyramid> ViewCache::Impl::pyramidOf(const Mask& mask, const MaskEdge& edge)
{
    const std::lock_guard lock(m_mutex);
    return findOrMake(mask, edge);
}

std::shared_ptr<MaskPyramid> ViewCache::Impl::findOrMake(const Mask& mask, const MaskEdge& edge)
{
    const auto found = std::find_if(m_masks.begin(), m_masks.end(), [&](const MaskEntry& entry) {
        return isSame(entry.values, mask.identity()) && entry.pyramid->edge() == edge;
    });
    if (found != m_masks.end()) {
        found->lastUse = ++m_clock;
        return found->pyramid;
    }
    std::shared_ptr<MaskPyramid> plain = edge == MaskEdge{} ? nullptr : findOrMake(mask, {});
    MaskEntry& entry = m_masks.emplace_back(
        MaskEntry{mask.identity(), std::make_shared<MaskPyramid>(mask, edge, std::move(plain)), ++m_clock});
    return entry.pyramid;
}

void ViewCache::Impl::maskPainted(const Mask& before, const Mask& now, const Rect& dirty)
{
    if (dirty.isEmpty() || before.isNull() || before.size() != now.size())
        return;
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<MaskPyramid>> known;
    for (const MaskEntry& entry : m_masks)
        if (isSame(entry.values, before.identity()))
            known.push_back(entry.pyramid);
    m_masks.remove_if([&](const MaskEntry& entry) { return isSame(entry.values, now.identity()); });
    // The one without an edge first: the others are made from it.
    std::stable_partition(known.begin(), known.end(),
                          [](const auto& pyramid) { return pyramid->edge() == MaskEdge{}; });
    std::shared_ptr<MaskPyramid> plain;
    for (const std::shared_ptr<MaskPyramid>& old : known) {
        const bool isPlain = old->edge() == MaskEdge{};
        if (!isPlain && !plain)
            plain = findOrMake(now, {});
        auto painted = std::make_shared<MaskPyramid>(*old, dirty, isPlain ? nullptr : plain);
        if (isPlain)
            plain = painted;
        m_masks.push_back({now.identity(), std::move(painted), ++m_clock});
    }
}

std::uint64_t ViewCache::Impl::bytesHeld() const
{
    std::uint64_t sum = 0;
    for (const ImageEntry& entry : m_images)
        sum += entry.pyramid->bytes();
    for (const MaskEntry& entry : m_masks)
        sum += entry.pyramid->bytes();
    return sum;
}

std::uint64_t ViewCache::Impl::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return bytesHeld();
}

void ViewCache::Impl::clear()
{
    const std::lock_guard lock(m_mutex);
    m_images.clear();
    m_masks.clear();
}

void ViewCache::Impl::setMaxBytes(std::uint64_t bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        m_maxBytes = bytes;
    }
    trim();
}

void ViewCache::Impl::trim()
{
    const std::lock_guard lock(m_mutex);
    m_images.remove_if([](const ImageEntry& entry) { return entry.pixels.expired(); });
    m_masks.remove_if([](const MaskEntry& entry) { return entry.values.expired(); });
    while (bytesHeld() > m_maxBytes && !(m_images.empty() && m_masks.empty()))
        dropOldest();
}

void ViewCache::Impl::dropOldest()
{
    const auto image = oldestOf(m_images);
    const auto mask = oldestOf(m_masks);
    if (mask == m_masks.end() || (image != m_images.end() && image->lastUse < mask->lastUse))
        m_images.erase(image);
    else
        m_masks.erase(mask);
}

ViewCache::ViewCache(std::uint64_t maxBytes) : m_impl(std::make_unique<Impl>(maxBytes)) {}
ViewCache::~ViewCache() = default;

std::uint64_t ViewCache::bytes() const
{
    return m_impl->bytes();
}

void ViewCache::setMaxBytes(std::uint64_t bytes)
{
    m_impl->setMaxBytes(bytes);
}

void ViewCache::clear()
{
    m_impl->clear();
}

void ViewCache::maskPainted(const Mask& before, const Mask& now, const Rect& dirty)
{
    m_impl->maskPainted(before, now, dirty);
}

} // namespace dh
