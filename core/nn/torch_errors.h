#pragma once

#include "core/base/error.h"

#include <functional>
#include <string>

namespace dh
{

/// Runs `work` and turns what Torch, the libraries below it and the allocator throw into dh::Error: this is the edge of
/// the module that calls them. dh::Error and Cancelled pass through.
/// @param noMemory what an error for missing memory says
void translateTorchErrors(const std::function<void()>& work,
                          const std::string& noMemory = "the networks found no memory");

} // namespace dh
