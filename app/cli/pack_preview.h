#pragma once

#include "core/train/data/data_options.h"

#include "core/base/cancel.h"

#include <filesystem>

namespace dh
{

/// How strong and how large the changes of many samples are, on the 0..255 scale: quartiles and means.
struct SampleStatistics {
    struct Spread {
        double mean = 0.0;
        double lowerQuartile = 0.0;
        double median = 0.0;
        double upperQuartile = 0.0;
    };
    int samples = 0;
    Spread fmse;
    Spread psnr; ///< of the samples that differ at all
    Spread area; ///< share of the mask
    double unchangedShare = 0.0;
};

[[nodiscard]] SampleStatistics sampleStatistics(const DataOptions& options, int side, int samples,
                                                const CancelToken& cancel);

/// Writes a sheet of samples, composite beside real picture with the mask's outline, as a picture file.
/// @throws Error as writeImageFile
void writeSampleSheet(const DataOptions& options, int side, const std::filesystem::path& output);

} // namespace dh
