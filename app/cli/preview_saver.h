#pragma once

#include "app/cli/output_files.h"

#include "core/base/error.h"
#include "core/base/progress.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace dh
{

/// Passes reports on and saves each preview as NN-stage.png in a folder. The files wait in hidden folders there until
/// keep(); without it they go again at the end, as does the folder if it was made here, and older files stay as they
/// are.
class PreviewSaver final : public ProgressSink
{
public:
    /// Makes the folder. An empty one, or any with `overwrite`, is used as it is.
    /// @throws Error FileUnwritable, also when the folder holds one of `inputs`
    PreviewSaver(std::filesystem::path folder, std::span<const std::filesystem::path> inputs, bool overwrite,
                 ProgressSink& next);
    PreviewSaver(const PreviewSaver&) = delete;
    PreviewSaver& operator=(const PreviewSaver&) = delete;
    ~PreviewSaver() override;

    void report(const Progress& progress) override;
    [[nodiscard]] bool wantsPreviews() const override { return m_problem.empty(); }

    /// Gives the previews their names, in place of older files but never of `written`, what else the run wrote. A
    /// failure is told by problem().
    void keep(std::span<const std::filesystem::path> written);
    /// The previews that were kept.
    [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return m_files; }
    /// Why writing stopped, as a sentence; empty when all went well. The run goes on without previews then.
    [[nodiscard]] const std::string& problem() const { return m_problem; }

private:
    void stopBecauseOf(const Error& error);

    std::filesystem::path m_folder;
    bool m_overwrite;
    ProgressSink& m_next;
    std::vector<std::unique_ptr<StagedFile>> m_staged;
    std::vector<std::filesystem::path> m_files;
    std::string m_problem;
    bool m_folderIsOurs = false;
    bool m_kept = false;
};

} // namespace dh
