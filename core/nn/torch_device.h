#pragma once

#include <ATen/ATen.h>

#include <string>

namespace dh
{

/// The device that a user names: auto (a CUDA device where there is one), cpu, cuda, or cuda:N, of which there are N +
/// 1 or more.
/// @throws Error InvalidArgument for another name, DeviceUnavailable for a device that isn't there
[[nodiscard]] at::Device deviceByName(const std::string& name);

} // namespace dh
