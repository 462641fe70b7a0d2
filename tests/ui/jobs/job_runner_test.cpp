#include "tests/ui/jobs/job_runner_fixture.h"

#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <limits>
#include <random>

using namespace dh;
using namespace dh::test;

Q_DECLARE_METATYPE(dh::Stage)

/// Jobs: their queue, results, failures and cancelling.
class JobRunnerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneRun();
    void twoRunsLoadOnce();
    void anotherModelLoadsAgain();
    void impossibleSettingEndsBeforeLoading();
    void queueRunsInOrder();
    void waitingJobIsCancelledAtOnce();
    void cancelAtEachStage_data();
    void cancelAtEachStage();
    void everyErrorArrives_data();
    void everyErrorArrives();
    void badAllocReleasesTheEngine();
    void nextJobRunsAfterAFailure();
    void changeOutsideTheMaskFails();
    void previewsDontQueueUp();
    void verification();
    void destroyedDuringARun_data();
    void destroyedDuringARun();
    void manyCyclesLeaveNothingBehind();
};

void JobRunnerTest::oneRun()
{
    Watched watched;
    const JobId id = watched.runner.add(jobWithSeed(3));
    QCOMPARE(watched.runner.running(), id);
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].first, id);
    const RunOutcome& outcome = watched.ended[0].second;
    QCOMPARE(outcome.kind, RunOutcome::Kind::Done);
    QCOMPARE(outcome.result->seed, 3U);
    QCOMPARE(QString::fromStdString(outcome.result->settings.at("checkpoint")), QStringLiteral("hash-of-fake"));
    QVERIFY(!outcome.result->after.samePixels(outcome.result->before));
    QVERIFY(!watched.runner.isBusy());
    QVERIFY(!watched.reports.empty());
    QVERIFY(std::is_sorted(watched.reports.begin(), watched.reports.end(),
                           [](const auto& a, const auto& b) { return a.second.fraction < b.second.fraction; }));
    QVERIFY(!watched.script->leftItsThread);
}

void JobRunnerTest::twoRunsLoadOnce()
{
    Watched watched;
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    watched.runner.add(jobWithSeed(2));
    QTRY_COMPARE(watched.ended.size(), 2U);
    QCOMPARE(watched.script->loads.load(), 1);
    QVERIFY(!watched.ended[0].second.result->after.samePixels(watched.ended[1].second.result->after));
}

void JobRunnerTest::anotherModelLoadsAgain()
{
    Watched watched;
    watched.runner.add(jobWithSeed(1));
    HarmonizeJob other = jobWithSeed(1);
    other.settings.engine.threads = 1;
    watched.runner.add(other);
    QTRY_COMPARE(watched.ended.size(), 2U);
    QCOMPARE(watched.script->loads.load(), 2);
    QCOMPARE(watched.script->living.load(), 1);
}

void JobRunnerTest::impossibleSettingEndsBeforeLoading()
{
    Watched watched;
    HarmonizeJob job = jobWithSeed(1);
    job.settings.resolution = 0;
    watched.runner.add(job);
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.error->code(), ErrorCode::InvalidArgument);
    QCOMPARE(QString::fromStdString(watched.ended[0].second.error->subject()), QStringLiteral("resolution"));
    QVERIFY(watched.previews.empty());
    QCOMPARE(watched.script->loads.load(), 0);
}

void JobRunnerTest::queueRunsInOrder()
{
    Watched watched;
    std::vector<JobId> ids;
    for (const std::uint64_t seed : {5U, 6U, 7U})
        ids.push_back(watched.runner.add(jobWithSeed(seed)));
    QCOMPARE(watched.runner.waiting(), 2);
    QTRY_COMPARE(watched.ended.size(), 3U);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        QCOMPARE(watched.ended[i].first, ids[i]);
        QCOMPARE(watched.ended[i].second.result->seed, 5U + i);
    }
}

