#pragma once

#include <filesystem>

namespace dh
{

class Document;

/// The commands of the menu Mask. Each changes the selected layer's mask as one step and returns whether it differs
/// afterwards; without a selected, unlocked layer nothing happens. A layer without a mask counts as fully selected.
/// They throw Error OutOfMemory besides what is said; nothing has changed then. GUI thread.

bool fillMask(Document& document);
bool clearMask(Document& document);
bool invertMask(Document& document);
bool growMask(Document& document, int pixels);       ///< layer pixels, > 0
bool shrinkMask(Document& document, int pixels);     ///< layer pixels, > 0
bool featherMask(Document& document, double sigma);  ///< into the mask itself; layer pixels
bool smoothMask(Document& document, double radius);  ///< see smoothed()
bool replaceByBorder(Document& document, int width); ///< see border()
bool maskFromLayerAlpha(Document& document);
bool maskFromLayerLuminance(Document& document);

/// Takes any picture as the mask; one of the layer's shape is scaled to its size.
/// @throws Error of readMaskFile(); SizeMismatch
bool loadMask(Document& document, const std::filesystem::path& file);
/// Writes the mask as painted, without grow and feather, as PNG or TIFF.
/// @throws Error of writeMaskFile(); InvalidArgument without a selected layer
void saveMask(const Document& document, const std::filesystem::path& file);

} // namespace dh
