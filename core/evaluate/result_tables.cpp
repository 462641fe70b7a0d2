#include "core/evaluate/result_tables.h"

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

using Level = EvaluationData::Level;
using Filter = EvaluationData::Filter;
using Cells = std::vector<std::optional<double>>;

constexpr const char* kAverage = "Average";
constexpr const char* kMetrics[] = {"PSNR", "MSE", "fMSE"};
constexpr double kPercent = 100.0;

Filter ofSubset(const std::string& subset)
{
    if (subset == kAverage)
        return {};
    return [subset](const EvaluationRecord& record) { return record.subset == subset; };
}

/// PSNR, MSE and fMSE.
void addThree(Cells& cells, const std::optional<MeanErrors>& mean)
{
    cells.push_back(mean ? std::optional(mean->psnr) : std::nullopt);
    cells.push_back(mean ? std::optional(mean->mse) : std::nullopt);
    cells.push_back(mean ? std::optional(mean->fmse) : std::nullopt);
}

void addThreeColumns(ReportTable& table, const std::string& group)
{
    for (const char* metric : kMetrics)
        table.columns.push_back({group, metric});
}

/// Systems that give an answer to the task; the identity check has tables of its own.
std::vector<EvaluatedSystem> competitors(const EvaluationData& data)
{
    std::vector<EvaluatedSystem> systems = data.run().systems;
    std::erase_if(systems, [](const EvaluatedSystem& system) { return system.kind == SystemKind::Identity; });
    // One row a setting: seeds are compared in table 3.
    std::vector<EvaluatedSystem> unique;
    for (const EvaluatedSystem& system : systems) {
        const bool isSeen = std::any_of(unique.begin(), unique.end(),
                                        [&](const EvaluatedSystem& other) { return other.label() == system.label(); });
        if (!isSeen)
            unique.push_back(system);
    }
    return unique;
}

struct AgainstComposite {
    double fmseShare = 0.0;         ///< of the composite's mean
    std::optional<double> psnrGain; ///< nothing unless both means are finite
    double improved = 0.0;          ///< share of pictures with a smaller fMSE
};

std::optional<AgainstComposite> againstComposite(const EvaluationData& data, const EvaluatedSystem& system)
{
    const EvaluatedSystem composite{};
    const auto& systems = data.run().systems;
    if (system == composite || std::find(systems.begin(), systems.end(), composite) == systems.end())
        return std::nullopt;
    const auto inBoth = [&](const EvaluationRecord& record) {
        return data.scored(composite, record.item) && data.scored(system, record.item);
    };
    const auto before = data.mean(composite, Level::Evaluation, inBoth);
    const auto after = data.mean(system, Level::Evaluation, inBoth);
    if (!before || !after)
        return std::nullopt;
    int improved = 0;
    for (const EvaluationRecord& record : data.recordsOf(system)) {
        const EvaluationRecord* untouched = data.scored(composite, record.item);
        if (untouched && !record.failure)
            improved += record.score.evaluation.fmse < untouched->score.evaluation.fmse ? 1 : 0;
    }
    const bool areFinite = std::isfinite(before->psnr) && std::isfinite(after->psnr);
    return AgainstComposite{errorRatio(after->fmse, before->fmse),
                            areFinite ? std::optional(after->psnr - before->psnr) : std::nullopt,
                            static_cast<double>(improved) / after->pictures};
}

