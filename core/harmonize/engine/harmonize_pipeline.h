#pragma once

#include "core/harmonize/harmonizer.h"

#include <memory>

namespace dh
{

struct LoadedModel;

/// The engine behind Harmonizer: DiffHarmony on LibTorch. Not linked by programs but loaded by them, see
/// engine_module.h. Source: Zhou et al., DiffHarmony: Latent Diffusion Model Meets Image Harmonization (ICMR 2024).
class HarmonizePipeline final : public Harmonizer
{
public:
    HarmonizePipeline();
    ~HarmonizePipeline() override;

    bool load(const ModelLocation& location, const EngineOptions& options, ProgressSink& progress,
              const CancelToken& cancel) override;
    HarmonizeResult run(const HarmonizeRequest& request, ProgressSink& progress, const CancelToken& cancel) override;
    void releaseIdleMemory() override;
    ModelVerification verify(const ModelLocation& location, const CancelToken& cancel) override;

private:
    EngineOptions m_options;
    std::unique_ptr<LoadedModel> m_loaded;
};

} // namespace dh
