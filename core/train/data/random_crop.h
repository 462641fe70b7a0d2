#pragma once

#include "core/train/data/counter_random.h"
#include "core/train/data/crop_resample.h"

namespace dh
{

/// Now and then the whole picture, else a part of .6 to 1 of each side whose aspect differs a little from the whole's.
[[nodiscard]] CropShare randomCrop(CounterRandom& random);

} // namespace dh
