#pragma once

#include "core/train/data/counter_random.h"
#include "core/train/data/data_options.h"
#include "core/train/data/photo_levels.h"

#include <memory>
#include <vector>

namespace dh
{

/// Cuts a random part out of a random photograph and chooses a foreground in it. Keeps its results until the next
/// choose(); used by one thread.
class ForegroundChoice
{
public:
    ForegroundChoice(std::shared_ptr<const PhotoCollection> photos, const DataOptions& options);

    /// The foreground covers between the options' least and most area.
    void choose(CounterRandom& random, int side);

    [[nodiscard]] int photoIndex() const { return m_photoIndex; }
    /// Planes R, G, B of side * side whole values, 0..255.
    [[nodiscard]] const std::vector<float>& picture() const { return m_picture; }
    /// side * side shares of each pixel, 0..1; it counts as foreground from .5 on.
    [[nodiscard]] const std::vector<float>& coverage() const { return m_coverage; }

    static constexpr float kForegroundFrom = 0.5F;

private:
    bool chooseRegions(CounterRandom& random, bool united);
    void chooseShape(CounterRandom& random);
    void cutLabels(const PackedPhoto& level, const std::vector<std::uint8_t>& labels);
    [[nodiscard]] bool hasGoodArea() const;

    std::shared_ptr<const PhotoCollection> m_photos;
    DataOptions m_options;
    CropResampler m_resampler;
    int m_side = 0;
    int m_photoIndex = 0;
    CropShare m_crop;
    bool m_mirrored = false;
    std::vector<float> m_picture;
    std::vector<float> m_coverage;
    std::vector<std::uint8_t> m_selected; ///< 255 where a level has a chosen label
};

} // namespace dh
