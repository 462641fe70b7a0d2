#pragma once

#include "core/document/project_parts.h"
#include "core/document/zip_writer.h"

#include <string>

namespace dh
{

inline constexpr char kOpenRasterStack[] = "stack.xml";
/// The background's part where its samples are U8 or U16: OpenRaster's lowest layer and our own picture in one.
inline constexpr char kBackgroundPart[] = "data/background.png";

/// What makes a project an OpenRaster file (openraster.org, version 0.0.5) beside kBackgroundPart: the layers as they
/// are placed, the merged picture, a thumbnail and the stack that lists them.
/// @throws Error as ZipWriter::add(); Cancelled
void writeOpenRasterParts(const Composition& composition, ZipWriter& zip, const CancelToken& cancel);

/// Any program's OpenRaster file: its lowest layer becomes the background where it fills the canvas, a white one is
/// made where it doesn't. Groups are flattened. @throws Error CorruptFile, OutOfMemory; Cancelled
[[nodiscard]] Composition readOpenRaster(const PartSource& source, const CancelToken& cancel);

} // namespace dh
