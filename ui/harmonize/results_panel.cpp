#include "ui/harmonize/results_panel.h"

#include "core/document/document.h"
#include "ui/harmonize/result_actions.h"
#include "ui/harmonize/result_edits.h"
#include "ui/harmonize/result_model.h"
#include "ui/harmonize/result_selection.h"
#include "ui/harmonize/run_controller.h"
#include "ui/main_window/actions.h"
#include "ui/panels/typing_delegate.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace dh
{

namespace
{

constexpr int kCellWidth = 132;
constexpr int kCaptionLines = 2;
constexpr int kCellMargin = 6; // above, below and between
constexpr int kLeastHeight = 130;

/// Keeps the place for a thumbnail before it arrives.
class NameDelegate final : public TypingDelegate
{
public:
    using TypingDelegate::TypingDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return cellSize(option.fontMetrics);
    }
    /// Of a selected result too the thumbnail shows its own colours.
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto thumbnail = index.data(Qt::DecorationRole).value<QPixmap>();
        option->icon.addPixmap(thumbnail, QIcon::Normal);
        option->icon.addPixmap(thumbnail, QIcon::Selected);
    }
    static QSize cellSize(const QFontMetrics& font)
    {
        return {kCellWidth,
                ResultModel::kThumbnailSize.height() + kCaptionLines * font.lineSpacing() + 3 * kCellMargin};
    }
};

} // namespace

ResultsPanel::ResultsPanel(Document& document, const ActionRegistry& actions, ResultSelection& selection,
                           RunController& runs, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_actions(actions),
      m_selection(selection),
      m_runs(runs),
      m_model(new ResultModel(document, this)),
      m_list(new QListView(this)),
      m_empty(new QLabel(tr("No results yet. Harmonize a layer; every result is kept here with its settings."), this))
{
    m_list->setModel(m_model);
    m_list->setItemDelegate(new NameDelegate(m_list));
    m_list->setAccessibleName(tr("Results"));
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setIconSize(ResultModel::kThumbnailSize);
    m_list->setGridSize(NameDelegate::cellSize(m_list->fontMetrics()));
    m_list->setUniformItemSizes(true);
    m_list->setWordWrap(true);
    m_list->setSelectionMode(QListView::ExtendedSelection);
    m_list->setEditTriggers(QListView::EditKeyPressed);
    m_list->setMinimumHeight(kLeastHeight);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);

    auto* column = new QVBoxLayout(this);
    column->addWidget(m_empty, 1);
    column->addWidget(m_list, 1);
    column->addWidget(makeButtons(actions));

    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ResultsPanel::followSelection);
    connect(m_list, &QListView::clicked, this, &ResultsPanel::showOnly);
    connect(m_list, &QListView::doubleClicked, this, &ResultsPanel::applyOnly);
    connect(m_list, &QListView::customContextMenuRequested, this, [this](QPoint at) {
        QMenu menu(this);
        for (const char* id : kResultActions) {
            if (QAction* action = m_actions.action(QLatin1String(id)))
                menu.addAction(action);
        }
        menu.exec(m_list->viewport()->mapToGlobal(at));
    });
    connect(m_model, &ResultModel::modelReset, this, [this] {
        followSelection();
        showEmptyState();
    });
    connect(m_model, &ResultModel::rowsInserted, this, &ResultsPanel::showEmptyState);
    connect(m_model, &ResultModel::rowsRemoved, this, &ResultsPanel::showEmptyState);
    connect(&runs, &RunController::resultAdded, this, &ResultsPanel::followResult);
    showEmptyState();
}

void ResultsPanel::rename()
{
    const ResultPtr result = only();
    if (!result)
        return;
    m_list->setFocus();
    m_list->setCurrentIndex(m_model->indexOf(result->id));
    m_list->edit(m_list->currentIndex());
}

QWidget* ResultsPanel::makeButtons(const ActionRegistry& actions)
{
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    for (const char* id : kResultActions) {
        QAction* action = actions.action(QLatin1String(id));
        if (action == nullptr || action->icon().isNull())
            continue;
        auto* button = new QToolButton(holder);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(action->iconText());
        row->addWidget(button);
    }
    row->addStretch(1);
    return holder;
}

void ResultsPanel::paintEvent(QPaintEvent* event)
{
    // Before the list paints: the window may have moved to a screen of another density.
    m_model->setDevicePixelRatio(devicePixelRatioF());
    QWidget::paintEvent(event);
}

bool ResultsPanel::eventFilter(QObject* watched, QEvent* event)
{
    // Keys that are shortcuts for the layer elsewhere mean the list here.
    if (watched == m_list && event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_F2 || key->matches(QKeySequence::SelectAll)) {
            key->accept();
            return true;
        }
    }
    // Keys that an open name editor left over mean nothing here.
    if (watched == m_list && event->type() == QEvent::KeyPress && !isRenaming()) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            applyOnly();
            return true;
        case Qt::Key_Space:
            showOnly();
            return true;
        case Qt::Key_Delete:
            deleteResults(m_document, m_selection.ids());
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool ResultsPanel::isRenaming() const
{
    const QWidget* focus = QApplication::focusWidget();
    return focus != m_list && m_list->isAncestorOf(focus);
}

ResultPtr ResultsPanel::only() const
{
    const std::vector<ResultId>& ids = m_selection.ids();
    return ids.size() == 1 ? findResult(m_document.composition(), ids.front()) : nullptr;
}

void ResultsPanel::followSelection()
{
    QModelIndexList rows = m_list->selectionModel()->selectedIndexes();
    std::sort(rows.begin(), rows.end());
    std::vector<ResultId> ids;
    for (const QModelIndex& row : rows)
        ids.push_back(m_model->resultAt(row)->id);
    if (ids.empty())
        m_runs.showResult(nullptr);
    m_selection.set(std::move(ids));
}

void ResultsPanel::followResult(ResultId added)
{
    const QModelIndex index = m_model->indexOf(added);
    const ResultPtr result = m_model->resultAt(index);
    if (!result || isRenaming())
        return;
    const AppliedResult* applied = appliedOn(m_document.composition(), result->layer);
    const bool isApplied = applied != nullptr && applied->result->id == added;
    // Whoever looks at the newest wants to see the next one too; another choice stays.
    const std::vector<ResultId>& chosen = m_selection.ids();
    const bool wasNewest =
        chosen.empty() || (chosen.size() == 1 && m_model->indexOf(chosen.front()).row() == index.row() + 1);
    if (!isApplied && !wasNewest)
        return;
    m_runs.showResult(nullptr);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

void ResultsPanel::showOnly()
{
    m_runs.showResult(only());
}

void ResultsPanel::applyOnly()
{
    const ResultPtr result = only();
    if (!result)
        return;
    m_runs.showResult(nullptr);
    applyResult(m_document, result->id);
}

void ResultsPanel::showEmptyState()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_empty->setVisible(isEmpty);
    m_list->setVisible(!isEmpty);
}

} // namespace dh
