#pragma once

#include "core/imaging/mask.h"
#include "ui/canvas/view_transform.h"

#include <QImage>

class QPainter;

namespace dh
{

/// Hatches what doesn't count of the background. Keeps what it drew, so that a pointer that moves over it costs
/// nothing. GUI thread.
class InfluenceOverlay
{
public:
    /// The mask differs inside `area`, canvas pixels.
    void invalidate(const Rect& area) { m_changed = m_changed.united(area); }
    /// @param widget  logical size of what is painted on
    void paint(QPainter& painter, const ViewTransform& view, const Mask& influence, QSize widget);

private:
    void draw(const QRect& inPixels, const Mask& influence);

    QImage m_picture;
    ViewTransform m_view;
    Rect m_changed;
};

} // namespace dh
