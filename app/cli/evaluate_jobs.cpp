#include "app/cli/evaluate_jobs.h"

#include "app/cli/command.h"
#include "app/cli/evaluate_progress.h"
#include "app/cli/text_format.h"

#include "core/base/error.h"
#include "core/base/system.h"
#include "core/evaluate/evaluation_journal.h"
#include "core/weights/json_file.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

extern char** environ;

namespace dh
{

namespace
{

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAskEvery{100};
constexpr std::chrono::seconds kCountEvery{1};
/// Counting reads every journal: of long ones seldom, so that the processors are left to the processes.
constexpr int kRestAfterCounting = 20;

/// A process of this program that does one shard. Its destructor asks for its end and waits for it.
class ShardProcess
{
public:
    ShardProcess(const EvaluateOptions& options, const Shard& shard)
        : m_shard(shard), m_folder(options.output / shard.folderName())
    {
        std::error_code error;
        std::filesystem::create_directories(m_folder.path(), error);
        if (error)
            throw errorFromErrno(error.value(), m_folder.path(), ErrorCode::FileUnwritable);
        const int threads =
            options.engine.threads > 0 ? options.engine.threads : std::max(1, usableProcessors() / options.jobs);
        std::vector<std::string> words{executablePath().string(), "evaluate"};
        words.insert(words.end(), options.forwarded.begin(), options.forwarded.end());
        for (const std::string& word : {std::string("--output"), options.output.string(), std::string("--shard"),
                                        std::to_string(shard.index) + "/" + std::to_string(shard.of),
                                        std::string("--threads"), std::to_string(threads)})
            words.push_back(word);
        start(words);
    }
    ShardProcess(const ShardProcess&) = delete;
    ShardProcess& operator=(const ShardProcess&) = delete;
    ~ShardProcess()
    {
        askToEnd();
        while (m_pid > 0 && waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

    /// Once: a second signal would end it before it has cleaned up.
    void askToEnd()
    {
        if (m_pid > 0 && !m_isAsked)
            kill(m_pid, SIGTERM);
        m_isAsked = true;
    }

    /// Whether it has ended.
    bool poll()
    {
        int status = 0;
        if (m_pid > 0 && waitpid(m_pid, &status, WNOHANG) == m_pid) {
            m_pid = 0;
            m_isDone = WIFEXITED(status) && WEXITSTATUS(status) == kExitDone;
            m_signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        }
        return m_pid == 0;
    }
    [[nodiscard]] const Shard& shard() const { return m_shard; }
    /// Whether it ended by itself with every picture finished.
    [[nodiscard]] bool isDone() const { return m_isDone; }
    /// The signal that ended it; 0 = none.
    [[nodiscard]] int signal() const { return m_signal; }
    [[nodiscard]] std::string messages() const { return readTextFile(m_folder.messages()); }

private:
    void start(std::vector<std::string>& words)
    {
        constexpr mode_t kUsual = 0666;
        std::vector<char*> arguments;
        for (std::string& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const std::string messageFile = m_folder.messages().string();
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, messageFile.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                         kUsual);
        // A terminal's signals go to a whole group: this one hears of them from us, once.
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
        const int error = posix_spawn(&m_pid, arguments.front(), &actions, &attributes, arguments.data(), environ);
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
        if (error != 0) {
            m_pid = 0;
            throw errorFromErrno(error, words.front(), ErrorCode::Internal);
        }
    }

    Shard m_shard;
    RunFolder m_folder;
    pid_t m_pid = 0;
    bool m_isDone = false;
    int m_signal = 0;
    bool m_isAsked = false;
};

/// What the processes are to do when they begin, and what they have tried of it since.
class PendingTries
{
public:
    PendingTries(const EvaluateOptions& options, const EvaluationPlan& plan) : m_folder(options.output)
    {
        const auto records = currentRecords(plan, m_folder.parts(), options.shard);
        Tries count = tries();
        for (const auto& [item, systems] : pendingSystems(plan, records, options.shard)) {
            for (const EvaluatedSystem& system : systems) {
                const std::pair key(item, system.key());
                m_before[key] = count[key];
            }
        }
    }

    /// The pictures that one of their systems hasn't been tried for; those that failed again have been.
    [[nodiscard]] std::set<int> left() const
    {
        Tries count = tries();
        std::set<int> items;
        for (const auto& [key, before] : m_before) {
            if (count[key] <= before)
                items.insert(key.first);
        }
        return items;
    }

private:
    /// How many records there are of each item and system.
    using Tries = std::map<std::pair<int, std::string>, int>;
    [[nodiscard]] Tries tries() const
    {
        Tries count;
        for (const RunFolder& part : m_folder.parts()) {
            for (const EvaluationRecord& record : EvaluationJournal::read(part.journal()))
                ++count[{record.item, record.system}];
        }
        return count;
    }

    RunFolder m_folder;
    Tries m_before;
};

/// When it goes, all are asked to end before the first is waited for.
class ShardProcesses
{
public:
    ShardProcesses() = default;
    ShardProcesses(const ShardProcesses&) = delete;
    ShardProcesses& operator=(const ShardProcesses&) = delete;
    ~ShardProcesses()
    {
        for (const auto& process : m_processes)
            process->askToEnd();
    }

    void start(const EvaluateOptions& options, const Shard& shard)
    {
        m_processes.push_back(std::make_unique<ShardProcess>(options, shard));
    }
    /// Whether all have ended.
    [[nodiscard]] bool poll() const
    {
        return std::count_if(m_processes.begin(), m_processes.end(), [](const auto& process) {
                   return process->poll();
               }) == static_cast<std::ptrdiff_t>(m_processes.size());
    }
    /// @param left  the pictures that weren't tried
    /// @throws Error Internal, with the messages of the first that left some of its part
    void requireEnd(const std::set<int>& left) const
    {
        for (const auto& process : m_processes) {
            const bool hasLeft =
                std::any_of(left.begin(), left.end(), [&](int item) { return process->shard().holds(item); });
            if (hasLeft && !process->isDone())
                throw Error(ErrorCode::Internal, "", endedEarly(*process, left.size()));
        }
    }

private:
    static std::string endedEarly(const ShardProcess& process, std::size_t left)
    {
        std::string text = "a process of this run ended early";
        if (process.signal() != 0)
            text.append(" (signal: ").append(strsignal(process.signal())).append(")");
        text.append("; ").append(countText(static_cast<long long>(left), "picture")).append(" not done\n");
        return text + process.messages();
    }

    std::vector<std::unique_ptr<ShardProcess>> m_processes;
};

/// The j-th of the parts into which the jobs split the run or its shard.
Shard partOf(const EvaluateOptions& options, int job)
{
    const Shard whole = options.shard.value_or(Shard{});
    return {whole.index + whole.of * job, whole.of * options.jobs};
}

} // namespace

void runInProcesses(const EvaluateOptions& options, const EvaluationPlan& plan, const CancelToken& cancel)
{
    RunFolder(options.output).prepareFor(plan.run); // the processes record it once each holds its part
    const PendingTries pending(options, plan);
    const std::size_t before = pending.left().size();
    ShardProcesses processes;
    for (int job = 0; job < options.jobs; ++job)
        processes.start(options, partOf(options, job));
    EvaluateProgress progress(static_cast<int>(before), options.json);
    auto countAt = Clock::now();
    while (!processes.poll()) {
        cancel.throwIfCancelled();
        if (const auto start = Clock::now(); start >= countAt) {
            progress.report(static_cast<int>(before - pending.left().size()));
            const auto end = Clock::now();
            countAt = end + std::max<Clock::duration>(kCountEvery, kRestAfterCounting * (end - start));
        }
        std::this_thread::sleep_for(kAskEvery);
    }
    cancel.throwIfCancelled();
    processes.requireEnd(pending.left());
}

} // namespace dh
