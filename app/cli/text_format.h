#pragma once

#include "core/base/geometry.h"

#include <cstdint>
#include <string>

namespace dh
{

/// `value` with `digits` after a point, in every locale; "infinite" for an infinity.
[[nodiscard]] std::string fixedText(double value, int digits);

/// "12 s", "3 min 20 s", "1 h 5 min".
[[nodiscard]] std::string durationText(double seconds);

/// "812 bytes", "21.4 MB" (powers of ten).
[[nodiscard]] std::string bytesText(std::uint64_t bytes);

/// "640 x 480".
[[nodiscard]] std::string sizeText(Size size);

/// "1 sample", "3 samples".
[[nodiscard]] std::string countText(long long count, const std::string& noun);

} // namespace dh
