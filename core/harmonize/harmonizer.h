#pragma once

#include "core/base/cancel.h"
#include "core/base/geometry.h"
#include "core/base/progress.h"
#include "core/imaging/image.h"
#include "core/imaging/mask.h"
#include "core/weights/checkpoint.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dh
{

/// Native keeps the picture's own pixels and carries only the change of light and colour to them; Reference does what
/// the reference's inference script does: a square picture of the network's own pixels.
enum class Mode { Native, Reference };

enum class Sampler { EulerAncestral, Ddim };

/// In what number type the networks run. Float16 needs CUDA; BFloat16 on a CPU stores weights in half the memory.
enum class Precision { Float32, BFloat16, Float16 };

/// Settings of the engine as a whole; a change means loading again.
struct EngineOptions {
    std::string device = "auto"; ///< "auto", "cpu", "cuda", "cuda:N"
    Precision precision = Precision::Float32;
    int threads = 0; ///< 0 = the processors that the process may use
    friend bool operator==(const EngineOptions&, const EngineOptions&) = default;
};

/// One picture to harmonize. Value type.
struct HarmonizeRequest {
    static constexpr double kMostStrength = 1.5;

    Image composite;
    Mask mask; ///< the composite's size
    Mode mode = Mode::Native;
    Sampler sampler = Sampler::EulerAncestral;
    std::uint64_t seed = 42;
    std::optional<int> steps; ///< 1..50; absent = the model's default (5, unless its model_index.json says otherwise)
    std::optional<int>
        resolution; ///< long side at which the networks run, 64..4096, a multiple of 64; absent = the model's (1024)
    int outputResolution = 256; ///< Reference mode: side of the square result, 8..8192
    int maskDilation = 0;       ///< Reference mode: cv2.dilate with a k x k square, 0 = none
    bool refine = true;         ///< run the refiner, if the model has one
    double strength = 1.0;      ///< Native mode: 0 = the composite, 1 = the full change, up to kMostStrength
    std::string prompt;         ///< empty: the method uses no other, and no other is accepted
    /// Native mode: what the networks shall see, picture pixels (see contextCropOf); absent = chosen by itself.
    std::optional<Rect> context;
    /// Native mode: which parts of the background the networks go by, the composite's size, 255 = counts, 0 = doesn't.
    /// Null = everything. What doesn't count is hidden from them and stays in the result.
    Mask influence;
};

/// What the run did, for the file's metadata and for re-creating it.
struct HarmonizeReport {
    Mode mode = Mode::Native;
    std::uint64_t seed = 0;
    int steps = 0;
    int resolution = 0;
    bool refined = false;
    double strength = 1.0;
    std::string sampler;                        ///< "euler_ancestral" or "ddim"
    std::string device;                         ///< "cpu", "cuda:0"
    std::string precision;                      ///< "float32", ...
    std::string checkpointHash;                 ///< SHA-256, see Checkpoint::contentHash
    std::string version;                        ///< of the program
    Rect context;                               ///< Native mode: the part of the picture that the networks saw
    Size inferenceSize;                         ///< the size at which they saw it
    int decodeTiles = 1;                        ///< how many tiles the VAE decoded in
    std::map<std::string, double> stageSeconds; ///< by stageName
    /// How much each denoising step changed the predicted picture inside the mask: mean absolute difference, in 8-bit
    /// levels, from the step before, the first from the composite. Empty when nobody wanted previews.
    std::vector<double> stepChanges;
};

enum class Outcome { Done, Cancelled };

struct HarmonizeResult {
    Outcome outcome = Outcome::Done;
    /// Native: size, type, alpha and profile of the composite, and its exact samples where the mask is 0.
    /// Reference: outputResolution squared, U8 sRGB. Null when cancelled.
    Image image;
    HarmonizeReport report;
};

/// What is wrong with a tensor of a model, or with the model as a whole, in plain words. Empty = usable.
struct ModelVerification {
    std::string problems; ///< one per line
    std::uint64_t parameters = 0;
};

/// The engine: loads a model and harmonizes pictures with it. One thread owns it: construction, calls and destruction
/// happen there.
class Harmonizer
{
public:
    virtual ~Harmonizer() = default;

    /// Loads the model; the previous one is released first. Returns false when cancelled (no model is loaded then).
    /// @throws Error Model*, CorruptFile, OutOfMemory, DeviceUnavailable, InvalidArgument (options)
    virtual bool load(const ModelLocation& location, const EngineOptions& options, ProgressSink& progress,
                      const CancelToken& cancel) = 0;

    /// Harmonizes one picture. A cancel is answered within a second on a CPU and leaves nothing behind. The same
    /// request on the same kind of machine with the same number of threads gives the same bytes, unless memory is so
    /// short that the report has more decodeTiles.
    /// @pre load() succeeded
    /// @throws Error InvalidArgument (also when none of the background counts), SizeMismatch, EmptyMask, OutOfMemory,
    /// ModelNotFinite
    virtual HarmonizeResult run(const HarmonizeRequest& request, ProgressSink& progress, const CancelToken& cancel) = 0;

    /// Gives back the memory that runs leave for the next one. Any time between two calls; the next run is a little
    /// slower.
    virtual void releaseIdleMemory() = 0;

    /// Builds every network of the model without keeping it and looks at each weight: missing, unexpected, misshapen
    /// and non-finite tensors are all listed.
    virtual ModelVerification verify(const ModelLocation& location, const CancelToken& cancel) = 0;
};

} // namespace dh
