#pragma once

#include "canvas_fixture.h"

#include <QWheelEvent>

#include <cmath>
#include <memory>

namespace dh::test
{

constexpr Size kCanvas{1200, 900};

inline QColor gradient(int x, int y)
{
    return {x * 255 / kCanvas.width, y * 255 / kCanvas.height, 60};
}

inline bool isNear(PointF a, PointF b, double tolerance = 1e-6)
{
    return std::hypot(a.x - b.x, a.y - b.y) <= tolerance;
}

inline bool isNear(const QColor& a, const QColor& b, int tolerance = 3)
{
    return std::abs(a.red() - b.red()) <= tolerance && std::abs(a.green() - b.green()) <= tolerance &&
           std::abs(a.blue() - b.blue()) <= tolerance;
}

inline void sendWheel(CanvasView& canvas, QPointF at, QPoint angle, Qt::KeyboardModifiers modifiers = {})
{
    QWheelEvent event(at, canvas.mapToGlobal(at), QPoint(), angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &event);
}

/// A gradient with a red layer, selected, in a canvas that shows all of it.
class SceneTest : public QObject
{
protected:
    void openScene()
    {
        m_document = std::make_unique<Document>(kHistoryBytes);
        Composition composition;
        composition.background = picture(kCanvas, gradient);
        composition.layers = {layerOf(1, plain({200, 100}, Qt::red), {300.0, 400.0})};
        m_document->reset(composition);
        m_document->select(1);
        m_canvas = std::make_unique<CanvasView>(*m_document);
        showWhole(*m_canvas);
    }
    void closeScene()
    {
        m_canvas.reset();
        m_document.reset();
    }

    std::unique_ptr<Document> m_document;
    std::unique_ptr<CanvasView> m_canvas;
};

} // namespace dh::test
