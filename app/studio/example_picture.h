#pragma once

#include "core/scene/composition.h"

#include <filesystem>

namespace dh
{

/// The composition that a first start shows, ready to be harmonized: a background and a foreground in its place.
/// @param folder  resources/examples
/// @throws Error as readImageFile() does
[[nodiscard]] Composition readExample(const std::filesystem::path& folder, LayerId layerId);

} // namespace dh
