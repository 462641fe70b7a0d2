#pragma once

#include "core/base/cancel.h"
#include "core/base/error.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace dh
{

/// How a job ended: with a value, an error, or neither when it was cancelled.
template <typename Value>
struct FileJobOutcome {
    std::optional<Value> value;
    std::optional<Error> error;
};

using FileJobId = std::uint64_t;

/// What a job does to files when the window closes. Reading is cancelled, writing comes to its end first.
enum class FileJobKind { Reading, Writing };

/// Runs reading, drawing and writing of files on threads of its own and hands the outcome back to the GUI thread, where
/// it lives. Jobs get copies only. Its destructor cancels and waits.
class FileJobs : public QObject
{
    Q_OBJECT
public:
    explicit FileJobs(QObject* parent = nullptr);
    ~FileJobs() override;

    /// Calls `work(const CancelToken&)` on a thread, then `done(FileJobOutcome<...>&)` here.
    /// @param label  translated, for the busy cue ("Opening “a.png”"); empty for what the user needn't know
    template <typename Work, typename Done>
    FileJobId start(FileJobKind kind, const QString& label, Work work, Done done)
    {
        using Value = std::invoke_result_t<Work, const CancelToken&>;
        const FileJobId id = begin(kind, label);
        m_pool.start([this, id, token = m_running.at(id).cancel.token(), work = std::move(work),
                      done = std::move(done)]() mutable {
            auto outcome = std::make_shared<FileJobOutcome<Value>>(outcomeOf<Value>(work, token));
            QMetaObject::invokeMethod(
                this,
                [this, id, outcome, done = std::move(done)]() mutable {
                    end(id);
                    done(*outcome);
                },
                Qt::QueuedConnection);
        });
        return id;
    }

    /// Its outcome still comes, without value or error unless it was past stopping. Unknown ids are ignored.
    void cancel(FileJobId id);
    /// Those that the busy cue shows.
    void cancelShown();
    [[nodiscard]] bool isWriting() const;
    /// The label of the oldest running job that has one.
    [[nodiscard]] QString label() const;

Q_SIGNALS:
    /// A job began or ended.
    void changed();

private:
    struct Running {
        FileJobKind kind = FileJobKind::Reading;
        QString label;
        CancelSource cancel;
    };

    /// The end of a job, where exceptions are caught.
    template <typename Value, typename Work>
    static FileJobOutcome<Value> outcomeOf(Work& work, const CancelToken& token)
    {
        FileJobOutcome<Value> outcome;
        try {
            token.throwIfCancelled();
            outcome.value = work(token);
        } catch (const Cancelled&) {
            return {};
        } catch (...) {
            outcome.error = caughtError();
        }
        return outcome;
    }

    FileJobId begin(FileJobKind kind, const QString& label);
    void end(FileJobId id);

    std::map<FileJobId, Running> m_running;
    FileJobId m_last = 0;
    QThreadPool m_pool;
};

} // namespace dh