ReportTable summary(const EvaluationData& data)
{
    ReportTable table{"summary", "Summary", "", "System", {}, {}};
    table.note = "Means over the pictures that the system finished, at 256 x 256 unless native is written. fMSE: MSE "
                 "inside the mask; its ratio is below 1 where a system helps. Better: pictures whose fMSE is smaller "
                 "than the untouched composite's.";
    table.columns = {{"", "Pictures", 0},
                     {"Against the composite", "fMSE ratio", 3},
                     {"Against the composite", "PSNR gain, dB", 2},
                     {"Against the composite", "Better, %", 1},
                     {"Inside the mask", "PSNR, dB", 2},
                     {"Inside the mask", "PSNR native, dB", 2},
                     {"Background", "MSE", 2},
                     {"Background", "MSE native", 2}};
    for (const EvaluatedSystem& system : data.run().systems) {
        std::string label = system.label();
        if (system.needsEngine())
            label += ", seed " + std::to_string(system.seed);
        const auto small = data.mean(system, Level::Evaluation);
        const auto native = data.mean(system, Level::Native);
        Cells cells{small ? small->pictures : 0.0};
        const bool isCompetitor = system.kind != SystemKind::Identity;
        const auto against = isCompetitor ? againstComposite(data, system) : std::nullopt;
        cells.push_back(against ? std::optional(against->fmseShare) : std::nullopt);
        cells.push_back(against ? against->psnrGain : std::nullopt);
        cells.push_back(against ? std::optional(against->improved * kPercent) : std::nullopt);
        cells.push_back(small ? std::optional(small->foregroundPsnr) : std::nullopt);
        cells.push_back(native ? std::optional(native->foregroundPsnr) : std::nullopt);
        cells.push_back(small ? std::optional(small->backgroundMse) : std::nullopt);
        cells.push_back(native ? std::optional(native->backgroundMse) : std::nullopt);
        table.rows.push_back({label, false, cells});
    }
    return table;
}

std::vector<std::string> columnsOfTable1(const EvaluationData& data, const std::vector<PublishedSystem>& published)
{
    std::vector<std::string> groups = data.subsets();
    if (!published.empty()) {
        for (const auto& [key, value] : published.front().values) {
            if (key.first != kAverage && std::find(groups.begin(), groups.end(), key.first) == groups.end())
                groups.push_back(key.first);
        }
    }
    groups.emplace_back(kAverage);
    return groups;
}

ReportTable bySubset(const EvaluationData& data, Level level, const std::vector<PublishedSystem>& published)
{
    ReportTable table;
    table.rowHeading = "System";
    const auto groups = columnsOfTable1(data, published);
    for (const std::string& group : groups)
        addThreeColumns(table, group);
    for (const EvaluatedSystem& system : competitors(data)) {
        Cells cells;
        for (const std::string& group : groups)
            addThree(cells, data.mean(system, level, ofSubset(group)));
        table.rows.push_back({system.label(), false, cells});
    }
    for (const PublishedSystem& system : published) {
        Cells cells;
        for (const std::string& group : groups) {
            for (const char* metric : kMetrics) {
                const auto found = system.values.find({group, metric});
                cells.push_back(found == system.values.end() ? std::nullopt : found->second);
            }
        }
        table.rows.push_back({system.name, true, cells});
    }
    return table;
}

ReportTable table1(const EvaluationData& data, const std::vector<PublishedSystem>& published)
{
    ReportTable table = bySubset(data, Level::Evaluation, published);
    table.id = "table1";
    table.title = "Table 1: each sub-dataset, at 256 x 256";
    if (!published.empty())
        table.note =
            "Rows marked published are printed in the DiffHarmony paper for iHarmony4's test set; they were not "
            "measured here and compare with ours only where iHarmony4 was evaluated.";
    return table;
}

ReportTable table1Native(const EvaluationData& data)
{
    ReportTable table = bySubset(data, Level::Native, {});
    table.id = "table1native";
    table.title = "Table 1 at native size";
    table.note = "The same without resizing; results of another size than the real picture's have none.";
    return table;
}

ReportTable table2(const EvaluationData& data)
{
    ReportTable table{"table2", "Table 2: inference size and refinement", "", "Inference size, refinement", {}, {}};
    addThreeColumns(table, "At 256 x 256");
    addThreeColumns(table, "Native size");
    std::vector<EvaluatedSystem> models = competitors(data);
    std::erase_if(models, [](const EvaluatedSystem& system) { return system.kind != SystemKind::Model; });
    std::stable_sort(models.begin(), models.end(), [](const EvaluatedSystem& a, const EvaluatedSystem& b) {
        return a.resolution != b.resolution ? a.resolution < b.resolution : a.refined < b.refined;
    });
    for (const EvaluatedSystem& system : models) {
        Cells cells;
        addThree(cells, data.mean(system, Level::Evaluation));
        addThree(cells, data.mean(system, Level::Native));
        table.rows.push_back({system.label(), false, cells});
    }
    return table;
}

