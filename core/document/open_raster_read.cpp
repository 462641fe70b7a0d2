#include "core/base/error.h"
#include "core/document/open_raster.h"

#include <QString>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr std::uint64_t kMaxStackBytes = std::uint64_t{16} << 20U;
constexpr int kMaxSide = 100000;
constexpr int kMaxOffset = 10000000;
constexpr std::size_t kMaxLayers = 10000;
constexpr int kMaxDepth = 64;

/// What a group hands down to its layers.
struct Group {
    Point place;
    double opacity = 1.0;
    bool isVisible = true;
};

class StackReader
{
public:
    StackReader(const PartSource& source, const CancelToken& cancel) : m_source(source), m_pixels(source, cancel) {}

    Composition read()
    {
        const Bytes text = m_source.read(kOpenRasterStack, kMaxStackBytes);
        m_xml.addData(QByteArray(reinterpret_cast<const char*>(text.data()), static_cast<qsizetype>(text.size())));
        if (!m_xml.readNextStartElement() || m_xml.name() != QLatin1String("image"))
            refuse("stack.xml describes no picture");
        m_canvas = {integer("w", 0, 1, kMaxSide), integer("h", 0, 1, kMaxSide)};
        while (m_xml.readNextStartElement())
            element({}, 0);
        if (m_xml.hasError())
            refuse("stack.xml: " + m_xml.errorString().toStdString());
        std::reverse(m_layers.begin(), m_layers.end());
        return composed();
    }

private:
    [[noreturn]] void refuse(const std::string& why) const
    {
        throw Error(ErrorCode::CorruptFile, m_source.path().string(), why);
    }

    int integer(const char* name, int absent, int least, int most) const
    {
        const auto value = m_xml.attributes().value(QLatin1String(name));
        if (value.isEmpty() && absent >= least)
            return absent;
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        if (!isNumber || number < least || number > most)
            refuse(std::string("stack.xml: ") + name + " is not valid");
        return number;
    }

    Group innerOf(const Group& outer) const
    {
        Group inner = outer;
        inner.place.x += integer("x", 0, -kMaxOffset, kMaxOffset);
        inner.place.y += integer("y", 0, -kMaxOffset, kMaxOffset);
        bool isNumber = false;
        const double opacity = m_xml.attributes().value(QLatin1String("opacity")).toDouble(&isNumber);
        if (isNumber && std::isfinite(opacity))
            inner.opacity *= std::clamp(opacity, 0.0, 1.0);
        inner.isVisible =
            outer.isVisible && m_xml.attributes().value(QLatin1String("visibility")) != QLatin1String("hidden");
        return inner;
    }

    void element(const Group& outer, int depth)
    {
        if (depth > kMaxDepth)
            refuse("stack.xml is nested too deeply");
        if (m_xml.name() == QLatin1String("stack")) {
            const Group inner = innerOf(outer);
            while (m_xml.readNextStartElement())
                element(inner, depth + 1);
            return;
        }
        if (m_xml.name() == QLatin1String("layer"))
            layer(innerOf(outer));
        m_xml.skipCurrentElement();
    }

    void layer(const Group& settings)
    {
        if (m_layers.size() >= kMaxLayers)
            refuse("has an absurd number of layers");
        const std::string part = m_xml.attributes().value(QLatin1String("src")).toString().toStdString();
        Layer layer;
        layer.id = m_layers.size() + 1;
        layer.name = m_xml.attributes().value(QLatin1String("name")).toString().toStdString();
        layer.image = m_pixels.png(part);
        layer.opacity = settings.opacity;
        layer.visible = settings.isVisible;
        const PointF centre{layer.image.width() / 2.0, layer.image.height() / 2.0};
        layer.transform.pivotInLayer = centre;
        layer.transform.pivotInCanvas = {settings.place.x + centre.x, settings.place.y + centre.y};
        m_layers.push_back(std::move(layer));
    }

    [[nodiscard]] bool fillsCanvas(const Layer& layer) const
    {
        const PointF& place = layer.transform.pivotInCanvas;
        return layer.image.size() == m_canvas && place == layer.transform.pivotInLayer && layer.visible &&
               layer.opacity == 1.0 && isOpaque(layer.image);
    }

    static bool isOpaque(const Image& image)
    {
        if (!image.hasAlpha())
            return true;
        return image.type() == SampleType::U8 ? isOpaqueIn<std::uint8_t>(image) : isOpaqueIn<std::uint16_t>(image);
    }

    template <typename T>
    static bool isOpaqueIn(const Image& image)
    {
        const auto full = static_cast<T>(maxSample(image.type()));
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.row<T>(y)[4 * x + 3] != full)
                    return false;
        return true;
    }

    Composition composed()
    {
        Composition composition;
        if (!m_layers.empty() && fillsCanvas(m_layers.front())) {
            composition.background = m_layers.front().image;
            m_layers.erase(m_layers.begin());
        } else {
            composition.background = whiteCanvas();
        }
        composition.layers = std::move(m_layers);
        return composition;
    }

    [[nodiscard]] Image whiteCanvas() const
    {
        constexpr long long kMaxArea = 1LL << 27; // it costs its maker no data at all
        if (m_canvas.area() > kMaxArea)
            refuse("the canvas is absurdly large");
        ImageBuffer white(m_canvas, 3, SampleType::U8);
        std::fill_n(white.bytes(), white.rowBytes() * static_cast<std::size_t>(m_canvas.height), std::byte{0xFF});
        return std::move(white).finish();
    }

    const PartSource& m_source;
    PixelReader m_pixels;
    QXmlStreamReader m_xml;
    Size m_canvas;
    std::vector<Layer> m_layers;
};

} // namespace

Composition readOpenRaster(const PartSource& source, const CancelToken& cancel)
{
    return StackReader(source, cancel).read();
}

} // namespace dh
