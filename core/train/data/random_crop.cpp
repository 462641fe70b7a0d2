#include "core/train/data/random_crop.h"

#include <algorithm>

namespace dh
{

CropShare randomCrop(CounterRandom& random)
{
    constexpr double kWholeShare = 0.2;
    constexpr float kLeastSide = 0.6F;
    constexpr float kMostStretch = 1.25F;
    if (random.chance(kWholeShare))
        return {};
    const float scale = random.uniform(kLeastSide, 1.0F);
    const float stretch = random.uniform(1.0F / kMostStretch, kMostStretch);
    CropShare crop;
    crop.width = std::clamp(scale * stretch, kLeastSide, 1.0F);
    crop.height = std::clamp(scale / stretch, kLeastSide, 1.0F);
    crop.left = random.uniform(0.0F, 1.0F - crop.width);
    crop.top = random.uniform(0.0F, 1.0F - crop.height);
    return crop;
}

} // namespace dh
