#pragma once

#include "core/harmonize/change_grid.h"

namespace dh
{

struct LowResolutionPair;

/// How the change is fitted; the defaults were chosen by measuring, see transfer_choice.md.
struct FitOptions {
    int cellSide = 4;            ///< low-resolution pixels per cell; detail finer than that is not looked at
    double prefilterSigma = 1.0; ///< cells; makes detail that the networks blurred or moved weigh nothing
    int windowRadius = 2;        ///< cells, >= 0; of the fit's windows and of the smoothing of its outcome
    double globalRidge = 1e-4;   ///< > 0, squared colours of 0..1; draws the map of the whole mask to a pure offset
    double localRidge = 3e-2;    ///< > 0, the same for what the windows add to it
};

/// Fits, by ridge regression weighted by the mask, one affine change for the whole mask and then in each window what
/// that leaves over. Away from the mask the windows fade into the one of the whole mask. A pixel with a value that
/// isn't finite counts as outside the mask; with an empty mask nothing changes.
[[nodiscard]] ChangeGrid fitChange(const LowResolutionPair& pair, const FitOptions& options);

} // namespace dh
