#pragma once

#include "core/weights/checkpoint.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// Typed reading of a config.json, with the defaults of the reference's classes. A key that is absent or null gives the
/// default.
/// @throws Error ModelInvalid naming file, key and what was expected
class ConfigReader
{
public:
    ConfigReader(const nlohmann::json& config, std::string fileName);

    [[nodiscard]] std::int64_t integer(const char* key, std::int64_t defaultValue) const;
    [[nodiscard]] std::optional<std::int64_t> optionalInteger(const char* key) const;
    /// Like optionalInteger(), but tells an explicit null ("none") from an absent key (the default).
    [[nodiscard]] std::optional<std::int64_t> integerOrNull(const char* key, std::int64_t defaultWhenAbsent) const;
    [[nodiscard]] double number(const char* key, double defaultValue) const;
    [[nodiscard]] bool boolean(const char* key, bool defaultValue) const;
    [[nodiscard]] std::string text(const char* key, const std::string& defaultValue) const;
    [[nodiscard]] std::vector<std::int64_t> integers(const char* key, std::vector<std::int64_t> defaultValue) const;
    [[nodiscard]] std::vector<std::string> texts(const char* key, std::vector<std::string> defaultValue) const;
    /// A single number stands for `count` equal ones.
    [[nodiscard]] std::vector<std::int64_t> integerOrIntegers(const char* key, std::int64_t defaultValue,
                                                              std::size_t count) const;
    /// Refuses a variant of the architecture that isn't implemented, instead of computing something else.
    void require(const char* key, const std::vector<std::string>& allowed, const std::string& defaultValue) const;
    [[noreturn]] void fail(const std::string& key, const std::string& expectation) const;

private:
    [[nodiscard]] const nlohmann::json* find(const char* key) const;
    const nlohmann::json& m_config;
    std::string m_fileName;
};

/// The reader for a component's config.json.
[[nodiscard]] ConfigReader configOf(const ComponentWeights& weights);

/// The positive values that sizes are made of; anything else in a config is an error.
void requirePositive(const ConfigReader& config, const char* key, const std::vector<std::int64_t>& values);

} // namespace dh
