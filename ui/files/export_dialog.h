#pragma once

#include "ui/files/export_picture.h"
#include "ui/files/file_jobs.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QSlider;
class QSpinBox;
class QTimer;

namespace dh
{

/// How a picture is to be written, with the size of the file as it will be. Made for a snapshot of the document. GUI
/// thread.
class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param layer       the selected one; 0 when there is none
    /// @param background  what the background's file carried; its resolution is proposed
    ExportDialog(const Composition& composition, LayerId layer, const ImageMetadata& background,
                 const ExportSettings& proposed, FileJobs& jobs, QWidget* parent);
    ~ExportDialog() override;

    [[nodiscard]] ExportSettings settings() const;
    [[nodiscard]] const Composition& composition() const { return m_composition; }

private:
    struct Estimate {
        Image pixels;
        std::uint64_t bytes = 0;
    };
    void build(const ExportSettings& proposed);
    void addContent(LayerId layer);
    void addFormat(QFormLayout& form, const ExportSettings& proposed);
    void addPair(QFormLayout& form, const QString& text, QWidget& field, QWidget& beside);
    void addQuality(QFormLayout& form, const ExportSettings& proposed);
    void addSize(QFormLayout& form, const ExportSettings& proposed);
    void addKept(QFormLayout& form, const ExportSettings& proposed);
    void connectFields();
    void followChoice();
    void startEstimate();
    void showEstimate(const ExportSettings& settings, const FileJobOutcome<Estimate>& outcome);
    [[nodiscard]] Size fullSize(LayerId layer) const;

    Composition m_composition;
    LayerId m_layer;
    ImageMetadata m_background;
    FileJobs& m_jobs;
    FileJobId m_estimating = 0;
    QTimer* m_pause;
    Image m_pixels; ///< of the last estimate, used again as long as only the encoding differs
    ExportSettings m_pixelsSettings;

    QComboBox* m_content;
    QComboBox* m_format;
    QLabel* m_note; ///< what the format can't keep
    QComboBox* m_depth;
    QSlider* m_qualitySlider;
    QSpinBox* m_quality;
    QDoubleSpinBox* m_scale;
    QDoubleSpinBox* m_resolution;
    QCheckBox* m_profile;
    QCheckBox* m_metadata;
    QCheckBox* m_results;
    QLabel* m_size;
    QLabel* m_bytes;
};

} // namespace dh
