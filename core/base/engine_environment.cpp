#include "core/base/engine_environment.h"

#include "core/base/system.h"

#include <sys/auxv.h>
#include <unistd.h>

#include <cstdlib>

namespace dh
{

namespace
{

/// OpenBLAS's name for the kernels that fit this processor; null when it should choose.
const char* blasCoreType()
{
    switch (vectorInstructions()) {
    case VectorInstructions::Avx512:
        return "SKYLAKEX";
    case VectorInstructions::Avx2:
        return "HASWELL";
    case VectorInstructions::Baseline:
        break;
    }
    return nullptr;
}

/// @return whether `name` was absent and is `value` now
bool setIfAbsent(const char* name, const char* value)
{
    if (value == nullptr || std::getenv(name) != nullptr)
        return false;
    return setenv(name, value, 0) == 0;
}

} // namespace

bool setEngineEnvironment()
{
    const bool waits = setIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
    const bool computes = setIfAbsent("OPENBLAS_CORETYPE", blasCoreType());
    return waits || computes;
}

void prepareEngineEnvironment(char** arguments)
{
    // Without a loader of its own the program was named to one, whose arguments these are not.
    const bool isLoadedByName = getauxval(AT_BASE) == 0;
    if (setEngineEnvironment() && !isLoadedByName)
        execv(executablePath().c_str(), arguments);
}

} // namespace dh
