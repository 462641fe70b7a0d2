#include "core/train/data/pair_samples.h"

#include "core/train/data/random_crop.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dh
{

namespace
{

constexpr float kForegroundFrom = 127.5F;
/// As the reference's random crop.
constexpr int kCropTries = 5;

} // namespace

PairSamples::PairSamples(std::vector<std::shared_ptr<const PhotoPack>> packs, const DataOptions& options)
    : m_packs(std::move(packs)), m_options(options), m_resampler(std::make_unique<CropResampler>())
{
    for (const auto& pack : m_packs)
        m_pairs.insert(m_pairs.end(), pack->pairs().begin(), pack->pairs().end());
}

PairSamples::~PairSamples() = default;

std::size_t PairSamples::pairAt(std::uint64_t number) const
{
    // A walk with a stride that shares no factor with the count visits every pair; the stride differs by round.
    const std::uint64_t round = number / count();
    CounterRandom random(m_options.seed ^ CounterRandom::kGoldenRatio, round);
    std::uint64_t stride = random.bits() % count();
    const std::uint64_t start = random.bits() % count();
    while (std::gcd(stride, count()) != 1)
        ++stride;
    // Both factors are below 2^32.
    return static_cast<std::size_t>((start + (number % count()) * stride) % count());
}

bool PairSamples::cutMask(const PackedPair& pair, const CropShare& crop, bool mirrored, const SampleTarget& target)
{
    m_resampler->resample({pair.width, pair.height, 1, pair.mask}, crop, target.side, mirrored, target.mask);
    std::size_t covered = 0;
    for (float& value : target.mask) {
        value = value >= kForegroundFrom ? 1.0F : 0.0F;
        covered += value > 0.0F ? 1 : 0;
    }
    return static_cast<double>(covered) >= m_options.leastMaskArea * static_cast<double>(target.mask.size());
}

void PairSamples::fill(std::uint64_t number, const SampleTarget& target)
{
    const PackedPair& pair = m_pairs[pairAt(number)];
    CounterRandom random(m_options.seed, ~number);
    const bool mirrored = m_options.flip && random.chance(0.5);
    CropShare crop;
    bool isGood = false;
    for (int i = 0; m_options.crop && !isGood && i < kCropTries; ++i) {
        crop = randomCrop(random, static_cast<float>(pair.width) / static_cast<float>(pair.height));
        isGood = cutMask(pair, crop, mirrored, target);
    }
    if (!isGood) {
        crop = {};
        cutMask(pair, crop, mirrored, target);
    }
    const auto cutPicture = [&](std::span<const std::uint8_t> samples, std::span<float> planes) {
        m_resampler->resample({pair.width, pair.height, 3, samples}, crop, target.side, mirrored, planes);
        for (float& value : planes)
            value = unitFromByte(std::floor(value + 0.5F));
    };
    cutPicture(pair.real, target.real);
    cutPicture(pair.composite, target.composite);
}

} // namespace dh
