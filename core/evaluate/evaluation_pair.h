#pragma once

#include <filesystem>
#include <string>

namespace dh
{

/// One picture of an evaluation: what was pasted, where, and how it should look. The files need not exist; that is
/// found out, and told for this pair alone, when they are read.
struct EvaluationPair {
    std::string name;   ///< as its list writes it
    std::string subset; ///< sub-dataset, "HCOCO" for instance; may be empty
    std::filesystem::path composite;
    std::filesystem::path mask;
    std::filesystem::path real;
    std::string problem; ///< why mask and real can't be told; empty = they can
};

/// The pair of a composite in iHarmony4's layout: SUB/composite_images/ID_MASK_N.jpg belongs to SUB/masks/ID_MASK.png
/// and SUB/real_images/ID.jpg. Of the extensions .png and .jpg (masks the first, real pictures the second first) the
/// one that exists is taken. Source: dataset layout of iHarmony4 (Cong et al., 2020).
[[nodiscard]] EvaluationPair pairOfComposite(const std::filesystem::path& composite, std::string name);

/// Whether `file` is named like a picture that can be read (any case) and isn't hidden.
[[nodiscard]] bool isPictureName(const std::filesystem::path& file);

/// `path`'s extension in lower case: ".png".
[[nodiscard]] std::string lowerCaseExtension(const std::filesystem::path& path);

/// The file in `folder` or in `folder`/`subset` that has the composite's stem; the first candidate if none exists.
[[nodiscard]] std::filesystem::path finishedPicture(const std::filesystem::path& folder, const EvaluationPair& pair);

} // namespace dh
