#include "source_text.h"

#include <algorithm>
#include <cctype>
#include <regex>
#include <sstream>

namespace dh::architecture
{

namespace
{

/// The index behind the literal that starts with the quote at `start`.
std::size_t endOfLiteral(const std::string& text, std::size_t start)
{
    const char quote = text[start];
    std::size_t i = start + 1;
    while (i < text.size() && text[i] != quote && text[i] != '\n')
        i += text[i] == '\\' ? 2 : 1;
    return std::min(i + 1, text.size());
}

/// The index behind the raw string whose opening quote is at `quote`.
std::size_t endOfRawString(const std::string& text, std::size_t quote)
{
    const std::size_t open = text.find('(', quote);
    if (open == std::string::npos)
        return text.size();
    const std::string close = ")" + text.substr(quote + 1, open - quote - 1) + "\"";
    const std::size_t end = text.find(close, open);
    return end == std::string::npos ? text.size() : end + close.size();
}

bool isPartOfWord(const std::string& text, std::size_t i)
{
    return std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_';
}

/// Whether a literal starts at `i`; the apostrophe of 1'000 starts none.
bool startsLiteral(const std::string& text, std::size_t i)
{
    return text[i] == '"' || (text[i] == '\'' && (i == 0 || !isPartOfWord(text, i - 1)));
}

/// The index behind the comment that starts at `i`, or `i` when none does.
std::size_t endOfComment(const std::string& text, std::size_t i)
{
    if (text.compare(i, 2, "//") == 0)
        return std::min(text.find('\n', i), text.size());
    if (text.compare(i, 2, "/*") != 0)
        return i;
    const std::size_t close = text.find("*/", i + 2);
    return close == std::string::npos ? text.size() : close + 2;
}

} // namespace

std::string withoutComments(const std::string& text)
{
    std::string code = text;
    std::size_t i = 0;
    while (i < text.size()) {
        if (const std::size_t end = endOfComment(text, i); end > i) {
            for (; i < end; ++i) {
                if (text[i] != '\n')
                    code[i] = ' ';
            }
        } else if (startsLiteral(text, i)) {
            const bool raw = text[i] == '"' && i > 0 && text[i - 1] == 'R';
            i = raw ? endOfRawString(text, i) : endOfLiteral(text, i);
        } else {
            ++i;
        }
    }
    return code;
}

std::vector<Include> includesOf(const std::string& text)
{
    static const std::regex kInclude(R"re(^\s*#\s*include\s*(["<])([^">]+)[">].*)re");
    std::vector<Include> includes;
    std::istringstream lines(withoutComments(text));
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        std::smatch match;
        if (std::regex_match(line, match, kInclude))
            includes.push_back({match[2].str(), match[1].str() == "\"", number});
    }
    return includes;
}

int lineCount(const std::string& text)
{
    const auto breaks = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    return text.empty() || text.back() == '\n' ? breaks : breaks + 1;
}

} // namespace dh::architecture
