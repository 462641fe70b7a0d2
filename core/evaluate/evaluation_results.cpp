#include "core/evaluate/evaluation_results.h"

#include "core/base/error.h"
#include "core/evaluate/delimited_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>

namespace dh
{

namespace
{

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uintmax_t kMostBytes = std::uintmax_t{256} << 20U;
constexpr double kMostItems = 1e9;

std::string contentOf(const fs::path& path)
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (error)
        throw errorFromErrno(error.value(), path, ErrorCode::FileUnreadable);
    if (size > kMostBytes)
        throw Error(ErrorCode::CorruptFile, path.string(), "it is too large for the results of an evaluation");
    std::ifstream file(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size())))
        throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
    return text;
}

/// The infinity that `word` names, as cellText() writes it.
std::optional<double> infinityNamed(const std::string& word)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (const double infinity : {kInfinity, -kInfinity})
        if (word == cellText(infinity, 0))
            return infinity;
    return std::nullopt;
}

std::optional<double> cellOf(const Json& value)
{
    if (value.is_null())
        return std::nullopt;
    if (value.is_string())
        if (const auto infinity = infinityNamed(value.get<std::string>()))
            return infinity;
    return value.get<double>();
}

/// The report doesn't say how many digits were meant: none for counts, more for small numbers.
int digitsFor(const ReportTable& table, std::size_t column)
{
    constexpr double kSmall = 2.0;
    bool isWhole = true;
    double largest = 0.0;
    for (const ReportTable::Row& row : table.rows) {
        const std::optional<double>& cell = row.cells[column];
        if (!cell || !std::isfinite(*cell))
            continue;
        isWhole = isWhole && std::floor(*cell) == *cell;
        largest = std::max(largest, std::abs(*cell));
    }
    if (isWhole)
        return 0;
    return largest < kSmall ? 3 : 2;
}

ReportTable tableOf(const Json& json)
{
    ReportTable table;
    table.id = json.at("id").get<std::string>();
    table.title = json.at("title").get<std::string>();
    table.note = json.value("note", "");
    for (const Json& column : json.at("columns"))
        table.columns.push_back({column.at("group").get<std::string>(), column.at("name").get<std::string>()});
    for (const Json& row : json.at("rows")) {
        ReportTable::Row made{row.at("label").get<std::string>(), row.value("published", false), {}};
        for (const Json& value : row.at("values"))
            made.cells.push_back(cellOf(value));
        if (made.cells.size() != table.columns.size())
            throw Error(ErrorCode::CorruptFile, "",
                        "a row of '" + table.title + "' has not one number for each column");
        table.rows.push_back(std::move(made));
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        table.columns[i].digits = digitsFor(table, i);
    return table;
}

EvaluationResults resultsOf(const Json& json)
{
    EvaluationResults results;
    results.pictures = json.at("pictures").get<int>();
    results.finished = json.at("finished").get<int>();
    for (const Json& system : json.at("systems"))
        results.systems.push_back({system.at("key").get<std::string>(), system.at("label").get<std::string>()});
    for (const Json& table : json.at("tables"))
        results.tables.push_back(tableOf(table));
    return results;
}

std::optional<double> numberOf(const std::string& field)
{
    if (const auto infinity = infinityNamed(field))
        return infinity;
    double value = 0.0;
    const char* end = field.data() + field.size();
    const auto read = std::from_chars(field.data(), end, value);
    const bool isNumber = read.ec == std::errc() && read.ptr == end && std::isfinite(value); // it reads "nan" too
    return isNumber ? std::optional(value) : std::nullopt;
}

/// The fields of a line by the names in the first one.
class CsvLine
{
public:
    CsvLine(const std::map<std::string, std::size_t>& columns, std::vector<std::string> fields)
        : m_columns(columns), m_fields(std::move(fields))
    {
    }
    [[nodiscard]] std::string text(const char* column) const
    {
        const auto found = m_columns.find(column);
        return found == m_columns.end() || found->second >= m_fields.size() ? "" : m_fields[found->second];
    }
    [[nodiscard]] std::optional<double> number(const char* column) const { return numberOf(text(column)); }

private:
    const std::map<std::string, std::size_t>& m_columns;
    std::vector<std::string> m_fields;
};

std::vector<EvaluationResults::Item> itemsOf(const std::string& csv, const fs::path& path)
{
    const auto lines = quotedLinesOf(csv);
    std::map<std::string, std::size_t> columns;
    if (!lines.empty()) {
        const auto names = splitFields(lines.front(), ',');
        for (std::size_t i = 0; i < names.size(); ++i)
            columns[names[i]] = i;
    }
    for (const char* needed : {"item", "system", "fmse"}) {
        if (columns.count(needed) == 0)
            throw Error(ErrorCode::CorruptFile, path.string(), std::string("it has no column '") + needed + "'");
    }
    std::vector<EvaluationResults::Item> items;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty())
            continue;
        const CsvLine line(columns, splitFields(lines[i], ','));
        const auto item = line.number("item");
        if (!item || *item < 0.0 || *item > kMostItems)
            throw Error(ErrorCode::CorruptFile, path.string(), "line " + std::to_string(i + 1) + " names no picture");
        items.push_back({static_cast<int>(*item), line.text("name"), line.text("subset"), line.text("system"),
                         line.number("foreground_ratio").value_or(0.0), line.number("psnr"), line.number("mse"),
                         line.number("fmse")});
    }
    return items;
}

} // namespace

EvaluationResults readEvaluationResults(const fs::path& report)
{
    std::error_code ignored;
    const fs::path file = fs::is_directory(report, ignored) ? report / "report.json" : report;
    EvaluationResults results;
    const std::string text = contentOf(file);
    try {
        results = resultsOf(Json::parse(text));
    } catch (const Json::parse_error& error) {
        throw Error(ErrorCode::CorruptFile, file.string(), "it is no JSON: " + std::string(error.what()));
    } catch (const Json::exception& error) {
        throw Error(ErrorCode::CorruptFile, file.string(),
                    "it is no report of an evaluation: " + std::string(error.what()));
    } catch (const Error& error) {
        throw Error(error.code(), file.string(), error.detail());
    }
    const fs::path items = file.parent_path() / "items.csv";
    if (fs::exists(items, ignored))
        results.items = itemsOf(contentOf(items), items);
    return results;
}

} // namespace dh
