#include "core/train/leftover_files.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

/// The NAME in ".NAME.XXXXXX"; empty for any other name.
std::string targetOfTemporary(const std::string& name)
{
    constexpr std::size_t kRandom = 6; // characters that mkstemp puts in
    if (name.size() < kRandom + 3 || name.front() != '.')
        return "";
    const std::size_t point = name.size() - kRandom - 1;
    const bool isRandom = std::all_of(name.begin() + static_cast<std::ptrdiff_t>(point) + 1, name.end(),
                                      [](unsigned char c) { return std::isalnum(c) != 0; });
    return name[point] == '.' && isRandom ? name.substr(1, point - 1) : "";
}

} // namespace

void removeLeftovers(const fs::path& folder, const std::function<bool(const std::string& name)>& isOurs)
{
    std::error_code ignored; // a file more does no harm
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const std::string target = targetOfTemporary(entry.path().filename().string());
        if (!target.empty() && isOurs(target) && entry.is_regular_file(ignored))
            found.push_back(entry.path());
    }
    for (const fs::path& path : found)
        fs::remove(path, ignored);
}

} // namespace dh
