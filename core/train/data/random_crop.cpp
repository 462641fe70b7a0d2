#include "core/train/data/random_crop.h"

#include <algorithm>
#include <cmath>

namespace dh
{

CropShare randomCrop(CounterRandom& random, float aspect)
{
    constexpr double kWholeShare = 0.2;
    constexpr float kLeastSide = 0.7F;
    constexpr float kMostStretch = 4.0F / 3.0F;
    if (random.chance(kWholeShare))
        return {};
    const float scale = random.uniform(kLeastSide, 1.0F);
    const float wanted = std::pow(kMostStretch, random.uniform(-1.0F, 1.0F));
    CropShare crop;
    crop.width = scale * std::min(1.0F, wanted / aspect);
    crop.height = scale * std::min(1.0F, aspect / wanted);
    crop.left = random.uniform(0.0F, 1.0F - crop.width);
    crop.top = random.uniform(0.0F, 1.0F - crop.height);
    return crop;
}

} // namespace dh
