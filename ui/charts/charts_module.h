#pragma once

#include "ui/main_window/window_module.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <optional>

namespace dh
{

class ChartsPanel;
class ChartView;
class EvaluationPanel;
struct StudioContext;

/// Asks for files; nothing when the user gave up.
struct ChartFiles {
    std::function<std::optional<std::filesystem::path>(QWidget& parent)> reportToOpen;
    /// A file that ends in .png or .pdf.
    std::function<std::optional<std::filesystem::path>(QWidget& parent, const QString& proposal)> chartToSave;
};
/// With the desktop's own dialogs.
[[nodiscard]] ChartFiles chartFilesByDialog();

/// The panels Charts and Evaluation and their commands.
class ChartsModule final : public QObject, public WindowModule
{
    Q_OBJECT
public:
    explicit ChartsModule(StudioContext& context, ChartFiles files = chartFilesByDialog());
    void addActions(ActionRegistry& actions) override;
    void addPanels(PanelHost& host) override;

private:
    void openEvaluation();
    void exportChart(const ChartView& view);

    StudioContext& m_context;
    ChartFiles m_files;
    PanelHost* m_host = nullptr;
    ChartsPanel* m_charts = nullptr;
    EvaluationPanel* m_evaluation = nullptr;
};

} // namespace dh
