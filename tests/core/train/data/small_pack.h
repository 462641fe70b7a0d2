#pragma once

#include "core/train/data/photo_pack_writer.h"

#include <QTemporaryDir>

#include <cmath>
#include <filesystem>
#include <vector>

/// Pictures made by formula, and a folder for the packs they go into.
class SmallPack
{
public:
    static constexpr int kWidth = 96;
    static constexpr int kHeight = 64;
    static constexpr int kPhotos = 6;

    [[nodiscard]] std::filesystem::path path(const char* name = "small.pack") const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    /// Waves of colours that differ from photograph to photograph, never at the ends of the scale.
    static std::vector<std::uint8_t> colours(int photo)
    {
        std::vector<std::uint8_t> rgb;
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                for (int c = 0; c < 3; ++c) {
                    const double wave = std::sin(0.11 * x * (c + 1) + 0.07 * y + photo * (c + 0.7));
                    rgb.push_back(static_cast<std::uint8_t>(128 + 12 * (photo % 3 - 1) + 70 * wave));
                }
            }
        }
        return rgb;
    }

    /// Two rectangles, 1 and 2, of a sixth and an eighth of the picture.
    static std::vector<std::uint8_t> regions()
    {
        std::vector<std::uint8_t> labels;
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                const bool first = x >= 16 && x < 48 && y >= 16 && y < 48;
                const bool second = x >= 60 && x < 84 && y >= 8 && y < 40;
                labels.push_back(first ? 1 : second ? 2 : 0);
            }
        }
        return labels;
    }

    /// Every colour multiplied by .8.
    static dh::Illumination darker()
    {
        dh::Illumination matrix{};
        matrix[0] = matrix[12] = matrix[24] = 0.8F;
        return matrix;
    }

    void writePhotos(const char* name = "small.pack", bool withRegions = true) const
    {
        dh::PhotoPackWriter writer(path(name), kWidth);
        const std::vector<std::uint8_t> labels = withRegions ? regions() : std::vector<std::uint8_t>();
        for (int photo = 0; photo < kPhotos; ++photo) {
            const std::vector<std::uint8_t> rgb = colours(photo);
            writer.add(dh::PackedPhoto{kWidth, kHeight, rgb, labels});
        }
        writer.setIlluminations({darker()});
        writer.finish();
    }

    /// The composite of pair i has the colours of photograph i + 1 everywhere.
    void writePairs(int count, const char* name = "pairs.pack") const
    {
        std::vector<std::uint8_t> mask = regions();
        for (std::uint8_t& value : mask)
            value = value == 1 ? 255 : 0;
        dh::PhotoPackWriter writer(path(name), kWidth);
        for (int pair = 0; pair < count; ++pair) {
            const std::vector<std::uint8_t> real = colours(pair);
            const std::vector<std::uint8_t> composite = colours(pair + 1);
            writer.add(dh::PackedPair{kWidth, kHeight, real, composite, mask});
        }
        writer.finish();
    }

private:
    QTemporaryDir m_folder;
};
