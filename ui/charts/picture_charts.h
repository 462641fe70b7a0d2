#pragma once

#include "core/evaluate/histograms.h"
#include "ui/charts/chart.h"

namespace dh
{

/// A picture before and after harmonizing, taken apart by the mask.
struct ChangeStatistics {
    PictureStatistics before;
    PictureStatistics after;
};

/// The foreground before and after against the background: the share of their pixels, in percent, that has each value.
[[nodiscard]] Chart histogramChart(const ChangeStatistics& statistics, HistogramChannel channel);

/// Mean and spread of L, a and b.
[[nodiscard]] Chart toneChart(const ChangeStatistics& statistics);

} // namespace dh
