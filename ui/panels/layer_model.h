#pragma once

#include "core/scene/composition.h"

#include <QAbstractListModel>
#include <QPixmap>

#include <map>
#include <vector>

namespace dh
{

class Document;
struct SceneChange;

/// The layers of a document as a list, the topmost first, the background last. Renaming and dragging become undoable
/// steps.
class LayerModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { VisibleRole = Qt::UserRole, LockedRole, ThumbnailRole, MaskThumbnailRole, BackgroundRole };
    static constexpr int kThumbnailSide = 36;

    explicit LayerModel(Document& document, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

    /// 0 for the background.
    [[nodiscard]] LayerId layerAt(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(LayerId layer) const;
    /// For thumbnails: physical pixels per logical one.
    void setDevicePixelRatio(double ratio);

private:
    /// Made when first shown; kept as long as the pixels stay.
    struct Thumbnails {
        const void* imageBytes = nullptr;
        QPixmap image;
        QPixmap mask;
    };
    void follow(const SceneChange& change);
    [[nodiscard]] std::vector<LayerId> listedIds() const;
    [[nodiscard]] QPixmap imageThumbnail(LayerId id, const Image& image) const;
    [[nodiscard]] QPixmap maskThumbnail(const Layer& layer) const;
    [[nodiscard]] QVariant backgroundData(int role) const;
    [[nodiscard]] QString spokenText(const Layer& layer) const;

    Document& m_document;
    std::vector<LayerId> m_ids; ///< in the list's order; 0 = the background
    double m_ratio = 1.0;
    mutable std::map<LayerId, Thumbnails> m_thumbnails;
};

} // namespace dh
