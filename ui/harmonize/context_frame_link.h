#pragma once

#include <QObject>

namespace dh
{

class CanvasView;
class RunChoices;
class RunOutlook;

/// Draws what the networks will see as a frame on the canvas, and takes over where the user drags it. GUI thread.
class ContextFrameLink : public QObject
{
    Q_OBJECT
public:
    /// All outlive this.
    ContextFrameLink(CanvasView& canvas, const RunOutlook& outlook, RunChoices& choices, QObject* parent = nullptr);
    void setShown(bool shown);

private:
    void refresh();

    CanvasView& m_canvas;
    const RunOutlook& m_outlook;
    bool m_isShown = true;
};

} // namespace dh
