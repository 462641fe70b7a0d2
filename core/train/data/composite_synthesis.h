#pragma once

#include "core/train/data/data_options.h"
#include "core/train/data/photo_levels.h"
#include "core/train/data/training_sample.h"

#include <memory>

namespace dh
{

enum class ChangeKind { Transfer, Light, Retouch, Unchanged };

/// Makes composites out of photographs: a part of one gets other colours inside a mask, while the rest stays. Sample
/// `number` depends on it, the options and the packs, and on nothing else; kinds of change follow their shares closely
/// over any run of consecutive numbers. Changes that clip much or go very far are drawn again, and toned down at last.
/// Sources: Cong et al., "DoveNet: Deep Image Harmonization via Domain Verification", 2020 (how iHarmony4 was made).
/// Keeps scratch memory: used by one thread; the photographs may be shared.
class CompositeSynthesis
{
public:
    /// @param photos  at least one
    CompositeSynthesis(std::shared_ptr<const PhotoCollection> photos, std::vector<Illumination> illuminations,
                       const DataOptions& options);
    ~CompositeSynthesis();
    CompositeSynthesis(CompositeSynthesis&&) noexcept;

    /// Fills `target`. The composite equals the real picture where the mask's edge doesn't reach, and everywhere for an
    /// Unchanged one.
    ChangeKind synthesize(std::uint64_t number, const SampleTarget& target);

private:
    class Work;
    std::unique_ptr<Work> m_work;
};

} // namespace dh
