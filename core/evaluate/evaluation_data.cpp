#include "core/evaluate/evaluation_data.h"

#include <algorithm>
#include <limits>
#include <set>

namespace dh
{

namespace
{

constexpr const char* kPaperOrder[] = {"HCOCO", "HAdobe5k", "HFlickr", "Hday2night"};

std::vector<std::string> ordered(std::set<std::string> names)
{
    std::vector<std::string> result;
    for (const char* name : kPaperOrder) {
        if (names.erase(name) > 0)
            result.emplace_back(name);
    }
    result.insert(result.end(), names.begin(), names.end());
    return result;
}

} // namespace

double errorRatio(double after, double before)
{
    if (before > 0.0)
        return after / before;
    return after > 0.0 ? std::numeric_limits<double>::infinity() : 1.0;
}

EvaluationData::EvaluationData(RunDescription run, EvaluationRecords records) : m_run(std::move(run))
{
    for (const EvaluatedSystem& system : m_run.systems)
        m_bySystem[system.key()]; // so that recordsOf() finds those without records
    std::set<std::string> subsets;
    for (auto& [key, record] : records) {
        const auto found = m_bySystem.find(record.system);
        if (found == m_bySystem.end())
            continue;
        subsets.insert(record.subset);
        found->second.push_back(std::move(record));
    }
    subsets.erase("");
    m_subsets = ordered(std::move(subsets));
}

const std::vector<EvaluationRecord>& EvaluationData::recordsOf(const EvaluatedSystem& system) const
{
    return m_bySystem.at(system.key());
}

const EvaluationRecord* EvaluationData::scored(const EvaluatedSystem& system, int item) const
{
    const auto& records = recordsOf(system);
    const auto found =
        std::lower_bound(records.begin(), records.end(), item,
                         [](const EvaluationRecord& record, int wanted) { return record.item < wanted; });
    return found != records.end() && found->item == item && !found->failure ? &*found : nullptr;
}

std::vector<EvaluationRecord> EvaluationData::failures() const
{
    std::vector<EvaluationRecord> failures;
    for (const EvaluatedSystem& system : m_run.systems) {
        for (const EvaluationRecord& record : recordsOf(system)) {
            if (record.failure)
                failures.push_back(record);
        }
    }
    std::stable_sort(failures.begin(), failures.end(),
                     [](const EvaluationRecord& a, const EvaluationRecord& b) { return a.item < b.item; });
    return failures;
}

int EvaluationData::finishedPictures() const
{
    std::map<int, std::size_t> systemsOf;
    for (const auto& [key, records] : m_bySystem) {
        for (const EvaluationRecord& record : records)
            systemsOf[record.item] += record.failure ? 0U : 1U;
    }
    return static_cast<int>(std::count_if(systemsOf.begin(), systemsOf.end(),
                                          [&](const auto& entry) { return entry.second == m_bySystem.size(); }));
}

std::optional<MeanErrors> EvaluationData::mean(const EvaluatedSystem& system, Level level, const Filter& filter) const
{
    MeanErrors sum;
    for (const EvaluationRecord& record : recordsOf(system)) {
        if (record.failure || (filter && !filter(record)))
            continue;
        if (level == Level::Native && !record.score.native)
            continue;
        const PictureErrors& errors = level == Level::Native ? *record.score.native : record.score.evaluation;
        ++sum.pictures;
        sum.psnr += psnrOf(errors.mse);
        sum.mse += errors.mse;
        sum.fmse += errors.fmse;
        sum.foregroundPsnr += psnrOf(errors.fmse);
        sum.backgroundMse += errors.backgroundMse;
    }
    if (sum.pictures == 0)
        return std::nullopt;
    for (double* value : {&sum.psnr, &sum.mse, &sum.fmse, &sum.foregroundPsnr, &sum.backgroundMse})
        *value /= sum.pictures;
    return sum;
}

} // namespace dh
