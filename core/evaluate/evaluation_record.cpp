#include "core/evaluate/evaluation_record.h"

#include <nlohmann/json.hpp>

namespace dh
{

namespace
{

using Json = nlohmann::ordered_json;

Json toJson(const PictureErrors& errors)
{
    return {{"mse", errors.mse}, {"fmse", errors.fmse}, {"backgroundMse", errors.backgroundMse}};
}

PictureErrors errorsFrom(const Json& json)
{
    return {json.at("mse").get<double>(), json.at("fmse").get<double>(), json.at("backgroundMse").get<double>()};
}

EvaluationRecord recordFrom(const Json& json)
{
    EvaluationRecord record;
    record.item = json.at("item").get<int>();
    record.name = json.at("name").get<std::string>();
    record.subset = json.at("subset").get<std::string>();
    record.system = json.at("system").get<std::string>();
    record.inputs = json.value("inputs", "");
    if (json.contains("error")) {
        const Json& error = json["error"];
        record.failure = {error.at("code").get<std::string>(), error.at("subject").get<std::string>(),
                          error.at("detail").get<std::string>()};
        return record;
    }
    record.foregroundRatio = json.at("foregroundRatio").get<double>();
    record.score.evaluation = errorsFrom(json.at("at256"));
    if (json.contains("native"))
        record.score.native = errorsFrom(json["native"]);
    return record;
}

} // namespace

std::string toLine(const EvaluationRecord& record)
{
    Json json{{"item", record.item}, {"name", record.name}, {"subset", record.subset}, {"system", record.system}};
    if (!record.inputs.empty())
        json["inputs"] = record.inputs;
    if (record.failure) {
        json["error"] = {
            {"code", record.failure->code}, {"subject", record.failure->subject}, {"detail", record.failure->detail}};
    } else {
        json["foregroundRatio"] = record.foregroundRatio;
        json["at256"] = toJson(record.score.evaluation);
        if (record.score.native)
            json["native"] = toJson(*record.score.native);
    }
    constexpr int kOneLine = -1;
    return json.dump(kOneLine, ' ', false, Json::error_handler_t::replace);
}

std::optional<EvaluationRecord> recordFromLine(const std::string& line)
{
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    try {
        EvaluationRecord record = recordFrom(json);
        // It becomes part of a file's name.
        const bool isDigest = record.inputs.find_first_not_of("0123456789abcdef") == std::string::npos;
        return isDigest ? std::optional(std::move(record)) : std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

} // namespace dh
