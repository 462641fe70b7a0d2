#include "app/cli/command_line.h"

#include "app/cli/json_output.h"
#include "app/cli/options.h"

#include <algorithm>
#include <iostream>
#include <string_view>

namespace dh
{

namespace
{

constexpr const char* kExamples = "  diffharmony harmonize --composite pasted.png --mask mask.png --output result.png\n"
                                  "  diffharmony model info sd-harmony\n"
                                  "  diffharmony compare result.png truth.png --mask mask.png\n"
                                  "  diffharmony evaluate iHarmony4 --output evaluation\n"
                                  "  diffharmony train pack --photos photos --masks masks --output photos.pack\n"
                                  "\n'diffharmony SUBCOMMAND --help' tells more.\n";

constexpr int kMissing = static_cast<int>(CLI::ExitCodes::RequiredError);

bool asksForJson(int argc, char** argv)
{
    return std::any_of(argv + 1, argv + argc,
                       [](const char* argument) { return std::string_view(argument) == "--json"; });
}

/// The words that lead to the help of the subcommand in use.
std::string helpCall(const CLI::App& app)
{
    std::string call = "diffharmony";
    for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        call += " " + at->get_name();
    }
    return call + " --help";
}

int reportUsage(const CLI::App& app, const CLI::ParseError& error, bool json)
{
    std::string detail = error.what();
    // A misspelt subcommand would only be told as a missing one.
    if (const auto unknown = app.remaining(true); error.get_exit_code() == kMissing && !unknown.empty())
        detail += "; '" + unknown.front() + "' is unknown";
    const std::string message = "Wrong usage: " + detail + "\nTry '" + helpCall(app) + "'.";
    std::cerr << message << '\n';
    if (json)
        printJson(usageErrorJson(detail, message));
    return kExitUsage;
}

} // namespace

std::optional<int> parseCommandLine(int argc, char** argv, Invocation& invocation)
{
    CLI::App app("DiffHarmony Studio makes a pasted foreground belong to its background.", "diffharmony");
    app.set_version_flag("--version", "DiffHarmony Studio " DH_VERSION);
    addExamples(app, kExamples);
    app.require_subcommand(1);
    addHarmonizeCommand(app, invocation);
    addModelCommand(app, invocation);
    addCompareCommand(app, invocation);
    addEvaluateCommand(app, invocation);
    addTrainCommand(app, invocation);

    if (argc <= 1) {
        std::cout << app.help();
        return kExitUsage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) { // --help and --version arrive as exceptions
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return reportUsage(app, error, asksForJson(argc, argv));
    }
    return std::nullopt;
}

} // namespace dh
