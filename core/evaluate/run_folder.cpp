#include "core/evaluate/run_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/evaluate/evaluation_journal.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dh
{

namespace
{

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kDescription = "run.json";
constexpr const char* kShardPrefix = "shard-";
constexpr const char* kMessages = "messages.txt";

Json toJson(const RunDescription& run)
{
    Json systems = Json::array();
    for (const EvaluatedSystem& system : run.systems)
        systems.push_back(system.key());
    return {{"settings", run.settings}, {"items", run.items}, {"systems", systems}};
}

RunDescription descriptionFrom(const Json& json)
{
    RunDescription run;
    run.settings = json.at("settings").get<std::map<std::string, std::string>>();
    run.items = json.at("items").get<int>();
    for (const Json& key : json.at("systems"))
        run.systems.push_back(systemFromKey(key.get<std::string>()));
    return run;
}

} // namespace

std::string difference(const RunDescription& a, const RunDescription& b, CompareSystems systems)
{
    if (a.items != b.items)
        return std::to_string(b.items) + " pictures instead of " + std::to_string(a.items);
    const auto valueIn = [](const RunDescription& run, const std::string& name) {
        const auto found = run.settings.find(name);
        return found == run.settings.end() ? std::string("nothing") : found->second;
    };
    auto names = a.settings;
    names.insert(b.settings.begin(), b.settings.end());
    for (const auto& [name, value] : names) {
        if (valueIn(a, name) != valueIn(b, name))
            return std::string(name) + " " + valueIn(b, name) + " instead of " + valueIn(a, name);
    }
    if (systems == CompareSystems::Yes && a.systems != b.systems)
        return "other systems";
    return "";
}

std::string Shard::folderName() const
{
    return kShardPrefix + std::to_string(index) + "-of-" + std::to_string(of);
}

fs::path RunFolder::messages() const
{
    return m_folder / kMessages;
}

void RunFolder::claim(const RunDescription& run) const
{
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (error)
        throw errorFromErrno(error.value(), m_folder, ErrorCode::FileUnwritable);
    if (fs::exists(m_folder / kDescription, error)) {
        if (const std::string differs = difference(run, description(), CompareSystems::No); !differs.empty())
            throw Error(ErrorCode::InvalidArgument, "--output",
                        m_folder.string() + " holds a run with " + differs +
                            "; --restart begins anew there, or choose another folder");
    }
    constexpr int kIndent = 2;
    AtomicFile file(m_folder / kDescription);
    file.write(toJson(run).dump(kIndent, ' ', false, Json::error_handler_t::replace) + '\n');
    file.commit();
}

void RunFolder::clear() const
{
    for (const RunFolder& part : parts()) {
        std::error_code error;
        for (const fs::path& path : {part.path() / kDescription, part.journal(), part.worstCases(), part.messages()}) {
            fs::remove_all(path, error);
            if (error)
                throw errorFromErrno(error.value(), path, ErrorCode::FileUnwritable);
        }
        if (part.path() != m_folder)
            fs::remove(part.path(), error); // stays when something else is in it
    }
}

RunDescription RunFolder::description() const
{
    const fs::path path = m_folder / kDescription;
    const Json json = Json::parse(readTextFile(path), nullptr, false);
    try {
        return descriptionFrom(json);
    } catch (const Json::exception&) {
        throw Error(ErrorCode::CorruptFile, path.string(), "it describes no evaluation");
    } catch (const Error& error) {
        throw Error(error.code(), path.string(), error.detail());
    }
}

std::vector<RunFolder> RunFolder::parts() const
{
    std::vector<RunFolder> found{*this};
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(m_folder, ignored)) {
        if (entry.path().filename().string().starts_with(kShardPrefix) && entry.is_directory(ignored))
            found.emplace_back(entry.path());
    }
    std::sort(found.begin() + 1, found.end(), [](const auto& a, const auto& b) { return a.path() < b.path(); });
    return found;
}

std::map<std::pair<int, std::string>, EvaluationRecord> collectRecords(const std::vector<RunFolder>& folders)
{
    std::map<std::pair<int, std::string>, EvaluationRecord> records;
    for (const RunFolder& folder : folders) {
        for (EvaluationRecord& record : EvaluationJournal::read(folder.journal())) {
            const auto key = std::pair(record.item, record.system);
            const auto found = records.find(key);
            if (found == records.end() || !record.failure || found->second.failure)
                records.insert_or_assign(key, std::move(record));
        }
    }
    return records;
}

} // namespace dh
