#pragma once

#include "core/harmonize/harmonizer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace dh
{

using HarmonizerFactory = std::function<std::unique_ptr<Harmonizer>()>;

/// Sizes and times of a model's files, which tell it from one that was put in its place.
using FileStates = std::map<std::filesystem::path, std::pair<std::uintmax_t, std::filesystem::file_time_type>>;

/// The engine and the model it has loaded: made when first asked for, loaded again only when another model or other
/// options are wanted, or when the model's files were replaced. Belongs to the inference thread, like the engine.
class EngineSlot
{
public:
    explicit EngineSlot(HarmonizerFactory make) : m_make(std::move(make)) {}

    /// @throws what the factory throws
    [[nodiscard]] Harmonizer& engine();
    /// @throws Error as Harmonizer::load; Cancelled
    [[nodiscard]] Harmonizer& loaded(const ModelLocation& location, const EngineOptions& options,
                                     ProgressSink& progress, const CancelToken& cancel);
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }
    [[nodiscard]] bool holdsEngine() const { return m_engine != nullptr; }
    /// Gives the engine's memory back.
    void release();

private:
    HarmonizerFactory m_make;
    std::unique_ptr<Harmonizer> m_engine;
    bool m_isLoaded = false;
    ModelLocation m_location;
    EngineOptions m_options;
    FileStates m_files; ///< before they were loaded
};

} // namespace dh
