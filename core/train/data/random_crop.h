#pragma once

#include "core/train/data/counter_random.h"
#include "core/train/data/crop_resample.h"

namespace dh
{

/// Now and then the whole picture, else a part of .7 to 1 of the largest that has an aspect of 3:4 to 4:3: inference
/// shows pictures in their own aspect, so that parts that become square should be nearly so before.
/// @param aspect of the picture, width by height
[[nodiscard]] CropShare randomCrop(CounterRandom& random, float aspect);

} // namespace dh
