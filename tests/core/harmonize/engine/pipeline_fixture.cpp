#include "tests/core/harmonize/engine/pipeline_fixture.h"

#include "core/imaging/convert.h"
#include "tests/core/imaging/test_pictures.h"

#include <cmath>

namespace dh::test
{

namespace
{

constexpr int kResolution = 128;

/// 0..1
double backgroundValue(Size size, int x, int y, int channel)
{
    const double across = (x + 0.5) / size.width;
    const double down = (y + 0.5) / size.height;
    switch (channel) {
    case 0:
        return 0.55 + 0.3 * std::sin(5.0 * across + 2.0 * down) + 0.05 * std::sin(0.9 * x);
    case 1:
        return 0.45 + 0.3 * std::cos(4.0 * down - across) + 0.05 * std::sin(0.7 * y);
    case 2:
        return 0.4 + 0.25 * std::sin(3.0 * across * down + 1.0) + 0.05 * std::sin(0.6 * (x + y));
    default:
        return 0.25 + 0.7 * across;
    }
}

/// The same with an ellipse in the middle that another light falls on.
double sceneValue(Size size, int x, int y, int channel)
{
    const double value = backgroundValue(size, x, y, channel);
    const double across = (x + 0.5) / size.width - 0.5;
    const double down = (y + 0.5) / size.height - 0.5;
    constexpr double kRadius = 0.3;
    constexpr double kLight[] = {0.45, 0.6, 1.0, 1.0};
    return across * across + down * down < kRadius * kRadius ? value * kLight[channel] : value;
}

double distance(const PlanarImage& a, const PlanarImage& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        sum += std::abs(static_cast<double>(a.values[i]) - b.values[i]);
    return sum / static_cast<double>(a.values.size());
}

} // namespace

ModelLocation builtInModel()
{
    ModelLocation location;
    location.root = std::string(DH_SOURCE_DIR) + "/resources/models/mini";
    return location;
}

template <typename T>
Image sceneImage(Size size, int channels, IccProfile icc)
{
    constexpr double kMax = sizeof(T) == 1 ? 255.0 : 65535.0;
    return imageOf<T>(
        size, channels, [&](int x, int y, int c) { return std::lround(kMax * sceneValue(size, x, y, c)); },
        std::move(icc));
}

template Image sceneImage<std::uint8_t>(Size, int, IccProfile);
template Image sceneImage<std::uint16_t>(Size, int, IccProfile);

Mask ellipseMask(Size size)
{
    Mask mask(size);
    for (int y = 0; y < size.height; ++y) {
        std::uint8_t* row = mask.writableRow(y);
        for (int x = 0; x < size.width; ++x) {
            const double across = (x + 0.5) / size.width - 0.5;
            const double down = (y + 0.5) / size.height - 0.5;
            constexpr double kRadius = 0.3;
            constexpr double kSoftEdge = 0.03;
            const double inside = (kRadius - std::hypot(across, down)) / kSoftEdge + 0.5;
            row[x] = static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(inside, 0.0, 1.0)));
        }
    }
    return mask;
}

HarmonizeRequest smallRequest(const Image& composite, const Mask& mask)
{
    HarmonizeRequest request;
    request.composite = composite;
    request.mask = mask;
    request.resolution = kResolution;
    return request;
}

HarmonizeRequest smallRequest(Size size)
{
    return smallRequest(sceneImage<std::uint8_t>(size), ellipseMask(size));
}

Changes countChanges(const Image& before, const Image& after, const Mask& mask)
{
    Changes changes;
    const int width = bytesPerSample(before.type());
    for (int y = 0; y < before.height(); ++y) {
        const auto* a = before.bytes() + before.rowBytes() * static_cast<std::size_t>(y);
        const auto* b = after.bytes() + after.rowBytes() * static_cast<std::size_t>(y);
        for (int i = 0; i < before.width() * before.channels(); ++i) {
            if (std::equal(a + i * width, a + (i + 1) * width, b + i * width))
                continue;
            (mask.row(y)[i / before.channels()] == 0 ? changes.outside : changes.inside) += 1;
        }
    }
    return changes;
}

double meanDifference(const Image& a, const Image& b)
{
    return distance(planarFromImage(a), planarFromImage(b));
}

RecordingSink::RecordingSink(bool previews, std::function<void(const Progress&)> onReport)
    : m_previews(previews), m_onReport(std::move(onReport))
{
}

void RecordingSink::report(const Progress& progress)
{
    m_reports.push_back(progress);
    if (m_onReport)
        m_onReport(progress);
}

} // namespace dh::test
