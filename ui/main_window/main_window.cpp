#include "ui/main_window/main_window.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/banner_notices.h"
#include "ui/main_window/edit_module.h"
#include "ui/main_window/mnemonics.h"
#include "ui/main_window/notice_banner.h"
#include "ui/main_window/panel_dock.h"
#include "ui/main_window/screen_module.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/studio_status_bar.h"
#include "ui/main_window/tool_box.h"
#include "ui/main_window/tool_option_bar.h"
#include "ui/main_window/view_module.h"
#include "ui/main_window/wheel_guard.h"
#include "ui/theme/icons.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDialog>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QToolBar>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

constexpr QSize kFirstSize(1280, 800);
constexpr QSize kSmallestSize(800, 600);

} // namespace

MainWindow::MainWindow(Document& document, Settings& settings, ToolSettings& toolSettings)
    : m_canvas(std::make_unique<CanvasView>(document))
{
    setWindowIcon(themedIcon(QStringLiteral("app")));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setMinimumSize(kSmallestSize);
    qApp->installEventFilter(new WheelGuard(this));
    m_canvas->setAccessibleName(tr("Canvas"));
    m_canvas->setFocusPolicy(Qt::StrongFocus);

    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* canvasBars = new QVBoxLayout;
    column->addLayout(canvasBars);
    column->addWidget(m_canvas.get(), 1);
    setCentralWidget(centre);
    m_status = new StudioStatusBar(*m_canvas, this);
    setStatusBar(m_status);

    m_actions = std::make_unique<ActionRegistry>(settings, *this, *m_canvas);
    m_tools = std::make_unique<ToolBox>(*m_canvas, *m_actions);
    m_panels = std::make_unique<PanelDock>(*this, *m_actions, *canvasBars, *m_status);
    m_notices = std::make_unique<BannerNotices>(*m_status, *new NoticeBanner(*m_canvas));
    m_context.reset(new StudioContext{document, *m_canvas, settings, toolSettings, *m_actions, *m_tools,
                                      m_preferencesPages, *m_notices, *this});
}

MainWindow::~MainWindow()
{
    // Tools, panels and dialogs work with the modules that made them.
    m_canvas->setTool(nullptr);
    qDeleteAll(findChildren<QDialog*>(Qt::FindDirectChildrenOnly));
    qDeleteAll(findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly));
    m_modules.clear();
}

void MainWindow::addModule(std::unique_ptr<WindowModule> module)
{
    m_modules.push_back(std::move(module));
}

void MainWindow::assemble()
{
    // Last, so that the tools that only look come after those that edit.
    addModule(std::make_unique<EditModule>(*m_context));
    addModule(std::make_unique<ViewModule>(*m_context));
    addModule(std::make_unique<ScreenModule>(*m_context, *this, *m_panels));
    for (const auto& module : m_modules)
        module->addActions(*m_actions);
    for (const auto& module : m_modules)
        module->addTools(*m_tools);
    buildToolBar();
    for (const auto& module : m_modules)
        module->addPanels(*m_panels);
    for (const auto& module : m_modules)
        module->addPreferencesPages(m_preferencesPages);
    m_actions->buildMenus(*menuBar());
    m_panels->finish();
    connectDocument();
    if (!m_tools->tools().empty())
        m_tools->activate(m_tools->tools().front().id);
    refreshActions();
    refreshTitle();
    restoreSession();
    m_canvas->setFocus();
}

void MainWindow::start(const QStringList& files)
{
    showFloating();
    for (const auto& module : m_modules)
        module->started(files);
    if (!m_context->settings.firstRunHintDismissed())
        showFirstRunHint();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const bool may =
        std::all_of(m_modules.begin(), m_modules.end(), [](const auto& module) { return module->mayClose(); });
    if (!may) {
        event->ignore();
        return;
    }
    for (const auto& module : m_modules)
        module->closing();
    m_context->settings.setWindow(saveGeometry(), saveState());
    m_context->settings.setFirstRunHintDismissed(true);
    event->accept();
}

