#pragma once

#include <cstdint>

namespace dh::test
{

/// A test that links this finds one CUDA device where LibTorch knows none: tensors on it lie in memory that the host
/// can neither read nor write (a try ends the program), and an operation refuses tensors of the host beside them, as a
/// graphics card does. The processor computes; float16 and bfloat16 in float32. For a LibTorch without CUDA only.
/// @return how many operations the device has computed
[[nodiscard]] std::int64_t operationsOnDevice();

} // namespace dh::test
