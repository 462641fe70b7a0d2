#include "app/cli/preview_saver.h"

#include "app/cli/error_text.h"

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
    : m_folder(std::move(folder)), m_overwrite(overwrite), m_next(next)
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
    if (!overwrite && StagedFile::hasOthers(m_folder))
        throw Error(ErrorCode::FileUnwritable, m_folder.string(), kDetailExists);
}

PreviewSaver::~PreviewSaver()
{
    // The hidden folders first: only an empty folder can be removed.
    m_staged.clear();
    std::error_code error;
    if (m_folderIsOurs && !m_kept)
        fs::remove(m_folder, error);
}

void PreviewSaver::report(const Progress& progress)
{
    if (progress.preview && m_problem.empty()) {
        std::string number = std::to_string(m_staged.size() + 1);
        number.insert(0, number.size() < 2 ? 1 : 0, '0');
        try {
            const fs::path target = m_folder / (number + "-" + stageName(progress.stage) + ".png");
            auto file = std::make_unique<StagedFile>(target, m_overwrite);
            file->write([&] { writeImageFile(file->stagedPath(), imageFromPreview(*progress.preview)); });
            m_staged.push_back(std::move(file));
        } catch (const Error& error) {
            stopBecauseOf(error);
        }
    }
    m_next.report(progress);
}

void PreviewSaver::keep(std::span<const fs::path> written)
{
    m_kept = true;
    try {
        for (const auto& file : m_staged) {
            const fs::path& target = file->target();
            if (std::any_of(written.begin(), written.end(), [&](const auto& path) { return isSameFile(path, target); }))
                throw Error(ErrorCode::FileUnwritable, target.string(), "the result or its mask has that name");
            file->publish();
            m_files.push_back(target);
        }
    } catch (const Error& error) {
        stopBecauseOf(error);
    }
}

void PreviewSaver::stopBecauseOf(const Error& error)
{
    m_problem = "The previews are incomplete. " + errorSentence(error);
}

} // namespace dh
