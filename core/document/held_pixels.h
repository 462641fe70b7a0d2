#pragma once

#include "core/document/mask_delta.h"
#include "core/document/spill_file.h"
#include "core/scene/composition.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace dh
{

/// Pixels that steps of the history need: in memory, or in the spill file. Shared by all steps that need them.
class HeldPixels
{
public:
    using Content = std::variant<Image, Mask, MaskDelta>;

    explicit HeldPixels(Content content);
    ~HeldPixels();
    HeldPixels(const HeldPixels&) = delete;
    HeldPixels& operator=(const HeldPixels&) = delete;

    /// Where the pixels lie in memory; null once spilled.
    [[nodiscard]] const void* address() const;
    /// What they take, wherever they are.
    [[nodiscard]] std::uint64_t bytes() const;
    [[nodiscard]] bool isSpilled() const { return m_file != nullptr; }
    /// Moves them to `file`. @return false when there is no room; they stay in memory then
    bool spill(const std::shared_ptr<SpillFile>& file);

    // Each throws Error FileUnreadable or OutOfMemory when what was spilled can't be brought back.
    [[nodiscard]] Image image() const;
    [[nodiscard]] Mask mask() const;
    [[nodiscard]] MaskDelta delta() const;

private:
    Content m_content; ///< once spilled: an empty value of the same kind
    std::shared_ptr<SpillFile> m_file;
    SpillBlock m_block;
    Size m_size;
    int m_channels = 0;
    SampleType m_type = SampleType::U8;
    IccProfile m_icc;
};
using HeldPtr = std::shared_ptr<HeldPixels>;

/// A result whose pixels may be spilled. Gives back the very same object as long as anybody has it.
class HeldResult
{
public:
    HeldResult(const ResultPtr& result, HeldPtr before, HeldPtr after, HeldPtr mask, HeldPtr influence);
    /// @throws as HeldPixels::image()
    [[nodiscard]] ResultPtr result() const;
    [[nodiscard]] bool isFor(const ResultPtr& result) const { return m_alive.lock() == result; }
    /// Calls `visit` with each HeldPtr that isn't null.
    template <typename Visit>
    void forEachHeld(const Visit& visit) const
    {
        for (const HeldPtr& held : {m_before, m_after, m_mask, m_influence})
            if (held)
                visit(held);
    }

private:
    HarmonizedResult m_withoutPixels;
    HeldPtr m_before;
    HeldPtr m_after;
    HeldPtr m_mask;
    HeldPtr m_influence;
    mutable std::weak_ptr<const HarmonizedResult> m_alive;
};
using HeldResultPtr = std::shared_ptr<HeldResult>;

/// Makes one HeldPixels of the same pixels, however many steps need them. Null pixels give null.
class HeldPool
{
public:
    [[nodiscard]] HeldPtr hold(const Image& image);
    [[nodiscard]] HeldPtr hold(const Mask& mask);
    [[nodiscard]] HeldPtr hold(MaskDelta delta);
    [[nodiscard]] HeldResultPtr hold(const ResultPtr& result);

private:
    using Key = std::pair<const void*, const void*>; ///< pixels and profile
    [[nodiscard]] HeldPtr shared(const Key& key, HeldPixels::Content content);
    void forgetDead();

    std::map<Key, std::weak_ptr<HeldPixels>> m_pixels;
    std::map<const void*, std::weak_ptr<HeldResult>> m_results;
};

} // namespace dh
