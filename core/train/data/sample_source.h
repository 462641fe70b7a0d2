#pragma once

#include "core/train/data/composite_synthesis.h"
#include "core/train/data/pair_samples.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace dh
{

/// The samples of a training run: pairs, synthesized composites, or a mix of both, as the packs have them. Sample
/// `number` depends on it, its side, the options and the packs only. Used by one thread.
class SampleSource
{
public:
    /// @throws Error InvalidArgument for options out of their ranges, and what PhotoPack throws
    explicit SampleSource(const DataOptions& options);

    void fill(std::uint64_t number, const SampleTarget& target);

private:
    [[nodiscard]] bool isPair(std::uint64_t number) const;

    std::uint64_t m_seed;
    double m_pairShare;
    std::optional<PairSamples> m_pairs;
    std::optional<CompositeSynthesis> m_composites;
};

} // namespace dh
