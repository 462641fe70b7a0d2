#include "core/base/progress.h"

#include <algorithm>

namespace dh
{

const char* stageName(Stage stage) noexcept
{
    switch (stage) {
    case Stage::Load:
        return "load";
    case Stage::Prepare:
        return "prepare";
    case Stage::Encode:
        return "encode";
    case Stage::Denoise:
        return "denoise";
    case Stage::Decode:
        return "decode";
    case Stage::Refine:
        return "refine";
    case Stage::Transfer:
        return "transfer";
    case Stage::Write:
        return "write";
    }
    return "load";
}

WeightedProgress::WeightedProgress(ProgressSink& sink, std::vector<Part> parts)
    : m_sink(sink), m_parts(std::move(parts)), m_start(std::chrono::steady_clock::now())
{
    for (const Part& part : m_parts)
        m_totalWeight += part.weight;
}

void WeightedProgress::report(Stage stage, double fractionOfStage, int step,
                              std::shared_ptr<const PreviewImage> preview)
{
    Progress progress;
    progress.stage = stage;
    progress.step = step;
    progress.preview = std::move(preview);
    double done = 0.0;
    for (const Part& part : m_parts) {
        if (part.stage == stage) {
            done += part.weight * std::clamp(fractionOfStage, 0.0, 1.0);
            progress.steps = part.steps;
            break;
        }
        done += part.weight;
    }
    if (m_totalWeight > 0.0)
        m_fraction = std::max(m_fraction, std::min(1.0, done / m_totalWeight));
    progress.fraction = m_fraction;

    // Below two percent the estimate jumps about more than it tells.
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    if (m_fraction > 0.02 && elapsed > 0.5)
        progress.secondsLeft = elapsed * (1.0 - m_fraction) / m_fraction;
    m_sink.report(progress);
}

} // namespace dh
