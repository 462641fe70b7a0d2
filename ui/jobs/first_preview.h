#pragma once

#include "ui/jobs/harmonize_job.h"
#include "ui/jobs/job_preview.h"

namespace dh
{

/// What is shown until the model has something to show: the subject with the mean and spread of the background's
/// colours (see reinhardTransfer), made from a small rendering of the scene, so that it takes a tenth of a second at
/// any size. No picture where the layer doesn't show. Any thread.
/// @throws Error OutOfMemory, InvalidArgument when none of the background counts
[[nodiscard]] JobPreview classicPreview(const HarmonizeJob& job);

/// Makes the tables that OpenCV builds at its first colour conversion, two tenths of a second which the first preview
/// would have to wait for. Any thread.
void prepareClassicPreview();

} // namespace dh
