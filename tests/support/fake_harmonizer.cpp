#include "tests/support/fake_harmonizer.h"

#include <chrono>
#include <limits>
#include <new>
#include <utility>

namespace dh::test
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kAskEvery = 2ms;
constexpr auto kPatience = 10s;
constexpr int kPreviewSide = 8;
constexpr int kRgb = 3;
constexpr int kMaskMax = 255;
constexpr int kSeedShades = 100;

/// Seeds give different shades, the same seed always the same one.
template <typename Sample>
void darkenRow(Sample* samples, const std::uint8_t* mask, int width, int channels, std::uint64_t seed)
{
    const long long full = std::numeric_limits<Sample>::max();
    const long long amount = full / 4 + full / 4 * static_cast<long long>(seed % kSeedShades) / kSeedShades;
    for (int x = 0; x < width; ++x)
        for (int c = 0; c < kRgb; ++c) {
            Sample& sample = samples[x * channels + c];
            const long long darker = sample > amount ? sample - amount : 0;
            sample = static_cast<Sample>((sample * (kMaskMax - mask[x]) + darker * mask[x]) / kMaskMax);
        }
}

Image darkened(const HarmonizeRequest& request, bool changesOutside)
{
    ImageBuffer buffer(request.composite);
    for (int y = 0; y < request.mask.height(); ++y) {
        const std::uint8_t* mask = request.mask.row(y);
        if (buffer.type() == SampleType::U16)
            darkenRow(buffer.row<std::uint16_t>(y), mask, request.mask.width(), buffer.channels(), request.seed);
        else
            darkenRow(buffer.row<std::uint8_t>(y), mask, request.mask.width(), buffer.channels(), request.seed);
    }
    if (changesOutside) {
        const Rect box = request.mask.boundingBox();
        buffer.row<std::uint8_t>(box.y)[0] ^= 1U;
        buffer.row<std::uint8_t>(box.y)[(box.x - 1) * buffer.channels()] ^= 1U;
    }
    return std::move(buffer).finish(request.composite.iccProfile());
}

std::shared_ptr<const PreviewImage> previewOfStep(int step)
{
    PreviewImage image{kPreviewSide, kPreviewSide, {}};
    image.rgb.assign(kPreviewSide * kPreviewSide * kRgb, static_cast<std::uint8_t>(step));
    return std::make_shared<const PreviewImage>(std::move(image));
}

} // namespace

void FakeScript::failAt(Stage stage, const Error& error)
{
    const std::lock_guard lock(m_mutex);
    m_failStage = stage;
    m_error = error;
}

void FakeScript::failWithBadAlloc(Stage stage)
{
    const std::lock_guard lock(m_mutex);
    m_failStage = stage;
    m_error.reset();
}

void FakeScript::behave()
{
    const std::lock_guard lock(m_mutex);
    m_failStage.reset();
}

void FakeScript::holdAt(Stage stage)
{
    const std::lock_guard lock(m_mutex);
    m_holdStage = stage;
}

void FakeScript::release()
{
    const std::lock_guard lock(m_mutex);
    m_holdStage.reset();
    m_changed.notify_all();
}

bool FakeScript::waitUntilHeld()
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, kPatience, [this] { return m_isHeld; });
}

void FakeScript::setProblems(const std::string& problems)
{
    const std::lock_guard lock(m_mutex);
    m_problems = problems;
}

std::optional<HarmonizeRequest> FakeScript::lastRequest() const
{
    const std::lock_guard lock(m_mutex);
    return m_lastRequest;
}

HarmonizeResult FakeScript::lastResult() const
{
    const std::lock_guard lock(m_mutex);
    return m_lastResult;
}

void FakeScript::reach(Stage stage, const CancelToken& cancel)
{
    std::unique_lock lock(m_mutex);
    if (m_failStage == stage) {
        if (m_error)
            throw Error(*m_error);
        throw std::bad_alloc();
    }
    while (m_holdStage == stage && !cancel.isCancelled()) {
        m_isHeld = true;
        m_changed.notify_all();
        m_changed.wait_for(lock, kAskEvery);
    }
    m_isHeld = false;
    cancel.throwIfCancelled();
}

