#include "core/evaluate/worst_cases.h"

#include "core/base/error.h"
#include "core/imaging/image_file.h"

#include <algorithm>
#include <cstdlib>

namespace dh
{

namespace
{

constexpr int kRgb = 3;
constexpr int kPanels = 4;
constexpr int kDifferenceGain = 2;
constexpr int kQuality = 85;
constexpr int kMaxSample = 255;

Image strip(const Image& composite, const Image& result, const Image& real)
{
    constexpr int kPanelSamples = kEvaluationSide * kRgb;
    ImageBuffer buffer({kEvaluationSide * kPanels, kEvaluationSide}, kRgb, SampleType::U8);
    for (int y = 0; y < kEvaluationSide; ++y) {
        auto* to = buffer.row<std::uint8_t>(y);
        for (const Image* panel : {&composite, &result, &real})
            to = std::copy_n(panel->row<std::uint8_t>(y), kPanelSamples, to);
        std::transform(result.row<std::uint8_t>(y), result.row<std::uint8_t>(y) + kPanelSamples,
                       real.row<std::uint8_t>(y), to, [](int a, int b) {
                           return static_cast<std::uint8_t>(std::min(std::abs(a - b) * kDifferenceGain, kMaxSample));
                       });
    }
    return std::move(buffer).finish();
}

} // namespace

std::vector<EvaluationRecord> WorstCases::chosen(std::vector<EvaluationRecord> records)
{
    std::erase_if(records, [](const EvaluationRecord& record) { return record.failure.has_value(); });
    std::sort(records.begin(), records.end(), [](const EvaluationRecord& a, const EvaluationRecord& b) {
        const double fmseA = a.score.evaluation.fmse;
        const double fmseB = b.score.evaluation.fmse;
        return fmseA != fmseB ? fmseA > fmseB : a.item < b.item;
    });
    if (records.size() > kKept)
        records.resize(kKept);
    return records;
}

std::filesystem::path WorstCases::fileName(const EvaluationRecord& record)
{
    constexpr std::size_t kShort = 16;
    std::string stem = record.system + "-" + std::to_string(record.item);
    if (!record.inputs.empty())
        stem.append("-").append(record.inputs, 0, kShort);
    return stem + ".jpg";
}

WorstCases::WorstCases(std::filesystem::path folder, const std::vector<EvaluationRecord>& known)
    : m_folder(std::move(folder)), m_kept(chosen(known))
{
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    if (error)
        throw errorFromErrno(error.value(), m_folder, ErrorCode::FileUnwritable);
    removeOthers();
}

/// Of pictures that were other ones then.
void WorstCases::removeOthers() const
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, error))
        files.push_back(entry.path());
    for (const std::filesystem::path& file : files) {
        const auto isOf = [&file](const EvaluationRecord& record) { return fileName(record) == file.filename(); };
        if (file.extension() == ".jpg" && std::none_of(m_kept.begin(), m_kept.end(), isOf))
            std::filesystem::remove(file, error);
    }
}

void WorstCases::offer(const EvaluationRecord& record, const PairScorer& scorer, const Image& result)
{
    const auto isSame = [&](const EvaluationRecord& other) { return other.item == record.item; };
    const auto before = m_kept;
    std::erase_if(m_kept, isSame);
    m_kept.push_back(record);
    m_kept = chosen(std::move(m_kept));
    if (std::none_of(m_kept.begin(), m_kept.end(), isSame))
        return;
    WriteOptions writing;
    writing.quality = kQuality;
    writeImageFile(m_folder / fileName(record),
                   strip(scorer.smallComposite(), scorer.smallResult(result), scorer.smallReal()), writing);
    std::error_code ignored;
    for (const EvaluationRecord& old : before) {
        if (std::none_of(m_kept.begin(), m_kept.end(), [&](const auto& kept) { return kept.item == old.item; }))
            std::filesystem::remove(m_folder / fileName(old), ignored);
    }
}

} // namespace dh
