#pragma once

#include "core/base/error.h"

#include <functional>

namespace dh
{

/// Runs `work` and turns what Torch and the allocator throw into dh::Error: this is the edge of the module that calls
/// them. dh::Error and Cancelled pass through.
void translateTorchErrors(const std::function<void()>& work);

} // namespace dh
