#pragma once

#include <QImage>
#include <QSize>
#include <QWidget>

namespace dh
{

/// Lies over the canvas while a background is being read and shows its preview where the picture is going to be. GUI
/// thread.
class LoadingView : public QWidget
{
    Q_OBJECT
public:
    /// @param canvas    what it covers
    /// @param fullSize  of the whole picture, which `preview` stands for
    LoadingView(QWidget& canvas, const QImage& preview, QSize fullSize);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QImage m_preview;
    QSize m_fullSize;
};

} // namespace dh
