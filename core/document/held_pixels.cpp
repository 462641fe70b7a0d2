#include "core/document/held_pixels.h"

#include <cassert>
#include <cstring>
#include <span>
#include <type_traits>

namespace dh
{

namespace
{

std::span<const std::byte> bytesOf(const HeldPixels::Content& content)
{
    if (const auto* image = std::get_if<Image>(&content))
        return {image->bytes(), image->isNull() ? 0 : image->sizeInBytes()};
    if (const auto* mask = std::get_if<Mask>(&content))
        return mask->isNull() ? std::span<const std::byte>()
                              : std::as_bytes(std::span(mask->row(0), static_cast<std::size_t>(mask->size().area())));
    return std::get<MaskDelta>(content);
}

} // namespace

HeldPixels::HeldPixels(Content content) : m_content(std::move(content))
{
    if (const auto* image = std::get_if<Image>(&m_content)) {
        m_size = image->size();
        m_channels = image->channels();
        m_type = image->type();
        m_icc = image->iccProfile();
    } else if (const auto* mask = std::get_if<Mask>(&m_content)) {
        m_size = mask->size();
    }
}

HeldPixels::~HeldPixels()
{
    if (m_file)
        m_file->free(m_block);
}

const void* HeldPixels::address() const
{
    return m_file ? nullptr : bytesOf(m_content).data();
}

std::uint64_t HeldPixels::bytes() const
{
    return m_file ? m_block.size : bytesOf(m_content).size();
}

bool HeldPixels::spill(const std::shared_ptr<SpillFile>& file)
{
    assert(!m_file);
    const std::optional<SpillBlock> block = file->write(bytesOf(m_content));
    if (!block)
        return false;
    m_block = *block;
    m_file = file;
    // = {} would keep a delta's memory.
    std::visit([](auto& content) { content = std::decay_t<decltype(content)>(); }, m_content);
    return true;
}

Image HeldPixels::image() const
{
    if (!m_file)
        return std::get<Image>(m_content);
    return Image(m_size, m_channels, m_type, m_file->read(m_block), m_icc);
}

Mask HeldPixels::mask() const
{
    if (!m_file)
        return std::get<Mask>(m_content);
    const std::vector<std::byte> bytes = m_file->read(m_block);
    Mask mask(m_size);
    std::memcpy(mask.writableRow(0), bytes.data(), bytes.size());
    return mask;
}

MaskDelta HeldPixels::delta() const
{
    return m_file ? m_file->read(m_block) : std::get<MaskDelta>(m_content);
}

HeldResult::HeldResult(const ResultPtr& result, HeldPtr before, HeldPtr after, HeldPtr mask, HeldPtr influence)
    : m_withoutPixels(*result),
      m_before(std::move(before)),
      m_after(std::move(after)),
      m_mask(std::move(mask)),
      m_influence(std::move(influence)),
      m_alive(result)
{
    m_withoutPixels.before = {};
    m_withoutPixels.after = {};
    m_withoutPixels.mask = {};
    m_withoutPixels.influence = {};
}

ResultPtr HeldResult::result() const
{
    if (ResultPtr alive = m_alive.lock())
        return alive;
    auto restored = std::make_shared<HarmonizedResult>(m_withoutPixels);
    if (m_before)
        restored->before = m_before->image();
    if (m_after)
        restored->after = m_after->image();
    if (m_mask)
        restored->mask = m_mask->mask();
    if (m_influence)
        restored->influence = m_influence->mask();
    m_alive = restored;
    return restored;
}

HeldPtr HeldPool::hold(const Image& image)
{
    if (image.isNull())
        return nullptr;
    return shared({image.bytes(), image.iccProfile().get()}, image);
}

HeldPtr HeldPool::hold(const Mask& mask)
{
    if (mask.isNull())
        return nullptr;
    return shared({mask.row(0), nullptr}, mask);
}

HeldPtr HeldPool::hold(MaskDelta delta)
{
    if (delta.empty())
        return nullptr;
    return std::make_shared<HeldPixels>(std::move(delta));
}

HeldResultPtr HeldPool::hold(const ResultPtr& result)
{
    if (!result)
        return nullptr;
    if (const auto known = m_results.find(result.get()); known != m_results.end()) {
        // Another result may lie where one was that is gone.
        if (HeldResultPtr held = known->second.lock(); held && held->isFor(result))
            return held;
    }
    auto held = std::make_shared<HeldResult>(result, hold(result->before), hold(result->after), hold(result->mask),
                                             hold(result->influence));
    m_results[result.get()] = held;
    return held;
}

HeldPtr HeldPool::shared(const Key& key, HeldPixels::Content content)
{
    if (const auto known = m_pixels.find(key); known != m_pixels.end()) {
        // Spilled pixels left their place in memory, where others may lie now.
        if (HeldPtr held = known->second.lock(); held && !held->isSpilled())
            return held;
    }
    forgetDead();
    auto held = std::make_shared<HeldPixels>(std::move(content));
    m_pixels[key] = held;
    return held;
}

void HeldPool::forgetDead()
{
    std::erase_if(m_pixels, [](const auto& entry) { return entry.second.expired(); });
    std::erase_if(m_results, [](const auto& entry) { return entry.second.expired(); });
}

} // namespace dh
