#pragma once

#include <QPointF>
#include <QRectF>

#include <functional>
#include <optional>

class QCursor;
class QKeyEvent;
class QPainter;

namespace dh
{

class ToolSettings;
class ViewTransform;

/// The circle at the pointer that shows the brush of the settings at its true size. GUI thread.
class BrushOutline
{
public:
    using Repaint = std::function<void(const QRectF& inWidget)>;

    /// @param settings  outlives the outline
    /// @param repaint   has a rectangle of the canvas widget painted again
    BrushOutline(ToolSettings& settings, Repaint repaint);

    /// nullopt while the pointer is elsewhere.
    void moveTo(std::optional<QPointF> inWidget);
    /// Makes a change of the settings that shows in the outline.
    void change(const std::function<void(ToolSettings& settings)>& change);
    /// [ and ] change the brush's size, with Shift its hardness. @return whether it was one of these keys
    bool keyPress(const QKeyEvent& event);
    /// @param withCore  also the circle inside which a hard brush is full
    void paint(QPainter& painter, const ViewTransform& view, bool withCore = false);
    /// None where the outline shows the place well enough.
    [[nodiscard]] QCursor cursor() const;

private:
    [[nodiscard]] double radius() const;
    [[nodiscard]] QRectF area() const;

    ToolSettings& m_settings;
    Repaint m_repaint;
    std::optional<QPointF> m_centre; ///< widget
    double m_zoom = 1.0;             ///< of the last overlay
};

} // namespace dh
