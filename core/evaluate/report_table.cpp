#include "core/evaluate/report_table.h"

#include <array>
#include <charconv>
#include <cmath>

namespace dh
{

std::string cellText(const std::optional<double>& value, int digits)
{
    if (!value)
        return "-";
    if (std::isinf(*value))
        return *value > 0 ? "infinite" : "-infinite";
    // The longest double has 309 digits before the point.
    std::array<char, 400> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), *value, std::chars_format::fixed, digits).ptr;
    return {text.data(), end};
}

std::string rowLabel(const ReportTable::Row& row)
{
    return row.isPublished ? row.label + " (published)" : row.label;
}

} // namespace dh
