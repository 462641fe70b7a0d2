#include "core/harmonize/change_transfer.h"

#include "core/harmonize/gradient_agreement.h"
#include "core/harmonize/local_change.h"
#include "core/harmonize/native_change.h"

#include <cassert>
#include <utility>

namespace dh
{
namespace
{

/// Share of the progress that the fit takes.
constexpr double kFitShare = 0.1;

/// How well the gradients must agree before and after; leaves room for sampling and rounding above the promised 0.98.
constexpr double kLeastAgreement = 0.985;

/// A fit that doesn't reach it is relaxed step by step: first towards offsets alone, which follow light but leave
/// detail as it is, and if the offsets themselves are what spoils the gradients, over wider windows.
constexpr int kRidgeSteps = 4;
constexpr double kRidgeFactor = 10.0;
constexpr int kWindowSteps = 5;
constexpr int kRadiusFactor = 2;

void relax(FitOptions& options, int step)
{
    if (step < kRidgeSteps) {
        options.globalRidge *= kRidgeFactor;
        options.localRidge *= kRidgeFactor;
    } else {
        options.windowRadius *= kRadiusFactor;
    }
}

/// Colours driven into black or white lose their gradients whatever the fit; then only a part of the change is made,
/// found by halving an interval this often.
constexpr int kWeakeningSteps = 4;

ChangeGrid scaled(ChangeGrid grid, float factor)
{
    for (AffineChange& change : grid.changes)
        for (auto& column : change.columns)
            for (float& value : column)
                value *= factor;
    return grid;
}

/// About as much of `grid` as `isFaithful` accepts; no change at all needs no asking.
ChangeGrid weakened(const ChangeGrid& grid, const std::function<bool(const ChangeGrid&)>& isFaithful)
{
    float accepted = 0.0F;
    float refused = 1.0F;
    for (int step = 0; step < kWeakeningSteps; ++step) {
        const float middle = 0.5F * (accepted + refused);
        (isFaithful(scaled(grid, middle)) ? accepted : refused) = middle;
    }
    return scaled(grid, accepted);
}

/// The fit that follows the result as closely as it can without spoiling the picture's edges.
ChangeGrid faithfulChange(const Image& native, const Rect& area, const Mask& mask, const LowResolutionPair& pair,
                          const CancelToken& cancel)
{
    const auto agreement = [&](const ChangeGrid& grid) {
        cancel.throwIfCancelled();
        return gradientAgreement(native, area, mask, grid);
    };
    FitOptions options;
    ChangeGrid best = fitChange(pair, options);
    double bestAgreement = agreement(best);
    for (int step = 0; step < kRidgeSteps + kWindowSteps && bestAgreement < kLeastAgreement; ++step) {
        relax(options, step);
        ChangeGrid grid = fitChange(pair, options);
        const double gridAgreement = agreement(grid);
        if (gridAgreement > bestAgreement) {
            best = std::move(grid);
            bestAgreement = gridAgreement;
        }
    }
    if (bestAgreement >= kLeastAgreement)
        return best;
    return weakened(best, [&](const ChangeGrid& grid) { return agreement(grid) >= kLeastAgreement; });
}

} // namespace

Image transferChange(const Image& native, const Rect& area, const Mask& mask, const LowResolutionPair& pair,
                     const TransferOptions& options, const CancelToken& cancel,
                     const std::function<void(double)>& progress)
{
    assert(!pair.composite.size.isEmpty() && pair.composite.size == pair.result.size &&
           pair.composite.size == pair.mask.size);

    const auto report = [&](double fraction) {
        if (progress)
            progress(fraction);
    };
    cancel.throwIfCancelled();
    report(0.0);
    const ChangeGrid grid = faithfulChange(native, area, mask, pair, cancel);
    report(kFitShare);
    Image result = applyChange(native, area, mask, grid, options.strength, cancel,
                               [&](double fraction) { report(kFitShare + (1.0 - kFitShare) * fraction); });
    report(1.0);
    return result;
}

} // namespace dh
