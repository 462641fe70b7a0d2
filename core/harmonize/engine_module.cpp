#include "core/harmonize/engine_module.h"

#include "core/base/loadable_module.h"
#include "core/base/system.h"

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
            return candidate.lexically_normal();
    }
    return {};
}

} // namespace

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
    const fs::path folder = executablePath().parent_path();
    return firstExisting({folder / DH_RESOURCES_FROM_PROGRAM, folder / "../share/diffharmony"});
}

fs::path builtInModelFolder()
{
    const fs::path resources = resourceFolder();
    return resources.empty() ? fs::path() : firstExisting({resources / "models" / "mini"});
}

} // namespace dh
