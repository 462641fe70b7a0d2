#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dh
{

/// One line of the log.
struct TrainingLogRow {
    std::int64_t step = 0;
    int size = 0;
    int batch = 0;
    double loss = 0.0;
    double smoothedLoss = 0.0;
    double gradientNorm = 0.0;
    double learningRate = 0.0;
    double samplesPerSecond = 0.0;
};

/// The course of a run as CSV, and as a chart. Rows are kept until flush(), so that the file is never ahead of the
/// checkpoint that a run continues from by more than what the next opening drops. Used by one thread.
class TrainingLog
{
public:
    /// Opens or makes the file and drops the rows after `step`, and what a killed run left half-written.
    /// @throws Error FileUnreadable, FileUnwritable, DiskFull
    TrainingLog(std::filesystem::path path, std::int64_t step);

    void add(const TrainingLogRow& row);
    /// @throws Error FileUnwritable, DiskFull
    void flush();
    /// The smoothed loss over the steps as an SVG picture of its own.
    /// @throws Error FileUnwritable, DiskFull
    void writeChart(const std::filesystem::path& path) const;

private:
    struct Point {
        std::int64_t step;
        double loss;
    };
    std::filesystem::path m_path;
    std::string m_waiting;
    std::vector<Point> m_points;
};

} // namespace dh
