#include "core/train/trainer_module.h"

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

constexpr auto kModuleName = "diffharmony_trainer.so";

std::vector<fs::path> moduleCandidates()
{
    if (const char* wanted = std::getenv("DH_TRAINER"))
        return {fs::path(wanted)};
    const fs::path folder = executablePath().parent_path();
    std::vector<fs::path> candidates{folder / kModuleName};
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

} // namespace

std::unique_ptr<Trainer> loadTrainer()
{
    static void* const module = openModule();
    using Factory = Trainer* (*)();
    const auto factory = reinterpret_cast<Factory>(dlsym(module, "dhCreateTrainer"));
    if (!factory)
        throw Error(ErrorCode::EngineUnavailable, kModuleName, "is not a trainer of this program");
    return std::unique_ptr<Trainer>(factory());
}

} // namespace dh
