#pragma once

#include "core/document/composition_step.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace dh
{

using StepPtr = std::shared_ptr<CompositionStep>;

/// Watches what the steps of a history take, and spills the oldest to a temporary file. GUI thread.
class HistoryBudget
{
public:
    HistoryBudget(std::uint64_t maxBytes, std::uint64_t maxDiskBytes);

    [[nodiscard]] HeldPool& pool() { return m_pool; }
    void setLimits(std::uint64_t maxBytes, std::uint64_t maxDiskBytes);
    /// Memory that the steps hold and `present` does not.
    [[nodiscard]] std::uint64_t bytesInUse(const std::vector<StepPtr>& steps, const Composition& present) const;
    [[nodiscard]] std::uint64_t bytesOnDisk() const { return m_file->bytesInUse(); }
    /// Spills from the front of `steps` (the oldest) until the rest fits.
    /// @return false when that isn't enough, because the disk or its share is used up
    [[nodiscard]] bool fit(const std::vector<StepPtr>& steps, const Composition& present);

private:
    HeldPool m_pool;
    std::shared_ptr<SpillFile> m_file;
    std::uint64_t m_maxBytes;
};

} // namespace dh
