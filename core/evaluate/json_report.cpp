#include "core/evaluate/evaluation_report.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace dh
{

namespace
{

using Json = nlohmann::ordered_json;

Json numberJson(const std::optional<double>& value)
{
    if (!value)
        return nullptr;
    return std::isinf(*value) ? Json(cellText(value, 0)) : Json(*value);
}

Json tableJson(const ReportTable& table)
{
    Json columns = Json::array();
    for (const auto& column : table.columns)
        columns.push_back({{"group", column.group}, {"name", column.name}});
    Json rows = Json::array();
    for (const auto& row : table.rows) {
        Json values = Json::array();
        for (const auto& cell : row.cells)
            values.push_back(numberJson(cell));
        rows.push_back({{"label", row.label}, {"published", row.isPublished}, {"values", std::move(values)}});
    }
    return {{"id", table.id}, {"title", table.title}, {"note", table.note}, {"columns", columns}, {"rows", rows}};
}

} // namespace

std::string jsonText(const EvaluationReport& report)
{
    const RunDescription& run = report.data.run();
    const bool isComplete = report.data.finishedPictures() == run.items;
    Json json{{"outcome", isComplete ? "done" : "failed"}, // as the exit code says
              {"pictures", run.items},
              {"finished", report.data.finishedPictures()},
              {"settings", run.settings}};
    json["systems"] = Json::array();
    for (const EvaluatedSystem& system : run.systems)
        json["systems"].push_back({{"key", system.key()}, {"label", system.label()}});
    json["tables"] = Json::array();
    for (const ReportTable& table : report.tables)
        json["tables"].push_back(tableJson(table));
    json["failures"] = Json::array();
    for (const auto& failure : report.failures)
        json["failures"].push_back({{"name", failure.name}, {"systems", failure.systems}, {"reason", failure.reason}});
    constexpr int kIndent = 2;
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace dh
