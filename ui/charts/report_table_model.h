#pragma once

#include "core/evaluate/report_table.h"

#include <QAbstractTableModel>

namespace dh
{

/// A table of an evaluation: the rows' labels, then the numbers. Sorts by kSortRole.
class ReportTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// The number itself; invalid where it isn't known.
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;
    void setTable(ReportTable table);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ReportTable m_table;
};

} // namespace dh
