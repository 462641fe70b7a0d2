#include "core/document/fast_png.h"
#include "core/document/open_raster.h"
#include "core/imaging/convert.h"
#include "core/scene/render.h"

#include <QString>
#include <QXmlStreamWriter>

#include <algorithm>
#include <array>

namespace dh
{

namespace
{

constexpr int kThumbnailSide = 256;

/// `image` as PNG can store it.
Image storable(const Image& image)
{
    if (image.type() != SampleType::F32)
        return image;
    const Rect all{0, 0, image.width(), image.height()};
    return imageFromPlanar(planarFromImage(image, all), SampleType::U16, image.iccProfile());
}

template <typename T>
Image shrunken(const Image& image, Size size)
{
    ImageBuffer small(size, 3, SampleType::U8);
    const float toByte = maxSample(SampleType::U8) / maxSample(image.type());
    const auto from = [](int i, int count, int all) {
        return static_cast<int>(static_cast<long long>(i) * all / count);
    };
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const int top = from(y, size.height, image.height());
            const int left = from(x, size.width, image.width());
            const int bottom = std::max(top + 1, from(y + 1, size.height, image.height()));
            const int right = std::max(left + 1, from(x + 1, size.width, image.width()));
            std::array<double, 3> sum{};
            for (int row = top; row < bottom; ++row)
                for (int column = left; column < right; ++column)
                    for (std::size_t c = 0; c < sum.size(); ++c)
                        sum[c] += static_cast<double>(
                            image.row<T>(row)[static_cast<std::size_t>(column * image.channels()) + c]);
            const double count = static_cast<double>(bottom - top) * (right - left);
            for (std::size_t c = 0; c < sum.size(); ++c)
                small.row<std::uint8_t>(y)[static_cast<std::size_t>(x) * sum.size() + c] =
                    static_cast<std::uint8_t>(sum[c] / count * toByte + 0.5);
        }
    return std::move(small).finish(image.iccProfile());
}

Image thumbnail(const Image& image)
{
    const int longest = std::max(image.width(), image.height());
    Size size = image.size();
    if (longest > kThumbnailSide)
        size = {std::max(1, image.width() * kThumbnailSide / longest),
                std::max(1, image.height() * kThumbnailSide / longest)};
    return image.type() == SampleType::U8 ? shrunken<std::uint8_t>(image, size) : shrunken<std::uint16_t>(image, size);
}

void writeLayerElement(QXmlStreamWriter& xml, const QString& name, const std::string& part, Point place, double opacity,
                       bool isVisible)
{
    xml.writeEmptyElement("layer");
    xml.writeAttribute("name", name);
    xml.writeAttribute("src", QString::fromStdString(part));
    xml.writeAttribute("x", QString::number(place.x));
    xml.writeAttribute("y", QString::number(place.y));
    xml.writeAttribute("opacity", QString::number(opacity));
    xml.writeAttribute("visibility", isVisible ? "visible" : "hidden");
    xml.writeAttribute("composite-op", "svg:src-over");
}

/// XML has no place for most control characters.
QString xmlText(const std::string& text)
{
    QString result = QString::fromStdString(text);
    result.removeIf([](QChar c) { return c < QChar(' ') || c.unicode() >= 0xFFFE; });
    return result;
}

/// Draws a layer as it lies on the canvas, its opacity left to the reader of the stack.
Point writeLayer(const Composition& composition, const Layer& layer, const std::string& part, ZipWriter& zip,
                 const CancelToken& cancel)
{
    Composition alone;
    alone.background = composition.background;
    alone.layers = {layer};
    alone.layers[0].opacity = 1.0;
    const Rect canvas{0, 0, composition.size().width, composition.size().height};
    const Rect bounds = boundsInCanvas(layer).intersected(canvas);
    Image drawn = bounds.isEmpty() ? Image() : renderLayerAlone(alone, layer.id);
    if (drawn.isNull())
        drawn = ImageBuffer({1, 1}, 4, SampleType::U8).finish();
    zip.add(part, fastPng(drawn, cancel), ZipWriter::Packing::Stored, cancel);
    return {bounds.x, bounds.y};
}

void addText(ZipWriter& zip, const std::string& name, const QByteArray& text)
{
    zip.add(name, std::as_bytes(std::span(text.data(), static_cast<std::size_t>(text.size()))),
            ZipWriter::Packing::Deflated);
}

} // namespace

void writeOpenRasterParts(const Composition& composition, ZipWriter& zip, const CancelToken& cancel)
{
    if (composition.background.type() == SampleType::F32)
        zip.add(kBackgroundPart, fastPng(storable(composition.background), cancel), ZipWriter::Packing::Stored, cancel);
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement("image");
    xml.writeAttribute("version", "0.0.5");
    xml.writeAttribute("w", QString::number(composition.size().width));
    xml.writeAttribute("h", QString::number(composition.size().height));
    xml.writeStartElement("stack");
    for (auto layer = composition.layers.rbegin(); layer != composition.layers.rend(); ++layer) {
        const std::string part = "data/layer" + std::to_string(layer->id) + ".png";
        const Point place = writeLayer(composition, *layer, part, zip, cancel);
        writeLayerElement(xml, xmlText(layer->name), part, place, layer->opacity, layer->visible);
    }
    writeLayerElement(xml, "Background", kBackgroundPart, {}, 1.0, true);
    xml.writeEndDocument();
    addText(zip, kOpenRasterStack, text);
    const Image merged = storable(renderComposition(composition, cancel));
    zip.add("mergedimage.png", fastPng(merged, cancel), ZipWriter::Packing::Stored, cancel);
    zip.add("Thumbnails/thumbnail.png", fastPng(thumbnail(merged)), ZipWriter::Packing::Stored, cancel);
}

} // namespace dh
