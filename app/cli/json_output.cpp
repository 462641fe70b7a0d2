#include "app/cli/json_output.h"

#include "app/cli/command.h"

#include <iostream>

namespace dh
{

namespace
{

Json failureJson(const std::string& code, const std::string& subject, const std::string& detail,
                 const std::string& message)
{
    return {{"outcome", outcomeName(kExitFailed)},
            {"error", {{"code", code}, {"subject", subject}, {"detail", detail}, {"message", message}}}};
}

} // namespace

void printJson(const Json& object)
{
    constexpr int kIndent = 2;
    std::cout << object.dump(kIndent, ' ', false, Json::error_handler_t::replace) << std::endl;
}

const char* outcomeName(int exitCode) noexcept
{
    switch (exitCode) {
    case kExitDone:
        return "done";
    case kExitCancelled:
        return "cancelled";
    default:
        return "failed";
    }
}

Json errorJson(const Error& error, const std::string& message)
{
    return failureJson(errorCodeName(error.code()), error.subject(), error.detail(), message);
}

Json usageErrorJson(const std::string& detail, const std::string& message)
{
    return failureJson("wrong_usage", "", detail, message);
}

} // namespace dh
