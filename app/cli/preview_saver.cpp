#include "app/cli/preview_saver.h"

#include "app/cli/error_text.h"
#include "app/cli/output_files.h"

#include "core/imaging/image_file.h"

#include <algorithm>

namespace dh
{

namespace fs = std::filesystem;

namespace
{

Image imageFromPreview(const PreviewImage& preview)
{
    constexpr int kRgb = 3;
    const auto bytes = std::as_bytes(std::span(preview.rgb));
    return Image({preview.width, preview.height}, kRgb, SampleType::U8, {bytes.begin(), bytes.end()});
}

} // namespace

PreviewSaver::PreviewSaver(fs::path folder, std::span<const fs::path> inputs, bool overwrite, ProgressSink& next)
    : m_folder(std::move(folder)), m_next(next)
{
    std::error_code error;
    if (fs::exists(m_folder, error) && !fs::is_directory(m_folder, error))
        throw Error(ErrorCode::FileUnwritable, m_folder.string(), "it is a file, but the previews need a folder");
    m_folderIsOurs = fs::create_directory(m_folder, error);
    if (error)
        throw errorFromErrno(error.value(), m_folder, ErrorCode::FileUnwritable);
    for (const fs::path& input : inputs) {
        if (isSameFile(fs::absolute(input).parent_path(), m_folder))
            throw Error(ErrorCode::FileUnwritable, m_folder.string(),
                        "it holds the input " + input.filename().string() +
                            "; the previews need a folder of their own");
    }
    if (!overwrite && !fs::is_empty(m_folder, error))
        throw Error(ErrorCode::FileUnwritable, m_folder.string(), kDetailExists);
}

PreviewSaver::~PreviewSaver()
{
    if (m_kept)
        return;
    std::error_code error;
    for (const fs::path& file : m_files)
        fs::remove(file, error);
    if (m_folderIsOurs)
        fs::remove(m_folder, error);
}

void PreviewSaver::report(const Progress& progress)
{
    if (progress.preview && m_problem.empty()) {
        std::string number = std::to_string(m_files.size() + 1);
        number.insert(0, number.size() < 2 ? 1 : 0, '0');
        const fs::path file = m_folder / (number + "-" + stageName(progress.stage) + ".png");
        try {
            writeImageFile(file, imageFromPreview(*progress.preview));
            m_files.push_back(file);
        } catch (const Error& error) {
            m_problem = "The previews are incomplete. " + errorSentence(error);
        }
    }
    m_next.report(progress);
}

} // namespace dh
