#pragma once

#include "ui/canvas/canvas_view.h"

#include <QImage>

namespace dh
{

/// The preview's picture with its mask as alpha, premultiplied, ready to be stretched over its area; null when there is
/// nothing to show. Any thread.
[[nodiscard]] QImage previewPicture(const CanvasPreview& preview);

} // namespace dh
