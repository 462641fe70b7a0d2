#include "ui/panels/mask_panel.h"

#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/error_text.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/studio_context.h"
#include "ui/panels/latest_task.h"
#include "ui/panels/layer_property_edit.h"
#include "ui/panels/value_slider.h"

#include <QAction>
#include <QColorDialog>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>
#include <chrono>
#include <cmath>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr double kPercent = 100.0;
constexpr double kMostGrow = 100.0;
constexpr double kMostFeather = 100.0;
constexpr double kFeatherStep = 0.5;
constexpr auto kCheckDelay = 300ms;
constexpr int kSwatchSide = 16;
constexpr int kCommandColumns = 3;
constexpr std::array kCommands{"mask.fill", "mask.invert", "mask.clear", "mask.smooth", "mask.border", "mask.load"};

} // namespace

MaskPanel::MaskPanel(StudioContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_display(new QComboBox(this)),
      m_colour(new QToolButton(this)),
      m_opacity(new ValueSlider(tr("Overlay opacity"), {.maximum = kPercent, .suffix = tr(" %")}, this)),
      m_grow(new ValueSlider(tr("Grow or shrink"), {.minimum = -kMostGrow, .maximum = kMostGrow, .suffix = tr(" px")},
                             this)),
      m_feather(new ValueSlider(
          tr("Feather"), {.maximum = kMostFeather, .step = kFeatherStep, .decimals = 1, .suffix = tr(" px")}, this)),
      m_warning(new QLabel(this)),
      m_empty(new QLabel(tr("Select a layer to see and edit its mask."), this)),
      m_content(new QWidget(this)),
      m_checkTask(new LatestTask(this))
{
    m_warning->setWordWrap(true);
    m_warning->setVisible(false);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    auto* rows = new QVBoxLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addWidget(m_warning);
    rows->addWidget(makeDisplayRow());
    rows->addWidget(m_opacity);
    rows->addWidget(m_grow);
    rows->addWidget(m_feather);
    rows->addWidget(makeCommands());
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_empty);
    column->addWidget(m_content);
    column->addStretch(1);
    addEdgeSliders();

    connect(m_opacity, &ValueSlider::valueEdited, this, [this](double percent) {
        CanvasColours colours = m_context.settings.canvasColours();
        colours.maskOpacity = percent / kPercent;
        m_context.settings.setCanvasColours(colours);
    });
    connect(&context.settings, &Settings::canvasColoursChanged, this, &MaskPanel::showColour);
    connect(&context.actions, &ActionRegistry::refreshRequested, this, &MaskPanel::showDisplay);
    connect(&context.document, &Document::changed, this, &MaskPanel::showLayer);
    connect(&context.document, &Document::selectionChanged, this, &MaskPanel::showLayer);
    m_checkDelay.setSingleShot(true);
    connect(&m_checkDelay, &QTimer::timeout, this, &MaskPanel::check);
    showDisplay();
    showColour();
    showLayer();
}

QWidget* MaskPanel::makeDisplayRow()
{
    m_display->addItem(tr("Hidden"), static_cast<int>(MaskDisplay::Off));
    m_display->addItem(tr("Overlay"), static_cast<int>(MaskDisplay::Overlay));
    m_display->addItem(tr("Mask alone"), static_cast<int>(MaskDisplay::MaskOnly));
    m_display->setAccessibleName(tr("How the mask shows"));
    m_colour->setToolTip(tr("Colour of the overlay"));
    m_colour->setAccessibleName(tr("Colour of the overlay"));
    m_colour->setFocusPolicy(Qt::TabFocus);
    connect(m_colour, &QToolButton::clicked, this, &MaskPanel::chooseColour);
    connect(m_display, &QComboBox::activated, this, [this] {
        m_context.canvas.setMaskDisplay(static_cast<MaskDisplay>(m_display->currentData().toInt()));
        m_context.actions.requestRefresh();
    });
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_display, 1);
    row->addWidget(m_colour);
    return holder;
}

