#include "core/train/training_log.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string_view>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr std::string_view kHeader =
    "step,size,batch,loss,smoothed_loss,gradient_norm,learning_rate,samples_per_second";
constexpr std::size_t kSmoothedColumn = 4;

// The chart, in SVG units.
constexpr double kWidth = 800.0;
constexpr double kHeight = 400.0;
constexpr double kMargin = 60.0;
constexpr std::size_t kMostPoints = 800;
constexpr int kParts = 4; ///< between lines of the grid

/// The same in every locale.
std::string number(double value, int digits = 6)
{
    std::array<char, 64> text;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits).ptr;
    return {text.data(), end};
}

std::vector<std::string_view> columns(std::string_view line)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find(',', begin), line.size());
        parts.push_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

template <typename Number>
bool parse(std::string_view text, Number& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

/// Where values lie on a logarithmic axis.
struct LogAxis {
    double lowest;
    double highest;
    [[nodiscard]] double y(double value) const
    {
        const double span = std::max(1e-9, std::log(highest / lowest));
        return kHeight - kMargin - (kHeight - 2 * kMargin) * std::log(value / lowest) / span;
    }
};

std::string textAt(double x, double y, const char* anchor, const std::string& text)
{
    return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">" + text + "</text>\n";
}

std::string gridLine(double y)
{
    return "<line x1=\"" + number(kMargin) + "\" y1=\"" + number(y) + "\" x2=\"" + number(kWidth - kMargin) +
           "\" y2=\"" + number(y) + "\" stroke=\"#d9d9d9\"/>\n";
}

} // namespace

TrainingLog::TrainingLog(fs::path path, std::int64_t step) : m_path(std::move(path))
{
    std::string kept(kHeader);
    kept += '\n';
    std::ifstream file(m_path);
    for (std::string line; std::getline(file, line) && !file.eof();) {
        const std::vector<std::string_view> parts = columns(line);
        Point point{};
        if (parts.size() <= kSmoothedColumn || !parse(parts.front(), point.step) || point.step > step ||
            !parse(parts[kSmoothedColumn], point.loss))
            continue;
        m_points.push_back(point);
        kept += line + '\n';
    }
    file.close();
    AtomicFile target(m_path);
    target.write(kept);
    target.commit();
}

void TrainingLog::add(const TrainingLogRow& row)
{
    m_points.push_back({row.step, row.smoothedLoss});
    m_waiting += std::to_string(row.step) + ',' + std::to_string(row.size) + ',' + std::to_string(row.batch) + ',' +
                 number(row.loss) + ',' + number(row.smoothedLoss) + ',' + number(row.gradientNorm) + ',' +
                 number(row.learningRate) + ',' + number(row.samplesPerSecond, 4) + '\n';
}

void TrainingLog::flush()
{
    errno = 0;
    std::ofstream file(m_path, std::ios::app | std::ios::binary);
    file << m_waiting << std::flush;
    if (!file)
        throw errorFromErrno(errno, m_path, ErrorCode::FileUnwritable);
    m_waiting.clear();
}

void TrainingLog::writeChart(const fs::path& path) const
{
    std::vector<Point> shown;
    const std::size_t stride = m_points.size() / kMostPoints + 1;
    for (std::size_t i = 0; i < m_points.size(); i += stride)
        if (m_points[i].loss > 0.0)
            shown.push_back(m_points[i]);
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(kWidth) + " " +
                      number(kHeight) +
                      "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" "
                      "fill=\"white\"/>\n";
    if (shown.size() > 1) {
        const auto [low, high] = std::ranges::minmax_element(shown, {}, &Point::loss);
        const LogAxis axis{low->loss, high->loss};
        const auto first = static_cast<double>(shown.front().step);
        const double steps = std::max(1.0, static_cast<double>(shown.back().step) - first);
        for (int i = 0; i <= kParts; ++i) {
            const double value = axis.lowest * std::pow(axis.highest / axis.lowest, static_cast<double>(i) / kParts);
            svg += gridLine(axis.y(value)) + textAt(kMargin - 4, axis.y(value) + 4, "end", number(value, 3));
        }
        svg += textAt(kMargin, kHeight - kMargin / 2, "start", std::to_string(shown.front().step));
        svg += textAt(kWidth - kMargin, kHeight - kMargin / 2, "end", std::to_string(shown.back().step));
        svg += textAt(kWidth / 2, kHeight - kMargin / 4, "middle", "step");
        svg += textAt(kWidth / 2, kMargin / 2, "middle", "smoothed loss, logarithmic");
        svg += "<polyline fill=\"none\" stroke=\"#1f77b4\" points=\"";
        for (const Point& point : shown) {
            const double x = kMargin + (kWidth - 2 * kMargin) * (static_cast<double>(point.step) - first) / steps;
            svg += number(x, 5) + ',' + number(axis.y(point.loss), 5) + ' ';
        }
        svg += "\"/>\n";
    }
    AtomicFile file(path);
    file.write(svg + "</svg>\n");
    file.commit();
}

} // namespace dh
