#include "core/document/autosave.h"

#include "core/base/system.h"
#include "core/document/project_json.h"
#include "core/document/recovery_folder.h"

#include <nlohmann/json.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace dh
{

namespace fs = std::filesystem;

namespace
{

using Clock = std::chrono::steady_clock;

constexpr char kOriginalPath[] = "originalPath";

struct Snapshot {
    Project project;
    fs::path originalPath;
};

} // namespace

struct Autosave::Impl {
    Impl(const fs::path& parent, std::chrono::milliseconds wait)
        : folder(parent), interval(wait), thread([this] { run(); })
    {
    }

    ~Impl()
    {
        {
            const std::lock_guard lock(mutex);
            isEnding = true;
        }
        wake.notify_all();
        thread.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void run()
    {
        lowerThreadUrgency(ThreadUrgency::Eventually);
        std::unique_lock lock(mutex);
        while (!isEnding || isCleanWanted) {
            if (isCleanWanted)
                removeCopy(lock);
            else if (pending && (isFlushing || Clock::now() >= due))
                writeCopy(lock);
            else if (pending)
                wake.wait_until(lock, due);
            else
                wake.wait(lock);
        }
    }

    void removeCopy(std::unique_lock<std::mutex>& lock)
    {
        isCleanWanted = false;
        lock.unlock();
        written = {};
        names.clear();
        try {
            folder.clear();
        } catch (const std::exception&) { // memory; the next copy that succeeds removes what is left
        }
        lock.lock();
    }

    void writeCopy(std::unique_lock<std::mutex>& lock)
    {
        Snapshot snapshot = std::move(*pending);
        pending.reset();
        isWriting = true;
        const bool wasFlushing = isFlushing;
        lock.unlock();
        const std::optional<Error> failure = tryWrite(snapshot);
        lock.lock();
        if (failure && !pending && !isCleanWanted) {
            pending = std::move(snapshot);
            due = Clock::now() + interval;
        }
        if (failure && report) {
            const std::function<void(const Error&)> call = report;
            lock.unlock();
            call(*failure);
            lock.lock();
        }
        isWriting = false;
        // Who began to wait meanwhile may wait for a newer copy.
        if (wasFlushing || !pending)
            isFlushing = false;
        idle.notify_all();
    }

    void forgetUnfinished() noexcept
    {
        try {
            folder.keepOnly(names);
        } catch (const std::exception&) { // memory or the disk; the next copy that succeeds does it
        }
    }

    /// @return why it failed
    std::optional<Error> tryWrite(const Snapshot& snapshot)
    {
        try {
            PixelParts parts(folder, names, nextNumber);
            nlohmann::json description = describeProject(snapshot.project, parts);
            description[kOriginalPath] = snapshot.originalPath.string();
            const std::string text = textOfDescription(std::move(description), -1, snapshot.originalPath);
            folder.write(kDescriptionName, std::as_bytes(std::span(text.data(), text.size())), false);
            names = parts.names();
            nextNumber = parts.nextNumber();
            // Its pixels stay alive, so that their place in memory keeps naming them.
            written = snapshot.project;
            folder.keepOnly(names);
            return std::nullopt;
        } catch (...) { // the end of a job
            const Error failure = caughtError();
            // Parts may have been written over each other's numbers otherwise.
            nextNumber += kNumbersOfFailure;
            // What was written of this copy helps nobody, and the disk may be full.
            forgetUnfinished();
            return failure;
        }
    }

    static constexpr std::uint64_t kNumbersOfFailure = 1000000;

    RecoveryFolder folder;
    const std::chrono::milliseconds interval;

    // Of the writing thread alone.
    Project written;
    PixelParts::Names names;
    std::uint64_t nextNumber = 0;

    std::mutex mutex; ///< guards what follows
    std::condition_variable wake;
    std::condition_variable idle;
    std::optional<Snapshot> pending;
    Clock::time_point due;
    bool isCleanWanted = false;
    bool isWriting = false;
    bool isFlushing = false;
    bool isEnding = false;
    std::function<void(const Error&)> report;

    std::thread thread; ///< last: it uses all the others
};

Autosave::Autosave(const fs::path& folder, std::chrono::milliseconds interval)
    : m_impl(std::make_unique<Impl>(folder, interval))
{
}

Autosave::~Autosave() = default;

void Autosave::changed(const Composition& composition, const ProjectExtras& extras, const fs::path& originalPath)
{
    std::optional<Snapshot> snapshot = Snapshot{{composition, extras}, originalPath};
    {
        const std::lock_guard lock(m_impl->mutex);
        if (!m_impl->pending)
            m_impl->due = Clock::now() + m_impl->interval;
        // The former snapshot is freed after the lock.
        std::swap(m_impl->pending, snapshot);
    }
    m_impl->wake.notify_all();
}

void Autosave::clean()
{
    std::optional<Snapshot> former;
    {
        const std::lock_guard lock(m_impl->mutex);
        std::swap(m_impl->pending, former);
        m_impl->isCleanWanted = true;
    }
    m_impl->wake.notify_all();
}

void Autosave::flush()
{
    std::unique_lock lock(m_impl->mutex);
    if (!m_impl->pending && !m_impl->isWriting)
        return;
    m_impl->isFlushing = true;
    m_impl->wake.notify_all();
    m_impl->idle.wait(lock, [this] { return !m_impl->isFlushing; });
}

void Autosave::onFailure(std::function<void(const Error&)> report)
{
    const std::lock_guard lock(m_impl->mutex);
    m_impl->report = std::move(report);
}

std::vector<RecoverableProject> Autosave::findRecoverable(const fs::path& folder)
{
    std::vector<RecoverableProject> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const fs::path session = entry->path();
        if (!RecoveryFolder::isRecoveryFolder(session) || RecoveryFolder::isInUse(session))
            continue;
        const fs::path file = session / kDescriptionName;
        std::error_code timeError;
        const fs::file_time_type written = fs::last_write_time(file, timeError);
        if (timeError == std::errc::no_such_file_or_directory) { // it crashed before it had anything to keep
            fs::remove_all(session, timeError);
            continue;
        }
        RecoverableProject project;
        project.file = file;
        if (!timeError)
            project.time = std::chrono::time_point_cast<std::chrono::system_clock::duration>(
                std::chrono::file_clock::to_sys(written));
        try {
            project.originalPath = readJsonPart(RecoverySource(session), kDescriptionName).value(kOriginalPath, "");
        } catch (const Error&) {
            // Damaged: still to be shown, and reported when it is opened.
        } catch (const nlohmann::json::exception&) {
        }
        found.push_back(std::move(project));
    }
    return found;
}

Project Autosave::readRecovered(const RecoverableProject& project)
{
    return readDescribedProject(RecoverySource(project.file.parent_path()), {});
}

void Autosave::discard(const RecoverableProject& project)
{
    AdoptedCopy(project).discard();
}

AdoptedCopy::AdoptedCopy(const RecoverableProject& project) : m_folder(project.file.parent_path())
{
    if (RecoveryFolder::isRecoveryFolder(m_folder))
        m_lock = RecoveryFolder::lock(m_folder);
}

AdoptedCopy::~AdoptedCopy()
{
    RecoveryFolder::unlock(m_lock);
}

void AdoptedCopy::discard()
{
    if (m_lock < 0)
        return;
    std::error_code error;
    // First, or it would be offered again while the lock is gone and the rest isn't.
    fs::remove(m_folder / kDescriptionName, error);
    fs::remove_all(m_folder, error);
}

} // namespace dh
