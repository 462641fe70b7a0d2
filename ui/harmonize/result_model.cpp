#include "ui/harmonize/result_model.h"

#include "core/base/log.h"
#include "core/document/document.h"
#include "ui/canvas/qt_image.h"
#include "ui/harmonize/result_edits.h"
#include "ui/harmonize/run_words.h"
#include "ui/panels/latest_task.h"

#include <QImage>

#include <algorithm>
#include <exception>
#include <iterator>
#include <string>

namespace dh
{

namespace
{

/// Null where the memory isn't enough.
QImage thumbnailOf(const HarmonizedResult& result, double ratio)
{
    try {
        const QSizeF room = ResultModel::kThumbnailSize;
        QImage thumbnail = thumbnailFromImage(result.after, (room * ratio).toSize());
        // A small picture isn't enlarged, and looks no smaller on a dense screen.
        const double fitting = std::max(thumbnail.width() / room.width(), thumbnail.height() / room.height());
        thumbnail.setDevicePixelRatio(std::clamp(fitting, 1.0, std::max(1.0, ratio)));
        return thumbnail;
    } catch (const std::exception& failure) {
        log(LogLevel::Warning, std::string("no thumbnail: ").append(failure.what()));
        return {};
    }
}

std::map<ResultId, QImage> thumbnailsOf(const std::vector<ResultPtr>& results, double ratio)
{
    std::map<ResultId, QImage> thumbnails;
    for (const ResultPtr& result : results)
        thumbnails[result->id] = thumbnailOf(*result, ratio);
    return thumbnails;
}

} // namespace

ResultModel::ResultModel(Document& document, QObject* parent)
    : QAbstractListModel(parent), m_document(document), m_task(new LatestTask(this))
{
    connect(&document, &Document::changed, this, &ResultModel::follow);
    follow({SceneChange::Results, {}, 0});
}

void ResultModel::setDevicePixelRatio(double ratio)
{
    if (ratio == m_ratio)
        return;
    m_ratio = ratio;
    m_thumbnails.clear();
    makeThumbnails();
}

ResultPtr ResultModel::resultAt(const QModelIndex& index) const
{
    return index.isValid() ? m_results[static_cast<std::size_t>(index.row())] : nullptr;
}

QModelIndex ResultModel::indexOf(ResultId id) const
{
    const auto found =
        std::find_if(m_results.begin(), m_results.end(), [id](const ResultPtr& result) { return result->id == id; });
    return found == m_results.end() ? QModelIndex() : index(static_cast<int>(found - m_results.begin()));
}

int ResultModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_results.size());
}

QVariant ResultModel::data(const QModelIndex& index, int role) const
{
    const ResultPtr result = resultAt(index);
    if (!result)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*result);
    case Qt::EditRole:
        return nameOf(*result);
    case Qt::DecorationRole: {
        const auto found = m_thumbnails.find(result->id);
        return found == m_thumbnails.end() ? QPixmap() : found->second;
    }
    case Qt::ToolTipRole:
        return settingsText(*result);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1, %2").arg(text(*result), settingsText(*result));
    default:
        return {};
    }
}

bool ResultModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const ResultPtr result = resultAt(index);
    const QString name = value.toString().trimmed();
    // A result without a name shows its seed; leaving the editor doesn't make that its name.
    if (!result || role != Qt::EditRole || name.isEmpty() || name == nameOf(*result))
        return false;
    renameResult(m_document, result->id, name);
    return true;
}

Qt::ItemFlags ResultModel::flags(const QModelIndex& index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable;
}

void ResultModel::follow(const SceneChange& change)
{
    constexpr unsigned kConcerned = SceneChange::Results | SceneChange::Layers | SceneChange::Canvas;
    if ((change.kinds & kConcerned) == 0)
        return;
    const auto& now = m_document.composition().results;
    std::vector<ResultPtr> results(now.rbegin(), now.rend());
    if ((change.kinds & SceneChange::Canvas) != 0) {
        beginResetModel();
        m_results = std::move(results);
        m_thumbnails.clear();
        m_task->drop();
        endResetModel();
        makeThumbnails();
    } else {
        takeRows(std::move(results));
    }
}

/// Row by row, so that the selection and an open name editor stay. The order of results never changes.
void ResultModel::takeRows(std::vector<ResultPtr> results)
{
    const auto isThere = [&results](ResultId id) {
        return std::any_of(results.begin(), results.end(), [id](const ResultPtr& one) { return one->id == id; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (isThere(m_results[static_cast<std::size_t>(row)]->id))
            continue;
        beginRemoveRows({}, row, row);
        m_results.erase(m_results.begin() + row);
        endRemoveRows();
    }
    bool hasNew = false;
    for (int row = 0; row < static_cast<int>(results.size()); ++row) {
        const ResultPtr& wanted = results[static_cast<std::size_t>(row)];
        if (row < rowCount() && m_results[static_cast<std::size_t>(row)]->id == wanted->id)
            continue;
        beginInsertRows({}, row, row);
        m_results.insert(m_results.begin() + row, wanted);
        endInsertRows();
        hasNew = true;
    }
    m_results = std::move(results);
    if (!m_results.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    if (hasNew)
        makeThumbnails();
}

void ResultModel::makeThumbnails()
{
    std::vector<ResultPtr> missing;
    std::copy_if(m_results.begin(), m_results.end(), std::back_inserter(missing),
                 [this](const ResultPtr& result) { return m_thumbnails.count(result->id) == 0; });
    if (missing.empty())
        return;
    m_task->start([missing, ratio = m_ratio] { return thumbnailsOf(missing, ratio); },
                  [this](const std::map<ResultId, QImage>& thumbnails) {
                      for (const auto& [id, image] : thumbnails)
                          m_thumbnails[id] = QPixmap::fromImage(image);
                      if (!m_results.empty())
                          Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::DecorationRole});
                  });
}

bool ResultModel::isApplied(const HarmonizedResult& result) const
{
    const AppliedResult* applied = appliedOn(m_document.composition(), result.layer);
    return applied != nullptr && applied->result->id == result.id;
}

QString ResultModel::text(const HarmonizedResult& result) const
{
    QString text = nameOf(result);
    if (result.starred)
        text.prepend(QStringLiteral("★ "));
    // On a line of its own: the end of a long name is left out.
    QStringList below;
    if (isApplied(result))
        below << tr("applied");
    if (result.seconds > 0.0)
        below << durationText(result.seconds);
    return below.isEmpty() ? text : text + QLatin1Char('\n') + below.join(QStringLiteral(", "));
}

} // namespace dh
