#include "ui/panels/layer_panel.h"

#include "core/document/document.h"
#include "ui/main_window/actions.h"
#include "ui/panels/layer_delegate.h"
#include "ui/panels/layer_model.h"
#include "ui/panels/layer_property_edit.h"
#include "ui/panels/tab_order.h"
#include "ui/panels/value_slider.h"

#include <QAction>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace dh
{

namespace
{

constexpr double kPercent = 100.0;
constexpr int kLeastListHeight = 56; ///< a row
constexpr std::array kButtons{"file.open", "layer.duplicate", "layer.raise", "layer.lower", "layer.delete"};
constexpr std::array kListActions{"layer.rename", "layer.duplicate",      "layer.delete",       "layer.raise",
                                  "layer.lower",  "layer.toggle_visible", "layer.toggle_locked"};

} // namespace

LayerPanel::LayerPanel(Document& document, const ActionRegistry& actions, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_model(new LayerModel(document, this)),
      m_list(new QListView(this)),
      m_empty(new QLabel(tr("No picture yet. Open one, drop it on the canvas, or paste it."), this))
{
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LayerDelegate(m_list));
    m_list->setAccessibleName(tr("Layers"));
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setMinimumHeight(kLeastListHeight);
    m_list->setEditTriggers(QListView::DoubleClicked | QListView::EditKeyPressed);
    m_list->setDragDropMode(QListView::InternalMove);
    m_list->setDefaultDropAction(Qt::MoveAction);
    // By rows it would show room below the last one while the first is out of sight.
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    addListActions(actions);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);

    auto* opacity = new ValueSlider(tr("Opacity"), {.maximum = kPercent, .suffix = tr(" %")}, this);
    new LayerPropertyEdit(
        document, *opacity, tr("Change opacity"), [](const Layer& layer) { return layer.opacity * kPercent; },
        [](Layer& layer, double value) { layer.opacity = value / kPercent; });

    auto* column = new QVBoxLayout(this);
    column->addWidget(opacity);
    column->addWidget(m_empty, 1);
    column->addWidget(m_list, 1);
    column->addWidget(makeButtons(actions));
    tabInLayoutOrder(*column);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (m_model->layerAt(current) != 0)
            m_document.select(m_model->layerAt(current));
        else if (current.isValid()) // the background can't be selected: the row of the selected layer is current again
            QMetaObject::invokeMethod(this, &LayerPanel::followSelection, Qt::QueuedConnection);
    });
    connect(&document, &Document::selectionChanged, this, &LayerPanel::followSelection);
    connect(m_model, &LayerModel::modelReset, this, &LayerPanel::followSelection);
    connect(m_model, &LayerModel::modelReset, this, &LayerPanel::showEmptyState);
    followSelection();
    showEmptyState();
}

void LayerPanel::rename()
{
    m_list->activateWindow(); // a floating panel is one of its own
    m_list->setFocus();
    m_list->scrollTo(m_list->currentIndex());
    m_list->edit(m_list->currentIndex());
}

void LayerPanel::paintEvent(QPaintEvent* event)
{
    // Before the list paints: the window may have moved to a screen of another density.
    m_model->setDevicePixelRatio(devicePixelRatioF());
    QWidget::paintEvent(event);
}

void LayerPanel::addListActions(const ActionRegistry& actions)
{
    // In the list's own menu; those whose keys work in the canvas only work here, too.
    for (const char* id : kListActions) {
        if (QAction* action = actions.action(QLatin1String(id)))
            m_list->addAction(action);
    }
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
}

QWidget* LayerPanel::makeButtons(const ActionRegistry& actions)
{
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    for (const char* id : kButtons) {
        QAction* action = actions.action(QLatin1String(id));
        if (action == nullptr)
            continue;
        auto* button = new QToolButton(holder);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(action->iconText());
        row->addWidget(button);
    }
    row->addStretch(1);
    return holder;
}

void LayerPanel::followSelection()
{
    const QModelIndex index = m_model->indexOf(m_document.selectedLayer());
    if (index.isValid())
        m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    else
        m_list->selectionModel()->clear();
}

void LayerPanel::showEmptyState()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_empty->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
}

} // namespace dh
