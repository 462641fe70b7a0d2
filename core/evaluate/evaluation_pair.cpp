#include "core/evaluate/evaluation_pair.h"

#include "core/imaging/image_file.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <vector>

namespace dh
{

namespace
{

constexpr const char* kMaskExtensions[] = {".png", ".jpg"};
constexpr const char* kPictureExtensions[] = {".jpg", ".png"};

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
    // A list may name its pictures from "./" on.
    pair.subset = composite.lexically_normal().parent_path().parent_path().filename().string();
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

bool isPictureName(const std::filesystem::path& file)
{
    const std::string extension = lowerCaseExtension(file);
    const bool isHidden = file.filename().string().starts_with('.');
    const std::vector<const char*> known = imageExtensions();
    return !isHidden && std::find(known.begin(), known.end(), extension) != known.end();
}

std::string lowerCaseExtension(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

std::filesystem::path finishedPicture(const std::filesystem::path& folder, const EvaluationPair& pair)
{
    const std::filesystem::path stem = pair.composite.stem();
    return firstExisting({folder / stem, folder / pair.subset / stem}, imageExtensions());
}

} // namespace dh