void JobRunnerTest::waitingJobIsCancelledAtOnce()
{
    Watched watched;
    watched.script->holdAt(Stage::Denoise);
    watched.runner.add(jobWithSeed(1));
    const JobId second = watched.runner.add(jobWithSeed(2));
    QVERIFY(watched.script->waitUntilHeld());
    watched.runner.cancel(second);
    QCOMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].first, second);
    QCOMPARE(watched.ended[0].second.kind, RunOutcome::Kind::Cancelled);
    watched.script->release();
    QTRY_COMPARE(watched.ended.size(), 2U);
    QCOMPARE(watched.ended[1].second.kind, RunOutcome::Kind::Done);
}

void JobRunnerTest::cancelAtEachStage_data()
{
    QTest::addColumn<Stage>("stage");
    for (const Stage stage :
         {Stage::Load, Stage::Prepare, Stage::Encode, Stage::Denoise, Stage::Decode, Stage::Refine, Stage::Transfer})
        QTest::newRow(stageName(stage)) << stage;
}

void JobRunnerTest::cancelAtEachStage()
{
    QFETCH(Stage, stage);
    Watched watched;
    watched.script->holdAt(stage);
    const JobId id = watched.runner.add(jobWithSeed(1));
    QVERIFY(watched.script->waitUntilHeld());
    watched.runner.cancel(id);
    const std::size_t shown = watched.previews.size();
    const std::size_t told = watched.reports.size();
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.kind, RunOutcome::Kind::Cancelled);
    QVERIFY(watched.ended[0].second.result == nullptr);
    QCOMPARE(watched.previews.size(), shown);
    QCOMPARE(watched.reports.size(), told);
    // And it goes on.
    watched.script->release();
    watched.runner.add(jobWithSeed(2));
    QTRY_COMPARE(watched.ended.size(), 2U);
    QCOMPARE(watched.ended[1].second.kind, RunOutcome::Kind::Done);
}

void JobRunnerTest::everyErrorArrives_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<Stage>("stage");
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        const char* name = errorCodeName(static_cast<ErrorCode>(code));
        QTest::addRow("%s in load", name) << code << Stage::Load;
        QTest::addRow("%s in decode", name) << code << Stage::Decode;
    }
}

void JobRunnerTest::everyErrorArrives()
{
    QFETCH(int, code);
    QFETCH(Stage, stage);
    Watched watched;
    watched.script->failAt(stage, Error(static_cast<ErrorCode>(code), "subject", "detail"));
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    const RunOutcome& outcome = watched.ended[0].second;
    QCOMPARE(outcome.kind, RunOutcome::Kind::Failed);
    QCOMPARE(static_cast<int>(outcome.error->code()), code);
    QCOMPARE(QString::fromStdString(outcome.error->subject()), QStringLiteral("subject"));
}

void JobRunnerTest::badAllocReleasesTheEngine()
{
    Watched watched;
    watched.script->failWithBadAlloc(Stage::Decode);
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.error->code(), ErrorCode::OutOfMemory);
    QCOMPARE(watched.script->living.load(), 0);
}

void JobRunnerTest::nextJobRunsAfterAFailure()
{
    Watched watched;
    watched.script->failAt(Stage::Encode, Error(ErrorCode::ModelNotFinite, "", ""));
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    watched.script->behave();
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 2U);
    QCOMPARE(watched.ended[1].second.kind, RunOutcome::Kind::Done);
}

void JobRunnerTest::changeOutsideTheMaskFails()
{
    Watched watched;
    watched.script->changeOutside(true);
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.kind, RunOutcome::Kind::Failed);
    QCOMPARE(watched.ended[0].second.error->code(), ErrorCode::Internal);
}

