#include "ui/canvas/tile_renderer.h"

#include "core/base/log.h"
#include "core/base/system.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

namespace dh
{

namespace
{

constexpr unsigned kMostThreads = 2;

} // namespace

QImage renderTileOrNull(const TileKey& key, const TileSnapshot& snapshot, ViewCache& cache)
{
    try {
        return renderTile(key, snapshot, cache);
    } catch (const std::exception& failure) {
        log(LogLevel::Warning, std::string("tile not rendered: ") + failure.what());
        return {};
    }
}

TileRenderer::TileRenderer(ViewCache& cache, std::function<void()> onFinished)
    : m_cache(cache), m_onFinished(std::move(onFinished))
{
    const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
    for (unsigned i = 0; i < count; ++i)
        m_threads.emplace_back([this] { work(); });
}

TileRenderer::~TileRenderer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wanted.clear();
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void TileRenderer::want(std::vector<TileKey> keys, const TileSnapshotPtr& snapshot)
{
    TileSnapshotPtr previous; // let go after the lock
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(keys, [this, &snapshot](const TileKey& key) { return isRunning(key, snapshot->version); });
        std::reverse(keys.begin(), keys.end());
        m_wanted = std::move(keys);
        previous = std::exchange(m_snapshot, m_wanted.empty() ? nullptr : snapshot);
        if (m_wanted.empty())
            return;
    }
    m_wake.notify_all();
}

std::vector<TileRenderer::Finished> TileRenderer::takeFinished()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_finished, {});
}

bool TileRenderer::isIdle() const
{
    const std::lock_guard lock(m_mutex);
    return m_wanted.empty() && m_running.empty() && m_finished.empty();
}

bool TileRenderer::isRunning(const TileKey& key, std::uint64_t version) const
{
    return std::find(m_running.begin(), m_running.end(), Running{key, version}) != m_running.end();
}

void TileRenderer::work()
{
    // A frame must not wait for the tiles of the next.
    lowerThreadUrgency(ThreadUrgency::Soon);
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_wanted.empty(); });
        if (m_stopping)
            return;
        const TileKey key = m_wanted.back();
        m_wanted.pop_back();
        // The last one takes the snapshot along: nothing here may keep the pixels shared while they are painted on.
        Finished finished{key, {}, m_wanted.empty() ? std::move(m_snapshot) : m_snapshot};
        const Running job{finished.key, finished.snapshot->version};
        m_running.push_back(job);
        lock.unlock();
        finished.image = renderTileOrNull(finished.key, *finished.snapshot, m_cache);
        deliver(job, std::move(finished));
        lock.lock();
    }
}

void TileRenderer::deliver(const Running& job, Finished finished)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        std::erase(m_running, job);
        first = m_finished.empty();
        m_finished.push_back(std::move(finished));
    }
    if (first)
        m_onFinished();
}

} // namespace dh
