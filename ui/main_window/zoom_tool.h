#pragma once

#include "ui/canvas/canvas_tool.h"

namespace dh
{

class CanvasView;

/// A click zooms in at the pointer, with Alt or the right button out.
class ZoomTool final : public CanvasTool
{
public:
    explicit ZoomTool(CanvasView& canvas) : m_canvas(canvas) {}
    bool press(const CanvasPointer& pointer) override;
    [[nodiscard]] QCursor cursor() const override { return Qt::CrossCursor; }

private:
    CanvasView& m_canvas;
};

} // namespace dh
