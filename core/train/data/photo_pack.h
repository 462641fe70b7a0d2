#pragma once

#include "core/train/data/colour_change.h"
#include "core/weights/safetensors_file.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace dh
{

/// Regions that were cut by their colour have labels from here on; those below are objects of a mask.
inline constexpr std::uint8_t kFirstCutLabel = 128;

/// A photograph where it is mapped: rows from top to bottom without padding.
struct PackedPhoto {
    int width = 0;
    int height = 0;
    std::span<const std::uint8_t> rgb; ///< width * height * 3, sRGB
    std::span<const std::uint8_t>
        regions; ///< width * height, 0 = background, 1..255 = objects and cut regions; empty when unknown
};

/// A real picture, its composite and the mask of what was changed, where they are mapped.
struct PackedPair {
    int width = 0;
    int height = 0;
    std::span<const std::uint8_t> real;      ///< width * height * 3, sRGB
    std::span<const std::uint8_t> composite; ///< as real
    std::span<const std::uint8_t> mask;      ///< width * height, 0..255
};

/// A training set in one safetensors file, memory-mapped and untrusted: image/NNNNNN u8 [h, w, 3] with regions/NNNNNN
/// u8 [h, w] where known; real/, composite/ u8 [h, w, 3] and mask/ u8 [h, w] of pairs; illuminations f32 [n, 3, 11].
/// The metadata says the format, its version and the longest side. Reading is thread-safe; views live as long as the
/// pack.
class PhotoPack
{
public:
    static constexpr const char* kFormat = "diffharmony-photo-pack";
    static constexpr const char* kVersion = "1";
    static constexpr const char* kFormatKey = "format";
    static constexpr const char* kVersionKey = "version";
    static constexpr const char* kLongSideKey = "long_side";
    static constexpr const char* kIlluminationsName = "illuminations";

    /// @throws Error FileNotFound, FileUnreadable (also for another format or version), CorruptFile
    explicit PhotoPack(const std::filesystem::path& path);

    [[nodiscard]] const std::filesystem::path& path() const { return m_file.path(); }
    [[nodiscard]] int longSide() const { return m_longSide; }
    [[nodiscard]] const std::vector<PackedPhoto>& photos() const { return m_photos; }
    [[nodiscard]] const std::vector<PackedPair>& pairs() const { return m_pairs; }
    [[nodiscard]] const std::vector<Illumination>& illuminations() const { return m_illuminations; }

private:
    void readMetadata();
    void readPhotos();
    void readPairs();
    void readIlluminations();

    SafetensorsFile m_file;
    int m_longSide = 0;
    std::vector<PackedPhoto> m_photos;
    std::vector<PackedPair> m_pairs;
    std::vector<Illumination> m_illuminations;
};

} // namespace dh
