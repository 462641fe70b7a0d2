#pragma once

#include "core/scene/composition.h"

#include <QAbstractListModel>
#include <QPixmap>
#include <QSize>

#include <map>
#include <vector>

namespace dh
{

class Document;
class LatestTask;
struct SceneChange;

/// The kept results, the newest first, with thumbnails that a thread makes. Names can be edited. GUI thread.
class ResultModel : public QAbstractListModel
{
    Q_OBJECT
public:
    /// Thumbnails fit into it; logical pixels.
    static constexpr QSize kThumbnailSize{96, 72};

    explicit ResultModel(Document& document, QObject* parent = nullptr);

    /// Of the screen that shows the thumbnails.
    void setDevicePixelRatio(double ratio);
    [[nodiscard]] ResultPtr resultAt(const QModelIndex& index) const; ///< null for an invalid index
    [[nodiscard]] QModelIndex indexOf(ResultId id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void follow(const SceneChange& change);
    void takeRows(std::vector<ResultPtr> results);
    void makeThumbnails();
    [[nodiscard]] bool isApplied(const HarmonizedResult& result) const;
    [[nodiscard]] QString text(const HarmonizedResult& result) const;

    Document& m_document;
    std::vector<ResultPtr> m_results;
    std::map<ResultId, QPixmap> m_thumbnails;
    double m_ratio = 1.0;
    LatestTask* m_task;
};

} // namespace dh
