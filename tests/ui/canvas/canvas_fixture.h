#pragma once

#include "core/document/document.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/canvas_view.h"

#include <QApplication>
#include <QImage>
#include <QMouseEvent>
#include <QTest>

#include <functional>
#include <vector>

namespace dh::test
{

constexpr std::uint64_t kHistoryBytes = 64ULL << 20;

/// A picture whose pixel at (x, y) is `colour(x, y)`.
inline Image picture(Size size, const std::function<QColor(int, int)>& colour, int channels = 3)
{
    ImageBuffer buffer(size, channels, SampleType::U8);
    for (int y = 0; y < size.height; ++y) {
        auto* row = buffer.row<std::uint8_t>(y);
        for (int x = 0; x < size.width; ++x) {
            const QColor c = colour(x, y);
            const int samples[] = {c.red(), c.green(), c.blue(), c.alpha()};
            for (int i = 0; i < channels; ++i)
                *row++ = static_cast<std::uint8_t>(samples[i]);
        }
    }
    return std::move(buffer).finish();
}

inline Image plain(Size size, const QColor& colour)
{
    return picture(size, [&colour](int, int) { return colour; });
}

inline Layer layerOf(LayerId id, const Image& image, PointF topLeft)
{
    Layer layer;
    layer.id = id;
    layer.name = "layer";
    layer.image = image;
    layer.transform.pivotInLayer = {image.width() / 2.0, image.height() / 2.0};
    layer.transform.pivotInCanvas = {topLeft.x + image.width() / 2.0, topLeft.y + image.height() / 2.0};
    return layer;
}

/// What the widget shows, in physical pixels.
inline QImage shown(CanvasView& canvas)
{
    return canvas.grab().toImage();
}

/// The shown colour at a canvas position.
inline QColor shownAt(CanvasView& canvas, const QImage& image, PointF inCanvas)
{
    const QPointF at = canvas.view().widgetFromCanvas(inCanvas) * image.devicePixelRatio();
    return image.pixelColor(static_cast<int>(at.x()), static_cast<int>(at.y()));
}

inline void sendMouse(CanvasView& canvas, QEvent::Type type, QPointF at, Qt::MouseButton button,
                      Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers)
{
    QMouseEvent event(type, at, canvas.mapToGlobal(at), button, buttons, modifiers);
    QApplication::sendEvent(&canvas, &event);
}

/// Press, moves in three steps and release, in widget coordinates.
inline void drag(CanvasView& canvas, QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {},
                 Qt::MouseButton button = Qt::LeftButton)
{
    constexpr int kSteps = 3;
    sendMouse(canvas, QEvent::MouseMove, from, Qt::NoButton, Qt::NoButton, modifiers);
    sendMouse(canvas, QEvent::MouseButtonPress, from, button, button, modifiers);
    for (int i = 1; i <= kSteps; ++i)
        sendMouse(canvas, QEvent::MouseMove, from + (to - from) * i / kSteps, Qt::NoButton, button, modifiers);
    sendMouse(canvas, QEvent::MouseButtonRelease, to, button, Qt::NoButton, modifiers);
}

/// Records what reaches a tool.
class RecordingTool : public CanvasTool
{
public:
    bool press(const CanvasPointer& pointer) override
    {
        presses.push_back(pointer);
        return true;
    }
    bool move(const CanvasPointer& pointer) override
    {
        moves.push_back(pointer);
        return true;
    }
    bool release(const CanvasPointer& pointer) override
    {
        releases.push_back(pointer);
        return true;
    }
    bool doubleClick(const CanvasPointer&) override { return ++doubleClicks > 0; }
    bool cancel() override { return ++cancels > 0; }
    void deactivated() override { ++deactivations; }
    [[nodiscard]] QCursor cursor() const override { return shape; }
    [[nodiscard]] QString hint() const override { return words; }

    std::vector<CanvasPointer> presses;
    std::vector<CanvasPointer> moves;
    std::vector<CanvasPointer> releases;
    int doubleClicks = 0;
    int cancels = 0;
    int deactivations = 0;
    Qt::CursorShape shape = Qt::ArrowCursor;
    QString words = QStringLiteral("a hint");
};

inline QPointF inWidget(const CanvasView& canvas, PointF inCanvas)
{
    return canvas.view().widgetFromCanvas(inCanvas);
}

/// Shown at 640 x 480 with every tile in place.
inline void showWhole(CanvasView& canvas)
{
    canvas.resize(640, 480);
    canvas.show();
    QVERIFY(QTest::qWaitForWindowExposed(&canvas));
    canvas.finishTiles();
}

} // namespace dh::test
