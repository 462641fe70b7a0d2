#pragma once

#include "core/base/cancel.h"
#include "core/scene/composition.h"

#include <QString>

#include <filesystem>
#include <functional>
#include <optional>

namespace dh
{

/// A command of the menu Mask: what becomes of a layer's mask. A layer without one counts as fully selected.
struct MaskCommand {
    QString name; ///< of the step, translated
    /// Makes the new mask out of a copy of the layer, whose image isn't null; nothing means that it stays. Any thread.
    /// Throws Error OutOfMemory besides what is said below.
    std::function<std::optional<Mask>(const Layer&, const CancelToken&)> make;
    bool isQuick = false;    ///< over before a user notices, whatever the size
    bool changesMask = true; ///< a locked layer refuses it
};

[[nodiscard]] MaskCommand fillMask();
[[nodiscard]] MaskCommand clearMask();
[[nodiscard]] MaskCommand invertMask();
[[nodiscard]] MaskCommand growMask(double pixels);     ///< layer pixels, > 0, rounded
[[nodiscard]] MaskCommand shrinkMask(double pixels);   ///< layer pixels, > 0, rounded
[[nodiscard]] MaskCommand featherMask(double sigma);   ///< into the mask itself; layer pixels
[[nodiscard]] MaskCommand smoothMask(double radius);   ///< see smoothed()
[[nodiscard]] MaskCommand borderOfMask(double pixels); ///< see border(); rounded
[[nodiscard]] MaskCommand maskFromLayerAlpha();
[[nodiscard]] MaskCommand maskFromLayerLuminance();

/// Takes any picture as the mask; one of the layer's shape is scaled to its size.
/// Throws Error of readMaskFile(); SizeMismatch.
[[nodiscard]] MaskCommand loadMask(const std::filesystem::path& file);
/// Writes the mask as painted, without grow and feather, as PNG or TIFF. Throws Error of writeMaskFile().
[[nodiscard]] MaskCommand saveMask(const std::filesystem::path& file);

} // namespace dh
