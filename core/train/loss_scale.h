#pragma once

#include <cstdint>

namespace dh
{

/// By how much the loss is multiplied so that float16 gradients don't vanish: doubled after many finite steps, halved
/// after each that isn't. Value type. Source: torch.cuda.amp.GradScaler.
struct LossScale {
    double value = 65536.0;
    std::int64_t steps = 0; ///< finished ones at this value

    /// Takes in a finished step, whose loss and gradients were `finite` or not.
    /// @throws Error ModelNotFinite when no scale helps any more
    void advance(bool finite);
    friend bool operator==(const LossScale&, const LossScale&) = default;
};

} // namespace dh
