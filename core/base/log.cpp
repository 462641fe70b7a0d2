#include "core/base/log.h"

namespace dh
{

namespace
{

LogHandler& handlerSlot()
{
    static LogHandler handler;
    return handler;
}

} // namespace

void setLogHandler(LogHandler handler)
{
    handlerSlot() = std::move(handler);
}

void log(LogLevel level, const std::string& message)
{
    if (handlerSlot())
        handlerSlot()(level, message);
}

} // namespace dh
