#include "ui/files/export_dialog.h"

#include "ui/main_window/error_text.h"
#include "ui/main_window/studio_status_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

/// Sliders move in many small steps.
constexpr auto kPauseBeforeEstimate = 150ms;
constexpr int kMaxQuality = 100;
constexpr double kMinScalePercent = 1.0;
constexpr double kMaxScalePercent = 400.0;
constexpr double kPercent = 100.0;
constexpr double kMaxResolution = 9600.0;
constexpr int kFieldWidth = 110;

void prepare(QWidget& field, const char* id, const QString& name, const QString& hint = {})
{
    field.setObjectName(QLatin1String(id));
    field.setAccessibleName(name);
    field.setToolTip(hint);
}

} // namespace

ExportDialog::ExportDialog(const Composition& composition, LayerId layer, const ImageMetadata& background,
                           const ExportSettings& proposed, FileJobs& jobs, QWidget* parent)
    : QDialog(parent),
      m_composition(composition),
      m_layer(layer),
      m_background(background),
      m_jobs(jobs),
      m_pause(new QTimer(this)),
      m_content(new QComboBox(this)),
      m_format(new QComboBox(this)),
      m_note(new QLabel(this)),
      m_depth(new QComboBox(this)),
      m_qualitySlider(new QSlider(Qt::Horizontal, this)),
      m_quality(new QSpinBox(this)),
      m_scale(new QDoubleSpinBox(this)),
      m_resolution(new QDoubleSpinBox(this)),
      m_profile(new QCheckBox(this)),
      m_metadata(new QCheckBox(this)),
      m_results(new QCheckBox(this)),
      m_size(new QLabel(this)),
      m_bytes(new QLabel(this))
{
    setWindowTitle(tr("Export"));
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPauseBeforeEstimate);
    connect(m_pause, &QTimer::timeout, this, &ExportDialog::startEstimate);
    build(proposed);
    followChoice();
}

ExportDialog::~ExportDialog()
{
    m_jobs.cancel(m_estimating);
}

void ExportDialog::addContent(LayerId layer)
{
    m_content->addItem(tr("The whole picture"), QVariant::fromValue<qulonglong>(0));
    if (const Layer* shown = m_composition.layer(layer))
        m_content->addItem(tr("Layer “%1” with transparency").arg(QString::fromStdString(shown->name)),
                           QVariant::fromValue<qulonglong>(layer));
}

void ExportDialog::build(const ExportSettings& proposed)
{
    auto* form = new QFormLayout;
    addFormat(*form, proposed);
    addQuality(*form, proposed);
    addSize(*form, proposed);
    addKept(*form, proposed);
    m_bytes->setObjectName(QStringLiteral("bytes"));
    form->addRow(tr("File size:"), m_bytes);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(tr("&Export…"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(buttons);
    connectFields();
}

void ExportDialog::addFormat(QFormLayout& form, const ExportSettings& proposed)
{
    prepare(*m_content, "content", tr("What to export"));
    addContent(m_layer);
    form.addRow(tr("&What:"), m_content);

    prepare(*m_format, "format", tr("Format"));
    for (const auto& [format, name] : {std::pair{ImageFormat::Png, "PNG"},
                                       {ImageFormat::Jpeg, "JPEG"},
                                       {ImageFormat::Tiff, "TIFF"},
                                       {ImageFormat::WebP, "WebP"}})
        m_format->addItem(QLatin1String(name), static_cast<int>(format));
    m_format->setCurrentIndex(m_format->findData(static_cast<int>(proposed.format)));
    form.addRow(tr("&Format:"), m_format);
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setText(tr("JPEG has no transparency: it becomes white."));
    m_note->setWordWrap(true);
    form.addRow(QString(), m_note);

    prepare(*m_depth, "depth", tr("Bits a channel"), tr("16 bits keep fine gradations for further editing"));
    m_depth->addItem(tr("8 bits a channel"), false);
    m_depth->addItem(tr("16 bits a channel"), true);
    m_depth->setCurrentIndex(proposed.isDeep ? 1 : 0);
    form.addRow(tr("&Depth:"), m_depth);
}

/// A field of fixed width with something flexible beside it; the label's mnemonic leads to the field.
void ExportDialog::addPair(QFormLayout& form, const QString& text, QWidget& field, QWidget& beside)
{
    field.setFixedWidth(kFieldWidth);
    auto* row = new QHBoxLayout;
    row->addWidget(&field);
    row->addWidget(&beside, 1);
    auto* label = new QLabel(text, this);
    label->setBuddy(&field);
    form.addRow(label, row);
}

void ExportDialog::addQuality(QFormLayout& form, const ExportSettings& proposed)
{
    prepare(*m_quality, "quality", tr("Quality"), tr("100 makes WebP lossless"));
    m_quality->setRange(1, kMaxQuality);
    m_quality->setValue(proposed.quality);
    prepare(*m_qualitySlider, "quality_slider", tr("Quality"));
    m_qualitySlider->setRange(1, kMaxQuality);
    m_qualitySlider->setValue(proposed.quality);
    addPair(form, tr("&Quality:"), *m_quality, *m_qualitySlider);
}

void ExportDialog::addSize(QFormLayout& form, const ExportSettings& proposed)
{
    prepare(*m_scale, "scale", tr("Scale"));
    m_scale->setRange(kMinScalePercent, kMaxScalePercent);
    m_scale->setDecimals(1);
    m_scale->setSuffix(tr(" %"));
    m_scale->setValue(proposed.scale * kPercent);
    addPair(form, tr("&Scale:"), *m_scale, *m_size);

    prepare(*m_resolution, "resolution", tr("Resolution"), tr("For printing; the pixels stay the same"));
    m_resolution->setRange(0.0, kMaxResolution);
    m_resolution->setDecimals(1);
    m_resolution->setSuffix(tr(" dpi"));
    m_resolution->setSpecialValueText(tr("not set"));
    m_resolution->setFixedWidth(kFieldWidth);
    m_resolution->setValue(m_background.dotsPerInchX);
    form.addRow(tr("&Resolution:"), m_resolution);
}

void ExportDialog::addKept(QFormLayout& form, const ExportSettings& proposed)
{
    prepare(*m_profile, "profile", tr("Colour profile"), tr("Otherwise the colours are converted to sRGB"));
    m_profile->setText(tr("Keep the &colour profile"));
    m_profile->setChecked(proposed.keepsProfile);
    m_profile->setEnabled(m_composition.background.iccProfile() != nullptr);
    form.addRow(QString(), m_profile);
    prepare(*m_metadata, "metadata", tr("Camera data"), tr("EXIF and XMP, which may tell when and where it was taken"));
    m_metadata->setText(tr("Keep the camera's d&ata (EXIF)"));
    m_metadata->setChecked(proposed.keepsMetadata);
    m_metadata->setEnabled(!m_background.exif.empty() || !m_background.xmp.empty() || !m_background.text.empty());
    form.addRow(QString(), m_metadata);
    prepare(*m_results, "results", tr("Settings of the run"),
            tr("With them, the harmonizing can be made again from the file; PNG only"));
    m_results->setText(tr("Write the settings of the &harmonizing into the file"));
    m_results->setChecked(proposed.writesSettings);
    form.addRow(QString(), m_results);
}

void ExportDialog::connectFields()
{
    for (QComboBox* box : {m_content, m_format, m_depth})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportDialog::followChoice);
    connect(m_quality, &QSpinBox::valueChanged, m_qualitySlider, &QSlider::setValue);
    connect(m_qualitySlider, &QSlider::valueChanged, m_quality, &QSpinBox::setValue);
    connect(m_quality, &QSpinBox::valueChanged, this, &ExportDialog::followChoice);
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &ExportDialog::followChoice);
    for (QCheckBox* box : {m_profile, m_metadata, m_results})
        connect(box, &QCheckBox::toggled, this, &ExportDialog::followChoice);
}

