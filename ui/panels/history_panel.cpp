#include "ui/panels/history_panel.h"

#include "core/document/document.h"
#include "ui/main_window/studio_status_bar.h"

#include <QLabel>
#include <QUndoStack>
#include <QUndoView>
#include <QVBoxLayout>

namespace dh
{

HistoryPanel::HistoryPanel(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_bytes(new QLabel(this))
{
    auto* steps = new QUndoView(&document.history(), this);
    steps->setEmptyLabel(tr("As opened"));
    steps->setAccessibleName(tr("History"));
    steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    steps->setTextElideMode(Qt::ElideRight);
    steps->setToolTip(tr("Click a step to go back to it"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(steps, 1);
    column->addWidget(m_bytes);
    connect(&document.history(), &QUndoStack::indexChanged, this, &HistoryPanel::showBytes);
    showBytes();
}

void HistoryPanel::showBytes()
{
    m_bytes->setText(
        tr("%n step(s), %1", nullptr, m_document.history().count()).arg(byteText(m_document.historyBytesInUse())));
}

} // namespace dh
