#pragma once

#include "core/evaluate/evaluated_system.h"
#include "core/evaluate/evaluation_record.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dh
{

/// What an evaluation measures. Two runs with equal `settings` and `items` may share a folder, two with equal
/// everything may be joined; a run whose `files` aren't known fits any.
struct RunDescription {
    std::map<std::string, std::string> settings; ///< all that changes a score; by the name that a user reads
    int items = 0;                               ///< pictures in the list
    std::vector<EvaluatedSystem> systems;        ///< in the order of the tables
    std::string files;                           ///< EvaluationInputs::fingerprint; empty in runs of older versions
    friend bool operator==(const RunDescription&, const RunDescription&) = default;
};

/// The I-th of N equal parts of a run: the items whose number leaves I - 1 when divided by N.
struct Shard {
    int index = 1; ///< 1..of
    int of = 1;
    [[nodiscard]] bool holds(int item) const { return item % of == index - 1; }
    /// Whether all items of `other` are among its own.
    [[nodiscard]] bool holds(const Shard& other) const { return other.of % of == 0 && holds(other.index - 1); }
    [[nodiscard]] std::string folderName() const; ///< "shard-1-of-4"
    /// The shard whose folder has that name; nothing when it is no such name.
    [[nodiscard]] static std::optional<Shard> ofFolder(const std::string& name);
};

/// The folder of a run: run.json (its description), items.jsonl (its journal), worst/ (pictures of the worst cases),
/// and a folder of the same kind for each shard, if there are any. Reading is thread-safe.
class RunFolder
{
public:
    /// Nothing is read or written yet.
    explicit RunFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    [[nodiscard]] const std::filesystem::path& path() const { return m_folder; }
    [[nodiscard]] std::filesystem::path journal() const { return m_folder / "items.jsonl"; }
    [[nodiscard]] std::filesystem::path worstCases() const { return m_folder / "worst"; }

    /// What a process of its own, working here, says to its user.
    [[nodiscard]] std::filesystem::path messages() const;

    /// Makes the folder if need be; nothing else changes.
    /// @throws Error InvalidArgument, naming what differs, when it holds a run with other settings; FileUnwritable,
    ///         CorruptFile
    void prepareFor(const RunDescription& run) const;
    /// The same, and records `run` in it.
    /// @throws Error as prepareFor; DiskFull
    void claim(const RunDescription& run) const;
    /// Those of parts() that clear(shard) leaves.
    [[nodiscard]] std::vector<RunFolder> partsOutside(const Shard& shard) const;
    /// Removes what a run left here (nothing else); with a shard only what is in the folders of it and of its parts.
    /// @throws Error FileUnwritable, also when another run is adding to one of the journals; then all is as before
    void clear(const std::optional<Shard>& shard = {}) const;

    /// Whether a run was recorded here, which parts made by hand may lack.
    [[nodiscard]] bool hasDescription() const;
    /// @throws Error FileNotFound, FileUnreadable, CorruptFile
    [[nodiscard]] RunDescription description() const;
    /// This folder and the shards' in it.
    [[nodiscard]] std::vector<RunFolder> parts() const;

private:
    [[nodiscard]] bool isOutside(const RunFolder& part, const Shard& shard) const;

    std::filesystem::path m_folder;
};

/// By item and EvaluatedSystem::key.
using EvaluationRecords = std::map<std::pair<int, std::string>, EvaluationRecord>;

/// The newest record of each item and system in the journals of `folders`, a finished one before a failed one, unless
/// that came later in the same journal, with other inputs.
/// @param counts  which records to look at; all when empty
[[nodiscard]] EvaluationRecords collectRecords(const std::vector<RunFolder>& folders,
                                               const std::function<bool(const EvaluationRecord&)>& counts = {});

/// For parts that are to be joined; a whole run's folder without a journal of its own, and folders without a
/// description, fit any.
/// @throws Error InvalidArgument naming the first two of `folders` with other settings, or with lists of other files
void requireSameRun(const std::vector<RunFolder>& folders);

/// @throws Error InvalidArgument naming the first picture that two of `folders` finished with different inputs
void requireSameInputs(const std::vector<RunFolder>& folders);

} // namespace dh
