#pragma once

#include "core/base/cancel.h"
#include "core/harmonize/harmonizer.h"
#include "core/scene/composition.h"
#include "core/scene/view_tiles.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace dh
{

/// What the user chose for a run, beside the picture and the seed. An empty model root is the built-in model.
struct RunSettings {
    static constexpr double kMostStrength = HarmonizeRequest::kMostStrength;
    static constexpr int kMostThreads = 1024;
    ModelLocation model;
    EngineOptions engine;
    std::optional<int> steps;      ///< 1..50; absent = the model's own
    std::optional<int> resolution; ///< a multiple of 64; absent = the model's own
    bool refine = true;
    double strength = 1.0;       ///< 0..kMostStrength
    std::optional<Rect> context; ///< canvas pixels that the networks shall see; absent = chosen by itself
    Mask influence;              ///< Composition::influence for this run
};

/// One run: a snapshot of all it needs. Value type; goes to the inference thread.
struct HarmonizeJob {
    Composition scene;          ///< as sceneForRun() gives it
    std::uint64_t revision = 0; ///< of the document when the snapshot was taken
    LayerId layer = 0;
    std::uint64_t seed = 42;
    RunSettings settings;
    int modelResolution = 1024; ///< what the model takes when the settings name none; places its previews
    /// Shrunken copies of the scene's pictures, for the first preview; null = they are made for it alone.
    std::shared_ptr<ViewCache> viewCache;
};

/// What a run of `layer` sees: the background and the layers up to this one, which shows, without its own applied
/// result. Layers above would otherwise become part of its change. What counts of the background is a setting of the
/// run.
/// @pre the layer exists
[[nodiscard]] Composition sceneForRun(Composition composition, LayerId layer);

/// Whether a run that began with `scene` (sceneForRun) would see something else in `now`.
[[nodiscard]] bool changedUnderRun(const Composition& scene, const Composition& now, LayerId layer);

/// What counts of the background in this run; null = everything, also when it was painted on a picture of another size.
[[nodiscard]] Mask influenceOf(const HarmonizeJob& job);

/// The picture, mask and settings as `diffharmony harmonize` takes them. Takes a while at full size: inference thread.
/// @throws Error EmptyMask, OutOfMemory; Cancelled
[[nodiscard]] HarmonizeRequest requestOf(const HarmonizeJob& job, const CancelToken& cancel);

/// What is kept of a finished run; id 0 and no name.
/// @throws Error Internal when the engine changed a sample outside the mask
[[nodiscard]] HarmonizedResult resultOf(const HarmonizeJob& job, const HarmonizeRequest& request,
                                        const HarmonizeResult& finished, double seconds);

/// The settings with which a kept result is made again; the seed is in the result. They are whatever a project's file
/// says: see requirePossible().
[[nodiscard]] RunSettings settingsOf(const HarmonizedResult& result);

/// @throws Error InvalidArgument that names a number with which no run is possible
void requirePossible(const RunSettings& settings);

[[nodiscard]] const char* precisionName(Precision precision) noexcept; ///< "float32", as on the command line
/// Float32 for an unknown name.
[[nodiscard]] Precision precisionFrom(const std::string& name) noexcept;

} // namespace dh
