#include "core/nn/network_config.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dh
{

namespace
{

/// Larger sizes than any network has; refuses configs that would make shape products overflow.
constexpr std::int64_t kLargestSize = 1 << 20;

} // namespace

ConfigReader::ConfigReader(const nlohmann::json& config, std::string fileName)
    : m_config(config), m_fileName(std::move(fileName))
{
}

const nlohmann::json* ConfigReader::find(const char* key) const
{
    const auto found = m_config.find(key);
    return found == m_config.end() || found->is_null() ? nullptr : &*found;
}

void ConfigReader::fail(const std::string& key, const std::string& expectation) const
{
    throw Error(ErrorCode::ModelInvalid, m_fileName, "\"" + key + "\" " + expectation);
}

std::int64_t ConfigReader::integer(const char* key, std::int64_t defaultValue) const
{
    return optionalInteger(key).value_or(defaultValue);
}

std::optional<std::int64_t> ConfigReader::optionalInteger(const char* key) const
{
    const nlohmann::json* value = find(key);
    if (!value)
        return std::nullopt;
    if (!value->is_number_integer())
        fail(key, "should be a whole number");
    return value->get<std::int64_t>();
}

std::optional<std::int64_t> ConfigReader::integerOrNull(const char* key, std::int64_t defaultWhenAbsent) const
{
    return m_config.contains(key) ? optionalInteger(key) : std::optional(defaultWhenAbsent);
}

double ConfigReader::number(const char* key, double defaultValue) const
{
    const nlohmann::json* value = find(key);
    if (!value)
        return defaultValue;
    if (!value->is_number())
        fail(key, "should be a number");
    return value->get<double>();
}

bool ConfigReader::boolean(const char* key, bool defaultValue) const
{
    const nlohmann::json* value = find(key);
    if (!value)
        return defaultValue;
    if (!value->is_boolean())
        fail(key, "should be true or false");
    return value->get<bool>();
}

std::string ConfigReader::text(const char* key, const std::string& defaultValue) const
{
    const nlohmann::json* value = find(key);
    if (!value)
        return defaultValue;
    if (!value->is_string())
        fail(key, "should be a text");
    return value->get<std::string>();
}

std::vector<std::int64_t> ConfigReader::integers(const char* key, std::vector<std::int64_t> defaultValue) const
{
    const nlohmann::json* value = find(key);
    if (!value)
        return defaultValue;
    const bool fits = value->is_array() && !value->empty() &&
                      std::ranges::all_of(*value, [](const auto& v) { return v.is_number_integer(); });
    if (!fits)
        fail(key, "should be a list of whole numbers");
    return value->get<std::vector<std::int64_t>>();
}

std::vector<std::string> ConfigReader::texts(const char* key, std::vector<std::string> defaultValue) const
{
    const nlohmann::json* value = find(key);
    if (!value)
        return defaultValue;
    const bool fits = value->is_array() && !value->empty() &&
                      std::ranges::all_of(*value, [](const auto& v) { return v.is_string(); });
    if (!fits)
        fail(key, "should be a list of texts");
    return value->get<std::vector<std::string>>();
}

std::vector<std::int64_t> ConfigReader::integerOrIntegers(const char* key, std::int64_t defaultValue,
                                                          std::size_t count) const
{
    const nlohmann::json* value = find(key);
    if (!value || value->is_number_integer())
        return std::vector<std::int64_t>(count, value ? value->get<std::int64_t>() : defaultValue);
    const std::vector<std::int64_t> values = integers(key, {});
    if (values.size() != count)
        fail(key, "should have " + std::to_string(count) + " entries, one a block");
    return values;
}

void ConfigReader::require(const char* key, const std::vector<std::string>& allowed,
                           const std::string& defaultValue) const
{
    const std::string value = text(key, defaultValue);
    if (std::ranges::find(allowed, value) == allowed.end())
        fail(key, "is \"" + value + "\", a variant that is not supported");
}

ConfigReader configOf(const ComponentWeights& weights)
{
    return ConfigReader(*weights.config, (weights.folder / "config.json").string());
}

void requirePositive(const ConfigReader& config, const char* key, const std::vector<std::int64_t>& values)
{
    for (const std::int64_t value : values) {
        if (value < 1 || value > kLargestSize)
            config.fail(key, "has the impossible value " + std::to_string(value));
    }
}

} // namespace dh