/// Mean and sample standard deviation; the latter needs two values and a finite mean.
void addMeanAndDeviation(Cells& cells, const std::vector<double>& values)
{
    if (values.empty()) {
        cells.insert(cells.end(), {std::nullopt, std::nullopt});
        return;
    }
    double mean = 0.0;
    for (const double value : values)
        mean += value / static_cast<double>(values.size());
    double squares = 0.0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    cells.emplace_back(mean);
    const bool hasDeviation = values.size() > 1 && std::isfinite(mean);
    cells.push_back(hasDeviation ? std::optional(std::sqrt(squares / static_cast<double>(values.size() - 1)))
                                 : std::nullopt);
}

ReportTable table3(const EvaluationData& data)
{
    ReportTable table{"table3", "Table 3: mean and standard deviation over seeds", "", "Sub-dataset", {}, {}};
    const EvaluatedSystem main = mainSystem(data.run().systems);
    std::vector<EvaluatedSystem> seeds = data.run().systems;
    std::erase_if(seeds, [&](const EvaluatedSystem& system) {
        return system.kind != SystemKind::Model || system.label() != main.label();
    });
    if (seeds.size() < 2)
        return table;
    table.note = main.label() + "; " + std::to_string(seeds.size()) + " seeds, the mean of all pictures of each.";
    for (const char* metric : kMetrics) {
        table.columns.push_back({metric, "mean"});
        table.columns.push_back({metric, "deviation", 3});
    }
    std::vector<std::string> rows = data.subsets();
    rows.emplace_back(kAverage);
    for (const std::string& subset : rows) {
        std::vector<double> psnr, mse, fmse;
        for (const EvaluatedSystem& seed : seeds) {
            if (const auto mean = data.mean(seed, Level::Evaluation, ofSubset(subset))) {
                psnr.push_back(mean->psnr);
                mse.push_back(mean->mse);
                fmse.push_back(mean->fmse);
            }
        }
        Cells cells;
        for (const auto* values : {&psnr, &mse, &fmse})
            addMeanAndDeviation(cells, *values);
        table.rows.push_back({subset, false, cells});
    }
    return table;
}

ReportTable table4(const EvaluationData& data)
{
    struct Bin {
        const char* name;
        double from, to;
    };
    // The last one holds its end: a mask may fill the picture.
    constexpr Bin kBins[] = {
        {"0-5 %", 0.0, 0.05}, {"5-15 %", 0.05, 0.15}, {"15-100 %", 0.15, 1.5}, {"0-100 %", 0.0, 1.5}};
    ReportTable table{"table4", "Table 4: by the foreground's share of the picture", "", "System", {}, {}};
    table.note = "At 256 x 256; a bin holds its lower limit.";
    for (const Bin& bin : kBins) {
        table.columns.push_back({bin.name, "Pictures", 0});
        addThreeColumns(table, bin.name);
    }
    for (const EvaluatedSystem& system : competitors(data)) {
        Cells cells;
        for (const Bin& bin : kBins) {
            const auto mean = data.mean(system, Level::Evaluation, [&](const EvaluationRecord& record) {
                return record.foregroundRatio >= bin.from && record.foregroundRatio < bin.to;
            });
            cells.emplace_back(mean ? mean->pictures : 0.0);
            addThree(cells, mean);
        }
        table.rows.push_back({system.label(), false, cells});
    }
    return table;
}

} // namespace

std::vector<ReportTable> resultTables(const EvaluationData& data, const std::vector<PublishedSystem>& published)
{
    std::vector<ReportTable> tables{
        summary(data), table1(data, published), table1Native(data), table2(data), table3(data), table4(data)};
    std::erase_if(tables, [](const ReportTable& table) { return table.rows.empty(); });
    return tables;
}

} // namespace dh
