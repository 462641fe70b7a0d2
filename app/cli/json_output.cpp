#include "app/cli/json_output.h"

#include <iostream>

namespace dh
{

void printJson(const Json& object)
{
    constexpr int kIndent = 2;
    std::cout << object.dump(kIndent, ' ', false, Json::error_handler_t::replace) << std::endl;
}

Json errorJson(const Error& error, const std::string& message)
{
    return {{"error",
             {{"code", errorCodeName(error.code())},
              {"subject", error.subject()},
              {"detail", error.detail()},
              {"message", message}}}};
}

} // namespace dh