FakeHarmonizer::FakeHarmonizer(std::shared_ptr<FakeScript> script)
    : m_script(std::move(script)), m_thread(std::this_thread::get_id())
{
    ++m_script->living;
}

FakeHarmonizer::~FakeHarmonizer()
{
    checkThread();
    --m_script->living;
}

void FakeHarmonizer::checkThread() const
{
    if (std::this_thread::get_id() != m_thread)
        m_script->leftItsThread = true;
}

bool FakeHarmonizer::load(const ModelLocation&, const EngineOptions&, ProgressSink& progress, const CancelToken& cancel)
{
    checkThread();
    m_isLoaded = false;
    ++m_script->loads;
    WeightedProgress weighted(progress, {{Stage::Load, 1.0}});
    weighted.report(Stage::Load, 0.0);
    try {
        m_script->reach(Stage::Load, cancel);
    } catch (const Cancelled&) {
        return false;
    }
    weighted.report(Stage::Load, 1.0);
    m_isLoaded = true;
    ++m_script->loaded;
    return true;
}

HarmonizeResult FakeHarmonizer::run(const HarmonizeRequest& request, ProgressSink& progress, const CancelToken& cancel)
{
    checkThread();
    if (!m_isLoaded)
        throw Error(ErrorCode::ModelMissing, "", "no model is loaded");
    ++m_script->runs;
    const int steps = request.steps.value_or(m_script->previewSteps);
    WeightedProgress weighted(progress, {{Stage::Prepare, 1.0},
                                         {Stage::Encode, 1.0},
                                         {Stage::Denoise, 1.0, steps},
                                         {Stage::Decode, 1.0},
                                         {Stage::Refine, 1.0},
                                         {Stage::Transfer, 1.0}});
    HarmonizeResult result;
    try {
        for (const Stage stage :
             {Stage::Prepare, Stage::Encode, Stage::Denoise, Stage::Decode, Stage::Refine, Stage::Transfer}) {
            m_script->reach(stage, cancel);
            const int ticks = stage == Stage::Denoise ? steps : 1;
            for (int step = 1; step <= ticks; ++step) {
                cancel.throwIfCancelled();
                if (stage == Stage::Denoise)
                    result.report.stepChanges.push_back(8.0 / step);
                weighted.report(stage, static_cast<double>(step) / ticks, step,
                                weighted.wantsPreviews() ? previewOfStep(step) : nullptr);
            }
            result.report.stageSeconds[stageName(stage)] = 0.25;
        }
    } catch (const Cancelled&) {
        result.outcome = Outcome::Cancelled;
        return result;
    }
    result.image = darkened(request, m_script->m_changesOutside);
    result.report.seed = request.seed;
    result.report.steps = steps;
    result.report.resolution = request.resolution.value_or(512);
    result.report.inferenceSize = {result.report.resolution, result.report.resolution};
    result.report.refined = request.refine;
    result.report.strength = request.strength;
    result.report.sampler = "euler_ancestral";
    result.report.device = "cpu";
    result.report.checkpointHash = "hash-of-fake";
    result.report.version = std::string("version of the fake");
    result.report.context = request.context.value_or(Rect{0, 0, request.composite.width(), request.composite.height()});
    const std::lock_guard lock(m_script->m_mutex);
    m_script->m_lastRequest = request;
    m_script->m_lastResult = result;
    return result;
}

void FakeHarmonizer::releaseIdleMemory()
{
    checkThread();
    ++m_script->trims;
}

ModelVerification FakeHarmonizer::verify(const ModelLocation&, const CancelToken& cancel)
{
    checkThread();
    m_script->reach(Stage::Load, cancel);
    const std::lock_guard lock(m_script->m_mutex);
    return {m_script->m_problems, 1};
}

} // namespace dh::test
