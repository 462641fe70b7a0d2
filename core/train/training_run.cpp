#include "core/train/training_run.h"

#include "core/base/error.h"
#include "core/train/leftover_files.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr auto kRunFolder = "training";
constexpr auto kLock = "lock";
constexpr auto kLog = "log.csv";
constexpr auto kChart = "loss.svg";
constexpr double kSmoothingSteps = 100.0;
constexpr std::chrono::milliseconds kReportEvery{500};

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

AdamW::Settings adamSettings(const OptimizerOptions& options)
{
    return {options.beta1, options.beta2, options.weightDecay, options.epsilon};
}

/// Exchanges the trained values for their averages while it lives.
class AveragesInPlace
{
public:
    AveragesInPlace(at::Tensor values, const at::Tensor& average) : m_values(std::move(values))
    {
        if (!average.defined())
            return;
        const at::NoGradGuard noGrad;
        m_trained = m_values.clone();
        m_values.copy_(average);
    }
    AveragesInPlace(const AveragesInPlace&) = delete;
    AveragesInPlace& operator=(const AveragesInPlace&) = delete;
    ~AveragesInPlace()
    {
        const at::NoGradGuard noGrad;
        if (m_trained.defined())
            m_values.copy_(m_trained);
    }

private:
    at::Tensor m_values;
    at::Tensor m_trained;
};

} // namespace

TrainingRun::TrainingRun(const TrainingOptions& options, BatchSource& source,
                         std::function<void(const TrainingProgress&)> onProgress, const CancelToken& cancel)
    : m_options(options),
      m_onProgress(std::move(onProgress)),
      m_cancel(cancel),
      m_pass(cancel),
      m_runFolder(options.outputFolder / kRunFolder),
      m_task(makeTrainingTask(options)),
      m_optimizer(m_task->parameters().values(), m_task->parameters().gradients(), adamSettings(options.optimizer)),
      m_batches(source),
      m_states(m_runFolder),
      m_export(options, m_task->component())
{
    occupyFolder();
    if (options.optimizer.averages)
        m_state.average = m_task->parameters().values().clone();
    resume();
    startLossScale();
    m_log = std::make_unique<TrainingLog>(m_runFolder / kLog, m_state.step);
}

void TrainingRun::occupyFolder()
{
    std::error_code error;
    std::filesystem::create_directories(m_runFolder, error);
    if (error)
        throw errorFromErrno(error.value(), m_runFolder, ErrorCode::FileUnwritable);
    m_lock.emplace(m_runFolder / kLock);
    removeLeftovers(m_runFolder, [](const std::string& name) {
        return name == kLog || name == kChart || StateFolder::isState(name);
    });
    m_export.removeLeftovers();
}

void TrainingRun::resume()
{
    if (m_options.restart)
        m_states.clear();
    if (const auto newest = m_states.newest())
        m_states.read(*newest, m_state, m_task->parameters(), m_optimizer, trainingStageName(m_options.stage));
}

/// A state of a run in another type may lack a scale, or have one that nothing adapts.
void TrainingRun::startLossScale()
{
    if (m_options.autocast != Autocast::Float16)
        m_state.lossScale.reset();
    else if (!m_state.lossScale)
        m_state.lossScale.emplace();
}

double TrainingRun::lossScale() const
{
    return m_state.lossScale ? m_state.lossScale->value : 1.0;
}

TrainingSummary TrainingRun::run()
{
    const Clock::time_point start = Clock::now();
    TrainingSummary summary;
    summary.firstStep = m_state.step;
    summary.parameters = static_cast<std::uint64_t>(m_task->parameters().values().numel());
    m_savedAt = m_measuredAt = start;
    try {
        while (m_state.step < m_options.steps) {
            m_cancel.throwIfCancelled();
            runStep();
            if (m_state.step < m_options.steps && isCheckpointDue())
                writeCheckpoint();
        }
    } catch (const Cancelled&) {
        summary.cancelled = true; // the step that was under way is forgotten
    }
    writeCheckpoint();
    summary.step = m_state.step;
    summary.loss = m_state.smoothedLoss;
    summary.seconds = secondsSince(start);
    return summary;
}

BatchRequest TrainingRun::requestFor(std::uint64_t index) const
{
    const auto step = static_cast<std::int64_t>(index) / m_options.accumulation;
    const TrainingPhase& phase = phaseOfStep(m_options, step);
    const bool ownSize = m_options.stage == TrainingStage::Refiner && m_options.inferenceSize > 0;
    return {firstSampleOf(m_options, index), phase.batch, ownSize ? m_options.inferenceSize : phase.size};
}

TrainingBatch TrainingRun::onDevice(const TrainingBatch& batch) const
{
    const at::Device device = m_task->parameters().values().device();
    const auto format = m_options.channelsLast ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
    const auto moved = [&](const at::Tensor& tensor) { return tensor.to(device).contiguous(format); };
    TrainingBatch result{moved(batch.real), moved(batch.composite), moved(batch.mask)};
    if (m_options.inverse)
        std::swap(result.real, result.composite);
    return result;
}

