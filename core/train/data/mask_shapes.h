#pragma once

#include "core/train/data/counter_random.h"

#include <span>

namespace dh
{

/// Fills `coverage`, side * side values of 0..1, with a random ellipse, blob, rectangle or half plane whose edge is one
/// pixel soft. Its area is not promised.
void drawRandomShape(CounterRandom& random, int side, std::span<float> coverage);

} // namespace dh
