#pragma once

#include "core/weights/dtype.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dh
{

/// One tensor as the header of a safetensors file declares it; `begin` and `end` count from the start of the data.
struct DeclaredTensor {
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct SafetensorsHeader {
    std::map<std::string, DeclaredTensor> tensors;
    std::map<std::string, std::string> metadata;
};

/// Thrown inside core/weights only; SafetensorsFile adds the path.
struct HeaderFault {
    std::string detail;
};

/// Parses the untrusted JSON text of a header and checks all that can be said without the file: form, duplicate keys,
/// dtypes, shape products, sizes, and that the tensors fill [0, dataSize) without overlap or hole.
/// @throws HeaderFault
[[nodiscard]] SafetensorsHeader parseSafetensorsHeader(std::string_view text, std::uint64_t dataSize);

} // namespace dh
