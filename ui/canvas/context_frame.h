#pragma once

#include "core/base/geometry.h"

#include <QCursor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <Qt>

class QPainter;
class QPalette;

namespace dh
{

class ViewTransform;

/// A rectangle on the canvas with a caption: what the networks see. Its border resizes and its caption moves it;
/// inside, the pointer belongs to the tool.
class ContextFrame
{
public:
    /// What a drag takes hold of.
    struct Grip {
        Qt::Edges edges;
        bool moves = false;
        [[nodiscard]] bool isNone() const { return !moves && edges == Qt::Edges(); }
    };

    Rect area; ///< canvas pixels; empty = no frame
    QString caption;
    bool editable = false;

    [[nodiscard]] Grip gripAt(QPointF inWidget, const ViewTransform& view) const;
    [[nodiscard]] static QCursor cursorFor(const Grip& grip);
    /// `start` with the grip dragged by `delta` canvas pixels, inside the canvas.
    [[nodiscard]] static Rect dragged(const Rect& start, const Grip& grip, Point delta, Size canvas);
    void paint(QPainter& painter, const ViewTransform& view, const QPalette& palette) const;
    /// All that is drawn, in widget coordinates.
    [[nodiscard]] QRectF bounds(const ViewTransform& view) const;

private:
    [[nodiscard]] QRectF captionBox(const ViewTransform& view) const;
};

} // namespace dh
