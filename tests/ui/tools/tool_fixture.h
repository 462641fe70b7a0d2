#pragma once

#include "core/base/error.h"
#include "core/document/document.h"
#include "ui/tools/mask_tool.h"
#include "ui/tools/mask_tool_settings.h"

#include <QRectF>
#include <QStringList>
#include <QUndoStack>

#include <initializer_list>
#include <vector>

namespace dh::test
{

constexpr LayerId kLayer = 7;
constexpr Size kCanvasSize{240, 180};
constexpr Size kLayerSize{120, 90};

/// A grey image with a bright square from (40, 30) to (80, 60).
inline Image squarePicture(Size size)
{
    ImageBuffer buffer(size, 3, SampleType::U8);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const bool isSquare = x >= 40 && x < 80 && y >= 30 && y < 60;
            for (int c = 0; c < 3; ++c)
                buffer.row<std::uint8_t>(y)[3 * x + c] = static_cast<std::uint8_t>((isSquare ? 200 : 60) + (x + y) % 3);
        }
    return std::move(buffer).finish();
}

/// A document with one layer, selected, whose mask is empty, and what a tool needs.
class ToolFixture
{
public:
    explicit ToolFixture(const LayerTransform& transform = shifted())
    {
        Composition composition;
        composition.background = squarePicture(kCanvasSize);
        Layer layer;
        layer.id = kLayer;
        layer.name = "layer";
        layer.image = squarePicture(kLayerSize);
        layer.mask = Mask(kLayerSize);
        layer.transform = transform;
        composition.layers.push_back(layer);
        document.reset(composition);
        document.select(kLayer);
    }

    /// Moved by (20, 30) and nothing else.
    static LayerTransform shifted()
    {
        LayerTransform transform;
        transform.pivotInCanvas = {20.0, 30.0};
        return transform;
    }
    /// Turned, mirrored and half as large.
    static LayerTransform tilted()
    {
        LayerTransform transform;
        transform.pivotInLayer = {60.0, 45.0};
        transform.pivotInCanvas = {110.0, 85.0};
        transform.scaleX = transform.scaleY = 0.5;
        transform.rotation = 30.0;
        transform.flipHorizontal = true;
        return transform;
    }

    [[nodiscard]] MaskToolContext context()
    {
        return {document, settings, [this](const QRectF& area) { repaints.push_back(area); },
                [this](const Error& error) { errors.push_back(error); },
                [this](const QString& text) { informed.push_back(text); }};
    }
    [[nodiscard]] const Mask& mask() const { return document.composition().layer(kLayer)->mask; }
    [[nodiscard]] int steps() { return document.history().count(); }
    void setLayer(const std::function<void(Layer&)>& change)
    {
        Composition composition = document.composition();
        change(*composition.layer(kLayer));
        document.reset(composition);
        document.select(kLayer);
    }
    [[nodiscard]] std::vector<PointF> inLayer(const std::vector<PointF>& inCanvas) const
    {
        const Affine map = document.composition().layer(kLayer)->transform.canvasFromLayer().inverted();
        std::vector<PointF> points;
        for (const PointF point : inCanvas)
            points.push_back(map.map(point));
        return points;
    }

    Document document{64U << 20};
    ToolSettings settings;
    std::vector<QRectF> repaints;
    std::vector<Error> errors;
    QStringList informed;
};

/// As if the view showed the canvas at 100 %, its corner in the widget's.
inline CanvasPointer pointerAt(PointF inCanvas, Qt::MouseButton button = Qt::LeftButton,
                               Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    CanvasPointer pointer;
    pointer.inCanvas = inCanvas;
    pointer.inWidget = {inCanvas.x, inCanvas.y};
    pointer.button = button;
    pointer.buttons = button;
    pointer.modifiers = modifiers;
    return pointer;
}

/// Presses at the first point, moves over the others and releases at the last.
inline void drag(CanvasTool& tool, const std::vector<PointF>& inCanvas,
                 Qt::KeyboardModifiers modifiers = Qt::NoModifier, Qt::MouseButton button = Qt::LeftButton)
{
    tool.press(pointerAt(inCanvas.front(), button, modifiers));
    for (std::size_t i = 1; i < inCanvas.size(); ++i)
        tool.move(pointerAt(inCanvas[i], button, modifiers));
    tool.release(pointerAt(inCanvas.back(), button, modifiers));
}

} // namespace dh::test