void JobRunnerTest::previewsDontQueueUp()
{
    Watched watched;
    watched.script->previewSteps = 50;
    watched.script->holdAt(Stage::Decode);
    watched.runner.add(jobWithSeed(1));
    // The event loop stands still meanwhile.
    QVERIFY(watched.script->waitUntilHeld());
    QVERIFY(watched.previews.empty());
    QTRY_COMPARE(watched.previews.size(), 1U);
    QCOMPARE(watched.previews[0].second.picture->rgb[0], std::uint8_t{50});
    QCOMPARE(watched.reports.size(), 1U);
    watched.script->release();
    QTRY_COMPARE(watched.ended.size(), 1U);
}

void JobRunnerTest::verification()
{
    Watched watched;
    QStringList problems;
    std::vector<RunOutcome::Kind> kinds;
    connect(&watched.runner, &JobRunner::verified, this,
            [&](JobId, const RunOutcome& outcome, const ModelVerification& verification) {
                kinds.push_back(outcome.kind);
                problems << QString::fromStdString(verification.problems);
            });
    watched.script->setProblems("unet: a tensor is missing");
    watched.runner.addVerification({});
    QTRY_COMPARE(kinds.size(), 1U);
    QCOMPARE(problems[0], QStringLiteral("unet: a tensor is missing"));
    QCOMPARE(kinds[0], RunOutcome::Kind::Done);
    watched.script->failAt(Stage::Load, Error(ErrorCode::CorruptFile, "x", "y"));
    watched.runner.addVerification({});
    QTRY_COMPARE(kinds.size(), 2U);
    QCOMPARE(kinds[1], RunOutcome::Kind::Failed);
    QVERIFY(watched.ended.empty());
}

void JobRunnerTest::destroyedDuringARun_data()
{
    cancelAtEachStage_data();
}

void JobRunnerTest::destroyedDuringARun()
{
    QFETCH(Stage, stage);
    std::shared_ptr<FakeScript> script;
    {
        Watched watched;
        script = watched.script;
        script->holdAt(stage);
        watched.runner.add(jobWithSeed(1));
        watched.runner.add(jobWithSeed(2));
        QVERIFY(script->waitUntilHeld());
    }
    QCOMPARE(script->living.load(), 0);
    QVERIFY(!script->leftItsThread);
}

void JobRunnerTest::manyCyclesLeaveNothingBehind()
{
    constexpr int kCycles = 500;
    constexpr int kMostTurns = 4;
    constexpr int kCyclesPerFinished = 20;
    const std::shared_ptr<FakeScript> script = [] {
        Watched watched;
        std::mt19937 random(20);
        JobId running = 0;
        bool isStale = false;
        QObject::connect(&watched.runner, &JobRunner::previewed, &watched.runner,
                         [&](JobId id) { isStale = isStale || id != running; });
        int cancelled = 0;
        for (int i = 0; i < kCycles; ++i) {
            running = watched.runner.add(jobWithSeed(static_cast<std::uint64_t>(i)));
            // A random moment, told by work done instead of by a clock.
            int turns = static_cast<int>(random() % kMostTurns);
            if (random() % kCyclesPerFinished == 0)
                turns = std::numeric_limits<int>::max(); // some come to their end, however slow the machine
            for (; turns > 0 && watched.runner.isBusy(); --turns)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            watched.runner.cancel(running);
            const JobId done = std::exchange(running, 0);
            while (watched.runner.isBusy())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            const bool isLast = !watched.ended.empty() && watched.ended.back().first == done;
            if (!isLast)
                qFatal("a job did not end");
            cancelled += watched.ended.back().second.kind == RunOutcome::Kind::Cancelled ? 1 : 0;
        }
        if (watched.ended.size() != kCycles || isStale || cancelled == 0 || cancelled == kCycles)
            qFatal("%zu ended, %d cancelled, stale preview: %d", watched.ended.size(), cancelled, isStale);
        return watched.script;
    }();
    QCOMPARE(script->living.load(), 0);
    QVERIFY(!script->leftItsThread);
}

QTEST_GUILESS_MAIN(JobRunnerTest)
#include "job_runner_test.moc"
