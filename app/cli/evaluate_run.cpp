#include "app/cli/evaluate_run.h"

#include "app/cli/evaluate_progress.h"
#include "app/cli/harmonize_inputs.h"
#include "app/cli/interruptible.h"
#include "app/cli/model_location.h"
#include "app/cli/text_format.h"

#include "core/base/error.h"
#include "core/evaluate/baselines.h"
#include "core/evaluate/evaluation_journal.h"
#include "core/evaluate/pair_list.h"
#include "core/evaluate/worst_cases.h"
#include "core/harmonize/engine_module.h"
#include "core/imaging/image_file.h"
#include "core/weights/sha256.h"

#include <algorithm>
#include <new>

namespace dh
{

namespace
{

std::string hashOfNames(const std::vector<EvaluationPair>& pairs)
{
    Sha256 hash;
    for (const EvaluationPair& pair : pairs)
        hash.update(std::as_bytes(std::span(pair.name.c_str(), pair.name.size() + 1))); // the end separates names
    return hash.finishHex();
}

std::string hashOfModel(const EvaluateOptions& options, const CancelToken& cancel)
{
    const ModelLocation location = withBuiltInModel(options.model);
    return interruptible(cancel, [location] { return Checkpoint(location).contentHash(); });
}

const char* pasteName(PasteBackground paste)
{
    switch (paste) {
    case PasteBackground::None:
        return "none";
    case PasteBackground::Composite:
        return "composite";
    case PasteBackground::Real:
        break;
    }
    return "real";
}

const char* precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Float32:
        return "float32";
    case Precision::BFloat16:
        return "bfloat16";
    case Precision::Float16:
        break;
    }
    return "float16";
}

void describeModel(const EvaluateOptions& options, std::map<std::string, std::string>& settings,
                   const CancelToken& cancel)
{
    constexpr int kStrengthDigits = 3;
    const HarmonizeRequest& request = options.settings;
    const bool isNative = request.mode == Mode::Native;
    settings["model"] = hashOfModel(options, cancel);
    settings["mode"] = isNative ? "native" : "reference";
    settings["sampler"] = request.sampler == Sampler::Ddim ? "ddim" : "euler_ancestral";
    settings["steps"] = request.steps ? std::to_string(*request.steps) : "the model's";
    settings["precision"] = precisionName(options.engine.precision);
    if (isNative) {
        settings["strength"] = fixedText(request.strength, kStrengthDigits);
    } else {
        settings["output resolution"] = std::to_string(request.outputResolution);
        settings["mask dilation"] = std::to_string(request.maskDilation);
    }
}

RecordedFailure failureOf(const Error& error)
{
    return {errorCodeName(error.code()), error.subject(), error.detail()};
}

/// One picture's files, read.
struct PairPictures {
    Image composite;
    Mask mask;
    PairScorer scorer;
};

PairPictures readPictures(const EvaluationPair& pair, PasteBackground paste, const CancelToken& cancel)
{
    if (!pair.problem.empty())
        throw Error(ErrorCode::FileNotFound, "", "no mask and real picture belong to it, because " + pair.problem);
    return interruptible(cancel, [pair, paste] {
        const Image composite = readImageFile(pair.composite).image;
        const Mask mask = readMaskFile(pair.mask);
        requireSameSize(pair.mask, mask.size(), pair.composite, composite.size());
        return PairPictures{composite, mask, PairScorer(composite, mask, readImageFile(pair.real).image, paste)};
    });
}

class EvaluationRun
{
public:
    EvaluationRun(const EvaluateOptions& options, const EvaluationPlan& plan, const CancelToken& cancel)
        : m_options(options), m_plan(plan), m_cancel(cancel), m_main(mainSystem(plan.run.systems))
    {
    }

