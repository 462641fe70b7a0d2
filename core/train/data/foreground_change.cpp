#include "core/train/data/foreground_change.h"

#include "core/train/data/colour_transfer.h"

#include <algorithm>

namespace dh
{

namespace
{

constexpr float kMostByte = 255.0F;
/// iHarmony4 was cleared of such composites by eye.
constexpr double kMostClipped = 0.4;
constexpr double kMostFmse = 12000.0;
constexpr int kTries = 4;

/// Colours for statistics: a copy of about this side is enough.
constexpr int kReferenceSide = 96;
constexpr std::size_t kLeastReferencePixels = 24;

void blend(float share, const Pixels& original, Pixels& changed)
{
    for (std::size_t c = 0; c < original.channels.size(); ++c) {
        const std::vector<float>& from = original.channels[c];
        std::vector<float>& to = changed.channels[c];
        for (std::size_t i = 0; i < from.size(); ++i)
            to[i] = from[i] + share * (to[i] - from[i]);
    }
}

bool isClipped(float original, float changed)
{
    return (changed <= 0.0F && original > 0.0F) || (changed >= kMostByte && original < kMostByte);
}

bool isAcceptable(const Pixels& original, const Pixels& changed, double mostClipped)
{
    double sum = 0.0;
    std::size_t clipped = 0;
    for (std::size_t i = 0; i < original.count(); ++i) {
        bool anyClipped = false;
        for (std::size_t c = 0; c < original.channels.size(); ++c) {
            const float difference = changed.channels[c][i] - original.channels[c][i];
            sum += difference * difference;
            anyClipped = anyClipped || isClipped(original.channels[c][i], changed.channels[c][i]);
        }
        clipped += anyClipped ? 1 : 0;
    }
    const auto count = static_cast<double>(original.count());
    return sum / (3.0 * count) <= kMostFmse && static_cast<double>(clipped) <= mostClipped * count;
}

/// Halves the change until it is acceptable; what never is, is left out.
void soften(const Pixels& original, double mostClipped, Pixels& changed)
{
    constexpr int kMostHalvings = 8;
    for (int i = 0; i < kMostHalvings; ++i) {
        if (isAcceptable(original, changed, mostClipped))
            return;
        blend(0.5F, original, changed);
    }
    changed = original;
}

void gather(const PackedPhoto& photo, int label, Pixels& pixels)
{
    pixels.resize(0);
    const std::size_t count = photo.rgb.size() / 3;
    for (std::size_t i = 0; i < count; ++i) {
        if (label != 0 && photo.regions[i] != label)
            continue;
        for (std::size_t c = 0; c < pixels.channels.size(); ++c)
            pixels.channels[c].push_back(photo.rgb[3 * i + c]);
    }
}

void reinhard(const Pixels& reference, Pixels& pixels)
{
    transferMoments(statisticsOf(reference), pixels);
}

void monge(const Pixels& reference, Pixels& pixels)
{
    transferCovariance(statisticsOf(reference), pixels);
}

/// Matches histograms unless that would stretch a channel so far that noise in grey surfaces turns into colours, or
/// press it together until nothing is left of it.
void histograms(const Pixels& reference, Pixels& pixels)
{
    constexpr double kMostVarianceRatio = 4.0;
    const ColourStatistics wanted = statisticsOf(reference);
    const ColourStatistics own = statisticsOf(pixels);
    bool isTame = true;
    for (std::size_t c = 0; c < wanted.mean.size(); ++c) {
        const double from = own.covariance[c][c];
        const double to = wanted.covariance[c][c];
        isTame = isTame && to <= kMostVarianceRatio * from && from <= kMostVarianceRatio * to;
    }
    if (isTame)
        matchHistograms(reference, pixels);
    else
        transferMoments(wanted, pixels);
}

} // namespace

ForegroundChange::ForegroundChange(std::shared_ptr<const PhotoCollection> photos,
                                   std::vector<Illumination> illuminations)
    : m_photos(std::move(photos)), m_illuminations(std::move(illuminations))
{
}

void ForegroundChange::gatherReference(CounterRandom& random, int photoIndex)
{
    int index = random.below(m_photos->count());
    if (index == photoIndex)
        index = (index + 1) % m_photos->count();
    const PhotoLevels& photo = m_photos->photo(index);
    int label = 0;
    if (!photo.regions().empty()) {
        const auto regions = objectsOrCuts(random, photo.regions());
        label = regions[static_cast<std::size_t>(random.below(static_cast<int>(regions.size())))].label;
    }
    gather(photo.levelFor({}, kReferenceSide), label, m_reference);
    if (m_reference.count() < kLeastReferencePixels)
        gather(photo.levelFor({}, kReferenceSide), 0, m_reference);
}

void ForegroundChange::transfer(CounterRandom& random, int photoIndex, Pixels& pixels)
{
    // About as often as in iHarmony4, where Reinhard's is the simplest of four.
    constexpr float kReinhard = 0.5F;
    constexpr float kCovariance = 0.7F;
    constexpr float kLabHistogram = 0.85F;
    gatherReference(random, photoIndex);
    const float method = random.uniform();
    if (method >= kLabHistogram) {
        ycbcrFromRgb(m_reference);
        ycbcrFromRgb(pixels);
        histograms(m_reference, pixels);
        rgbFromYcbcr(pixels);
        return;
    }
    labFromRgb(m_reference);
    labFromRgb(pixels);
    const auto apply = method < kReinhard ? reinhard : method < kCovariance ? monge : histograms;
    apply(m_reference, pixels);
    rgbFromLab(pixels);
}

void ForegroundChange::change(CounterRandom& random, ChangeKind kind, int photoIndex, const Pixels& original,
                              Pixels& changed)
{
    // Chosen so that mild and strong changes are as frequent as in published composites.
    constexpr float kLeastTransfer = 0.35F;
    constexpr float kLeastLight = 0.5F;
    constexpr float kLeastStrength = 0.5F;
    constexpr float kMostStrength = 2.2F;
    for (int i = 0; i < kTries; ++i) {
        changed = original;
        switch (kind) {
        case ChangeKind::Transfer:
            transfer(random, photoIndex, changed);
            blend(random.uniform(kLeastTransfer, 1.0F), original, changed);
            break;
        case ChangeKind::Light:
            applyIllumination(
                m_illuminations[static_cast<std::size_t>(random.below(static_cast<int>(m_illuminations.size())))],
                changed);
            blend(random.uniform(kLeastLight, 1.0F), original, changed);
            break;
        case ChangeKind::Retouch:
            applyRetouch(randomRetouch(random, random.uniform(kLeastStrength, kMostStrength)), changed);
            break;
        case ChangeKind::Unchanged:
            return;
        }
        if (isAcceptable(original, changed, kMostClipped))
            return;
    }
    soften(original, kMostClipped, changed);
}

void ForegroundChange::recolour(CounterRandom& random, Pixels& picture) const
{
    constexpr float kLeastStrength = 0.3F;
    constexpr float kMostStrength = 1.0F;
    constexpr float kLeastLight = 0.2F;
    constexpr float kMostLight = 0.6F;
    constexpr double kMostClippedOfAll = 0.02; // what is clipped can't be told from its surroundings any more
    Pixels changed = picture;
    if (hasIlluminations() && random.chance(0.5)) {
        applyIllumination(
            m_illuminations[static_cast<std::size_t>(random.below(static_cast<int>(m_illuminations.size())))], changed);
        blend(random.uniform(kLeastLight, kMostLight), picture, changed);
    } else {
        applyRetouch(randomRetouch(random, random.uniform(kLeastStrength, kMostStrength)), changed);
    }
    soften(picture, kMostClippedOfAll, changed);
    picture = changed;
}

} // namespace dh
