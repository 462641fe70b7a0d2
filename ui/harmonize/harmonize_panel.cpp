#include "ui/harmonize/harmonize_panel.h"

#include "core/document/document.h"
#include "ui/harmonize/more_settings.h"
#include "ui/harmonize/run_choices.h"
#include "ui/harmonize/run_controller.h"
#include "ui/harmonize/run_outlook.h"
#include "ui/harmonize/run_words.h"
#include "ui/main_window/actions.h"
#include "ui/panels/tab_order.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace dh
{

namespace
{

constexpr int kBarSteps = 1000;
constexpr int kLeastSeedWidth = 60;

QToolButton* actionButton(QAction& action, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setDefaultAction(&action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action.iconText());
    return button;
}

QToolButton* iconButton(const char* icon, const QString& words, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setIcon(themedIcon(QLatin1String(icon)));
    button->setToolTip(words);
    button->setAccessibleName(words);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QHBoxLayout* rowIn(QWidget* holder)
{
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    return row;
}

} // namespace

HarmonizePanel::HarmonizePanel(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      m_document(parts.document),
      m_runs(parts.runs),
      m_choices(parts.choices),
      m_outlook(parts.outlook),
      m_bar(new QProgressBar(this)),
      m_stage(new QLabel(this)),
      m_seed(new QLineEdit(this)),
      m_lock(iconButton("unlocked", tr("Keep the seed for the next run"), this)),
      m_variations(new QSpinBox(this)),
      m_model(new QComboBox(this)),
      m_forecast(new QLabel(this)),
      m_warning(new QLabel(this)),
      m_wholeContext(new QToolButton(this))
{
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the run"));
    // The place stays, so that nothing jumps when a run begins.
    QSizePolicy kept = m_bar->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_bar->setSizePolicy(kept);
    for (QLabel* label : {m_stage, m_forecast, m_warning})
        label->setWordWrap(true);
    m_wholeContext->setText(tr("Choose the context by itself"));
    m_wholeContext->setToolTip(tr("Forget the frame that was dragged on the canvas"));
    m_wholeContext->setFocusPolicy(Qt::TabFocus);
    m_wholeContext->setAccessibleName(m_wholeContext->text());

    auto* column = new QVBoxLayout(this);
    column->addWidget(makeRunRow(parts.actions));
    column->addWidget(m_bar);
    column->addWidget(m_stage);
    column->addWidget(m_warning);
    column->addWidget(m_forecast);
    column->addWidget(m_wholeContext);
    if (QAction* all = parts.actions.action(QStringLiteral("harmonize.influence_all"))) {
        QToolButton* button = actionButton(*all, this);
        button->setVisible(all->isEnabled());
        connect(all, &QAction::enabledChanged, button, &QWidget::setVisible);
        column->addWidget(button);
    }
    column->addWidget(makeSeedRow());
    column->addWidget(makeModelRow());
    column->addWidget(makeMore());
    column->addStretch(1);
    tabInLayoutOrder(*column);

    connectChoices();
    connect(&m_runs, &RunController::stateChanged, this, &HarmonizePanel::showState);
    connect(&m_runs, &RunController::progressed, this, &HarmonizePanel::showProgress);
    connect(&m_outlook, &RunOutlook::changed, this, &HarmonizePanel::showOutlook);
    showModels();
    showChoices();
    showOutlook();
    showState();
}

QWidget* HarmonizePanel::makeRunRow(const ActionRegistry& actions)
{
    auto* holder = new QWidget(this);
    QHBoxLayout* row = rowIn(holder);
    for (const char* id : {"harmonize.run", "harmonize.cancel"}) {
        if (QAction* action = actions.action(QLatin1String(id)))
            row->addWidget(actionButton(*action, holder));
    }
    return holder;
}

QWidget* HarmonizePanel::makeSeedRow()
{
    // As many digits as always fit into 64 bits; leaving an empty field brings the number back.
    static const QRegularExpression kDigits(QStringLiteral("[0-9]{0,19}"));
    m_seed->setValidator(new QRegularExpressionValidator(kDigits, m_seed));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("The same picture, settings and seed give the same result"));
    m_seed->setMinimumWidth(kLeastSeedWidth);
    m_lock->setCheckable(true);
    m_variations->setRange(1, RunChoices::kMostVariations);
    m_variations->setAccessibleName(tr("Variations"));
    m_variations->setToolTip(tr("How many seeds are tried, one after the other"));
    auto* dice = iconButton("dice", tr("Another seed"), this);
    connect(dice, &QToolButton::clicked, &m_choices, &RunChoices::rollSeed);

    auto* holder = new QWidget(this);
    auto* grid = new QGridLayout(holder);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(new QLabel(tr("Seed"), holder), 0, 0);
    grid->addWidget(m_seed, 0, 1);
    grid->addWidget(dice, 0, 2);
    grid->addWidget(m_lock, 0, 3);
    grid->addWidget(new QLabel(tr("Variations"), holder), 1, 0);
    grid->addWidget(m_variations, 1, 1);
    grid->setColumnStretch(1, 1);
    return holder;
}

QWidget* HarmonizePanel::makeModelRow()
{
    m_model->setAccessibleName(tr("Model"));
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* models = new QToolButton(this);
    models->setText(tr("Models…"));
    models->setAccessibleName(tr("Models"));
    models->setToolTip(tr("See the state of every model, add one"));
    models->setFocusPolicy(Qt::TabFocus);
    connect(models, &QToolButton::clicked, this, &HarmonizePanel::modelsRequested);
    connect(m_model, &QComboBox::activated, this, &HarmonizePanel::chooseModel);
    auto* holder = new QWidget(this);
    QHBoxLayout* row = rowIn(holder);
    row->addWidget(new QLabel(tr("Model"), holder));
    row->addWidget(m_model, 1);
    row->addWidget(models);
    return holder;
}

QWidget* HarmonizePanel::makeMore()
{
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    auto* fold = new QToolButton(holder);
    fold->setText(tr("More settings"));
    fold->setAccessibleName(fold->text());
    fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    fold->setArrowType(Qt::RightArrow);
    fold->setCheckable(true);
    fold->setAutoRaise(true);
    fold->setFocusPolicy(Qt::TabFocus);
    auto* more = new MoreSettings(m_choices, m_outlook, holder);
    more->setVisible(false);
    connect(fold, &QToolButton::toggled, more, [fold, more](bool open) {
        fold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        more->setVisible(open);
    });
    column->addWidget(fold);
    column->addWidget(more);
    return holder;
}

void HarmonizePanel::connectChoices()
{
    // While it is typed: neither a shortcut nor a button takes the focus from its field.
    connect(m_seed, &QLineEdit::textEdited, this, [this](const QString& text) {
        bool isNumber = false;
        const qulonglong seed = text.toULongLong(&isNumber);
        if (isNumber && seed != m_choices.seed())
            m_choices.setSeed(seed);
    });
    connect(m_seed, &QLineEdit::editingFinished, this, [this] { m_seed->setText(QString::number(m_choices.seed())); });
    connect(m_lock, &QToolButton::clicked, &m_choices, &RunChoices::setSeedLocked);
    connect(m_variations, &QSpinBox::valueChanged, &m_choices, &RunChoices::setVariations);
    connect(m_wholeContext, &QToolButton::clicked, this,
            [this] { m_choices.setContext(m_document.selectedLayer(), std::nullopt); });
    connect(&m_document, &Document::selectionChanged, this, &HarmonizePanel::showContext);
    connect(&m_document, &Document::selectionChanged, this, &HarmonizePanel::showOutlook);
    connect(&m_choices, &RunChoices::changed, this, &HarmonizePanel::showChoices);
    connect(&m_choices, &RunChoices::modelFoldersChanged, this, &HarmonizePanel::showModels);
}

void HarmonizePanel::chooseModel(int index)
{
    RunSettings run = m_choices.run();
    run.model.root = m_model->itemData(index).toString().toStdString();
    m_choices.setRun(run);
}

void HarmonizePanel::showModels()
{
    m_model->clear();
    m_model->addItem(tr("Built in"), QString());
    for (const QString& folder : m_choices.modelFolders()) {
        m_model->addItem(QDir(folder).dirName(), folder);
        m_model->setItemData(m_model->count() - 1, QDir::toNativeSeparators(folder), Qt::ToolTipRole);
    }
    showChoices();
}

void HarmonizePanel::showChoices()
{
    // What means the same number stays while it is typed.
    if (m_seed->text().isEmpty() || m_seed->text().toULongLong() != m_choices.seed())
        m_seed->setText(QString::number(m_choices.seed()));
    m_lock->setChecked(m_choices.isSeedLocked());
    m_lock->setIcon(themedIcon(m_choices.isSeedLocked() ? QStringLiteral("locked") : QStringLiteral("unlocked")));
    const QSignalBlocker quiet(m_variations);
    m_variations->setValue(m_choices.variations());
    m_model->setCurrentIndex(
        std::max(0, m_model->findData(QString::fromStdString(m_choices.run().model.root.string()))));
    showContext();
}

void HarmonizePanel::showContext()
{
    m_wholeContext->setVisible(m_choices.context(m_document.selectedLayer()).has_value());
}

void HarmonizePanel::showOutlook()
{
    const Outlook& outlook = m_outlook.outlook();
    QString forecast;
    if (outlook.crop) {
        forecast = outlook.isMeasured ? tr("Takes about %1 and %2 of memory.") : tr("May take %1 and %2 of memory.");
        forecast = forecast.arg(durationText(outlook.seconds), bytesText(outlook.memory));
    } else if (outlook.modelProblem.isEmpty() && outlook.layer == m_document.selectedLayer()) {
        forecast = tr("Select a layer whose mask selects something.");
    }
    m_forecast->setText(forecast);
    QString warning = outlook.modelProblem;
    if (outlook.isMemoryShort()) {
        const QString free = bytesText(outlook.availableMemory);
        warning =
            outlook.fittingResolution > 0
                ? tr("Only %1 of memory are free; a size of %2 px would fit.").arg(free).arg(outlook.fittingResolution)
                : tr("Only %1 of memory are free, too little for any size. Close other programs.").arg(free);
    }
    m_warning->setText(warning);
    m_warning->setVisible(!warning.isEmpty());
}

void HarmonizePanel::showState()
{
    const bool isBusy = m_runs.isBusy();
    m_bar->setVisible(isBusy);
    if (!isBusy) {
        m_bar->setValue(0);
        m_stage->clear();
    }
    m_stage->setVisible(isBusy);
    m_forecast->setVisible(!isBusy);
}

void HarmonizePanel::showProgress(const Progress& progress)
{
    m_bar->setValue(static_cast<int>(progress.fraction * kBarSteps));
    QString text = progressText(progress);
    if (m_runs.waiting() > 0)
        text += tr("; %n more to come", nullptr, m_runs.waiting());
    m_stage->setText(text);
}

} // namespace dh
