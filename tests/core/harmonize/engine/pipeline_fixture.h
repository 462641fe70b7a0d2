#pragma once

#include "core/harmonize/engine/harmonize_pipeline.h"

#include <functional>
#include <optional>
#include <vector>

namespace dh::test
{

/// The model that ships with the program.
[[nodiscard]] ModelLocation builtInModel();

/// Smooth colours with some texture; T is the sample type, `channels` 3 or 4.
template <typename T>
[[nodiscard]] Image sceneImage(Size size, int channels = 3, IccProfile icc = nullptr);

/// A soft ellipse in the middle; at least one pixel.
[[nodiscard]] Mask ellipseMask(Size size);

/// A request at a resolution that takes a fraction of a second.
[[nodiscard]] HarmonizeRequest smallRequest(const Image& composite, const Mask& mask);
[[nodiscard]] HarmonizeRequest smallRequest(Size size);

/// Samples that differ where the mask is 0, and where it is not.
struct Changes {
    long long outside = 0;
    long long inside = 0;
};
[[nodiscard]] Changes countChanges(const Image& before, const Image& after, const Mask& mask);

/// Mean of |a - b| over all colour samples, in 0..1.
[[nodiscard]] double meanDifference(const Image& a, const Image& b);

/// Keeps every report; may act on each.
class RecordingSink final : public ProgressSink
{
public:
    explicit RecordingSink(bool previews = false, std::function<void(const Progress&)> onReport = {});
    void report(const Progress& progress) override;
    [[nodiscard]] bool wantsPreviews() const override { return m_previews; }
    [[nodiscard]] const std::vector<Progress>& reports() const { return m_reports; }

private:
    bool m_previews;
    std::function<void(const Progress&)> m_onReport;
    std::vector<Progress> m_reports;
};

} // namespace dh::test
