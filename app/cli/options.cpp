#include "app/cli/options.h"

namespace dh
{

CLI::Option* addPath(CLI::App& app, const std::string& name, std::filesystem::path& target,
                     const std::string& description, const char* typeName)
{
    const auto take = [name, &target](const std::string& text) {
        if (text.empty() || text.starts_with("--"))
            throw CLI::ValidationError(name, "a path is missing (write ./" + text + " for a file of that name)");
        target = text;
    };
    return app.add_option_function<std::string>(name, take, description)->type_name(typeName);
}

void addExamples(CLI::App& app, const std::string& examples)
{
    std::string footer = "Examples:\n";
    footer.append(examples);
    footer.append("\nExit codes:\n  0 done, 1 failed, 2 wrong usage, 130 cancelled");
    app.footer(footer);
}

} // namespace dh
