#include "core/train/loss_scale.h"

#include "core/base/error.h"

namespace dh
{

namespace
{

constexpr double kChange = 2.0;
constexpr std::int64_t kStepsUntilLarger = 2000;
/// Gradients so far scaled down can't overflow: what does is the forward pass itself.
constexpr double kLeast = 1e-4;

} // namespace

void LossScale::advance(bool finite)
{
    ++steps;
    if (finite && steps < kStepsUntilLarger)
        return;
    value *= finite ? kChange : 1.0 / kChange;
    steps = 0;
    if (value < kLeast)
        throw Error(ErrorCode::ModelNotFinite, "loss",
                    "it stays beyond float16's range however it is scaled; train with bfloat16 or without autocast");
}

} // namespace dh
