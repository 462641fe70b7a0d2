#pragma once

#include <QRect>

class QPainter;
class QPalette;

namespace dh
{

/// What the canvas shows while there is no picture: how to get one.
void paintEmptyState(QPainter& painter, const QRect& area, const QPalette& palette);

} // namespace dh
