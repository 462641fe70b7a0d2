#include "core/harmonize/engine/harmonize_pipeline.h"

/// The one function of the module; see engine_module.h. The caller owns the result.
extern "C" __attribute__((visibility("default"))) dh::Harmonizer* dhCreateHarmonizer()
{
    return new dh::HarmonizePipeline();
}
