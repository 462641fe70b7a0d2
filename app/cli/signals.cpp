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

void onSignal(int)
{
    if (g_asked != 0)
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
    // A reader that goes away must not leave a temporary folder behind.
    std::signal(SIGPIPE, SIG_IGN);
    return source.token();
}

} // namespace dh
