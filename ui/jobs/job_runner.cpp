#include "ui/jobs/job_runner.h"

#include "ui/jobs/first_preview.h"
#include "ui/jobs/model_facts.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <cassert>
#include <mutex>
#include <random>
#include <utility>

namespace dh
{

namespace
{

struct Ending {
    RunOutcome outcome;
    ModelVerification verification;
};

/// What arrived since the GUI thread last looked.
struct Mail {
    std::optional<Progress> progress;
    std::optional<JobPreview> preview;
    std::optional<Ending> ending;
};

} // namespace

/// Between the threads: holds the newest of each kind, and wakes the GUI thread with one event at most.
class JobRunner::Mailbox final : public RunReceiver
{
public:
    explicit Mailbox(QObject& reader) : m_reader(reader) {}
    void progressed(const Progress& progress) override
    {
        put([&](Mail& mail) { mail.progress = progress; });
    }
    void previewed(JobPreview preview) override
    {
        put([&](Mail& mail) { mail.preview = std::move(preview); });
    }
    void ended(Ending ending)
    {
        put([&](Mail& mail) { mail.ending = std::move(ending); });
    }
    [[nodiscard]] Mail take()
    {
        const std::lock_guard lock(m_mutex);
        m_isAnnounced = false;
        return std::exchange(m_mail, {});
    }

private:
    template <typename Put>
    void put(const Put& change)
    {
        const std::lock_guard lock(m_mutex);
        change(m_mail);
        // The event carries nothing: what is read lies behind the mutex.
        if (!std::exchange(m_isAnnounced, true))
            QCoreApplication::postEvent(&m_reader, new QEvent(QEvent::User));
    }

    QObject& m_reader;
    std::mutex m_mutex;
    Mail m_mail;
    bool m_isAnnounced = false;
};

namespace
{

/// The first run of an engine takes twice as long to its first step as the next: code is read, kernels are made, memory
/// is mapped. A run that nobody waits for takes that on itself.
void warmUp(Harmonizer& engine, ProgressSink& sink, const CancelToken& cancel)
{
    constexpr Size kPicture{512, 384};
    constexpr Rect kSubject{192, 144, 128, 96};
    constexpr std::uint8_t kSelected = 255;
    HarmonizeRequest request;
    ImageBuffer picture(kPicture, 3, SampleType::U8);
    std::minstd_rand noise;
    std::generate_n(picture.bytes(), picture.rowBytes() * kPicture.height,
                    [&noise] { return static_cast<std::byte>(noise() & 255U); });
    request.composite = std::move(picture).finish();
    request.mask = Mask(kPicture);
    for (int y = kSubject.y; y < kSubject.bottom(); ++y)
        std::fill_n(request.mask.writableRow(y) + kSubject.x, kSubject.width, kSelected);
    request.steps = 1;
    (void)engine.run(request, sink, cancel);
}

} // namespace

JobRunner::JobRunner(HarmonizerFactory make, IdlePolicy policy, QObject* parent)
    : QObject(parent),
      m_mailbox(std::make_shared<Mailbox>(*this)),
      m_thread(std::make_unique<InferenceThread>(std::move(make), std::move(policy)))
{
}

JobRunner::~JobRunner()
{
    m_preparing.cancel();
    m_running.cancel.cancel();
    m_thread.reset();
}

JobId JobRunner::add(HarmonizeJob job)
{
    return enqueue(std::move(job));
}

JobId JobRunner::addVerification(const ModelLocation& location)
{
    return enqueue(location);
}

void JobRunner::prepare(const ModelLocation& location, const EngineOptions& options, bool withModel)
{
    if (isBusy() || !m_thread)
        return;
    m_preparing.cancel();
    m_preparing = CancelSource();
    m_thread->post([location, options, withModel, token = m_preparing.token()](EngineSlot& slot) {
        const RunOutcome outcome = outcomeOf([&] {
            prepareClassicPreview();
            token.throwIfCancelled();
            NullProgressSink silent;
            if (withModel)
                warmUp(slot.loaded(resolvedModel(location), options, silent, token), silent, token);
            else
                (void)slot.engine();
            return RunOutcome();
        });
        if (outcome.error && outcome.error->code() == ErrorCode::OutOfMemory)
            slot.release();
    });
}

JobId JobRunner::enqueue(Work work)
{
    assert(m_thread != nullptr);
    m_preparing.cancel();
    const JobId id = ++m_lastId;
    const bool verifies = std::holds_alternative<ModelLocation>(work);
    m_waiting.push_back({id, std::move(work), CancelSource(), verifies});
    if (isBusy())
        Q_EMIT queueChanged();
    else
        startNext();
    return id;
}

void JobRunner::startNext()
{
    if (m_waiting.empty()) {
        Q_EMIT queueChanged();
        return;
    }
    m_running = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_thread->post(
        [mailbox = m_mailbox, work = std::move(m_running.work), token = m_running.cancel.token()](EngineSlot& slot) {
            Ending ending;
            if (const auto* job = std::get_if<HarmonizeJob>(&work)) {
                ending.outcome = runHarmonizeJob(*job, slot, *mailbox, token);
            } else {
                ending.outcome = outcomeOf([&] {
                    ending.verification = slot.engine().verify(std::get<ModelLocation>(work), token);
                    token.throwIfCancelled();
                    RunOutcome done;
                    done.kind = RunOutcome::Kind::Done;
                    return done;
                });
            }
            mailbox->ended(std::move(ending));
        });
    Q_EMIT queueChanged();
}

void JobRunner::cancel(JobId id)
{
    if (id != 0 && id == m_running.id) {
        m_running.cancel.cancel();
        return;
    }
    const auto found =
        std::find_if(m_waiting.begin(), m_waiting.end(), [id](const Entry& entry) { return entry.id == id; });
    if (found == m_waiting.end())
        return;
    const Entry entry = std::move(*found);
    m_waiting.erase(found);
    end(entry, {}, {});
    Q_EMIT queueChanged();
}

void JobRunner::cancelAll()
{
    const std::deque<Entry> waiting = std::exchange(m_waiting, {});
    m_running.cancel.cancel();
    for (const Entry& entry : waiting)
        end(entry, {}, {});
    Q_EMIT queueChanged();
}

void JobRunner::stop()
{
    m_preparing.cancel();
    cancelAll();
    m_thread.reset();
    takeMail();
    // The thread may have ended before it began.
    if (isBusy())
        end(std::exchange(m_running, {}), {}, {});
    Q_EMIT queueChanged();
}

void JobRunner::customEvent(QEvent*)
{
    takeMail();
}

void JobRunner::takeMail()
{
    Mail mail = m_mailbox->take();
    const CancelToken token = m_running.cancel.token();
    if (mail.progress && !token.isCancelled())
        Q_EMIT progressed(m_running.id, *mail.progress);
    if (mail.preview && !mail.ending && !token.isCancelled())
        Q_EMIT previewed(m_running.id, *mail.preview);
    if (!mail.ending)
        return;
    const Entry entry = std::exchange(m_running, {});
    // The engine may have been just done when the cancel came: the user wanted it undone all the same.
    if (token.isCancelled())
        mail.ending->outcome = {};
    end(entry, mail.ending->outcome, mail.ending->verification);
    if (!isBusy())
        startNext();
}

void JobRunner::end(const Entry& entry, const RunOutcome& outcome, const ModelVerification& verification)
{
    if (entry.verifies)
        Q_EMIT verified(entry.id, outcome, verification);
    else
        Q_EMIT finished(entry.id, outcome);
}

} // namespace dh
