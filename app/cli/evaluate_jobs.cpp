#include "app/cli/evaluate_jobs.h"

#include "app/cli/command.h"
#include "app/cli/evaluate_progress.h"

#include "core/base/error.h"
#include "core/base/system.h"
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
#include <memory>
#include <thread>
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
    ShardProcess(const EvaluateOptions& options, const Shard& shard) : m_folder(options.output / shard.folderName())
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
            m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : kExitFailed;
        }
        return m_pid == 0;
    }
    [[nodiscard]] int exitCode() const { return m_exitCode; }
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

    RunFolder m_folder;
    pid_t m_pid = 0;
    int m_exitCode = kExitDone;
    bool m_isAsked = false;
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
    /// @throws Error Internal, with the messages of the first that couldn't do its part
    void requireSuccess() const
    {
        for (const auto& process : m_processes) {
            if (process->exitCode() != kExitDone)
                throw Error(ErrorCode::Internal, "", "a process of this run ended early\n" + process->messages());
        }
    }

private:
    std::vector<std::unique_ptr<ShardProcess>> m_processes;
};

/// The j-th of the parts into which the jobs split the run or its shard.
Shard partOf(const EvaluateOptions& options, int job)
{
    const Shard whole = options.shard.value_or(Shard{});
    return {whole.index + whole.of * job, whole.of * options.jobs};
}

int unfinished(const EvaluateOptions& options, const EvaluationPlan& plan)
{
    const auto records = currentRecords(plan, RunFolder(options.output).parts(), options.shard);
    int count = 0;
    for (int item = 0; item < plan.run.items; ++item) {
        if (options.shard && !options.shard->holds(item))
            continue;
        const auto isDone = [&](const EvaluatedSystem& system) { return records.count({item, system.key()}) > 0; };
        count += std::all_of(plan.run.systems.begin(), plan.run.systems.end(), isDone) ? 0 : 1;
    }
    return count;
}

} // namespace

void runInProcesses(const EvaluateOptions& options, const EvaluationPlan& plan, const CancelToken& cancel)
{
    RunFolder(options.output).prepareFor(plan.run); // the processes record it once each holds its part
    const int before = unfinished(options, plan);
    ShardProcesses processes;
    for (int job = 0; job < options.jobs; ++job)
        processes.start(options, partOf(options, job));
    EvaluateProgress progress(before, options.json);
    auto countAt = Clock::now();
    while (!processes.poll()) {
        cancel.throwIfCancelled();
        if (const auto start = Clock::now(); start >= countAt) {
            progress.report(before - unfinished(options, plan));
            const auto end = Clock::now();
            countAt = end + std::max<Clock::duration>(kCountEvery, kRestAfterCounting * (end - start));
        }
        std::this_thread::sleep_for(kAskEvery);
    }
    cancel.throwIfCancelled();
    if (unfinished(options, plan) > 0)
        processes.requireSuccess();
}

} // namespace dh
