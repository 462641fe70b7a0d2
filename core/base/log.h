#pragma once

#include <functional>
#include <string>

namespace dh
{

enum class LogLevel { Debug, Info, Warning };

/// The seam through which core says what is no error but worth knowing. Without a handler, messages are dropped.
using LogHandler = std::function<void(LogLevel, const std::string&)>;

/// Replaces the handler. Call it before threads that log exist.
void setLogHandler(LogHandler handler);

/// Thread-safe as long as the handler is.
void log(LogLevel level, const std::string& message);

} // namespace dh
