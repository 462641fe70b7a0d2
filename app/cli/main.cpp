#include "app/cli/command_line.h"
#include "app/cli/error_text.h"
#include "app/cli/json_output.h"
#include "app/cli/signals.h"

#include "core/base/engine_environment.h"
#include "core/base/error.h"
#include "core/base/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <iostream>
#include <optional>

namespace
{

int reportError(const dh::Error& error, bool json)
{
    const std::string sentence = dh::errorSentence(error);
    std::cerr << sentence << '\n';
    if (json)
        dh::printJson(dh::errorJson(error, sentence));
    return dh::kExitFailed;
}

[[noreturn]] void endCancelled(bool json)
{
    std::cerr << "Cancelled; nothing was written.\n";
    if (json)
        dh::printJson({{"outcome", "cancelled"}});
    // A library call that can't be interrupted may still run on its thread: leave without destroying what it uses.
    std::_Exit(dh::kExitCancelled);
}

/// Files that are opened would take the place of streams that are closed, and get what is printed.
void openStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) < 0)
            (void)open("/dev/null", O_RDWR); // takes the lowest number that is free
    }
}

int run(const dh::Invocation& invocation)
{
    try {
        return invocation.run(dh::cancelOnSignals());
    } catch (const dh::Cancelled&) {
        endCancelled(invocation.json);
    } catch (...) {
        return reportError(dh::caughtError(), invocation.json);
    }
}

} // namespace

int main(int argc, char** argv)
{
    openStandardStreams();
    // Only the character set: numbers are read and written the same way everywhere.
    std::setlocale(LC_CTYPE, "");
    dh::setLogHandler([](dh::LogLevel level, const std::string& message) {
        if (level == dh::LogLevel::Warning)
            std::cerr << "Note: " << message << '\n';
    });
    dh::Invocation invocation;
    std::optional<int> exitCode = dh::parseCommandLine(argc, argv, invocation);
    if (!exitCode) {
        dh::prepareEngineEnvironment(argv); // help and complaints are not worth a second beginning
        exitCode = run(invocation);
    }
    if (std::cout.flush())
        return *exitCode;
    std::cerr << dh::lostAnswerSentence() << '\n';
    return *exitCode == dh::kExitDone ? static_cast<int>(dh::kExitFailed) : *exitCode;
}
