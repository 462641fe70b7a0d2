#pragma once

#include "core/evaluate/report_table.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// The finished report of `diffharmony evaluate`, as a reader finds it: report.json, and items.csv beside it.
struct EvaluationResults {
    struct System {
        std::string key;   ///< "composite"
        std::string label; ///< for a user
    };
    /// What one system did to one picture, at 256 x 256.
    struct Item {
        int item = 0; ///< place in the list, from 0
        std::string name;
        std::string subset;
        std::string system;           ///< key
        double foregroundRatio = 0.0; ///< 0..1
        std::optional<double> psnr;   ///< dB, may be infinite; nothing where the system failed
        std::optional<double> mse;
        std::optional<double> fmse;
    };

    int pictures = 0; ///< in the list
    int finished = 0; ///< by all systems
    std::vector<System> systems;
    std::vector<ReportTable> tables;
    std::vector<Item> items; ///< empty without items.csv
};

/// Reads an untrusted report.
/// @param report  report.json, or the folder that holds it
/// @throws Error FileNotFound, FileUnreadable; CorruptFile, saying what is wrong
[[nodiscard]] EvaluationResults readEvaluationResults(const std::filesystem::path& report);

} // namespace dh
