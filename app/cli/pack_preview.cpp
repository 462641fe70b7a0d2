#include "app/cli/pack_preview.h"

#include "core/imaging/image_file.h"
#include "core/train/data/sample_source.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dh
{

namespace
{

constexpr float kHalfRange = 127.5F;
constexpr int kSheetColumns = 6;
constexpr int kSheetRows = 8;

class Sample
{
public:
    Sample(SampleSource& source, std::uint64_t number, int side)
        : m_side(side),
          m_plane(static_cast<std::size_t>(side) * side),
          m_real(3 * m_plane),
          m_composite(3 * m_plane),
          m_mask(m_plane)
    {
        source.fill(number, {side, m_real, m_composite, m_mask});
    }

    [[nodiscard]] double area() const { return std::accumulate(m_mask.begin(), m_mask.end(), 0.0) / m_plane; }

    struct Difference {
        double mse = 0.0;
        double fmse = 0.0;
    };
    [[nodiscard]] Difference difference() const
    {
        double whole = 0.0;
        double inside = 0.0;
        for (std::size_t i = 0; i < m_real.size(); ++i) {
            const double step = (m_composite[i] - m_real[i]) * kHalfRange;
            whole += step * step;
            inside += step * step * m_mask[i % m_plane];
        }
        const double values = 3.0 * static_cast<double>(m_plane);
        return {whole / values, inside / (values * area())};
    }

    /// Composite and real picture, side by side from `left`, `top` on.
    void draw(ImageBuffer& sheet, int left, int top) const
    {
        for (int y = 0; y < m_side; ++y) {
            auto* row = sheet.row<std::uint8_t>(top + y);
            for (int x = 0; x < m_side; ++x) {
                const std::size_t i = static_cast<std::size_t>(y) * m_side + x;
                for (std::size_t c = 0; c < 3; ++c) {
                    row[3 * (left + x) + c] = byte(m_composite[c * m_plane + i]);
                    row[3 * (left + m_side + x) + c] = isOutline(x, y) ? 255 : byte(m_real[c * m_plane + i]);
                }
            }
        }
    }

private:
    static std::uint8_t byte(float unit) { return static_cast<std::uint8_t>(std::lround((unit + 1.0F) * kHalfRange)); }

    [[nodiscard]] bool isOutline(int x, int y) const
    {
        const std::size_t i = static_cast<std::size_t>(y) * m_side + x;
        const bool toRight = x + 1 < m_side && m_mask[i] != m_mask[i + 1];
        return toRight || (y + 1 < m_side && m_mask[i] != m_mask[i + m_side]);
    }

    int m_side;
    std::size_t m_plane;
    std::vector<float> m_real;
    std::vector<float> m_composite;
    std::vector<float> m_mask;
};

SampleStatistics::Spread spreadOf(std::vector<double> values)
{
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    const auto at = [&values](std::size_t quarter) { return values[(values.size() - 1) * quarter / 4]; };
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    return {sum / static_cast<double>(values.size()), at(1), at(2), at(3)};
}

} // namespace

SampleStatistics sampleStatistics(const DataOptions& options, int side, int samples, const CancelToken& cancel)
{
    constexpr double kMostSquare = 255.0 * 255.0;
    SampleSource source(options);
    std::vector<double> fmse;
    std::vector<double> psnr;
    std::vector<double> area;
    for (int i = 0; i < samples; ++i) {
        cancel.throwIfCancelled();
        const Sample sample(source, static_cast<std::uint64_t>(i), side);
        const Sample::Difference difference = sample.difference();
        fmse.push_back(difference.fmse);
        if (difference.mse > 0.0)
            psnr.push_back(10.0 * std::log10(kMostSquare / difference.mse));
        area.push_back(sample.area());
    }
    SampleStatistics statistics;
    statistics.samples = samples;
    statistics.unchangedShare = 1.0 - static_cast<double>(psnr.size()) / samples;
    statistics.fmse = spreadOf(std::move(fmse));
    statistics.psnr = spreadOf(std::move(psnr));
    statistics.area = spreadOf(std::move(area));
    return statistics;
}

void writeSampleSheet(const DataOptions& options, int side, const std::filesystem::path& output)
{
    SampleSource source(options);
    ImageBuffer sheet({kSheetColumns * 2 * side, kSheetRows * side}, 3, SampleType::U8);
    for (int i = 0; i < kSheetColumns * kSheetRows; ++i) {
        const Sample sample(source, static_cast<std::uint64_t>(i), side);
        sample.draw(sheet, i % kSheetColumns * 2 * side, i / kSheetColumns * side);
    }
    writeImageFile(output, std::move(sheet).finish());
}

} // namespace dh
