#include "core/train/data/sample_source.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

void require(bool condition, const char* option, const char* detail)
{
    if (!condition)
        throw Error(ErrorCode::InvalidArgument, option, detail);
}

void requireShares(const char* option, std::initializer_list<double> shares)
{
    double sum = 0.0;
    for (const double share : shares) {
        require(std::isfinite(share) && share >= 0.0, option, "a share is negative or no number");
        sum += share;
    }
    require(sum > 0.0, option, "all shares are 0");
}

void check(const DataOptions& options)
{
    const ChangeShares& changes = options.changes;
    requireShares("changes", {changes.transfer, changes.illumination, changes.retouch, changes.unchanged});
    requireShares("masks", {options.masks.region, options.masks.united, options.masks.shape});
    require(options.leastMaskArea > 0.0 && options.leastMaskArea < options.mostMaskArea && options.mostMaskArea <= 1.0,
            "mask area", "the least and most area are not in order within 0 and 1");
    require(options.pairShare >= 0.0 && options.pairShare <= 1.0, "pair share", "it is not within 0 and 1");
    require(options.recolourShare >= 0.0 && options.recolourShare <= 1.0, "recolour share", "it is not within 0 and 1");
    require(!options.packs.empty(), "packs", "none is given");
}

} // namespace

SampleSource::SampleSource(const DataOptions& options) : m_seed(options.seed), m_pairShare(options.pairShare)
{
    check(options);
    std::vector<std::shared_ptr<const PhotoPack>> packs;
    std::vector<Illumination> illuminations;
    bool hasPairs = false;
    for (const std::filesystem::path& path : options.packs) {
        const auto pack = std::make_shared<const PhotoPack>(path);
        illuminations.insert(illuminations.end(), pack->illuminations().begin(), pack->illuminations().end());
        hasPairs = hasPairs || !pack->pairs().empty();
        packs.push_back(pack);
    }
    auto photos = std::make_shared<const PhotoCollection>(packs);
    if (photos->count() > 0)
        m_composites.emplace(std::move(photos), std::move(illuminations), options);
    else
        m_pairShare = 1.0;
    if (hasPairs)
        m_pairs.emplace(std::move(packs), options);
    else
        m_pairShare = 0.0;
}

bool SampleSource::isPair(std::uint64_t number) const
{
    // Another irrational step than that of the kinds of change: they would go together.
    constexpr std::uint64_t kRootOfTwo = 0x6A09E667F3BCC909; // its fraction
    const std::uint64_t spread = ~CounterRandom::mixed(m_seed) + number * kRootOfTwo;
    return static_cast<double>(spread >> 11) * 0x1p-53 < m_pairShare;
}

void SampleSource::fill(std::uint64_t number, const SampleTarget& target)
{
    if (isPair(number))
        m_pairs->fill(number, target);
    else
        m_composites->synthesize(number, target);
}

} // namespace dh
