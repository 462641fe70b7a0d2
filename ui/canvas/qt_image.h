#pragma once

#include "core/imaging/image.h"

#include <QImage>
#include <QSize>

namespace dh
{

/// The picture as a screen takes it: 8 bit, sRGB. RGB32 without alpha, else straight ARGB32, or premultiplied when
/// asked for. Any thread.
/// @throws Error OutOfMemory
enum class AlphaForm { Straight, Premultiplied };
[[nodiscard]] QImage qImageFromImage(const Image& image, AlphaForm form = AlphaForm::Straight);

/// The same, shrunk to fit into `bounds` with its proportions kept; never enlarged.
[[nodiscard]] QImage thumbnailFromImage(const Image& image, QSize bounds);

/// What was pasted or dropped: 16-bit samples stay 16 bit, RGB profiles stay, an alpha channel that is opaque
/// everywhere is left out. A null QImage gives a null Image. Any thread.
/// @throws Error OutOfMemory
[[nodiscard]] Image imageFromQImage(const QImage& image);

} // namespace dh
