#pragma once

#include "core/train/data/counter_random.h"
#include "core/train/data/crop_resample.h"
#include "core/train/data/photo_pack.h"

#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace dh
{

/// An object in a photograph, or a region that was cut by its colour.
struct PhotoRegion {
    std::uint8_t label = 0;
    float area = 0.0F; ///< share of the photograph
};

/// Half of the time an object, half of the time a cut region, where there are both: many regions are cut from a
/// photograph with one object. @pre not empty
[[nodiscard]] std::span<const PhotoRegion> objectsOrCuts(CounterRandom& random,
                                                         const std::vector<PhotoRegion>& regions);

/// A photograph and its copies of half, quarter, ... size, so that small crops cost little. Immutable.
class PhotoLevels
{
public:
    explicit PhotoLevels(const PackedPhoto& photo);

    /// The smallest copy in which `crop` is at least side x side pixels; the photograph itself when none is.
    [[nodiscard]] const PackedPhoto& levelFor(const CropShare& crop, int side) const;
    /// By label.
    [[nodiscard]] const std::vector<PhotoRegion>& regions() const { return m_regions; }
    /// Width by height.
    [[nodiscard]] float aspect() const
    {
        return static_cast<float>(m_levels.front().width) / static_cast<float>(m_levels.front().height);
    }

private:
    struct Halved {
        std::vector<std::uint8_t> rgb;
        std::vector<std::uint8_t> regions;
    };
    void addHalf();
    void findRegions();

    std::vector<PackedPhoto> m_levels; ///< largest first
    std::vector<std::unique_ptr<Halved>> m_storage;
    std::vector<PhotoRegion> m_regions;
};

/// The photographs of several packs; each one's smaller copies are made when it is first asked for and kept (a third of
/// the pack's size in the end). Thread-safe.
class PhotoCollection
{
public:
    explicit PhotoCollection(std::vector<std::shared_ptr<const PhotoPack>> packs);

    [[nodiscard]] int count() const { return static_cast<int>(m_sources.size()); }
    /// 0 <= index < count().
    [[nodiscard]] const PhotoLevels& photo(int index) const;

private:
    struct Slot {
        std::once_flag once;
        std::unique_ptr<const PhotoLevels> levels;
    };
    std::vector<std::shared_ptr<const PhotoPack>> m_packs;
    std::vector<PackedPhoto> m_sources;
    std::unique_ptr<Slot[]> m_slots;
};

} // namespace dh
