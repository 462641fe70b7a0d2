#include "core/nn/torch_errors.h"

#include <c10/util/Exception.h>

#include <exception>
#include <new>

namespace dh
{

namespace
{

bool saysOutOfMemory(const std::string& message)
{
    for (const char* phrase :
         {"out of memory", "can't allocate memory", "not enough memory", "Cannot allocate memory", "ALLOC_FAILED"}) {
        if (message.find(phrase) != std::string::npos)
            return true;
    }
    return false;
}

Error translated(const char* library, const std::string& message, const std::string& noMemory)
{
    if (saysOutOfMemory(message))
        return {ErrorCode::OutOfMemory, "", noMemory};
    return {ErrorCode::Internal, library, message.substr(0, message.find('\n'))};
}

} // namespace

void translateTorchErrors(const std::function<void()>& work, const std::string& noMemory)
{
    try {
        work();
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, "", noMemory);
    } catch (const c10::Error& error) {
        throw translated("LibTorch", error.what_without_backtrace(), noMemory);
    } catch (const std::exception& error) { // of oneDNN, for instance
        throw translated("", error.what(), noMemory);
    }
}

} // namespace dh
