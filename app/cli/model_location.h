#pragma once

#include "core/weights/checkpoint.h"

namespace dh
{

/// `location` with the built-in model where no root was given.
/// @throws Error ModelMissing
[[nodiscard]] ModelLocation withBuiltInModel(ModelLocation location);

} // namespace dh
