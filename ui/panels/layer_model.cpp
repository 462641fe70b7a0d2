#include "ui/panels/layer_model.h"

#include "core/document/document.h"
#include "ui/canvas/qt_image.h"

#include <QDataStream>
#include <QIODevice>
#include <QImage>
#include <QMimeData>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr auto kMimeType = "application/x-diffharmony-layer";

/// The mask by its nearest pixels: enough to recognise it, quick at any size.
QImage shrunkMask(const Mask& mask, QSize size)
{
    QImage image(size, QImage::Format_Grayscale8);
    for (int y = 0; y < size.height(); ++y) {
        const std::uint8_t* source = mask.row(static_cast<int>((y + 0.5) * mask.height() / size.height()));
        uchar* target = image.scanLine(y);
        for (int x = 0; x < size.width(); ++x)
            target[x] = source[static_cast<int>((x + 0.5) * mask.width() / size.width())];
    }
    return image;
}

/// What belongs to a layer without a mask: what its picture covers.
QImage alphaOf(const QImage& picture)
{
    QImage alpha = picture.convertToFormat(QImage::Format_Alpha8);
    alpha.reinterpretAsFormat(QImage::Format_Grayscale8);
    return alpha;
}

} // namespace

LayerModel::LayerModel(Document& document, QObject* parent)
    : QAbstractListModel(parent), m_document(document), m_ids(listedIds())
{
    connect(&document, &Document::changed, this, &LayerModel::follow);
}

int LayerModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

std::vector<LayerId> LayerModel::listedIds() const
{
    const Composition& composition = m_document.composition();
    std::vector<LayerId> ids;
    for (auto layer = composition.layers.rbegin(); layer != composition.layers.rend(); ++layer)
        ids.push_back(layer->id);
    if (!composition.isEmpty())
        ids.push_back(0);
    return ids;
}

LayerId LayerModel::layerAt(const QModelIndex& index) const
{
    return index.isValid() ? m_ids.at(static_cast<std::size_t>(index.row())) : 0;
}

QModelIndex LayerModel::indexOf(LayerId layer) const
{
    const auto found = std::find(m_ids.begin(), m_ids.end(), layer);
    return layer == 0 || found == m_ids.end() ? QModelIndex() : index(static_cast<int>(found - m_ids.begin()));
}

QVariant LayerModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const LayerId id = layerAt(index);
    if (id == 0)
        return backgroundData(role);
    const Layer* layer = m_document.composition().layer(id);
    if (layer == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return QString::fromStdString(layer->name);
    case Qt::AccessibleTextRole:
        return spokenText(*layer);
    case VisibleRole:
        return layer->visible;
    case LockedRole:
        return layer->locked;
    case ThumbnailRole:
        return imageThumbnail(id, layer->image);
    case MaskThumbnailRole:
        return maskThumbnail(*layer);
    case BackgroundRole:
        return false;
    default:
        return {};
    }
}

QVariant LayerModel::backgroundData(int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return tr("Background");
    case ThumbnailRole:
        return imageThumbnail(0, m_document.composition().background);
    case VisibleRole:
    case LockedRole:
    case BackgroundRole:
        return true;
    default:
        return {};
    }
}

QString LayerModel::spokenText(const Layer& layer) const
{
    QStringList parts{QString::fromStdString(layer.name)};
    if (!layer.visible)
        parts << tr("hidden");
    if (layer.locked)
        parts << tr("locked");
    return parts.join(QStringLiteral(", "));
}

bool LayerModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const LayerId id = layerAt(index);
    if (id == 0)
        return false;
    const auto change = [this, id](const QString& name, const std::function<void(Layer&)>& alter) {
        return m_document.edit(name, [&](Composition& composition) { alter(*composition.layer(id)); });
    };
    switch (role) {
    case Qt::EditRole: {
        const std::string name = value.toString().trimmed().toStdString();
        return !name.empty() && change(tr("Rename layer"), [&](Layer& layer) { layer.name = name; });
    }
    case VisibleRole:
        return change(value.toBool() ? tr("Show layer") : tr("Hide layer"),
                      [&](Layer& layer) { layer.visible = value.toBool(); });
    case LockedRole:
        return change(value.toBool() ? tr("Lock layer") : tr("Unlock layer"),
                      [&](Layer& layer) { layer.locked = value.toBool(); });
    default:
        return false;
    }
}

