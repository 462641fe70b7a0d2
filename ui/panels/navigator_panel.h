#pragma once

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <memory>

class QSlider;

namespace dh
{

class CanvasView;
class LatestTask;
class ViewCache;

/// The whole picture, small, with what the canvas shows framed. Drag the frame, or move it with the arrow keys.
class NavigatorView : public QWidget
{
    Q_OBJECT
public:
    explicit NavigatorView(CanvasView& canvas, QWidget* parent = nullptr);
    ~NavigatorView() override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void renderSoon();
    void render();
    void take(const QImage& overview, const QString& problem);
    void centreOn(QPointF inWidget);
    /// Where the picture lies in this widget.
    [[nodiscard]] QRectF pictureArea() const;

    CanvasView& m_canvas;
    QImage m_overview;
    QString m_problem;    ///< why there is none
    double m_ratio = 0.0; ///< physical pixels per logical one, for which the overview is made
    QTimer m_delay;
    std::shared_ptr<ViewCache> m_cache;
    LatestTask* m_task;
};

/// The navigator with a slider for the zoom.
class NavigatorPanel : public QWidget
{
    Q_OBJECT
public:
    explicit NavigatorPanel(CanvasView& canvas, QWidget* parent = nullptr);

private:
    void showZoom();

    CanvasView& m_canvas;
    QSlider* m_zoom;
};

} // namespace dh
