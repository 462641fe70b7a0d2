#include "core/evaluate/pair_list.h"

#include "core/base/error.h"
#include "core/evaluate/delimited_text.h"
#include "core/weights/json_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

constexpr const char* kCompositeFolder = "composite_images";
constexpr const char* kLists[] = {"IHD_test.txt", "test.jsonl"};

Error lineError(const fs::path& list, std::size_t line, const std::string& why)
{
    return {ErrorCode::CorruptFile, list.string(), "line " + std::to_string(line + 1) + ": " + why};
}

std::string readList(const fs::path& list)
{
    constexpr int kMegabyteBits = 20;
    std::error_code error;
    const std::uintmax_t size = fs::file_size(list, error);
    if (error || size <= kMaxTextFileSize)
        return readTextFile(list);
    std::string why = "it is larger than ";
    why.append(std::to_string(kMaxTextFileSize >> kMegabyteBits))
        .append(" MB, the most that a list of pictures may have");
    throw Error(ErrorCode::InvalidArgument, list.string(), why);
}

std::string compositeName(const fs::path& list, std::size_t line, std::string_view text)
{
    if (lowerCaseExtension(list) != ".jsonl")
        return std::string(text.substr(0, text.find_last_not_of(" \t") + 1));
    const auto entry = nlohmann::json::parse(text, nullptr, false);
    if (!entry.is_object() || !entry.contains("file_name") || !entry["file_name"].is_string())
        throw lineError(list, line, "it isn't a JSON object with a \"file_name\"");
    return entry["file_name"].get<std::string>();
}

std::vector<EvaluationPair> readCompositeList(const fs::path& list)
{
    const std::string text = readList(list);
    const auto lines = linesOf(text);
    std::vector<EvaluationPair> pairs;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].find_first_not_of(" \t") == std::string_view::npos)
            continue;
        const std::string name = compositeName(list, i, lines[i]);
        pairs.push_back(pairOfComposite(list.parent_path() / name, name));
    }
    return pairs;
}

/// Where the table's columns are; the last is optional.
constexpr std::size_t kColumns = 4;
constexpr const char* kColumnNames[kColumns] = {"composite", "mask", "real", "subset"};
constexpr std::size_t kNeeded = 3;
using Columns = std::array<std::optional<std::size_t>, kColumns>;

Columns columnsOf(const std::vector<std::string>& first, bool& isHeader)
{
    Columns columns;
    for (std::size_t i = 0; i < kColumns; ++i) {
        const auto found = std::find(first.begin(), first.end(), kColumnNames[i]);
        if (found != first.end())
            columns[i] = static_cast<std::size_t>(found - first.begin());
    }
    isHeader = columns[0].has_value();
    if (!isHeader)
        columns = {0, 1, 2, 3};
    return columns;
}

/// Spreadsheets write semicolons into a .csv where the comma is the decimal sign.
char separatorOf(const std::vector<std::string_view>& lines)
{
    constexpr char kSeparators[] = {',', ';', '\t'};
    const auto first = std::find_if(lines.begin(), lines.end(), [](std::string_view line) { return !line.empty(); });
    if (first != lines.end()) {
        for (const char separator : kSeparators) {
            if (splitFields(*first, separator).size() >= kNeeded)
                return separator;
        }
    }
    return kSeparators[0];
}

std::vector<EvaluationPair> readTable(const fs::path& table)
{
    const std::string text = readList(table);
    const auto lines = linesOf(text);
    const char separator = lowerCaseExtension(table) == ".csv" ? separatorOf(lines) : '\t';
    std::optional<Columns> columns;
    std::vector<EvaluationPair> pairs;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto fields = splitFields(lines[i], separator);
        if (std::all_of(fields.begin(), fields.end(), [](const std::string& field) { return field.empty(); }))
            continue;
        if (!columns) {
            bool isHeader = false;
            columns = columnsOf(fields, isHeader);
            if (isHeader)
                continue;
        }
        const auto field = [&](std::size_t column) {
            const auto at = (*columns)[column];
            return at && *at < fields.size() ? fields[*at] : std::string();
        };
        for (std::size_t column = 0; column < kNeeded; ++column) {
            if (field(column).empty())
                throw lineError(table, i, std::string("it has no ") + kColumnNames[column]);
        }
        const fs::path folder = table.parent_path();
        pairs.push_back({field(0), field(kNeeded), folder / field(0), folder / field(1), folder / field(2), ""});
    }
    return pairs;
}

/// Every picture in `folder`/composite_images, sorted.
void addComposites(const fs::path& root, const fs::path& folder, std::vector<EvaluationPair>& pairs)
{
    std::error_code error;
    std::vector<fs::path> composites;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder / kCompositeFolder, error)) {
        if (entry.is_regular_file(ignored) && isPictureName(entry.path()))
            composites.push_back(entry.path());
    }
    if (error)
        throw errorFromErrno(error.value(), folder / kCompositeFolder, ErrorCode::FileUnreadable);
    std::sort(composites.begin(), composites.end());
    for (const auto& composite : composites)
        pairs.push_back(pairOfComposite(composite, composite.lexically_relative(root).generic_string()));
}

std::vector<EvaluationPair> scanFolder(const fs::path& root)
{
    std::vector<EvaluationPair> pairs;
    std::error_code ignored;
    if (fs::is_directory(root / kCompositeFolder, ignored))
        addComposites(root, root, pairs);
    std::vector<fs::path> folders;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(root, error)) {
        if (fs::is_directory(entry.path() / kCompositeFolder, ignored))
            folders.push_back(entry.path());
    }
    if (error)
        throw errorFromErrno(error.value(), root, ErrorCode::FileUnreadable);
    std::sort(folders.begin(), folders.end());
    for (const auto& folder : folders)
        addComposites(root, folder, pairs);
    if (pairs.empty())
        throw Error(ErrorCode::FileNotFound, (root / kLists[0]).string(),
                    "nor is there a test.jsonl, or a folder composite_images with pictures");
    return pairs;
}

std::vector<EvaluationPair> readFolder(const fs::path& folder)
{
    std::error_code ignored;
    for (const char* list : kLists) {
        if (fs::exists(folder / list, ignored))
            return readCompositeList(folder / list);
    }
    return scanFolder(folder);
}

} // namespace

std::vector<EvaluationPair> readPairList(const fs::path& source)
{
    std::error_code ignored;
    // Absolute, so that the sub-set's name is known where the list lies in it.
    const fs::path path = fs::absolute(source).lexically_normal();
    if (fs::is_directory(path, ignored))
        return readFolder(path.has_filename() ? path : path.parent_path());
    const std::string extension = lowerCaseExtension(path);
    if (extension == ".csv" || extension == ".tsv")
        return readTable(path);
    if (extension == ".txt" || extension == ".jsonl")
        return readCompositeList(path);
    if (!fs::exists(path, ignored))
        throw Error(ErrorCode::FileNotFound, source.string(), "");
    throw Error(ErrorCode::UnsupportedFormat, source.string(),
                "a list of pictures is a .txt, .jsonl, .csv or .tsv file, or a folder");
}

} // namespace dh
