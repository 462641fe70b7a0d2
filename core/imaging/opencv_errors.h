#pragma once

#include <functional>

namespace dh
{

/// Runs `work`, which calls OpenCV, and turns what that throws into Error.
/// @throws Error OutOfMemory, Internal; what `work` itself throws
void translatingOpenCvErrors(const std::function<void()>& work);

} // namespace dh
