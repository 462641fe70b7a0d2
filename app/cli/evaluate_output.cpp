#include "app/cli/evaluate_output.h"

#include "app/cli/error_text.h"
#include "app/cli/text_format.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/evaluate/published_results.h"
#include "core/evaluate/result_tables.h"
#include "core/evaluate/worst_cases.h"
#include "core/harmonize/engine_module.h"
#include "core/weights/json_file.h"

#include <algorithm>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

std::vector<PublishedSystem> publishedResults()
{
    const fs::path table = resourceFolder() / "evaluation" / "published_results.csv";
    std::error_code ignored;
    return fs::exists(table, ignored) ? readPublishedResults(table) : std::vector<PublishedSystem>();
}

ErrorCode codeNamed(const std::string& name)
{
    for (int code = 0; code < static_cast<int>(ErrorCode::Internal); ++code) {
        if (name == errorCodeName(static_cast<ErrorCode>(code)))
            return static_cast<ErrorCode>(code);
    }
    return ErrorCode::Internal;
}

/// What failed for several systems in the same way is told once.
std::vector<EvaluationReport::Failure> failuresOf(const EvaluationData& data)
{
    std::vector<EvaluationReport::Failure> failures;
    int last = -1;
    for (const EvaluationRecord& record : data.failures()) {
        const Error error(codeNamed(record.failure->code), record.failure->subject, record.failure->detail);
        const std::string reason = errorSentence(error);
        const std::string label = systemFromKey(record.system).label();
        if (record.item == last && failures.back().reason == reason)
            failures.back().systems += "; " + label;
        else
            failures.push_back({record.name, label, reason});
        last = record.item;
    }
    return failures;
}

std::vector<EvaluationReport::Picture> worstPictures(const EvaluationData& data, const std::vector<RunFolder>& parts)
{
    std::vector<EvaluationReport::Picture> pictures;
    std::error_code ignored;
    for (const EvaluationRecord& record : WorstCases::chosen(data.recordsOf(mainSystem(data.run().systems)))) {
        for (const RunFolder& part : parts) {
            const fs::path path = part.worstCases() / WorstCases::fileName(record);
            if (!fs::exists(path, ignored))
                continue;
            const PictureErrors& errors = record.score.evaluation;
            pictures.push_back({record.name + ": fMSE " + fixedText(errors.fmse, 1) + ", PSNR " +
                                    fixedText(psnrOf(errors.mse), 2) + " dB",
                                readTextFile(path)});
            break;
        }
    }
    return pictures;
}

} // namespace

EvaluationReport makeReport(const RunDescription& run, EvaluationRecords records, const std::vector<RunFolder>& parts)
{
    EvaluationData data(run, std::move(records));
    auto tables = resultTables(data, publishedResults());
    auto failures = failuresOf(data);
    auto worst = worstPictures(data, parts);
    return {std::move(data), std::move(tables), std::move(failures), std::move(worst)};
}

void writeReport(const fs::path& folder, const EvaluationReport& report)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw errorFromErrno(error.value(), folder, ErrorCode::FileUnwritable);
    const auto write = [&folder](const char* name, const std::string& text) {
        AtomicFile file(folder / name);
        file.write(text);
        file.commit();
    };
    write("report.md", markdownText(report));
    write("report.html", htmlText(report));
    write("report.json", jsonText(report));
    write("tables.csv", tablesCsv(report));
    write("items.csv", itemsCsv(report));
}

} // namespace dh
