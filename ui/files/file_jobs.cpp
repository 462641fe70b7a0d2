#include "ui/files/file_jobs.h"

#include <algorithm>

namespace dh
{

namespace
{

/// A save must not wait behind a picture that is being read, nor that behind its own preview.
constexpr int kThreads = 4;

} // namespace

FileJobs::FileJobs(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(kThreads);
}

FileJobs::~FileJobs()
{
    for (auto& [id, job] : m_running)
        job.cancel.cancel();
    m_pool.waitForDone();
}

void FileJobs::cancel(FileJobId id)
{
    if (const auto job = m_running.find(id); job != m_running.end())
        job->second.cancel.cancel();
}

void FileJobs::cancelShown()
{
    for (auto& [id, job] : m_running) {
        if (!job.label.isEmpty())
            job.cancel.cancel();
    }
}

bool FileJobs::isWriting() const
{
    return std::any_of(m_running.begin(), m_running.end(),
                       [](const auto& job) { return job.second.kind == FileJobKind::Writing; });
}

QString FileJobs::label() const
{
    const auto shown =
        std::find_if(m_running.begin(), m_running.end(), [](const auto& job) { return !job.second.label.isEmpty(); });
    return shown == m_running.end() ? QString() : shown->second.label;
}

FileJobId FileJobs::begin(FileJobKind kind, const QString& label)
{
    m_running.emplace(++m_last, Running{kind, label, {}});
    Q_EMIT changed();
    return m_last;
}

void FileJobs::end(FileJobId id)
{
    m_running.erase(id);
    Q_EMIT changed();
}

} // namespace dh
