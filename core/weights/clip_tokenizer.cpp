#include "core/weights/clip_tokenizer.h"

#include "core/base/error.h"
#include "core/weights/clip_unicode.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <sstream>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr std::string_view kBegin = "<|startoftext|>";
constexpr std::string_view kEnd = "<|endoftext|>";
constexpr std::u32string_view kWideSpecials[] = {U"<|startoftext|>", U"<|endoftext|>"};
constexpr std::u32string_view kContractions[] = {U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"};
constexpr std::string_view kEndOfWord = "</w>";
/// The vocabulary is 256 bytes, the same at the end of a word, two specials and the merges; what follows is ignored.
constexpr std::size_t kMaxMerges = 49152 - 256 - 2;
constexpr char32_t kReplacement = 0xfffd;

std::string encodeUtf8(char32_t c)
{
    std::string text;
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xc0 | c >> 6);
        text += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        text += static_cast<char>(0xe0 | c >> 12);
        text += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        text += static_cast<char>(0xf0 | c >> 18);
        text += static_cast<char>(0x80 | (c >> 12 & 0x3f));
        text += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        text += static_cast<char>(0x80 | (c & 0x3f));
    }
    return text;
}

/// Takes one character off the front of `text`; broken sequences give U+FFFD and lose one byte.
char32_t takeCharacter(std::string_view& text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const int length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    char32_t character = length == 1 ? lead : lead & (0x7fU >> length);
    bool valid = length > 0 && static_cast<std::size_t>(length) <= text.size();
    for (int i = 1; valid && i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
        valid = next >> 6 == 2;
        character = character << 6 | (next & 0x3f);
    }
    valid = valid && character < 0x110000 && encodeUtf8(character).size() == static_cast<std::size_t>(length);
    text.remove_prefix(valid ? static_cast<std::size_t>(length) : 1);
    return valid ? character : kReplacement;
}

/// The blocks that BERT's tokenizer puts spaces around.
bool isChinese(char32_t c)
{
    constexpr std::array<std::pair<char32_t, char32_t>, 8> kBlocks{{{0x4e00, 0x9fff},
                                                                    {0x3400, 0x4dbf},
                                                                    {0x20000, 0x2a6df},
                                                                    {0x2a700, 0x2b73f},
                                                                    {0x2b740, 0x2b81f},
                                                                    {0x2b820, 0x2ceaf},
                                                                    {0xf900, 0xfaff},
                                                                    {0x2f800, 0x2fa1f}}};
    return std::any_of(kBlocks.begin(), kBlocks.end(),
                       [c](const auto& block) { return c >= block.first && c <= block.second; });
}

// Unicode composition (NFC) is left out: prompts come from keyboards, which give composed characters.
std::u32string cleaned(std::string_view text)
{
    std::u32string result;
    while (!text.empty()) {
        const char32_t c = takeCharacter(text);
        switch (charClass(c)) {
        case CharClass::Dropped:
            break;
        case CharClass::Separator:
            result += U' ';
            break;
        default:
            if (isChinese(c))
                result.append({U' ', c, U' '});
            else
                result += lowerCase(c);
        }
    }
    return result;
}

std::size_t runLength(std::u32string_view text, CharClass wanted)
{
    const auto end = std::find_if(text.begin(), text.end(), [wanted](char32_t c) { return charClass(c) != wanted; });
    return static_cast<std::size_t>(end - text.begin());
}

/// The length of the word that `text` begins with; the order of the rules is that of the reference's regular
/// expression.
std::size_t wordLength(std::u32string_view text)
{
    for (const std::u32string_view special : kWideSpecials) {
        if (text.starts_with(special))
            return special.size();
    }
    for (const std::u32string_view contraction : kContractions) {
        if (text.starts_with(contraction))
            return contraction.size();
    }
    const CharClass kind = charClass(text.front());
    if (kind == CharClass::Number)
        return 1;
    std::size_t length = runLength(text, kind);
    for (const std::u32string_view special : kWideSpecials)
        length = std::min(length, text.find(special));
    return length;
}

std::vector<std::string> splitWords(std::u32string_view text)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        if (charClass(text.front()) == CharClass::Separator) {
            text.remove_prefix(1);
            continue;
        }
        const std::size_t length = wordLength(text);
        std::string& word = words.emplace_back();
        for (const char32_t c : text.substr(0, length))
            word += encodeUtf8(c);
        text.remove_prefix(length);
    }
    return words;
}

