#include "app/cli/signals.h"

#include "app/cli/command.h"

#include <unistd.h>

#include <csignal>
#include <ctime>

namespace dh
{

namespace
{

// The handler can only reach what is global; both are set before it is installed.
CancelSource* g_source = nullptr;
volatile std::sig_atomic_t g_asked = 0;
timespec g_askedAt{};

/// timeout(1) tells the process and its group, a terminal and its shell both tell of the end: that is one request.
constexpr double kOneRequestSeconds = 0.25;

void onSignal(int signal)
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (g_asked == 0) {
        g_asked = 1;
        g_askedAt = now;
        g_source->cancel();
        return;
    }
    constexpr double kNanoseconds = 1e-9;
    const double since = static_cast<double>(now.tv_sec - g_askedAt.tv_sec) +
                         static_cast<double>(now.tv_nsec - g_askedAt.tv_nsec) * kNanoseconds;
    if (signal != SIGHUP && since > kOneRequestSeconds)
        _exit(kExitCancelled);
}

} // namespace

CancelToken cancelOnSignals()
{
    static CancelSource source;
    g_source = &source;
    struct sigaction action {
    };
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask); // one at a time
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    struct sigaction before {
    };
    if (sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, nullptr);
    // Inherited as ignored it would leave nothing of the program's own processes to wait for.
    std::signal(SIGCHLD, SIG_DFL);
    // A reader that goes away must not leave a temporary folder behind.
    std::signal(SIGPIPE, SIG_IGN);
    return source.token();
}

} // namespace dh
