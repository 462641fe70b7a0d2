#include "ui/charts/report_table_model.h"

#include <QFont>
#include <QLocale>

#include <cmath>
#include <utility>

namespace dh
{

void ReportTableModel::setTable(ReportTable table)
{
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int ReportTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int ReportTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size()) + 1;
}

QVariant ReportTableModel::data(const QModelIndex& index, int role) const
{
    const ReportTable::Row& row = m_table.rows.at(static_cast<std::size_t>(index.row()));
    if (role == Qt::FontRole && row.isPublished) {
        QFont font;
        font.setItalic(true);
        return font;
    }
    if (index.column() == 0) {
        if (role == Qt::DisplayRole || role == kSortRole)
            return QString::fromStdString(rowLabel(row));
        return {};
    }
    const auto column = static_cast<std::size_t>(index.column()) - 1;
    const std::optional<double>& value = row.cells.at(column);
    switch (role) {
    case Qt::DisplayRole:
        if (!value)
            return QStringLiteral("–");
        return std::isinf(*value) ? tr("infinite") : QLocale().toString(*value, 'f', m_table.columns[column].digits);
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    case kSortRole:
        return value ? QVariant(*value) : QVariant();
    default:
        return {};
    }
}

QVariant ReportTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return m_table.rowHeading.empty() ? tr("Name") : QString::fromStdString(m_table.rowHeading);
    const ReportTable::Column& column = m_table.columns.at(static_cast<std::size_t>(section) - 1);
    const QString name = QString::fromStdString(column.name);
    return column.group.empty() ? name : QString::fromStdString(column.group) + QLatin1Char('\n') + name;
}

} // namespace dh
