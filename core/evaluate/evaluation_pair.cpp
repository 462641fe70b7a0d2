#include "core/evaluate/evaluation_pair.h"

#include <span>
#include <vector>

namespace dh
{

namespace
{

constexpr const char* kMaskExtensions[] = {".png", ".jpg"};
constexpr const char* kPictureExtensions[] = {".jpg", ".png"};
constexpr const char* kResultExtensions[] = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"};

std::filesystem::path firstExisting(const std::vector<std::filesystem::path>& stems,
                                    std::span<const char* const> extensions)
{
    std::error_code ignored;
    for (const auto& stem : stems) {
        for (const char* extension : extensions) {
            std::filesystem::path path = stem;
            path += extension; // not replace_extension: a stem may hold a point
            if (std::filesystem::exists(path, ignored))
                return path;
        }
    }
    std::filesystem::path path = stems.front();
    path += extensions.front();
    return path;
}

} // namespace

EvaluationPair pairOfComposite(const std::filesystem::path& composite, std::string name)
{
    EvaluationPair pair;
    pair.name = std::move(name);
    pair.composite = composite;
    const std::filesystem::path folder = composite.parent_path().parent_path();
    pair.subset = folder.filename().string();
    const std::string stem = composite.stem().string();
    const std::size_t variant = stem.rfind('_');
    const std::size_t object =
        variant == std::string::npos || variant == 0 ? std::string::npos : stem.rfind('_', variant - 1);
    if (object == std::string::npos || object == 0) {
        pair.problem = "its name isn't of the form ID_MASK_N";
        return pair;
    }
    pair.mask = firstExisting({folder / "masks" / stem.substr(0, variant)}, kMaskExtensions);
    pair.real = firstExisting({folder / "real_images" / stem.substr(0, object)}, kPictureExtensions);
    return pair;
}

std::filesystem::path finishedPicture(const std::filesystem::path& folder, const EvaluationPair& pair)
{
    const std::filesystem::path stem = pair.composite.stem();
    return firstExisting({folder / stem, folder / pair.subset / stem}, kResultExtensions);
}

} // namespace dh
