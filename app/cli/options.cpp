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

} // namespace dh
