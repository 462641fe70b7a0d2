#pragma once

#include "app/cli/harmonize_options.h"

#include "core/base/cancel.h"
#include "core/imaging/image_file.h"

#include <string>
#include <vector>

namespace dh
{

/// The pictures of one run, read and checked.
struct HarmonizeInputs {
    Image composite;
    Mask mask;                     ///< the composite's size, not empty
    Mask influence;                ///< the composite's size; null = all of the background counts
    ImageMetadata metadata;        ///< of the composite or background
    bool coloursConverted = false; ///< of the composite or background, see ImageFile
    std::vector<std::string> warnings;
};

/// The files that a run reads; none of them may be written.
[[nodiscard]] std::vector<std::filesystem::path> inputPaths(const HarmonizeOptions& options);

/// Reads the pictures; a foreground is put into its background.
/// @throws Error (see readImageFile), SizeMismatch, EmptyMask, InvalidArgument (a context beside the picture);
/// Cancelled
[[nodiscard]] HarmonizeInputs readInputs(const HarmonizeOptions& options, const CancelToken& cancel);

/// @throws Error SizeMismatch, naming the file and both sizes
void requireSameSize(const std::filesystem::path& file, Size fileSize, const std::filesystem::path& other,
                     Size otherSize);

} // namespace dh
