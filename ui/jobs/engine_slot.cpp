#include "ui/jobs/engine_slot.h"

namespace dh
{

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
    if (m_isLoaded && location == m_location && options == m_options)
        return harmonizer;
    m_isLoaded = false;
    if (!harmonizer.load(location, options, progress, cancel))
        throw Cancelled{};
    m_location = location;
    m_options = options;
    m_isLoaded = true;
    return harmonizer;
}

void EngineSlot::release()
{
    m_engine.reset();
    m_isLoaded = false;
}

} // namespace dh