/// Gets what a field doesn't take itself: whoever is done with a field means the picture again.
void MainWindow::keyPressEvent(QKeyEvent* event)
{
    const QWidget* focus = QApplication::focusWidget();
    const bool isField =
        qobject_cast<const QAbstractSpinBox*>(focus) != nullptr || qobject_cast<const QLineEdit*>(focus) != nullptr;
    if (isField && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        m_canvas->setFocus();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::buildToolBar()
{
    auto* options = new ToolOptionBar(*m_tools, *m_actions, this);
    connect(options, &ToolOptionBar::numberFinished, m_canvas.get(), [this] { m_canvas->setFocus(); });
    addToolBar(Qt::TopToolBarArea, options);
    auto* bar = new QToolBar(tr("Tools"), this);
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    const ToolSpec* previous = nullptr;
    for (const ToolSpec& tool : m_tools->tools()) {
        if (previous != nullptr && previous->group != tool.group)
            bar->addSeparator();
        QAction* action = m_actions->action(tool.id);
        bar->addAction(action);
        bar->widgetForAction(action)->setAccessibleName(withoutMnemonic(tool.name));
        bar->widgetForAction(action)->setFocusPolicy(Qt::TabFocus);
        previous = &tool;
    }
    addToolBar(Qt::LeftToolBarArea, bar);
}

void MainWindow::connectDocument()
{
    Document& document = m_context->document;
    connect(&document, &Document::changed, this, [this](const SceneChange& change) {
        if ((change.kinds & SceneChange::Canvas) != 0)
            m_status->showSize();
        // A result came to the picture that was there: the user knows the way.
        if ((change.kinds & SceneChange::Results) != 0 && (change.kinds & SceneChange::Canvas) == 0)
            dismissFirstRunHint();
        refreshActions();
    });
    connect(&document, &Document::selectionChanged, this, &MainWindow::refreshActions);
    connect(&document.history(), &QUndoStack::indexChanged, this, &MainWindow::refreshActions);
    connect(m_actions.get(), &ActionRegistry::refreshRequested, this, &MainWindow::refreshActions);
    connect(&document, &Document::pathChanged, this, &MainWindow::refreshTitle);
    connect(&document, &Document::modifiedChanged, this, &MainWindow::refreshTitle);
    connect(m_tools.get(), &ToolBox::activeChanged, this, &MainWindow::refreshHint);
    connect(m_canvas.get(), &CanvasView::toolHintChanged, m_status, [this](const QString& hint) {
        if (hint.isEmpty())
            refreshHint();
        else
            m_status->setHint(hint);
    });
}

void MainWindow::refreshActions()
{
    const Composition& composition = m_context->document.composition();
    const Layer* layer = composition.layer(m_context->document.selectedLayer());
    m_actions->refresh({.picture = !composition.isEmpty(),
                        .layer = layer != nullptr,
                        .unlockedLayer = layer != nullptr && !layer->locked});
}

void MainWindow::refreshTitle()
{
    QString name;
    for (auto module = m_modules.begin(); module != m_modules.end() && name.isEmpty(); ++module)
        name = (*module)->documentName();
    // Qt's place for the sign of unsaved changes; written twice it stands for itself.
    static const QString kChangeSign = QStringLiteral("[*]");
    name.replace(kChangeSign, kChangeSign + kChangeSign);
    setWindowTitle(tr("%1[*] — %2").arg(name, QApplication::applicationDisplayName()));
    setWindowModified(m_context->document.isModified());
}

void MainWindow::refreshHint()
{
    const ToolSpec* tool = m_tools->find(m_tools->active());
    const QString own = tool->tool == nullptr ? QString() : tool->tool->hint();
    m_status->setHint(own.isEmpty() ? tool->hint : own);
}

void MainWindow::showFirstRunHint()
{
    m_firstRunHint = new NoticeBanner(*m_canvas);
    connect(m_firstRunHint, &NoticeBanner::dismissed, this, &MainWindow::dismissFirstRunHint);
    m_firstRunHint->showMessage(
        QStringLiteral("info"),
        tr("1  Place: drag the foreground where it belongs.\n2  Mask: paint over what belongs to it.\n"
           "3  Harmonize: light and colour follow the background."));
}

void MainWindow::dismissFirstRunHint()
{
    if (m_firstRunHint == nullptr)
        return;
    m_context->settings.setFirstRunHintDismissed(true);
    m_firstRunHint->hide();
    m_firstRunHint->deleteLater();
    m_firstRunHint = nullptr;
}

void MainWindow::restoreSession()
{
    resize(kFirstSize);
    restoreGeometry(m_context->settings.windowGeometry());
    restoreState(m_context->settings.windowState());
    m_panels->refreshActions();
    // A panel on the screen before the window stays behind it with some window managers.
    for (auto* dock : findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly)) {
        if (dock->isFloating() && !dock->isHidden())
            m_floating << dock;
    }
    for (QWidget* panel : m_floating)
        panel->hide();
}

void MainWindow::showFloating()
{
    if (m_floating.isEmpty())
        return;
    for (QWidget* panel : std::exchange(m_floating, {}))
        panel->show();
    activateWindow(); // the keys go on to the canvas
}

} // namespace dh
