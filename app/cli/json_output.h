#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <string>

namespace dh
{

/// Keeps the keys in the order in which they are written.
using Json = nlohmann::ordered_json;

/// Prints the one JSON object of a run to stdout. Bytes that are no UTF-8 (file names may hold any) are replaced.
void printJson(const Json& object);

/// "done", "failed" or "cancelled": the field "outcome" of the object of a run that ends with `exitCode`.
[[nodiscard]] const char* outcomeName(int exitCode) noexcept;

/// {"outcome": "failed", "error": {code, subject, detail, message}}
[[nodiscard]] Json errorJson(const Error& error, const std::string& message);

/// The same for a command line that nothing can be done with.
[[nodiscard]] Json usageErrorJson(const std::string& detail, const std::string& message);

} // namespace dh
