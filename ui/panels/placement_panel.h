#pragma once

#include "core/scene/composition.h"

#include <QWidget>

#include <functional>
#include <vector>

class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace dh
{

class ActionRegistry;
class Document;

/// The selected layer's place in numbers.
class PlacementPanel : public QWidget
{
    Q_OBJECT
public:
    PlacementPanel(Document& document, const ActionRegistry& actions, QWidget* parent = nullptr);

private:
    /// A number bound to one aspect of the transform.
    struct Field {
        QDoubleSpinBox* box = nullptr;
        QString step; ///< of the history, translated
        std::function<double(const Layer&)> read;
        std::function<void(Layer&, double, bool keepAspect)> write;
    };
    QDoubleSpinBox* addField(const QString& name, double minimum, double maximum, const QString& suffix, Field field);
    void addFields();
    QWidget* makeNumbers();
    QWidget* makeButtons(const ActionRegistry& actions);
    void showLayer();
    void change(const Field& field, double value);

    Document& m_document;
    std::vector<Field> m_fields;
    QToolButton* m_keepAspect;
    QWidget* m_numbers = nullptr;
    QLabel* m_empty;
};

} // namespace dh
