#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <map>
#include <string>

namespace dh
{

/// Writes tensors (any device and layout; float32, float16 or bfloat16) as a safetensors file, atomically.
/// @throws Error DiskFull, FileUnwritable
void writeTensors(const std::filesystem::path& path, const std::map<std::string, at::Tensor>& tensors,
                  const std::map<std::string, std::string>& metadata = {});

} // namespace dh
