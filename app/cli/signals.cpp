#include "app/cli/signals.h"

#include "app/cli/command.h"

#include <unistd.h>

#include <csignal>

namespace dh
{

namespace
{

// The handler can only reach what is global; both are set before it is installed.
CancelSource* g_source = nullptr;
volatile std::sig_atomic_t g_asked = 0;

void onSignal(int signal)
{
    // The terminal and the shell may both tell of the end of one.
    if (g_asked != 0 && signal != SIGHUP)
        _exit(kExitCancelled);
    g_asked = 1;
    g_source->cancel();
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
    sigemptyset(&action.sa_mask);
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
