#pragma once

#include "ui/canvas/view_tile.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dh
{

using TileSnapshotPtr = std::shared_ptr<const TileSnapshot>;

/// A tile, or null when there is no memory for it: it is then shown from a coarser one; the picture itself is safe.
[[nodiscard]] QImage renderTileOrNull(const TileKey& key, const TileSnapshot& snapshot, ViewCache& cache);

/// Renders tiles on threads of its own. Only the newest list of wishes counts: what is no longer on it is never begun.
/// All functions belong to one thread, and none of them waits for a tile, the destructor apart.
class TileRenderer
{
public:
    struct Finished {
        TileKey key;
        QImage image; ///< null when there was no memory for it
        /// Comes back so that the pixels are let go on the thread that writes them.
        TileSnapshotPtr snapshot;
    };

    /// @param onFinished called on a rendering thread when takeFinished() has something after having had nothing
    TileRenderer(ViewCache& cache, std::function<void()> onFinished);
    /// Waits for the tiles that are being rendered.
    ~TileRenderer();
    TileRenderer(const TileRenderer&) = delete;
    TileRenderer& operator=(const TileRenderer&) = delete;

    /// Replaces the list of wishes, the most urgent first. What is being rendered from this snapshot is not begun
    /// again.
    void want(std::vector<TileKey> keys, const TileSnapshotPtr& snapshot);
    [[nodiscard]] std::vector<Finished> takeFinished();
    /// Whether nothing is wished for, rendered or waiting to be taken.
    [[nodiscard]] bool isIdle() const;

private:
    struct Running {
        TileKey key;
        std::uint64_t version;
        friend bool operator==(const Running&, const Running&) = default;
    };

    void work();
    bool isRunning(const TileKey& key, std::uint64_t version) const;
    void deliver(const Running& job, Finished finished);

    ViewCache& m_cache;
    std::function<void()> m_onFinished;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<TileKey> m_wanted; ///< the most urgent last
    TileSnapshotPtr m_snapshot;
    std::vector<Running> m_running;
    std::vector<Finished> m_finished;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace dh
