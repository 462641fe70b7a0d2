#include "core/train/data/composite_synthesis.h"

#include "core/train/data/foreground_change.h"
#include "core/train/data/foreground_choice.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dh
{

class CompositeSynthesis::Work
{
public:
    Work(std::shared_ptr<const PhotoCollection> photos, std::vector<Illumination> illuminations,
         const DataOptions& options)
        : m_choice(photos, options),
          m_change(photos, std::move(illuminations)),
          m_shares(options.changes),
          m_recolourShare(options.recolourShare),
          m_seed(options.seed)
    {
        if (!m_change.hasIlluminations()) {
            m_shares.retouch += m_shares.illumination;
            m_shares.illumination = 0.0;
        }
    }

    ChangeKind synthesize(std::uint64_t number, const SampleTarget& target)
    {
        CounterRandom random(m_seed, number);
        const ChangeKind kind = kindOf(number);
        m_choice.choose(random, target.side);
        takePicture(random);
        gatherForeground();
        m_change.change(random, kind, m_choice.photoIndex(), m_original, m_changed);
        fill(target);
        return kind;
    }

private:
    [[nodiscard]] ChangeKind kindOf(std::uint64_t number) const;
    void takePicture(CounterRandom& random);
    void gatherForeground();
    void fill(const SampleTarget& target) const;

    ForegroundChoice m_choice;
    ForegroundChange m_change;
    ChangeShares m_shares;
    double m_recolourShare;
    std::uint64_t m_seed;
    Pixels m_picture;                   ///< the real one
    std::vector<std::size_t> m_indices; ///< of pixels with some foreground
    Pixels m_original;
    Pixels m_changed;
};

ChangeKind CompositeSynthesis::Work::kindOf(std::uint64_t number) const
{
    // Multiples of the golden ratio instead of random numbers: the shares are then kept within a few samples.
    const std::uint64_t spread = CounterRandom::mixed(m_seed) + number * CounterRandom::kGoldenRatio;
    const double total = m_shares.transfer + m_shares.illumination + m_shares.retouch + m_shares.unchanged;
    double at = static_cast<double>(spread >> 11) * 0x1p-53 * total;
    if (at < m_shares.transfer)
        return ChangeKind::Transfer;
    at -= m_shares.transfer;
    if (at < m_shares.illumination)
        return ChangeKind::Light;
    return at - m_shares.illumination < m_shares.retouch ? ChangeKind::Retouch : ChangeKind::Unchanged;
}

void CompositeSynthesis::Work::takePicture(CounterRandom& random)
{
    const std::vector<float>& chosen = m_choice.picture();
    const std::size_t plane = m_choice.coverage().size();
    m_picture.resize(plane);
    for (std::size_t c = 0; c < m_picture.channels.size(); ++c)
        std::copy_n(chosen.begin() + static_cast<std::ptrdiff_t>(c * plane), plane, m_picture.channels[c].begin());
    // No number is drawn without a share: samples stay what they were.
    if (m_recolourShare <= 0.0 || !random.chance(m_recolourShare))
        return;
    m_change.recolour(random, m_picture);
}

void CompositeSynthesis::Work::gatherForeground()
{
    const std::vector<float>& coverage = m_choice.coverage();
    const std::size_t plane = coverage.size();
    m_indices.clear();
    for (std::size_t i = 0; i < plane; ++i) {
        if (coverage[i] > 0.0F)
            m_indices.push_back(i);
    }
    m_original.resize(m_indices.size());
    for (std::size_t c = 0; c < m_original.channels.size(); ++c) {
        const std::vector<float>& picture = m_picture.channels[c];
        for (std::size_t k = 0; k < m_indices.size(); ++k)
            m_original.channels[c][k] = picture[m_indices[k]];
    }
    m_changed = m_original;
}

void CompositeSynthesis::Work::fill(const SampleTarget& target) const
{
    const std::vector<float>& coverage = m_choice.coverage();
    const std::size_t plane = coverage.size();
    assert(target.real.size() == 3 * plane && target.composite.size() == 3 * plane && target.mask.size() == plane);
    // Rounded here alone: a change of rounded colours has gaps between its tones that tell of it.
    const auto rounded = [](float value) { return unitFromByte(std::floor(value + 0.5F)); };
    for (std::size_t i = 0; i < 3 * plane; ++i)
        target.composite[i] = target.real[i] = rounded(m_picture.channels[i / plane][i % plane]);
    for (std::size_t c = 0; c < m_original.channels.size(); ++c) {
        for (std::size_t k = 0; k < m_indices.size(); ++k) {
            const float from = m_original.channels[c][k];
            const float mixed = from + coverage[m_indices[k]] * (m_changed.channels[c][k] - from);
            target.composite[c * plane + m_indices[k]] = rounded(mixed);
        }
    }
    for (std::size_t i = 0; i < plane; ++i)
        target.mask[i] = coverage[i] >= ForegroundChoice::kForegroundFrom ? 1.0F : 0.0F;
}

CompositeSynthesis::CompositeSynthesis(std::shared_ptr<const PhotoCollection> photos,
                                       std::vector<Illumination> illuminations, const DataOptions& options)
    : m_work(std::make_unique<Work>(std::move(photos), std::move(illuminations), options))
{
}

CompositeSynthesis::~CompositeSynthesis() = default;
CompositeSynthesis::CompositeSynthesis(CompositeSynthesis&&) noexcept = default;

ChangeKind CompositeSynthesis::synthesize(std::uint64_t number, const SampleTarget& target)
{
    return m_work->synthesize(number, target);
}

} // namespace dh
