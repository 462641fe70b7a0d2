#include "core/evaluate/run_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/evaluate/evaluation_journal.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>

namespace dh
{

namespace
{

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kDescription = "run.json";
constexpr std::string_view kShardPrefix = "shard-";
constexpr std::string_view kShardOf = "-of-";
constexpr const char* kMessages = "messages.txt";

Json toJson(const RunDescription& run)
{
    Json systems = Json::array();
    for (const EvaluatedSystem& system : run.systems)
        systems.push_back(system.key());
    Json json{{"settings", run.settings}, {"items", run.items}, {"systems", systems}};
    if (!run.files.empty())
        json["files"] = run.files;
    return json;
}

RunDescription descriptionFrom(const Json& json)
{
    RunDescription run;
    run.settings = json.at("settings").get<std::map<std::string, std::string>>();
    run.items = json.at("items").get<int>();
    for (const Json& key : json.at("systems"))
        run.systems.push_back(systemFromKey(key.get<std::string>()));
    run.files = json.value("files", "");
    return run;
}

/// The number that `text` begins with and that is taken off it; 0 when there is none.
int takeNumber(std::string_view& text)
{
    int number = 0;
    const char* stop = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return number;
}

/// Holds the journals of `parts`, so that no other run adds to what is removed.
std::vector<std::unique_ptr<EvaluationJournal>> lockJournals(const std::vector<RunFolder>& parts)
{
    std::vector<std::unique_ptr<EvaluationJournal>> locked;
    std::error_code ignored;
    for (const RunFolder& part : parts)
        if (fs::exists(part.journal(), ignored))
            locked.push_back(std::make_unique<EvaluationJournal>(part.journal()));
    return locked;
}

void keep(EvaluationRecords& records, EvaluationRecord record)
{
    auto key = std::pair(record.item, record.system);
    records.insert_or_assign(std::move(key), std::move(record));
}

/// Of one journal, where a later record tells more: what was finished with other inputs counts no more.
EvaluationRecords recordsOf(const RunFolder& folder, const std::function<bool(const EvaluationRecord&)>& counts)
{
    EvaluationRecords records;
    for (EvaluationRecord& record : EvaluationJournal::read(folder.journal())) {
        if (counts && !counts(record))
            continue;
        const auto found = records.find({record.item, record.system});
        if (found == records.end() || !record.failure || found->second.failure || found->second.inputs != record.inputs)
            keep(records, std::move(record));
    }
    return records;
}

/// The first thing in which two runs may not differ, in words ("model 5e0f instead of 77ab", the second run's first);
/// empty if there is none.
std::string difference(const RunDescription& a, const RunDescription& b)
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
    return "";
}

} // namespace

std::string Shard::folderName() const
{
    return std::string(kShardPrefix) + std::to_string(index) + std::string(kShardOf) + std::to_string(of);
}

std::optional<Shard> Shard::ofFolder(const std::string& name)
{
    std::string_view rest = name;
    if (!rest.starts_with(kShardPrefix))
        return std::nullopt;
    rest.remove_prefix(kShardPrefix.size());
    Shard shard;
    shard.index = takeNumber(rest);
    if (!rest.starts_with(kShardOf))
        return std::nullopt;
    rest.remove_prefix(kShardOf.size());
    shard.of = takeNumber(rest);
    return shard.index >= 1 && shard.index <= shard.of && shard.folderName() == name ? std::optional(shard)
                                                                                     : std::nullopt;
}

fs::path RunFolder::messages() const
{
    return m_folder / kMessages;
}

void RunFolder::prepareFor(const RunDescription& run) const
{
    std::error_code error;
    fs::create_directories(m_folder, error);
    if (error)
        throw errorFromErrno(error.value(), m_folder, ErrorCode::FileUnwritable);
    if (!hasDescription())
        return;
    if (const std::string differs = difference(run, description()); !differs.empty())
        throw Error(ErrorCode::InvalidArgument, "--output",
                    m_folder.string() + " holds a run with " + differs +
                        "; --restart without --shard begins anew there, or choose another folder");
}

void RunFolder::claim(const RunDescription& run) const
{
    prepareFor(run);
    constexpr int kIndent = 2;
    AtomicFile file(m_folder / kDescription);
    file.write(toJson(run).dump(kIndent, ' ', false, Json::error_handler_t::replace) + '\n');
    file.commit();
}

bool RunFolder::isOutside(const RunFolder& part, const Shard& shard) const
{
    const auto own = Shard::ofFolder(part.path().filename().string());
    return part.path() == m_folder || !own || !shard.holds(*own);
}

std::vector<RunFolder> RunFolder::partsOutside(const Shard& shard) const
{
    std::vector<RunFolder> left = parts();
    std::erase_if(left, [&](const RunFolder& part) { return !isOutside(part, shard); });
    return left;
}

void RunFolder::clear(const std::optional<Shard>& shard) const
{
    std::vector<RunFolder> cleared = parts();
    if (shard)
        std::erase_if(cleared, [&](const RunFolder& part) { return isOutside(part, *shard); });
    const auto locked = lockJournals(cleared);
    for (const RunFolder& part : cleared) {
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

bool RunFolder::hasDescription() const
{
    std::error_code ignored;
    return fs::exists(m_folder / kDescription, ignored);
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

EvaluationRecords collectRecords(const std::vector<RunFolder>& folders,
                                 const std::function<bool(const EvaluationRecord&)>& counts)
{
    EvaluationRecords records;
    for (const RunFolder& folder : folders) {
        for (auto& [key, record] : recordsOf(folder, counts)) {
            const auto found = records.find(key);
            if (found == records.end() || !record.failure || found->second.failure)
                keep(records, std::move(record));
        }
    }
    return records;
}

void requireSameRun(const std::vector<RunFolder>& folders)
{
    struct Source {
        RunDescription run;
        fs::path folder;
    };
    std::optional<Source> first;
    std::optional<Source> withFiles;
    std::error_code ignored;
    for (const RunFolder& folder : folders) {
        if (!folder.hasDescription())
            continue;
        const Source source{folder.description(), folder.path()};
        if (!first)
            first = source;
        if (const std::string differs = difference(first->run, source.run); !differs.empty())
            throw Error(ErrorCode::InvalidArgument, "--merge",
                        source.folder.string() + " holds a run with " + differs + ", unlike " + first->folder.string());
        // What a whole run's folder says of the files is only what the last of its parts found.
        if (source.run.files.empty() || !fs::exists(folder.journal(), ignored))
            continue;
        if (!withFiles)
            withFiles = source;
        if (withFiles->run.files != source.run.files)
            throw Error(ErrorCode::InvalidArgument, "--merge",
                        withFiles->folder.string() + " and " + source.folder.string() +
                            " were made from different pictures: the files of the list had other sizes; evaluate both "
                            "again with the same pictures");
    }
}

void requireSameInputs(const std::vector<RunFolder>& folders)
{
    struct Source {
        std::string inputs;
        fs::path folder;
    };
    std::map<std::pair<int, std::string>, Source> sources;
    for (const RunFolder& folder : folders) {
        for (const auto& [key, record] : recordsOf(folder, {})) {
            if (record.failure)
                continue;
            const auto& [inputs, other] = sources.try_emplace(key, Source{record.inputs, folder.path()}).first->second;
            if (inputs != record.inputs)
                throw Error(ErrorCode::InvalidArgument, "--merge",
                            "the files of '" + record.name + "' are not known to have been the same for " +
                                other.string() + " and " + folder.path().string() +
                                "; evaluate one of them again with --restart");
        }
    }
}

} // namespace dh
