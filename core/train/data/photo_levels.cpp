#include "core/train/data/photo_levels.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace dh
{

namespace
{

/// Copies smaller than this help nobody.
constexpr int kLeastSide = 16;
constexpr std::size_t kLabels = 256;

std::vector<std::uint8_t> halvedColours(const PackedPhoto& photo, int width, int height)
{
    constexpr std::size_t kChannels = 3;
    std::vector<std::uint8_t> result(static_cast<std::size_t>(width) * height * kChannels);
    const std::size_t pitch = photo.width * kChannels;
    std::uint8_t* target = result.data();
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* upper = photo.rgb.data() + 2 * pitch * y;
        for (int x = 0; x < width; ++x, upper += 2 * kChannels) {
            for (std::size_t c = 0; c < kChannels; ++c) {
                const int sum = upper[c] + upper[kChannels + c] + upper[pitch + c] + upper[pitch + kChannels + c];
                *target++ = static_cast<std::uint8_t>((sum + 2) / 4);
            }
        }
    }
    return result;
}

/// A label that occurs twice among four wins, else the first.
std::vector<std::uint8_t> halvedRegions(const PackedPhoto& photo, int width, int height)
{
    std::vector<std::uint8_t> result(static_cast<std::size_t>(width) * height);
    const auto pitch = static_cast<std::size_t>(photo.width);
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* upper = photo.regions.data() + 2 * pitch * y;
        for (int x = 0; x < width; ++x, upper += 2) {
            const std::uint8_t a = upper[0];
            const std::uint8_t b = upper[1];
            const std::uint8_t c = upper[pitch];
            const std::uint8_t d = upper[pitch + 1];
            const bool laterPair = a != b && a != c && a != d && (b == c || b == d);
            const bool lastPair = a != b && a != c && a != d && !laterPair && c == d;
            result[static_cast<std::size_t>(y) * width + x] = laterPair ? b : lastPair ? c : a;
        }
    }
    return result;
}

} // namespace

std::span<const PhotoRegion> objectsOrCuts(CounterRandom& random, const std::vector<PhotoRegion>& regions)
{
    const std::span all(regions);
    const auto firstCut = std::ranges::lower_bound(regions, kFirstCutLabel, {}, &PhotoRegion::label);
    const auto objects = static_cast<std::size_t>(firstCut - regions.begin());
    if (objects == 0 || objects == all.size())
        return all;
    return random.chance(0.5) ? all.first(objects) : all.subspan(objects);
}

PhotoLevels::PhotoLevels(const PackedPhoto& photo) : m_levels{photo}
{
    while (m_levels.back().width >= 2 * kLeastSide && m_levels.back().height >= 2 * kLeastSide)
        addHalf();
    findRegions();
}

void PhotoLevels::addHalf()
{
    const PackedPhoto larger = m_levels.back();
    const int width = larger.width / 2;
    const int height = larger.height / 2;
    auto halved = std::make_unique<Halved>();
    halved->rgb = halvedColours(larger, width, height);
    if (!larger.regions.empty())
        halved->regions = halvedRegions(larger, width, height);
    m_levels.push_back({width, height, halved->rgb, halved->regions});
    m_storage.push_back(std::move(halved));
}

void PhotoLevels::findRegions()
{
    const PackedPhoto& photo = m_levels.front();
    std::array<int, kLabels> counts{};
    for (const std::uint8_t label : photo.regions)
        ++counts[label];
    for (std::size_t label = 1; label < kLabels; ++label) {
        if (counts[label] > 0) {
            m_regions.push_back({static_cast<std::uint8_t>(label),
                                 static_cast<float>(counts[label]) / static_cast<float>(photo.regions.size())});
        }
    }
}

const PackedPhoto& PhotoLevels::levelFor(const CropShare& crop, int side) const
{
    std::size_t chosen = 0;
    for (std::size_t i = 1; i < m_levels.size(); ++i) {
        if (crop.width * static_cast<float>(m_levels[i].width) < static_cast<float>(side) ||
            crop.height * static_cast<float>(m_levels[i].height) < static_cast<float>(side))
            break;
        chosen = i;
    }
    return m_levels[chosen];
}

PhotoCollection::PhotoCollection(std::vector<std::shared_ptr<const PhotoPack>> packs) : m_packs(std::move(packs))
{
    for (const auto& pack : m_packs)
        m_sources.insert(m_sources.end(), pack->photos().begin(), pack->photos().end());
    m_slots = std::make_unique<Slot[]>(m_sources.size());
}

const PhotoLevels& PhotoCollection::photo(int index) const
{
    assert(index >= 0 && index < count());
    Slot& slot = m_slots[static_cast<std::size_t>(index)];
    std::call_once(slot.once,
                   [&] { slot.levels = std::make_unique<PhotoLevels>(m_sources[static_cast<std::size_t>(index)]); });
    return *slot.levels;
}

} // namespace dh
