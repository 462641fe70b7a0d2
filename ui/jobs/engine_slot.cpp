#include "ui/jobs/engine_slot.h"

#include "core/weights/checkpoint_layout.h"

#include <system_error>

namespace dh
{

namespace
{

/// Opens no weights. What isn't there is as good as any other state: loading will name it.
FileStates statesOf(const ModelLocation& location)
{
    FileStates states;
    for (const auto& [name, path] : surveyCheckpoint(location).files()) {
        std::error_code error;
        const std::uintmax_t bytes = std::filesystem::file_size(path, error);
        states[path] = {bytes, std::filesystem::last_write_time(path, error)};
    }
    return states;
}

} // namespace

Harmonizer& EngineSlot::engine()
{
    if (!m_engine)
        m_engine = m_make();
    return *m_engine;
}

Harmonizer& EngineSlot::loaded(const ModelLocation& location, const EngineOptions& options, ProgressSink& progress,
                               const CancelToken& cancel)
{
    Harmonizer& harmonizer = engine();
    FileStates files = statesOf(location);
    if (m_isLoaded && location == m_location && options == m_options && files == m_files)
        return harmonizer;
    m_isLoaded = false;
    if (!harmonizer.load(location, options, progress, cancel))
        throw Cancelled{};
    m_location = location;
    m_options = options;
    m_files = std::move(files);
    m_isLoaded = true;
    return harmonizer;
}

void EngineSlot::release()
{
    m_engine.reset();
    m_isLoaded = false;
}

} // namespace dh
