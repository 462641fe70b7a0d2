#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dh
{

/// CLIP's byte-pair tokenizer, as transformers' CLIPTokenizer without ftfy: lower-casing, whitespace clean-up,
/// byte-level pairs. Immutable after construction; thread-safe.
class ClipTokenizer
{
public:
    /// Reads vocab.json and merges.txt of `folder`.
    /// @throws Error ModelIncomplete, ModelInvalid
    explicit ClipTokenizer(const std::filesystem::path& folder);

    /// Begin token, tokens of `text` (UTF-8), end token, padded with the end token to `length` (>= 2); longer texts are
    /// cut.
    [[nodiscard]] std::vector<std::int64_t> encode(std::string_view text, int length = 77) const;

    [[nodiscard]] std::int64_t beginToken() const { return m_begin; }
    [[nodiscard]] std::int64_t endToken() const { return m_end; }

private:
    std::unordered_map<std::string, std::int64_t> m_ids;
    std::unordered_map<std::string, int> m_ranks;
    std::int64_t m_begin = 0;
    std::int64_t m_end = 0;
};

} // namespace dh