Qt::ItemFlags LayerModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    if (layerAt(index) == 0)
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled;
}

QStringList LayerModel::mimeTypes() const
{
    return {QLatin1String(kMimeType)};
}

QMimeData* LayerModel::mimeData(const QModelIndexList& indexes) const
{
    QByteArray bytes;
    QDataStream(&bytes, QIODevice::WriteOnly) << quint64{layerAt(indexes.value(0))};
    auto* data = new QMimeData; // the view owns it
    data->setData(QLatin1String(kMimeType), bytes);
    return data;
}

bool LayerModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int, const QModelIndex& parent)
{
    if (action != Qt::MoveAction || !data->hasFormat(QLatin1String(kMimeType)))
        return false;
    quint64 id = 0;
    QDataStream(data->data(QLatin1String(kMimeType))) >> id;
    const int count = static_cast<int>(m_document.composition().layers.size());
    const int before = std::clamp(row >= 0 ? row : parent.isValid() ? parent.row() : count, 0, count);
    const int from = m_document.composition().indexOf(id);
    if (from < 0)
        return false;
    m_document.edit(tr("Reorder layers"), [&](Composition& composition) {
        // Counted from the bottom: what lies above the gap in the list comes after it here.
        const int gap = count - before;
        const auto begin = composition.layers.begin();
        if (from < gap)
            std::rotate(begin + from, begin + from + 1, begin + gap);
        else
            std::rotate(begin + gap, begin + from, begin + from + 1);
    });
    // The edit has moved the row already; a true would make the view remove it.
    return false;
}

void LayerModel::setDevicePixelRatio(double ratio)
{
    if (ratio == m_ratio)
        return;
    m_ratio = ratio;
    m_thumbnails.clear();
}

void LayerModel::follow(const SceneChange& change)
{
    // Another picture may have the same ids, and its pixels the place in memory of those that went.
    if ((change.kinds & SceneChange::Canvas) != 0)
        m_thumbnails.clear();
    if ((change.kinds & SceneChange::Mask) != 0) {
        for (auto& [id, thumbnails] : m_thumbnails) {
            if (change.layer == 0 || id == change.layer)
                thumbnails.mask = {};
        }
    }
    const std::vector<LayerId> ids = listedIds();
    if (ids != m_ids) {
        beginResetModel();
        m_ids = ids;
        std::erase_if(m_thumbnails, [&ids](const auto& entry) {
            return std::find(ids.begin(), ids.end(), entry.first) == ids.end();
        });
        endResetModel();
    } else if (!ids.empty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(ids.size()) - 1));
    }
}

QPixmap LayerModel::imageThumbnail(LayerId id, const Image& image) const
{
    Thumbnails& known = m_thumbnails[id];
    if (known.imageBytes != image.bytes() || known.image.isNull()) {
        const int side = static_cast<int>(std::ceil(kThumbnailSide * m_ratio));
        known.image = QPixmap::fromImage(thumbnailFromImage(image, QSize(side, side)));
        known.image.setDevicePixelRatio(m_ratio);
        known.imageBytes = image.bytes();
    }
    return known.image;
}

QPixmap LayerModel::maskThumbnail(const Layer& layer) const
{
    Thumbnails& known = m_thumbnails[layer.id];
    if (known.mask.isNull()) {
        const QImage picture = imageThumbnail(layer.id, layer.image).toImage();
        known.mask =
            QPixmap::fromImage(layer.mask.isNull() ? alphaOf(picture) : shrunkMask(layer.mask, picture.size()));
        known.mask.setDevicePixelRatio(m_ratio);
    }
    return known.mask;
}

} // namespace dh