double TrainingRun::backwardOverBatches(const TrainingPhase& phase)
{
    m_task->parameters().gradients().zero_();
    double loss = 0.0;
    for (int i = 0; i < m_options.accumulation; ++i) {
        const auto index = static_cast<std::uint64_t>(m_state.step * m_options.accumulation + i);
        const auto last = static_cast<std::uint64_t>(m_options.steps * m_options.accumulation);
        const auto next = index + 1 < last ? std::optional(requestFor(index + 1)) : std::nullopt;
        const TrainingBatch batch = onDevice(m_batches.take(requestFor(index), next));
        const at::Tensor part = m_task->loss(batch, index, m_pass) / m_options.accumulation;
        (part * lossScale()).backward();
        loss += part.item<double>(); // only now: it waits for a device, which then has all of its work already
    }
    m_pixels += pixelsOfBatch(phase) * m_options.accumulation;
    m_samples += static_cast<double>(phase.batch) * m_options.accumulation;
    return loss;
}

void TrainingRun::applyGradients(double loss)
{
    at::Tensor& gradients = m_task->parameters().gradients();
    if (m_state.lossScale)
        gradients.div_(lossScale());
    m_row.gradientNorm = clipGradients(gradients, m_options.optimizer.gradientClip);
    const bool finite = std::isfinite(m_row.gradientNorm) && std::isfinite(loss);
    if (m_state.lossScale) {
        m_state.lossScale->advance(finite);
        if (!finite)
            return; // the step counts, but changes nothing
    } else if (!finite) {
        throw Error(ErrorCode::ModelNotFinite, "loss",
                    "it is no number any more at step " + std::to_string(m_state.step + 1) +
                        "; continue from the last checkpoint with a lower learning rate");
    }
    m_row.learningRate = learningRateOfStep(m_options, m_state.step);
    m_optimizer.step(m_row.learningRate);
    if (m_state.average.defined())
        updateAverage(m_state.average, m_task->parameters().values(), m_optimizer.steps(),
                      m_options.optimizer.averageDecay);
}

void TrainingRun::runStep()
{
    const TrainingPhase& phase = phaseOfStep(m_options, m_state.step);
    const double loss = backwardOverBatches(phase);
    applyGradients(loss);
    if (std::isfinite(loss))
        m_state.smoothedLoss +=
            (loss - m_state.smoothedLoss) / std::min(kSmoothingSteps, static_cast<double>(m_state.step + 1));
    ++m_state.step;
    m_row.step = m_state.step;
    m_row.size = phase.size;
    m_row.batch = phase.batch;
    m_row.loss = loss;
    m_row.smoothedLoss = m_state.smoothedLoss;
    m_log->add(m_row);
    if (Clock::now() - m_measuredAt >= kReportEvery || m_state.step == m_options.steps)
        report(phase);
}

void TrainingRun::report(const TrainingPhase& phase)
{
    const double seconds = secondsSince(m_measuredAt);
    m_row.samplesPerSecond = m_samples / seconds;
    constexpr double kWeightOfNew = 0.2;
    const double rate = m_pixels / seconds;
    m_pixelsPerSecond += (rate - m_pixelsPerSecond) * (m_pixelsPerSecond > 0.0 ? kWeightOfNew : 1.0);
    m_measuredAt = Clock::now();
    m_pixels = m_samples = 0.0;
    m_log->flush();
    if (!m_onProgress)
        return;
    m_onProgress({m_state.step, m_options.steps, phase.size, phase.batch, m_state.smoothedLoss, m_row.learningRate,
                  m_row.samplesPerSecond, pixelsLeft(m_options, m_state.step) / m_pixelsPerSecond});
}

bool TrainingRun::isCheckpointDue() const
{
    const std::int64_t every = m_options.checkpointEverySteps;
    return (every > 0 && m_state.step % every == 0) ||
           (m_options.checkpointEverySeconds > 0.0 && secondsSince(m_savedAt) >= m_options.checkpointEverySeconds);
}

void TrainingRun::writeCheckpoint()
{
    at::Tensor& values = m_task->parameters().values();
    if (m_options.optimizer.copyAverages && m_state.average.defined())
        values.copy_(m_state.average);
    m_log->flush(); // first: a run that goes on from the state drops rows after it, but can't make up for missing ones
    m_states.write(m_state, m_task->parameters(), m_optimizer, trainingStageName(m_options.stage), m_options.keep);
    m_log->writeChart(m_runFolder / kChart);
    const AveragesInPlace averages(values, m_state.average);
    const auto measuredBatch = [this] {
        const TrainingPhase& last = m_options.phases.back();
        return onDevice(m_batches.takeAside({0, last.batch, last.size}));
    };
    m_export.write(*m_task, m_task->describe(measuredBatch));
    m_savedAt = Clock::now();
}

} // namespace dh
