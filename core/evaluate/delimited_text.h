#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dh
{

/// The lines of `text` without their ends (LF or CRLF) and without the byte order mark that it may begin with.
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

/// The same of a comma-separated file, where a line goes on after a line break in double quotes. Source: RFC 4180.
[[nodiscard]] std::vector<std::string_view> quotedLinesOf(std::string_view text);

/// The fields of one line; a field in double quotes may hold the separator, a line break, and "" for a quote. Source:
/// RFC 4180.
[[nodiscard]] std::vector<std::string> splitFields(std::string_view line, char separator);

/// `field` as it is written into a comma-separated line: in quotes where it needs them.
[[nodiscard]] std::string quotedField(const std::string& field);

} // namespace dh