ExportSettings ExportDialog::settings() const
{
    ExportSettings settings;
    settings.layer = m_content->currentData().toULongLong();
    settings.format = static_cast<ImageFormat>(m_format->currentData().toInt());
    settings.isDeep = m_depth->isEnabled() && m_depth->currentData().toBool();
    settings.quality = m_quality->value();
    settings.scale = m_scale->value() / kPercent;
    settings.dotsPerInch = m_resolution->value();
    settings.keepsProfile = m_profile->isChecked();
    settings.keepsMetadata = m_metadata->isChecked();
    settings.writesSettings = m_results->isChecked();
    return settings;
}

Size ExportDialog::fullSize(LayerId layer) const
{
    const Layer* shown = m_composition.layer(layer);
    const Size canvas = m_composition.size();
    return shown == nullptr ? canvas : boundsInCanvas(*shown).intersected({0, 0, canvas.width, canvas.height}).size();
}

void ExportDialog::followChoice()
{
    const ExportSettings chosen = settings();
    const bool isDeepFormat = canBeDeep(chosen.format);
    const bool isTransparent = chosen.layer != 0 || m_composition.background.hasAlpha();
    m_note->setVisible(isTransparent && chosen.format == ImageFormat::Jpeg);
    m_depth->setEnabled(isDeepFormat);
    m_quality->setEnabled(!isDeepFormat);
    m_qualitySlider->setEnabled(!isDeepFormat);
    m_results->setEnabled(chosen.format == ImageFormat::Png);
    const Size full = fullSize(chosen.layer);
    const auto side = [&chosen](int length) { return std::max(1L, std::lround(length * chosen.scale)); };
    m_size->setText(full.isEmpty() ? tr("nothing of it shows")
                                   : tr("%1 × %2 pixels").arg(side(full.width)).arg(side(full.height)));
    m_bytes->setText(tr("calculating…"));
    m_jobs.cancel(std::exchange(m_estimating, 0));
    m_pause->start();
}

void ExportDialog::startEstimate()
{
    const ExportSettings chosen = settings();
    const Image known = m_pixelsSettings.hasSamePixels(chosen) ? m_pixels : Image();
    // Not this dialog's: it may be gone when the outcome comes.
    const QPointer<ExportDialog> self(this);
    m_estimating = m_jobs.start(
        FileJobKind::Reading, {},
        [composition = m_composition, background = m_background, chosen, known](const CancelToken& cancel) {
            Estimate estimate;
            estimate.pixels = known.isNull() ? exportedPixels(composition, chosen, cancel) : known;
            cancel.throwIfCancelled();
            estimate.bytes = exportedBytes(estimate.pixels, chosen, exportOptions(composition, chosen, background));
            cancel.throwIfCancelled();
            return estimate;
        },
        [self, chosen](FileJobOutcome<Estimate>& outcome) {
            if (self)
                self->showEstimate(chosen, outcome);
        });
}

void ExportDialog::showEstimate(const ExportSettings& settings, const FileJobOutcome<Estimate>& outcome)
{
    if (outcome.error)
        m_bytes->setText(errorText(*outcome.error));
    if (!outcome.value)
        return;
    m_pixels = outcome.value->pixels;
    m_pixelsSettings = settings;
    m_bytes->setText(byteText(outcome.value->bytes));
}

} // namespace dh
