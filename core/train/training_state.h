#pragma once

#include "core/train/loss_scale.h"
#include "core/train/optimizer.h"
#include "core/train/trainable_parameters.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace dh
{

/// All of a run that isn't in its options: with it, the run continues bit for bit. The random state and the position in
/// the data are the step.
struct TrainingState {
    std::int64_t step = 0; ///< finished steps
    double smoothedLoss = 0.0;
    std::optional<LossScale> lossScale; ///< float16 only
    at::Tensor average;                 ///< flat, as the parameters; undefined when no average is kept
};

/// The states of a run in a folder, one file each, named by step; written atomically, so that whatever is there is
/// complete. Used by one thread.
class StateFolder
{
public:
    explicit StateFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// The newest state; empty when there is none.
    [[nodiscard]] std::optional<std::filesystem::path> newest() const;
    /// Writes a state and then removes all but the newest `keep`.
    /// @throws Error DiskFull, FileUnwritable; older states are then as before
    void write(const TrainingState& state, TrainableParameters& parameters, AdamW& optimizer, const char* stage,
               int keep) const;
    /// An average that the state lacks begins with the values.
    /// @throws Error InvalidArgument when the state is of another network or stage, CorruptFile
    void read(const std::filesystem::path& file, TrainingState& state, TrainableParameters& parameters,
              AdamW& optimizer, const char* stage) const;
    /// Forgets all states.
    void clear() const;
    /// Whether a file of that name is a state.
    [[nodiscard]] static bool isState(const std::string& name);

private:
    [[nodiscard]] std::vector<std::filesystem::path> files() const; ///< oldest first

    std::filesystem::path m_folder;
};

} // namespace dh