    void run()
    {
        std::vector<RunFolder> folders{RunFolder(m_options.output)};
        if (m_options.shard)
            folders.emplace_back(m_options.output / m_options.shard->folderName());
        const RunFolder& whole = folders.front();
        const RunFolder& own = folders.back();
        for (const RunFolder& folder : folders)
            folder.prepareFor(m_plan.run);
        // Held before anything is recorded: a run that is refused leaves the other's description as it is.
        EvaluationJournal journal(own.journal());
        for (const RunFolder& folder : folders)
            folder.claim(m_plan.run);
        m_pending = pendingSystems(m_plan, currentRecords(m_plan, whole.parts(), m_options.shard), m_options.shard);
        WorstCases worst(own.worstCases(), knownOfMain(own));
        loadEngineIfNeeded();
        EvaluateProgress progress(static_cast<int>(m_pending.size()), m_options.json);
        int done = 0;
        progress.report(done);
        for (const auto& [item, systems] : m_pending) {
            evaluate(item, systems, journal, worst);
            progress.report(++done);
        }
    }

private:
    [[nodiscard]] std::vector<EvaluationRecord> knownOfMain(const RunFolder& folder) const
    {
        std::vector<EvaluationRecord> known;
        for (auto& [key, record] : currentRecords(m_plan, {folder}, m_options.shard)) {
            if (record.system == m_main.key())
                known.push_back(record);
        }
        return known;
    }

    void loadEngineIfNeeded()
    {
        const bool isNeeded = std::any_of(m_pending.begin(), m_pending.end(), [](const auto& entry) {
            return std::any_of(entry.second.begin(), entry.second.end(),
                               [](const EvaluatedSystem& system) { return system.needsEngine(); });
        });
        if (!isNeeded)
            return;
        NullProgressSink nowhere;
        m_engine = loadEngine();
        if (!m_engine->load(withBuiltInModel(m_options.model), m_options.engine, nowhere, m_cancel))
            throw Cancelled{};
    }

    void evaluate(int item, const std::vector<EvaluatedSystem>& systems, EvaluationJournal& journal, WorstCases& worst)
    {
        const EvaluationPair& pair = m_plan.inputs->pairs()[static_cast<std::size_t>(item)];
        // Before the files are read: those that change meanwhile are looked at again by the next run.
        std::map<std::string, std::string> inputs;
        for (const EvaluatedSystem& system : systems)
            inputs[system.key()] = m_plan.inputs->digest(item, system.key());
        std::optional<PairPictures> pictures;
        std::optional<RecordedFailure> failure;
        attempt(failure, [&] { pictures.emplace(readPictures(pair, m_options.paste, m_cancel)); });
        for (const EvaluatedSystem& system : systems) {
            m_cancel.throwIfCancelled();
            EvaluationRecord record{item, pair.name, pair.subset, system.key(), 0.0, {}, failure, inputs[system.key()]};
            Image result;
            if (pictures) {
                attempt(record.failure, [&] {
                    result = resultOf(system, pair, *pictures);
                    record.foregroundRatio = pictures->scorer.foregroundRatio();
                    record.score = pictures->scorer.score(result);
                });
            }
            // The picture first: what the journal holds is not computed again.
            if (!record.failure && system == m_main)
                worst.offer(record, pictures->scorer, result);
            journal.add(record);
        }
    }

    /// Calls `work`; what goes wrong for this one picture is kept in `failure`.
    template <typename Work>
    void attempt(std::optional<RecordedFailure>& failure, const Work& work)
    {
        try {
            work();
        } catch (const Error& error) {
            if (error.code() == ErrorCode::DeviceUnavailable)
                throw;
            failure = failureOf(error);
        } catch (const std::bad_alloc&) {
            failure = failureOf(Error(ErrorCode::OutOfMemory, "", ""));
        }
    }

