#pragma once

#include "core/base/error.h"
#include "core/document/project_file.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace dh
{

/// One recoverable picture that another, no longer running program left.
struct RecoverableProject {
    std::filesystem::path file;         ///< what Autosave::readRecovered() opens; no .dhs file
    std::filesystem::path originalPath; ///< the user's project file; empty when never saved
    std::chrono::system_clock::time_point time;
};

/// Keeps a copy of unsaved work on the disk: within `interval` of a change, written by a thread of its own from a
/// snapshot, so that the caller's thread is never held up. Images that did not change are not written again. One per
/// open document. The copy goes with clean(), which saving and a proper close call; without it, it stays to be
/// recovered.
class Autosave
{
public:
    /// @param folder  the program's recovery folder; a locked sub-folder of it is this session's
    /// @throws Error FileUnwritable
    Autosave(const std::filesystem::path& folder, std::chrono::milliseconds interval);
    /// Ends a writing that is under way; writes nothing more.
    ~Autosave();

    /// GUI thread, after each step (not each dab: a snapshot makes the next dab copy its mask): remembers the snapshot
    /// (cheap copies) and its origin; the copy is due `interval` after the first change that isn't on the disk yet.
    void changed(const Composition& composition, const ProjectExtras& extras,
                 const std::filesystem::path& originalPath);
    /// Nothing unsaved any more: removes the copy.
    void clean();
    /// Writes what is pending and waits; for a session that ends.
    void flush();
    /// Called on the writing thread when a copy could not be written; the former one stays, and it is tried again after
    /// `interval`.
    void onFailure(std::function<void(const Error&)> report);

    /// What crashed sessions left in `folder`; sessions that still run (their lock is held), and copies that were
    /// adopted, are left alone.
    [[nodiscard]] static std::vector<RecoverableProject> findRecoverable(const std::filesystem::path& folder);
    /// @throws Error CorruptFile and others as readProject()
    [[nodiscard]] static Project readRecovered(const RecoverableProject& project);
    static void discard(const RecoverableProject& project);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A copy that this program took back: as long as this lives, no other program offers it. It stays until it is
/// discarded. Has no effect on a copy that another program has.
class AdoptedCopy
{
public:
    explicit AdoptedCopy(const RecoverableProject& project);
    AdoptedCopy(const AdoptedCopy&) = delete;
    AdoptedCopy& operator=(const AdoptedCopy&) = delete;
    ~AdoptedCopy();
    void discard();

private:
    std::filesystem::path m_folder;
    int m_lock = -1;
};

} // namespace dh
