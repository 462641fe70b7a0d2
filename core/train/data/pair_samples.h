#pragma once

#include "core/train/data/data_options.h"
#include "core/train/data/photo_pack.h"
#include "core/train/data/training_sample.h"

#include <memory>
#include <vector>

namespace dh
{

class CropResampler;
struct CropShare;

/// Samples of real pairs: every `count()` numbers, each pair comes once, in an order of its own. Sample `number`
/// depends on it, the options and the packs only. Used by one thread.
class PairSamples
{
public:
    PairSamples(std::vector<std::shared_ptr<const PhotoPack>> packs, const DataOptions& options);
    ~PairSamples();

    [[nodiscard]] std::uint64_t count() const { return m_pairs.size(); }
    /// Crops are tried until the mask covers the options' least area, then the whole picture is taken.
    void fill(std::uint64_t number, const SampleTarget& target);

private:
    [[nodiscard]] std::size_t pairAt(std::uint64_t number) const;
    bool cutMask(const PackedPair& pair, const CropShare& crop, bool mirrored, const SampleTarget& target);

    std::vector<std::shared_ptr<const PhotoPack>> m_packs;
    std::vector<PackedPair> m_pairs;
    DataOptions m_options;
    std::unique_ptr<CropResampler> m_resampler;
};

} // namespace dh
