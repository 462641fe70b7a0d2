#pragma once

#include "core/train/training_options.h"
#include "core/train/training_task.h"

#include <filesystem>
#include <map>

namespace dh
{

/// The model folder that a run leaves: options.outputFolder, in the layout that `harmonize --model` loads. Each file is
/// replaced atomically. Used by one thread.
class ModelExport
{
public:
    ModelExport(const TrainingOptions& options, Component trained);

    /// Removes the temporary files of an export that was killed. Call it while no other run writes to the folder.
    void removeLeftovers() const;

    /// Writes the trained network as it is now. The first call also copies those of the model's other parts that differ
    /// from what is there.
    /// @throws Error DiskFull, FileUnwritable, FileUnreadable
    void write(TrainingTask& task, const TrainingTask::Description& description);

private:
    void copyOthers();
    void writeTrained(TrainingTask& task, const TrainingTask::Description& description) const;

    std::filesystem::path m_root;
    std::filesystem::path m_trainedFolder;
    bool m_narrows; ///< to float16
    /// The files of the parts that aren't trained: where they go, by where they are.
    std::map<std::filesystem::path, std::filesystem::path> m_others;
    bool m_hasOthers = false;
};

} // namespace dh
