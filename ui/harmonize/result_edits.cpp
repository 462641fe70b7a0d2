#include "ui/harmonize/result_edits.h"

#include "core/document/document.h"
#include "core/harmonize/seed_statistics.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

namespace dh
{

namespace
{

struct ResultWords {
    Q_DECLARE_TR_FUNCTIONS(dh::ResultWords)
};

bool isAmong(const std::vector<ResultId>& ids, ResultId id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Puts a changed copy in the place of a result, wherever it is used.
void replaceResult(Composition& composition, ResultId id, const std::function<void(HarmonizedResult&)>& change)
{
    const ResultPtr present = findResult(composition, id);
    if (!present)
        return;
    auto changed = std::make_shared<HarmonizedResult>(*present);
    change(*changed);
    std::replace(composition.results.begin(), composition.results.end(), present, ResultPtr(changed));
    for (Layer& layer : composition.layers) {
        if (layer.applied && layer.applied->result->id == id)
            layer.applied->result = changed;
    }
}

} // namespace

ResultPtr findResult(const Composition& composition, ResultId id)
{
    const auto found = std::find_if(composition.results.begin(), composition.results.end(),
                                    [id](const ResultPtr& result) { return result->id == id; });
    return found == composition.results.end() ? nullptr : *found;
}

const AppliedResult* appliedOn(const Composition& composition, LayerId id)
{
    const Layer* layer = composition.layer(id);
    return layer != nullptr && layer->applied ? &*layer->applied : nullptr;
}

bool canApply(const Composition& composition, ResultId id)
{
    const ResultPtr result = findResult(composition, id);
    const Layer* layer = result ? composition.layer(result->layer) : nullptr;
    return layer != nullptr && !layer->locked;
}

void addResult(Document& document, const QString& step, const ResultPtr& result, bool applies)
{
    document.edit(step, [&](Composition& composition) {
        composition.results.push_back(result);
        if (Layer* layer = composition.layer(result->layer); applies && layer != nullptr)
            layer->applied = AppliedResult{result, {}};
    });
}

void applyResult(Document& document, ResultId id)
{
    if (!canApply(document.composition(), id))
        return;
    document.edit(ResultWords::tr("Apply result"), [id](Composition& composition) {
        const ResultPtr result = findResult(composition, id);
        composition.layer(result->layer)->applied = AppliedResult{result, {}};
    });
}

void removeAppliedResult(Document& document, LayerId id)
{
    if (appliedOn(document.composition(), id) == nullptr)
        return;
    document.edit(ResultWords::tr("Take result off"),
                  [id](Composition& composition) { composition.layer(id)->applied.reset(); });
}

void deleteResults(Document& document, const std::vector<ResultId>& ids)
{
    const QString step = ResultWords::tr("Delete %n result(s)", nullptr, static_cast<int>(ids.size()));
    document.edit(step, [&ids](Composition& composition) {
        std::erase_if(composition.results, [&ids](const ResultPtr& result) { return isAmong(ids, result->id); });
        for (Layer& layer : composition.layers) {
            if (layer.applied && isAmong(ids, layer.applied->result->id))
                layer.applied.reset();
        }
    });
}

void renameResult(Document& document, ResultId id, const QString& name)
{
    const std::string wanted = name.trimmed().toStdString();
    const ResultPtr result = findResult(document.composition(), id);
    if (!result || result->name == wanted)
        return;
    document.edit(ResultWords::tr("Rename result"), [&](Composition& composition) {
        replaceResult(composition, id, [&wanted](HarmonizedResult& changed) { changed.name = wanted; });
    });
}

void toggleStars(Document& document, const std::vector<ResultId>& ids)
{
    const Composition& present = document.composition();
    const bool haveAll = std::all_of(ids.begin(), ids.end(), [&present](ResultId id) {
        const ResultPtr result = findResult(present, id);
        return result && result->starred;
    });
    document.edit(
        haveAll ? ResultWords::tr("Remove star") : ResultWords::tr("Star result"), [&](Composition& composition) {
            for (const ResultId id : ids)
                replaceResult(composition, id, [haveAll](HarmonizedResult& changed) { changed.starred = !haveAll; });
        });
}

bool areAlike(const std::vector<ResultPtr>& results)
{
    constexpr std::size_t kFewest = 2;
    return results.size() >= kFewest && std::all_of(results.begin(), results.end(), [&](const ResultPtr& result) {
               const HarmonizedResult& first = *results.front();
               return result->layer == first.layer && result->areaInCanvas == first.areaInCanvas &&
                      result->after.type() == first.after.type() &&
                      result->after.channels() == first.after.channels() && result->before.samePixels(first.before);
           });
}

HarmonizedResult meanResult(const std::vector<ResultPtr>& results)
{
    HarmonizedResult mean = *results.front();
    std::vector<Image> images;
    std::string seeds;
    mean.seconds = 0.0;
    for (const ResultPtr& result : results) {
        images.push_back(result->after);
        if (!seeds.empty())
            seeds += ',';
        seeds += std::to_string(result->seed);
        mean.seconds += result->seconds;
    }
    mean.id = 0;
    mean.starred = false;
    mean.after = meanOf(images);
    mean.settings["mean-of-seeds"] = seeds;
    mean.name = ResultWords::tr("Mean of %n seed(s)", nullptr, static_cast<int>(results.size())).toStdString();
    return mean;
}

} // namespace dh
