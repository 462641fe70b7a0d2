#include "core/harmonize/engine_module.h"

#include "core/base/loadable_module.h"
#include "core/base/system.h"

#include <cstdlib>
#include <vector>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

fs::path firstExisting(const std::vector<fs::path>& candidates)
{
    for (const fs::path& candidate : candidates) {
        std::error_code error;
        if (!candidate.empty() && fs::is_directory(candidate, error))
            return candidate;
    }
    return {};
}

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

} // namespace

void prepareEngineEnvironment()
{
    constexpr int kKeepTheUsersOwn = 0;
    setenv("OMP_WAIT_POLICY", "PASSIVE", kKeepTheUsersOwn);
    if (const char* coreType = blasCoreType())
        setenv("OPENBLAS_CORETYPE", coreType, kKeepTheUsersOwn);
}

std::unique_ptr<Harmonizer> loadEngine()
{
    using Factory = Harmonizer* (*)();
    static const auto factory =
        reinterpret_cast<Factory>(moduleFunction("diffharmony_engine.so", "DH_ENGINE", "dhCreateHarmonizer"));
    return std::unique_ptr<Harmonizer>(factory());
}

fs::path resourceFolder()
{
    if (const char* wanted = environmentVariable("DH_RESOURCES"))
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
