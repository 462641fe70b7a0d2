#pragma once

#include "core/evaluate/evaluation_results.h"

#include <QWidget>

#include <filesystem>

class QComboBox;
class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace dh
{

class ChartView;
class LatestTask;
class Notices;
class ReportTableModel;

/// The results of `diffharmony evaluate` as sortable tables and charts.
class EvaluationPanel : public QWidget
{
    Q_OBJECT
public:
    explicit EvaluationPanel(Notices& notices, QWidget* parent = nullptr);
    /// Reads them on a thread of its own; what can't be read is told to the user and leaves what shows as it is.
    void open(const std::filesystem::path& report);
    [[nodiscard]] ChartView& view() const { return *m_view; }

Q_SIGNALS:
    void openWanted();
    void exportWanted();
    void opened();

private:
    void take(EvaluationResults results);
    void listPublished();
    void showTable();
    void showChart();
    [[nodiscard]] const ReportTable* tableBySubset() const;

    Notices& m_notices;
    EvaluationResults m_results;
    LatestTask* m_reading;
    ReportTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QComboBox* m_table;
    QTableView* m_tableView;
    QLabel* m_note;
    QComboBox* m_kind;      ///< metrics by sub-set, then the scatter of each system
    QComboBox* m_published; ///< rows of papers beside the bars
    ChartView* m_view;
};

} // namespace dh
