#pragma once

#include "tests/support/fake_harmonizer.h"
#include "tests/support/run_scene.h"
#include "ui/jobs/job_runner.h"

#include <memory>
#include <utility>
#include <vector>

namespace dh::test
{

inline HarmonizeJob jobWithSeed(std::uint64_t seed)
{
    HarmonizeJob job;
    job.scene = sceneForRun(twoDiscs(), 1);
    job.layer = 1;
    job.seed = seed;
    job.modelResolution = 512;
    return job;
}

/// A runner with a fake engine, and all that it told.
struct Watched {
    explicit Watched(IdlePolicy policy = {}) : runner(fakeFactory(script), std::move(policy))
    {
        QObject::connect(&runner, &JobRunner::finished, &runner,
                         [this](JobId id, const RunOutcome& outcome) { ended.emplace_back(id, outcome); });
        QObject::connect(&runner, &JobRunner::previewed, &runner,
                         [this](JobId id, const JobPreview& preview) { previews.emplace_back(id, preview); });
        QObject::connect(&runner, &JobRunner::progressed, &runner,
                         [this](JobId id, const Progress& progress) { reports.emplace_back(id, progress); });
    }
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    std::vector<std::pair<JobId, RunOutcome>> ended;
    std::vector<std::pair<JobId, JobPreview>> previews;
    std::vector<std::pair<JobId, Progress>> reports;
    JobRunner runner;
};

} // namespace dh::test
