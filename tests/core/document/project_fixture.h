#pragma once

#include "document_pictures.h"

#include "core/base/error.h"
#include "core/document/project_file.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace dh::test
{

/// A small project that uses everything there is: all sample types, profiles, masks, results kept, applied and shared.
inline Project richProject()
{
    constexpr Size kCanvas{60, 40};
    const auto icc = std::make_shared<const std::vector<std::byte>>(500, std::byte{42});
    Project project;
    Composition& composition = project.composition;
    composition.background = noise(kCanvas, 3, SampleType::U16, 1, icc);
    Layer first = layerOf(3, noise({20, 15}, 4, SampleType::U8, 2), kCanvas);
    first.name = "Läyer <&\"> \n three";
    first.mask = spottedMask({20, 15}, 3);
    first.edge = {-2, 1.25};
    first.transform.rotation = 33.3;
    first.transform.scaleX = 0.1 + 0.2;
    first.transform.flipHorizontal = true;
    first.opacity = 0.3;
    first.locked = true;
    Layer second = layerOf(7, noise({9, 9}, 3, SampleType::F32, 4, icc), kCanvas);
    second.visible = false;
    Layer third = layerOf(9, noise({31, 7}, 3, SampleType::U16, 5), kCanvas);
    const ResultPtr kept = resultOf(11, 3, {5, 5, 12, 10}, SampleType::U16, 6);
    const ResultPtr onlyApplied = resultOf(12, 9, {-3, 2, 8, 8}, SampleType::U8, 7);
    first.applied = AppliedResult{kept, {1.25, 0.5, 0.75, spottedMask({12, 10}, 8)}};
    third.applied = AppliedResult{onlyApplied, {}};
    composition.layers = {first, second, third};
    composition.results = {kept, resultOf(10, 7, {0, 0, 4, 4}, SampleType::F32, 9)};
    composition.influence = spottedMask(kCanvas, 10);
    project.extras = {R"({"zoom":2})", R"({"steps":5})", "photo with spaces.jpg"};
    return project;
}

inline std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void writeContent(const std::filesystem::path& path, const std::string& content)
{
    std::ofstream(path, std::ios::binary) << content;
}

} // namespace dh::test
