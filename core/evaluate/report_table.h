#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// A table of numbers on its way to text, Markdown, CSV, JSON or HTML.
struct ReportTable {
    struct Column {
        std::string group; ///< heading above neighbouring columns that share it; may be empty
        std::string name;
        int digits = 2;
    };
    struct Row {
        std::string label;
        bool isPublished = false;                 ///< printed in a paper, not measured here
        std::vector<std::optional<double>> cells; ///< as many as columns; nothing = not known; may be infinite
    };

    std::string id; ///< "table1"
    std::string title;
    std::string note; ///< a sentence or more; may be empty
    std::string rowHeading;
    std::vector<Column> columns;
    std::vector<Row> rows;
};

/// `value` with `digits` after a point in every locale, "infinite" or "-infinite" for an infinity, "-" for nothing.
[[nodiscard]] std::string cellText(const std::optional<double>& value, int digits);

/// The row's label, marked when it is published.
[[nodiscard]] std::string rowLabel(const ReportTable::Row& row);

} // namespace dh
