#pragma once

#include <QStatusBar>

#include <cstdint>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QTimer;

namespace dh
{

class CanvasView;

/// What the tool does, where the pointer is and on which colour, the picture's size, memory, and the zoom, which can be
/// typed.
class StudioStatusBar : public QStatusBar
{
    Q_OBJECT
public:
    explicit StudioStatusBar(CanvasView& canvas, QWidget* parent = nullptr);
    /// Before the fields.
    void addModuleWidget(QWidget* widget);
    void setHint(const QString& hint);
    /// A sentence in place of the hint for a few seconds.
    void inform(const QString& text);
    void showSize();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showPointer(QPointF inCanvas, const QColor& colour, bool inside);
    void showMemory();
    void showZoom();
    void applyZoom();

    CanvasView& m_canvas;
    QLabel* m_hint;
    QHBoxLayout* m_moduleWidgets;
    QLabel* m_swatch;
    QLabel* m_pointer;
    QLabel* m_size;
    QLabel* m_memory;
    QComboBox* m_zoom;
    QTimer* m_informTimer;
    QString m_toolHint;
};

/// "12 kB", "3 MB", "3.4 GB" in the user's language.
[[nodiscard]] QString byteText(std::uint64_t bytes);

} // namespace dh
