#pragma once

#include <cstdint>

namespace dh
{

/// How CLIP's tokenizer sees a character. Dropped: control, format, private and unassigned ones, and U+FFFD.
enum class CharClass : std::uint8_t { Other, Letter, Number, Separator, Dropped };

[[nodiscard]] CharClass charClass(char32_t character) noexcept;

/// The lower-case character where it is a single one that doesn't depend on its neighbours; else `character` itself.
[[nodiscard]] char32_t lowerCase(char32_t character) noexcept;

} // namespace dh
