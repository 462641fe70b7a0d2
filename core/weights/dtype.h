#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dh
{

/// The element types of the safetensors format.
enum class DType : std::uint8_t { Bool, U8, I8, F8E4M3, F8E5M2, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64 };

[[nodiscard]] std::size_t dtypeSize(DType type) noexcept; ///< bytes of one element
[[nodiscard]] const char* dtypeName(DType type) noexcept; ///< as written in the header, for instance "BF16"
[[nodiscard]] std::optional<DType> dtypeFromName(std::string_view name) noexcept;
/// Whether networks can take values of that type as weights: floating-point numbers of 16 bits or more.
[[nodiscard]] bool isWeightType(DType type) noexcept;

} // namespace dh
