#include "ui/main_window/studio_status_bar.h"

#include "core/base/system.h"
#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/elided_label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QTimer>

#include <array>
#include <chrono>
#include <cmath>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kInformTime = 6s;
constexpr auto kMemoryInterval = 2s;
constexpr std::array kZoomSteps{0.05, 0.1, 0.25, 0.33, 0.5, 0.66, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0};
constexpr double kPercent = 100.0;
constexpr int kSwatchSize = 14;

QString zoomText(double factor)
{
    const double percent = factor * kPercent;
    QLocale locale;
    // What is shown is read again: a mark between thousands would pass for the decimals'.
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return StudioStatusBar::tr("%1 %").arg(locale.toString(percent, 'f', percent < 10.0 ? 1 : 0));
}

/// A label as wide as the longest text it will show, so that its neighbours don't jump.
QLabel* fixedLabel(const QString& widest, const QString& accessibleName, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setMinimumWidth(label->fontMetrics().horizontalAdvance(widest));
    label->setAccessibleName(accessibleName);
    return label;
}

} // namespace

QString byteText(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < (1U << 30U) ? 0 : 1,
                                       QLocale::DataSizeTraditionalFormat);
}

StudioStatusBar::StudioStatusBar(CanvasView& canvas, QWidget* parent)
    : QStatusBar(parent),
      m_canvas(canvas),
      m_hint(new ElidedLabel(this)),
      m_moduleWidgets(new QHBoxLayout),
      m_swatch(new QLabel(this)),
      m_pointer(fixedLabel(QStringLiteral("00000, 00000  #000000"), tr("Pointer"), this)),
      m_size(new QLabel(this)),
      m_memory(new QLabel(this)),
      m_zoom(new QComboBox(this)),
      m_informTimer(new QTimer(this))
{
    m_hint->setAccessibleName(tr("Hint"));
    m_size->setAccessibleName(tr("Size of the picture"));
    m_memory->setAccessibleName(tr("Memory"));
    m_swatch->setFixedSize(kSwatchSize, kSwatchSize);
    m_swatch->setAutoFillBackground(true);
    addWidget(m_hint, 1);
    auto* modules = new QWidget(this);
    m_moduleWidgets->setContentsMargins(0, 0, 0, 0);
    modules->setLayout(m_moduleWidgets);
    addPermanentWidget(modules);
    for (QWidget* field : std::initializer_list<QWidget*>{m_swatch, m_pointer, m_size, m_memory, m_zoom})
        addPermanentWidget(field);

    m_zoom->setEditable(true);
    m_zoom->setInsertPolicy(QComboBox::NoInsert);
    m_zoom->setCompleter(nullptr); // would make 200 of 20
    m_zoom->setAccessibleName(tr("Zoom"));
    m_zoom->lineEdit()->setAccessibleName(tr("Zoom"));
    m_zoom->setToolTip(tr("Zoom: choose or type a percentage"));
    for (const double step : kZoomSteps)
        m_zoom->addItem(zoomText(step));
    connect(m_zoom, &QComboBox::activated, this, &StudioStatusBar::applyZoom);
    connect(m_zoom->lineEdit(), &QLineEdit::editingFinished, this, &StudioStatusBar::applyZoom);
    connect(&canvas, &CanvasView::viewChanged, this, &StudioStatusBar::showZoom);
    connect(&canvas, &CanvasView::pointerMoved, this, &StudioStatusBar::showPointer);

    m_informTimer->setSingleShot(true);
    connect(m_informTimer, &QTimer::timeout, this, [this] { m_hint->setText(m_toolHint); });
    auto* memoryTimer = new QTimer(this);
    connect(memoryTimer, &QTimer::timeout, this, &StudioStatusBar::showMemory);
    memoryTimer->start(kMemoryInterval);
    showMemory();
    showZoom();
    showSize();
}

void StudioStatusBar::addModuleWidget(QWidget* widget)
{
    m_moduleWidgets->addWidget(widget);
}

void StudioStatusBar::setHint(const QString& hint)
{
    m_toolHint = hint;
    if (!m_informTimer->isActive())
        m_hint->setText(hint);
}

void StudioStatusBar::inform(const QString& text)
{
    m_hint->setText(text);
    m_informTimer->start(kInformTime);
}

void StudioStatusBar::showSize()
{
    const Size size = m_canvas.document().composition().size();
    m_size->setVisible(!size.isEmpty());
    m_size->setText(tr("%1 × %2 px").arg(size.width).arg(size.height));
}

/// Gets what the zoom field doesn't take itself; after Enter that has applied its text.
void StudioStatusBar::keyPressEvent(QKeyEvent* event)
{
    const bool isGivenUp = event->key() == Qt::Key_Escape;
    const bool isDone = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!m_zoom->hasFocus() || (!isGivenUp && !isDone)) {
        QStatusBar::keyPressEvent(event);
        return;
    }
    if (isGivenUp)
        m_zoom->setEditText(zoomText(m_canvas.zoomFactor()));
    m_canvas.setFocus();
}

void StudioStatusBar::showPointer(QPointF inCanvas, const QColor& colour, bool inside)
{
    const bool hasColour = inside && colour.isValid();
    QPalette swatch; // otherwise the bar's, in whatever theme
    if (hasColour)
        swatch.setColor(QPalette::Window, colour);
    m_swatch->setPalette(swatch);
    if (!inside) {
        m_pointer->clear();
        return;
    }
    const QString place =
        tr("%1, %2").arg(static_cast<int>(std::floor(inCanvas.x()))).arg(static_cast<int>(std::floor(inCanvas.y())));
    m_pointer->setText(hasColour ? place + QStringLiteral("  ") + colour.name().toUpper() : place);
}

void StudioStatusBar::showMemory()
{
    m_memory->setText(tr("%1 free").arg(byteText(availableMemory())));
    m_memory->setToolTip(tr("Memory that is free: %1\nUndo history: %2")
                             .arg(byteText(availableMemory()), byteText(m_canvas.document().historyBytesInUse())));
}

void StudioStatusBar::showZoom()
{
    // What is being typed stays.
    if (!m_zoom->lineEdit()->hasFocus() || !m_zoom->lineEdit()->isModified())
        m_zoom->setEditText(zoomText(m_canvas.zoomFactor()));
}

void StudioStatusBar::applyZoom()
{
    static const QRegularExpression kNumber(QStringLiteral("[0-9]+([.,][0-9]+)?"));
    const QString number = kNumber.match(m_zoom->currentText()).captured().replace(QLatin1Char(','), QLatin1Char('.'));
    bool isNumber = false;
    const double percent = number.toDouble(&isNumber);
    const bool sameAsShown = m_zoom->currentText() == zoomText(m_canvas.zoomFactor());
    if (isNumber && percent > 0.0 && !sameAsShown)
        m_canvas.setZoomFactor(percent / kPercent);
    m_zoom->setEditText(zoomText(m_canvas.zoomFactor()));
}

} // namespace dh
