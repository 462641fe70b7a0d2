#include "core/nn/torch_errors.h"

#include <c10/util/Exception.h>

#include <new>

namespace dh
{

namespace
{

bool saysOutOfMemory(const std::string& message)
{
    for (const char* phrase :
         {"out of memory", "can't allocate memory", "not enough memory", "Cannot allocate memory"}) {
        if (message.find(phrase) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

void translateTorchErrors(const std::function<void()>& work, const std::string& noMemory)
{
    try {
        work();
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", noMemory);
    } catch (const c10::Error& error) {
        const std::string message = error.what_without_backtrace();
        if (saysOutOfMemory(message))
            throw Error(ErrorCode::OutOfMemory, "", noMemory);
        throw Error(ErrorCode::Internal, "LibTorch", message.substr(0, message.find('\n')));
    }
}

} // namespace dh
