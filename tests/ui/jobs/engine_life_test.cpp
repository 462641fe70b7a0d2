#include "tests/ui/jobs/job_runner_fixture.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <chrono>

using namespace dh;
using namespace dh::test;

Q_DECLARE_METATYPE(dh::Stage)

/// When the runner makes, prepares and releases its engine.
class EngineLifeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idleEngineIsReleased();
    void idleEngineIsTrimmedFirst();
    void engineIsReleasedWhenMemoryIsShort();
    void preparedEngineIsNotLoadedAgain();
    void preparingGivesWayToARun();
    void warmingUpGivesWayToARun();
    void failureOfPreparingIsLeftToTheRun_data();
    void failureOfPreparingIsLeftToTheRun();
    void stopsWhilePreparing();
};

void EngineLifeTest::idleEngineIsReleased()
{
    IdlePolicy policy;
    policy.releaseAfter = std::chrono::milliseconds(20);
    Watched watched(policy);
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    QTRY_COMPARE(watched.script->living.load(), 0);
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 2U);
    QCOMPARE(watched.script->loads.load(), 2);
    QVERIFY(!watched.script->leftItsThread);
}

void EngineLifeTest::idleEngineIsTrimmedFirst()
{
    IdlePolicy policy;
    policy.trimAfter = std::chrono::milliseconds(20);
    policy.lookEvery = std::chrono::milliseconds(5);
    auto looks = std::make_shared<std::atomic<int>>(0);
    policy.isMemoryShort = [looks] {
        ++*looks;
        return false;
    };
    Watched watched(policy);
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    QTRY_COMPARE(watched.script->trims.load(), 1);
    QCOMPARE(watched.script->living.load(), 1);
    // Once for each time of rest; the model stays.
    const int before = looks->load();
    QTRY_VERIFY(looks->load() > before + 5);
    QCOMPARE(watched.script->trims.load(), 1);
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.script->trims.load(), 2);
    QCOMPARE(watched.script->loads.load(), 1);
    QVERIFY(!watched.script->leftItsThread);
}

void EngineLifeTest::engineIsReleasedWhenMemoryIsShort()
{
    auto isShort = std::make_shared<std::atomic<bool>>(false);
    auto asked = std::make_shared<std::atomic<int>>(0);
    IdlePolicy policy;
    policy.lookEvery = std::chrono::milliseconds(5);
    policy.isMemoryShort = [isShort, asked] {
        ++*asked;
        return isShort->load();
    };
    Watched watched(policy);
    watched.runner.add(jobWithSeed(1));
    QTRY_COMPARE(watched.ended.size(), 1U);
    QTRY_VERIFY(asked->load() > 2);
    QCOMPARE(watched.script->living.load(), 1);
    isShort->store(true);
    QTRY_COMPARE(watched.script->living.load(), 0);
}

void EngineLifeTest::preparedEngineIsNotLoadedAgain()
{
    Watched watched;
    const HarmonizeJob job = jobWithSeed(1);
    watched.runner.prepare(job.settings.model, job.settings.engine, false);
    QTRY_COMPARE(watched.script->living.load(), 1);
    QCOMPARE(watched.script->loads.load(), 0);
    watched.runner.prepare(job.settings.model, job.settings.engine, true);
    QTRY_COMPARE(watched.script->loaded.load(), 1);
    // What the first run of an engine takes longer for is over, too.
    QTRY_COMPARE(watched.script->runs.load(), 1);
    QVERIFY(!watched.runner.isBusy());
    watched.runner.add(job);
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.kind, RunOutcome::Kind::Done);
    QCOMPARE(watched.script->loads.load(), 1);
    QCOMPARE(watched.script->runs.load(), 2);
    // Nothing is told of what nobody asked for.
    QVERIFY(std::ranges::all_of(watched.reports, [&](const auto& report) { return report.first == 1U; }));
    QVERIFY(!watched.script->leftItsThread);
}

void EngineLifeTest::preparingGivesWayToARun()
{
    Watched watched;
    const HarmonizeJob job = jobWithSeed(1);
    watched.script->holdAt(Stage::Load);
    watched.runner.prepare(job.settings.model, job.settings.engine, true);
    QVERIFY(watched.script->waitUntilHeld());
    watched.runner.add(job);
    QTRY_COMPARE(watched.script->loads.load(), 2);
    // The first preview comes before the run's own loading ends.
    QTRY_VERIFY(!watched.previews.empty());
    watched.runner.prepare(job.settings.model, job.settings.engine, true); // ignored
    watched.script->release();
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.kind, RunOutcome::Kind::Done);
    QCOMPARE(watched.script->loads.load(), 2);
}

void EngineLifeTest::warmingUpGivesWayToARun()
{
    Watched watched;
    const HarmonizeJob job = jobWithSeed(1);
    watched.script->holdAt(Stage::Denoise);
    watched.runner.prepare(job.settings.model, job.settings.engine, true);
    QVERIFY(watched.script->waitUntilHeld());
    watched.runner.add(job);
    QTRY_COMPARE(watched.script->runs.load(), 2);
    watched.script->release();
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.kind, RunOutcome::Kind::Done);
    QCOMPARE(watched.script->loads.load(), 1);
}

void EngineLifeTest::failureOfPreparingIsLeftToTheRun_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::newRow("of loading") << Stage::Load;
    QTest::newRow("of warming up") << Stage::Decode;
}

void EngineLifeTest::failureOfPreparingIsLeftToTheRun()
{
    QFETCH(Stage, stage);
    Watched watched;
    const HarmonizeJob job = jobWithSeed(1);
    watched.script->failAt(stage, Error(ErrorCode::ModelMissing, "unet", "isn't there"));
    watched.runner.prepare(job.settings.model, job.settings.engine, true);
    QTRY_COMPARE(watched.script->loads.load(), 1);
    watched.runner.add(job);
    QTRY_COMPARE(watched.ended.size(), 1U);
    QCOMPARE(watched.ended[0].second.kind, RunOutcome::Kind::Failed);
    QCOMPARE(watched.ended[0].second.error->code(), ErrorCode::ModelMissing);
    watched.script->behave();
    watched.runner.add(job);
    QTRY_COMPARE(watched.ended.size(), 2U);
    QCOMPARE(watched.ended[1].second.kind, RunOutcome::Kind::Done);
}

void EngineLifeTest::stopsWhilePreparing()
{
    Watched watched;
    const HarmonizeJob job = jobWithSeed(1);
    watched.script->holdAt(Stage::Load);
    watched.runner.prepare(job.settings.model, job.settings.engine, true);
    QVERIFY(watched.script->waitUntilHeld());
    watched.runner.stop();
    QCOMPARE(watched.script->living.load(), 0);
    watched.runner.prepare(job.settings.model, job.settings.engine, true); // nobody is there any more
    QVERIFY(watched.ended.empty());
}

QTEST_GUILESS_MAIN(EngineLifeTest)
#include "engine_life_test.moc"
