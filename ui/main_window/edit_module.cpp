#include "ui/main_window/edit_module.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"

#include <QAction>
#include <QCoreApplication>
#include <QUndoStack>

namespace dh
{

namespace
{

struct EditWords {
    Q_DECLARE_TR_FUNCTIONS(dh::EditModule)
};

constexpr int kHistoryGroup = 10;

/// A step's name as a menu shows it: an ampersand, of a layer's name, marks no key.
QString inMenu(QString step)
{
    return step.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

void EditModule::addActions(ActionRegistry& actions)
{
    Document& document = m_context.document;
    QUndoStack& history = document.history();
    CanvasView& canvas = m_context.canvas;
    ActionSpec undo;
    undo.id = QStringLiteral("edit.undo");
    undo.text = EditWords::tr("&Undo");
    undo.menu = MenuId::Edit;
    undo.group = kHistoryGroup;
    undo.icon = QStringLiteral("undo");
    undo.shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_Z)};
    undo.run = [&document, &history, &canvas] {
        if (canvas.cancelProgress())
            return;
        if (document.hasOpenEdit())
            document.abandonOpenEdit();
        else
            history.undo();
    };
    undo.enabledWhen = [&document, &history, &canvas] {
        return canvas.isInProgress() || document.hasOpenEdit() || history.canUndo();
    };
    QAction* undoAction = actions.add(undo);
    // What is under way is no step yet, and goes before the last one.
    const auto nameUndo = [undoAction, &history, &canvas] {
        const QString step = canvas.isInProgress() ? QString() : history.undoText();
        undoAction->setText(step.isEmpty() ? EditWords::tr("&Undo") : EditWords::tr("&Undo: %1").arg(inMenu(step)));
    };
    QObject::connect(&history, &QUndoStack::undoTextChanged, undoAction, nameUndo);
    QObject::connect(&canvas, &CanvasView::inProgressChanged, undoAction, nameUndo);
    QObject::connect(&canvas, &CanvasView::inProgressChanged, &actions, &ActionRegistry::requestRefresh);

    ActionSpec redo = undo;
    redo.id = QStringLiteral("edit.redo");
    redo.text = EditWords::tr("&Redo");
    redo.icon = QStringLiteral("redo");
    redo.shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)};
    redo.run = [&history] { history.redo(); };
    redo.enabledWhen = [&history] { return history.canRedo(); };
    QAction* redoAction = actions.add(redo);
    QObject::connect(&history, &QUndoStack::redoTextChanged, redoAction, [redoAction](const QString& step) {
        redoAction->setText(step.isEmpty() ? EditWords::tr("&Redo") : EditWords::tr("&Redo: %1").arg(inMenu(step)));
    });
}

} // namespace dh
