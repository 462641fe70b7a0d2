#pragma once

#include "core/scene/composition.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace dh
{

class Document;
class DocumentEdit;
class ValueSlider;

/// Binds a slider to a property of the selected layer: a drag becomes one step of the history, and so do
/// changes by key or wheel that follow each other quickly.
/// GUI thread; child of the slider.
class LayerPropertyEdit : public QObject
{
    Q_OBJECT
public:
    /// @param name  of the step, translated
    LayerPropertyEdit(Document& document, ValueSlider& slider, QString name, std::function<double(const Layer&)> read,
                      std::function<void(Layer&, double)> write);
    ~LayerPropertyEdit() override;

private:
    void show();
    void change(double value);
    void finish();

    Document& m_document;
    ValueSlider& m_slider;
    QString m_name;
    QString m_toolTip; ///< of the slider
    std::function<double(const Layer&)> m_read;
    std::function<void(Layer&, double)> m_write;
    std::unique_ptr<DocumentEdit> m_drag;
};

/// A control's tool tip, with the reason where a locked layer disables it.
[[nodiscard]] QString toolTipFor(const Layer& layer, const QString& toolTip);

} // namespace dh
