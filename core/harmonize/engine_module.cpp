#include "core/harmonize/engine_module.h"

#include "core/base/error.h"
#include "core/base/system.h"

#include <dlfcn.h>

#include <cstdlib>
#include <vector>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr auto kModuleName = "diffharmony_engine.so";

std::vector<fs::path> moduleCandidates()
{
    if (const char* wanted = std::getenv("DH_ENGINE"))
        return {fs::path(wanted)};
    const fs::path folder = executablePath().parent_path();
    std::vector<fs::path> candidates{folder / kModuleName};
    // lib/<triplet> is where distributions put modules.
    for (const char* libraries : {"lib", "lib64", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"})
        candidates.push_back(folder.parent_path() / libraries / "diffharmony" / kModuleName);
    return candidates;
}

void* openModule()
{
    std::string looked;
    for (const fs::path& candidate : moduleCandidates()) {
        std::error_code error;
        if (!fs::exists(candidate, error)) {
            looked += (looked.empty() ? "" : ", ") + candidate.string();
            continue;
        }
        // Never closed: Torch's threads and statics don't survive it.
        if (void* module = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL))
            return module;
        const char* reason = dlerror();
        throw Error(ErrorCode::EngineUnavailable, candidate.string(), reason ? reason : "it can't be loaded");
    }
    throw Error(ErrorCode::EngineUnavailable, kModuleName, "looked for it as " + looked);
}

fs::path firstExisting(const std::vector<fs::path>& candidates)
{
    for (const fs::path& candidate : candidates) {
        std::error_code error;
        if (!candidate.empty() && fs::is_directory(candidate, error))
            return candidate;
    }
    return {};
}

} // namespace

void prepareEngineEnvironment()
{
    constexpr int kKeepTheUsersOwn = 0;
    setenv("OMP_WAIT_POLICY", "PASSIVE", kKeepTheUsersOwn);
}

std::unique_ptr<Harmonizer> loadEngine()
{
    static void* const module = openModule();
    using Factory = Harmonizer* (*)();
    const auto factory = reinterpret_cast<Factory>(dlsym(module, "dhCreateHarmonizer"));
    if (!factory)
        throw Error(ErrorCode::EngineUnavailable, kModuleName, "is not an engine of this program");
    return std::unique_ptr<Harmonizer>(factory());
}

fs::path resourceFolder()
{
    if (const char* wanted = std::getenv("DH_RESOURCES"))
        return firstExisting({wanted});
    const fs::path prefix = executablePath().parent_path().parent_path();
    return firstExisting({prefix / "share" / "diffharmony", DH_INSTALLED_RESOURCES, DH_SOURCE_RESOURCES});
}

fs::path builtInModelFolder()
{
    const fs::path resources = resourceFolder();
    return resources.empty() ? fs::path() : firstExisting({resources / "models" / "mini"});
}

} // namespace dh
