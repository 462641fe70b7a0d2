#pragma once

#include "core/weights/checkpoint.h"

#include <QString>

#include <vector>

namespace dh
{

/// What is known of a model's folder from its files, without building networks.
struct ModelInspection {
    std::filesystem::path root; ///< the built-in model's where the location names none
    std::vector<CheckpointFile> files;
    QString summary; ///< steps, size, parameters; empty for an unusable model
    QString problem; ///< a sentence; empty for a usable model
    QString card;    ///< Markdown: the MODEL_CARD.md or README.md of the folder; empty without one
    [[nodiscard]] std::uint64_t size() const;
};

/// @param withHashes  reads every file, which takes about a second a gigabyte
/// Any thread; what is wrong with the model is its `problem`.
/// @throws Cancelled; std::bad_alloc
[[nodiscard]] ModelInspection inspectModel(const ModelLocation& location, bool withHashes,
                                           const CancelToken& cancel = {});

} // namespace dh
