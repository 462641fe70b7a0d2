#include "core/base/loadable_module.h"

#include "core/base/error.h"
#include "core/base/system.h"

#include <dlfcn.h>

#include <filesystem>
#include <vector>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

std::vector<fs::path> candidatesFor(const char* fileName, const char* variable)
{
    if (const char* wanted = environmentVariable(variable))
        return {fs::path(wanted)};
    const fs::path folder = executablePath().parent_path();
    return {folder / fileName, folder / DH_MODULES_FROM_PROGRAM / fileName,
            folder.parent_path() / "lib" / "diffharmony" / fileName};
}

/// A module that is loaded already is only found again.
void* openModule(const char* fileName, const char* variable)
{
    std::string looked;
    for (const fs::path& candidate : candidatesFor(fileName, variable)) {
        std::error_code error;
        if (!fs::exists(candidate, error)) {
            looked += (looked.empty() ? "" : ", ") + candidate.string();
            continue;
        }
        if (void* module = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL))
            return module;
        const char* reason = dlerror();
        throw Error(ErrorCode::EngineUnavailable, candidate.string(), reason ? reason : "it can't be loaded");
    }
    throw Error(ErrorCode::EngineUnavailable, fileName, "looked for it as " + looked);
}

} // namespace

void* moduleFunction(const char* fileName, const char* variable, const char* function)
{
    void* const found = dlsym(openModule(fileName, variable), function);
    if (!found)
        throw Error(ErrorCode::EngineUnavailable, fileName, "is no module of this program");
    return found;
}

} // namespace dh
