#pragma once

#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>
#include <concepts>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace dh
{

/// The whole of `text` as a decimal number within [least, most], read the same way in every locale.
/// @throws CLI::ValidationError, naming `option`
template <typename Number>
requires std::integral<Number> || std::floating_point<Number>
    Number parseNumber(const std::string& option, const std::string& text, Number least, Number most)
{
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    bool good = error == std::errc() && stop == end && value >= least && value <= most; // false for NaN too
    if constexpr (std::floating_point<Number>)
        good = good && std::isfinite(value);
    if (!good) {
        auto shown = [](Number number) {
            std::string shownText = std::to_string(number);
            if constexpr (std::floating_point<Number>)
                shownText = CLI::detail::to_string(number);
            return shownText;
        };
        throw CLI::ValidationError(option, "'" + text + "' is no number from " + shown(least) + " to " + shown(most));
    }
    return value;
}

/// Declares an option whose number goes to `target`, which may be a std::optional.
template <typename Number, typename Target>
CLI::Option* addNumber(CLI::App& app, const std::string& name, Target& target, Number least, Number most,
                       const std::string& description)
{
    return app
        .add_option_function<std::string>(
            name, [=, &target](const std::string& text) { target = parseNumber<Number>(name, text, least, most); },
            description)
        ->type_name("N");
}

/// An option that takes one of a few words.
template <typename Choice>
void addChoice(CLI::App& app, const std::string& name, Choice& target, std::map<std::string, Choice> words,
               const std::string& description)
{
    std::string listed;
    for (const auto& [word, choice] : words)
        listed += (listed.empty() ? "" : "|") + word;
    const auto take = [name, &target, listed, words = std::move(words)](const std::string& text) {
        const auto found = words.find(text);
        if (found == words.end())
            throw CLI::ValidationError(name, "'" + text + "' is none of " + listed);
        target = found->second;
    };
    app.add_option_function<std::string>(name, take, description)->type_name(listed);
}

/// Declares an option that takes a path. A path that looks like an option is taken for a forgotten value.
CLI::Option* addPath(CLI::App& app, const std::string& name, std::filesystem::path& target,
                     const std::string& description, const char* typeName = "FILE");

/// What follows the options in the help of `app`, and of the subcommands that are added to it from now on: `examples`,
/// a command a line, and the exit codes.
void addExamples(CLI::App& app, const std::string& examples);

} // namespace dh
