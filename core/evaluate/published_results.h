#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// What a paper printed about one system, measured on iHarmony4's test set at 256 x 256. Never measured by this
/// program.
struct PublishedSystem {
    std::string name;
    /// by sub-dataset ("Average" for all) and metric ("PSNR", "MSE", "fMSE")
    std::map<std::pair<std::string, std::string>, std::optional<double>> values;
};

/// Reads a table with the columns dataset, metric and one for each system; lines that start with # are comments, an
/// empty field is a number that wasn't published.
/// @throws Error FileNotFound, FileUnreadable; CorruptFile, naming the line
[[nodiscard]] std::vector<PublishedSystem> readPublishedResults(const std::filesystem::path& table);

} // namespace dh
