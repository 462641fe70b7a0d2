#include "core/evaluate/published_results.h"

#include "core/base/error.h"
#include "core/evaluate/delimited_text.h"
#include "core/weights/json_file.h"

#include <charconv>

namespace dh
{

namespace
{

constexpr std::size_t kKeyColumns = 2;

std::optional<double> numberFrom(const std::string& field, bool& isGood)
{
    if (field.empty())
        return std::nullopt;
    double value = 0.0;
    const char* end = field.data() + field.size();
    const auto [stop, error] = std::from_chars(field.data(), end, value);
    isGood = isGood && error == std::errc() && stop == end;
    return value;
}

} // namespace

std::vector<PublishedSystem> readPublishedResults(const std::filesystem::path& table)
{
    const std::string text = readTextFile(table);
    std::vector<PublishedSystem> systems;
    bool isHeader = true;
    const auto lines = linesOf(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].empty() || lines[i].front() == '#')
            continue;
        const auto fields = splitFields(lines[i], ',');
        if (isHeader) {
            for (std::size_t column = kKeyColumns; column < fields.size(); ++column)
                systems.push_back({fields[column], {}});
            isHeader = false;
            continue;
        }
        bool isGood = fields.size() == systems.size() + kKeyColumns;
        for (std::size_t column = 0; isGood && column < systems.size(); ++column)
            systems[column].values[{fields[0], fields[1]}] = numberFrom(fields[column + kKeyColumns], isGood);
        if (!isGood)
            throw Error(ErrorCode::CorruptFile, table.string(),
                        "line " + std::to_string(i + 1) + " doesn't fit the columns");
    }
    return systems;
}

} // namespace dh