QWidget* MaskPanel::makeCommands()
{
    auto* holder = new QWidget(this);
    auto* grid = new QGridLayout(holder);
    grid->setContentsMargins(0, 0, 0, 0);
    int count = 0;
    for (const char* id : kCommands) {
        QAction* action = m_context.actions.action(QLatin1String(id));
        if (action == nullptr)
            continue;
        auto* button = new QToolButton(holder);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(action->iconText());
        grid->addWidget(button, count / kCommandColumns, count % kCommandColumns);
        ++count;
    }
    return holder;
}

void MaskPanel::addEdgeSliders()
{
    m_grow->setToolTip(tr("Moves the mask's edge outwards, or inwards below zero"));
    m_feather->setToolTip(tr("Softens the mask's edge"));
    new LayerPropertyEdit(
        m_context.document, *m_grow, tr("Grow or shrink mask"), [](const Layer& layer) { return layer.edge.grow; },
        [](Layer& layer, double value) { layer.edge.grow = static_cast<int>(std::lround(value)); });
    new LayerPropertyEdit(
        m_context.document, *m_feather, tr("Feather mask"), [](const Layer& layer) { return layer.edge.feather; },
        [](Layer& layer, double value) { layer.edge.feather = value; });
}

void MaskPanel::chooseColour()
{
    CanvasColours colours = m_context.settings.canvasColours();
    const QColor chosen = QColorDialog::getColor(colours.mask, this, tr("Colour of the mask overlay"));
    if (!chosen.isValid())
        return;
    colours.mask = chosen;
    m_context.settings.setCanvasColours(colours);
}

void MaskPanel::showDisplay()
{
    m_display->setCurrentIndex(m_display->findData(static_cast<int>(m_context.canvas.maskDisplay())));
}

void MaskPanel::showColour()
{
    const CanvasColours colours = m_context.settings.canvasColours();
    QPixmap swatch(kSwatchSide, kSwatchSide);
    swatch.fill(colours.mask);
    m_colour->setIcon(swatch);
    m_opacity->setValue(colours.maskOpacity * kPercent);
}

void MaskPanel::showLayer()
{
    const bool hasLayer = m_context.document.composition().layer(m_context.document.selectedLayer()) != nullptr;
    m_empty->setVisible(!hasLayer);
    m_content->setVisible(hasLayer);
    checkSoon();
}

void MaskPanel::checkSoon()
{
    if (!m_checkDelay.isActive())
        m_checkDelay.start(kCheckDelay);
}

void MaskPanel::check()
{
    const Layer* layer = m_context.document.composition().layer(m_context.document.selectedLayer());
    if (layer == nullptr) {
        m_checkTask->drop();
        return;
    }
    m_checkTask->start(
        [copy = *layer] {
            const bool everything = copy.mask.isNull() && !copy.image.hasAlpha();
            return everything ? MaskConcern::Full : findConcern(effectiveMask(copy));
        },
        [this](MaskConcern concern) { warn(concernText(concern)); },
        // What it said was about another mask.
        [this](const Error& error) { warn(errorText(error)); });
}

void MaskPanel::warn(const QString& text)
{
    m_warning->setText(text);
    m_warning->setVisible(!text.isEmpty());
}

QString concernText(MaskConcern concern)
{
    switch (concern) {
    case MaskConcern::Empty:
        return MaskPanel::tr(
            "The mask is empty: nothing would be harmonized. Paint over the foreground, or fill the mask.");
    case MaskConcern::Full:
        return MaskPanel::tr(
            "The mask covers the whole layer. If parts of it don't belong to the foreground, erase them.");
    case MaskConcern::LikelyInverted:
        return MaskPanel::tr("The mask looks inverted: the surroundings are selected rather than the subject.");
    case MaskConcern::None:
        break;
    }
    return {};
}

} // namespace dh
