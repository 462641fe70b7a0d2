#pragma once

#include "core/train/data/data_options.h"
#include "core/train/training_batch.h"

#include <memory>

namespace dh
{

/// Opens the packs of `options` as a source of batches: pairs, synthesized composites, or both. Sample i of batch n is
/// sample n * batchSize + i of one endless row, so that runs with other batch sizes see the same samples.
/// @throws Error InvalidArgument, and what opening a pack throws
[[nodiscard]] std::unique_ptr<BatchSource> openBatches(const DataOptions& options);

} // namespace dh
