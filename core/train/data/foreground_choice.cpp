#include "core/train/data/foreground_choice.h"

#include "core/train/data/mask_shapes.h"
#include "core/train/data/random_crop.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace dh
{

namespace
{

constexpr float kMostByte = 255.0F;
constexpr int kChannels = 3;
constexpr int kTriesPerPhoto = 3;
constexpr int kPhotoTries = 4;
constexpr int kShapeTries = 24;

enum class MaskKind { Region, United, Shape };

MaskKind randomKind(CounterRandom& random, const MaskShares& shares)
{
    const double at = random.uniform() * (shares.region + shares.united + shares.shape);
    if (at < shares.region)
        return MaskKind::Region;
    return at < shares.region + shares.united ? MaskKind::United : MaskKind::Shape;
}

/// One label, or at least two where there are as many.
std::vector<std::uint8_t> randomLabels(CounterRandom& random, const std::vector<PhotoRegion>& all, bool united)
{
    const std::span<const PhotoRegion> regions = objectsOrCuts(random, all);
    const int first = random.below(static_cast<int>(regions.size()));
    std::vector<std::uint8_t> labels{regions[static_cast<std::size_t>(first)].label};
    if (!united)
        return labels;
    for (std::size_t i = 0; i < regions.size(); ++i) {
        const bool isNext = i == (static_cast<std::size_t>(first) + 1) % regions.size();
        if (regions[i].label != labels.front() && (isNext || random.chance(0.5)))
            labels.push_back(regions[i].label);
    }
    return labels;
}

} // namespace

ForegroundChoice::ForegroundChoice(std::shared_ptr<const PhotoCollection> photos, const DataOptions& options)
    : m_photos(std::move(photos)), m_options(options)
{
}

bool ForegroundChoice::hasGoodArea() const
{
    const auto count =
        std::count_if(m_coverage.begin(), m_coverage.end(), [](float coverage) { return coverage >= kForegroundFrom; });
    const double area = static_cast<double>(count) / static_cast<double>(m_coverage.size());
    return area >= m_options.leastMaskArea && area <= m_options.mostMaskArea;
}

void ForegroundChoice::cutLabels(const PackedPhoto& level, const std::vector<std::uint8_t>& labels)
{
    m_selected.assign(level.regions.size(), 0);
    for (const std::uint8_t label : labels) {
        for (std::size_t i = 0; i < m_selected.size(); ++i)
            m_selected[i] |= static_cast<std::uint8_t>(level.regions[i] == label ? kMostByte : 0);
    }
    m_resampler.resample({level.width, level.height, 1, m_selected}, m_crop, m_side, m_mirrored, m_coverage);
    for (float& coverage : m_coverage)
        coverage /= kMostByte;
}

bool ForegroundChoice::chooseRegions(CounterRandom& random, bool united)
{
    const PhotoLevels& photo = m_photos->photo(m_photoIndex);
    if (photo.regions().empty())
        return false;
    for (int i = 0; i < kTriesPerPhoto; ++i) {
        m_crop = m_options.crop ? randomCrop(random, photo.aspect()) : CropShare{};
        cutLabels(photo.levelFor(m_crop, m_side), randomLabels(random, photo.regions(), united));
        if (hasGoodArea())
            return true;
    }
    return false;
}

void ForegroundChoice::chooseShape(CounterRandom& random)
{
    m_crop = m_options.crop ? randomCrop(random, m_photos->photo(m_photoIndex).aspect()) : CropShare{};
    for (int i = 0; i < kShapeTries; ++i) {
        drawRandomShape(random, m_side, m_coverage);
        if (hasGoodArea())
            return;
    }
    // Any area within the limits will do.
    const double share = (m_options.leastMaskArea + m_options.mostMaskArea) / 2.0;
    const auto covered = static_cast<std::ptrdiff_t>(std::ceil(static_cast<double>(m_coverage.size()) * share));
    std::fill(m_coverage.begin(), m_coverage.begin() + covered, 1.0F);
    std::fill(m_coverage.begin() + covered, m_coverage.end(), 0.0F);
}

void ForegroundChoice::choose(CounterRandom& random, int side)
{
    m_side = side;
    const auto plane = static_cast<std::size_t>(side) * side;
    m_picture.resize(plane * kChannels);
    m_coverage.resize(plane);

    m_mirrored = m_options.flip && random.chance(0.5);
    const MaskKind kind = randomKind(random, m_options.masks);
    m_photoIndex = random.below(m_photos->count());
    bool found = false;
    for (int i = 0; kind != MaskKind::Shape && !found && i < kPhotoTries; ++i) {
        if (i > 0)
            m_photoIndex = random.below(m_photos->count());
        found = chooseRegions(random, kind == MaskKind::United);
    }
    if (!found)
        chooseShape(random);

    const PackedPhoto& level = m_photos->photo(m_photoIndex).levelFor(m_crop, side);
    m_resampler.resample({level.width, level.height, kChannels, level.rgb}, m_crop, side, m_mirrored, m_picture);
}

} // namespace dh
