#pragma once

#include <string>
#include <vector>

namespace dh::architecture
{

/// A C++ file as the rules see it. `path` is relative to the project's root, with '/' between folders.
struct SourceFile {
    std::string path;
    std::string text;

    [[nodiscard]] bool isHeader() const { return path.ends_with(".h") || path.ends_with(".hpp"); }
};

/// One #include line: what stands between the quotes or the angle brackets.
struct Include {
    std::string target;
    bool quoted = false;
    int line = 0; ///< from 1
};

/// The text with every comment replaced by blanks, line breaks kept. Knows string, character and raw string literals.
[[nodiscard]] std::string withoutComments(const std::string& text);

/// The includes of a text, those in comments left out.
[[nodiscard]] std::vector<Include> includesOf(const std::string& text);

/// Lines, the last one counted also when it has no line break.
[[nodiscard]] int lineCount(const std::string& text);

} // namespace dh::architecture
