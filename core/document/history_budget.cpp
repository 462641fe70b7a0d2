#include "core/document/history_budget.h"

#include <unordered_map>
#include <unordered_set>

namespace dh
{

namespace
{

using Addresses = std::unordered_set<const void*>;

void addMask(Addresses& addresses, const Mask& mask)
{
    if (!mask.isNull())
        addresses.insert(mask.row(0));
}

void addResult(Addresses& addresses, const ResultPtr& result)
{
    if (!result)
        return;
    addresses.insert(result->before.bytes());
    addresses.insert(result->after.bytes());
    addMask(addresses, result->mask);
    addMask(addresses, result->influence);
}

/// Pixels that are in memory whether or not the history needs them.
Addresses addressesOf(const Composition& composition)
{
    Addresses addresses{composition.background.bytes()};
    addMask(addresses, composition.influence);
    for (const Layer& layer : composition.layers) {
        addresses.insert(layer.image.bytes());
        addMask(addresses, layer.mask);
        if (!layer.applied)
            continue;
        addResult(addresses, layer.applied->result);
        addMask(addresses, layer.applied->adjustment.protect);
    }
    for (const ResultPtr& result : composition.results)
        addResult(addresses, result);
    return addresses;
}

/// Names, orders and properties of a step, roughly.
std::uint64_t bookkeepingBytes(const CompositionStep& step)
{
    return sizeof step + (step.influence ? sizeof(MaskStep) : 0) + step.layers.size() * sizeof(LayerStep) +
           (step.orderBefore.size() + step.orderAfter.size()) * sizeof(LayerId);
}

} // namespace

HistoryBudget::HistoryBudget(std::uint64_t maxBytes, std::uint64_t maxDiskBytes)
    : m_file(std::make_shared<SpillFile>(maxDiskBytes)), m_maxBytes(maxBytes)
{
}

void HistoryBudget::setLimits(std::uint64_t maxBytes, std::uint64_t maxDiskBytes)
{
    m_maxBytes = maxBytes;
    m_file->setMaxBytes(maxDiskBytes);
}

std::uint64_t HistoryBudget::bytesInUse(const std::vector<StepPtr>& steps, const Composition& present) const
{
    Addresses counted = addressesOf(present);
    std::uint64_t sum = 0;
    for (const StepPtr& step : steps) {
        sum += bookkeepingBytes(*step);
        for (const HeldPtr& held : step->held())
            if (!held->isSpilled() && counted.insert(held->address()).second)
                sum += held->bytes();
    }
    return sum;
}

bool HistoryBudget::fit(const std::vector<StepPtr>& steps, const Composition& present)
{
    std::uint64_t inUse = bytesInUse(steps, present);
    const Addresses alive = addressesOf(present);
    for (const StepPtr& step : steps) {
        if (inUse <= m_maxBytes)
            break;
        for (const HeldPtr& held : step->held()) {
            if (held->isSpilled() || alive.contains(held->address()))
                continue;
            const std::uint64_t bytes = held->bytes();
            if (!held->spill(m_file))
                return false;
            inUse -= bytes;
        }
    }
    return inUse <= m_maxBytes && m_file->bytesInUse() <= m_file->maxBytes();
}

} // namespace dh