    Image resultOf(const EvaluatedSystem& system, const EvaluationPair& pair, const PairPictures& pictures)
    {
        const Image plain = pictures.scorer.composite();
        switch (system.kind) {
        case SystemKind::Composite:
            return pictures.composite;
        case SystemKind::Reinhard:
            return interruptible(m_cancel, [plain, mask = pictures.mask] { return reinhardTransfer(plain, mask); });
        case SystemKind::SeamlessClone:
            return interruptible(m_cancel, [plain, mask = pictures.mask] { return seamlessCloned(plain, mask); });
        case SystemKind::Results:
            return interruptible(
                m_cancel, [path = finishedPicture(m_options.results, pair)] { return readImageFile(path).image; });
        case SystemKind::Model:
            return harmonized(system, pictures.composite, pictures.mask);
        case SystemKind::Identity:
            break;
        }
        return harmonized(system, pictures.scorer.real(), pictures.mask);
    }

    Image harmonized(const EvaluatedSystem& system, const Image& composite, const Mask& mask)
    {
        HarmonizeRequest request = m_options.settings;
        request.composite = composite;
        request.mask = mask;
        request.seed = system.seed;
        request.refine = system.refined;
        if (system.resolution > 0)
            request.resolution = system.resolution;
        NullProgressSink nowhere;
        HarmonizeResult result = m_engine->run(request, nowhere, m_cancel);
        if (result.outcome == Outcome::Cancelled)
            throw Cancelled{};
        return result.image;
    }

    const EvaluateOptions& m_options;
    const EvaluationPlan& m_plan;
    const CancelToken& m_cancel;
    const EvaluatedSystem m_main;
    PendingSystems m_pending;
    std::unique_ptr<Harmonizer> m_engine;
};

} // namespace

EvaluationPlan planEvaluation(const EvaluateOptions& options, const CancelToken& cancel)
{
    auto pairs = interruptible(cancel, [source = options.source] { return readPairList(source); });
    if (options.limit > 0 && pairs.size() > static_cast<std::size_t>(options.limit))
        pairs.resize(static_cast<std::size_t>(options.limit));
    if (pairs.empty())
        throw Error(ErrorCode::InvalidArgument, options.source.string(), "it lists no pictures");
    EvaluationPlan plan;
    plan.inputs = std::make_unique<EvaluationInputs>(std::move(pairs), options.results, cancel);
    plan.run.items = static_cast<int>(plan.inputs->pairs().size());
    plan.run.systems = options.systems();
    plan.run.files = plan.inputs->fingerprint();
    plan.run.settings = {{"program", DH_VERSION},
                         {"list of pictures", hashOfNames(plan.inputs->pairs())},
                         {"pasted background", pasteName(options.paste)}};
    if (!options.results.empty()) {
        const std::filesystem::path folder = options.results.lexically_normal(); // "results/" is "results"
        plan.run.settings["finished pictures"] = (folder.has_filename() ? folder : folder.parent_path()).string();
    }
    if (options.runsModel)
        describeModel(options, plan.run.settings, cancel);
    return plan;
}

EvaluationRecords currentRecords(const EvaluationPlan& plan, const std::vector<RunFolder>& folders,
                                 const std::optional<Shard>& shard)
{
    return collectRecords(folders, [&](const EvaluationRecord& record) {
        return (!shard || shard->holds(record.item)) && plan.inputs->isCurrent(record);
    });
}

PendingSystems pendingSystems(const EvaluationPlan& plan, const EvaluationRecords& records,
                              const std::optional<Shard>& shard)
{
    PendingSystems pending;
    for (int item = 0; item < plan.run.items; ++item) {
        if (shard && !shard->holds(item))
            continue;
        for (const EvaluatedSystem& system : plan.run.systems) {
            const auto found = records.find({item, system.key()});
            if (found == records.end() || found->second.failure)
                pending[item].push_back(system);
        }
    }
    return pending;
}

void runEvaluation(const EvaluateOptions& options, const EvaluationPlan& plan, const CancelToken& cancel)
{
    EvaluationRun(options, plan, cancel).run();
}

} // namespace dh