/// GPT-2's stand-ins for bytes: printable Latin-1 characters stand for themselves, the others for U+0100 and up.
std::array<std::string, 256> makeByteAlphabet()
{
    std::array<std::string, 256> alphabet;
    char32_t next = 0x100;
    for (char32_t byte = 0; byte < alphabet.size(); ++byte) {
        const bool isPrintable =
            (byte >= '!' && byte <= '~') || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
        alphabet[byte] = encodeUtf8(isPrintable ? byte : next++);
    }
    return alphabet;
}

std::string pairKey(const std::string& left, const std::string& right)
{
    return left + ' ' + right;
}

/// Joins neighbours by the merge of the lowest rank until none is left.
std::vector<std::string> bytePairs(const std::string& word, const std::unordered_map<std::string, int>& ranks)
{
    static const std::array<std::string, 256> alphabet = makeByteAlphabet();
    std::vector<std::string> symbols;
    for (const char byte : word)
        symbols.push_back(alphabet[static_cast<unsigned char>(byte)]);
    symbols.back() += kEndOfWord;

    while (symbols.size() > 1) {
        int bestRank = std::numeric_limits<int>::max();
        std::size_t best = 0;
        for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
            const auto found = ranks.find(pairKey(symbols[i], symbols[i + 1]));
            if (found != ranks.end() && found->second < bestRank) {
                bestRank = found->second;
                best = i;
            }
        }
        if (bestRank == std::numeric_limits<int>::max())
            break;
        // All occurrences of one merge are joined before the next is looked for.
        const std::string left = symbols[best];
        const std::string right = symbols[best + 1];
        for (std::size_t i = best; i + 1 < symbols.size(); ++i) {
            if (symbols[i] == left && symbols[i + 1] == right) {
                symbols[i] += right;
                symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            }
        }
    }
    return symbols;
}

std::unordered_map<std::string, std::int64_t> readVocabulary(const fs::path& path)
{
    std::unordered_map<std::string, std::int64_t> ids;
    const nlohmann::json vocabulary = readJsonObject(path);
    for (const auto& [token, id] : vocabulary.items()) {
        if (!id.is_number_unsigned())
            throw Error(ErrorCode::ModelInvalid, path.string(), "the id of \"" + token + "\" is not a whole number");
        ids.emplace(token, id.get<std::int64_t>());
    }
    return ids;
}

std::unordered_map<std::string, int> readMerges(const fs::path& path)
{
    std::unordered_map<std::string, int> ranks;
    std::istringstream lines(readTextFile(path));
    std::string line;
    std::getline(lines, line); // "#version: 0.2"
    while (ranks.size() < kMaxMerges && std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string left;
        std::string right;
        std::string rest;
        if (!(fields >> left))
            continue;
        if (!(fields >> right) || fields >> rest)
            throw Error(ErrorCode::ModelInvalid, path.string(), "\"" + line + "\" is not a pair");
        ranks.emplace(pairKey(left, right), static_cast<int>(ranks.size()));
    }
    return ranks;
}

void requireFile(const fs::path& path)
{
    std::error_code error;
    if (!fs::exists(path, error))
        throw Error(ErrorCode::ModelIncomplete, path.string(), "is missing");
}

} // namespace

ClipTokenizer::ClipTokenizer(const fs::path& folder)
{
    const fs::path vocabulary = folder / "vocab.json";
    const fs::path merges = folder / "merges.txt";
    requireFile(vocabulary);
    requireFile(merges);
    m_ids = readVocabulary(vocabulary);
    m_ranks = readMerges(merges);
    const auto special = [&](std::string_view token) {
        const auto found = m_ids.find(std::string(token));
        if (found == m_ids.end())
            throw Error(ErrorCode::ModelInvalid, vocabulary.string(), "has no " + std::string(token));
        return found->second;
    };
    m_begin = special(kBegin);
    m_end = special(kEnd);
}

std::vector<std::int64_t> ClipTokenizer::encode(std::string_view text, int length) const
{
    assert(length >= 2);
    const auto wanted = static_cast<std::size_t>(length);
    std::vector<std::int64_t> ids{m_begin};
    for (const std::string& word : splitWords(cleaned(text))) {
        if (ids.size() >= wanted)
            break;
        if (word == kBegin || word == kEnd) {
            ids.push_back(word == kBegin ? m_begin : m_end);
            continue;
        }
        for (const std::string& symbol : bytePairs(word, m_ranks)) {
            const auto found = m_ids.find(symbol);
            ids.push_back(found == m_ids.end() ? m_end : found->second);
        }
    }
    ids.resize(std::min(ids.size(), wanted - 1));
    ids.resize(wanted, m_end);
    return ids;
}

} // namespace dh
