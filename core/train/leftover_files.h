#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace dh
{

/// Removes the temporary files, ".NAME.XXXXXX", that a killed process left of its AtomicFiles in `folder`, not in the
/// folders below it. Call it while no other process writes there.
/// @param isOurs whether NAME is a file that a run writes
void removeLeftovers(const std::filesystem::path& folder, const std::function<bool(const std::string& name)>& isOurs);

} // namespace dh
