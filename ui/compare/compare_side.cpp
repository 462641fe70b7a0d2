#include "ui/compare/compare_side.h"

#include <QCoreApplication>

#include <algorithm>

namespace dh
{

namespace
{

struct SideWords {
    Q_DECLARE_TR_FUNCTIONS(dh::CompareSide)
};

ResultPtr resultIn(const Composition& document, ResultId id)
{
    const auto& results = document.results;
    const auto found = std::find_if(results.begin(), results.end(), [id](const ResultPtr& r) { return r->id == id; });
    return found == results.end() ? nullptr : *found;
}

std::shared_ptr<const Composition> withResult(const Composition& document, ResultId id)
{
    const ResultPtr result = resultIn(document, id);
    if (!result || document.layer(result->layer) == nullptr)
        return nullptr;
    auto made = std::make_shared<Composition>(document);
    std::optional<AppliedResult>& applied = made->layer(result->layer)->applied;
    const bool isApplied = applied && applied->result->id == id;
    if (!isApplied)
        applied = AppliedResult{result, {}};
    return made;
}

} // namespace

std::vector<CompareSide> sidesOf(const Composition& document, bool hasGroundTruth)
{
    std::vector<CompareSide> sides{{CompareSide::Kind::Untouched}, {CompareSide::Kind::Document}};
    for (const ResultPtr& result : document.results) {
        if (document.layer(result->layer) != nullptr)
            sides.push_back({CompareSide::Kind::Result, result->id});
    }
    if (hasGroundTruth)
        sides.push_back({CompareSide::Kind::GroundTruth});
    return sides;
}

std::shared_ptr<const Composition> compositionOf(const CompareSide& side, const Composition& document,
                                                 const Image& groundTruth)
{
    switch (side.kind) {
    case CompareSide::Kind::Document:
        return std::make_shared<Composition>(document);
    case CompareSide::Kind::Result:
        return withResult(document, side.result);
    case CompareSide::Kind::GroundTruth:
        break;
    case CompareSide::Kind::Untouched: {
        auto made = std::make_shared<Composition>(document);
        for (Layer& layer : made->layers)
            layer.applied.reset();
        return made;
    }
    }
    if (groundTruth.isNull())
        return nullptr;
    auto made = std::make_shared<Composition>();
    made->background = groundTruth;
    return made;
}

QString nameOf(const CompareSide& side, const Composition& document)
{
    switch (side.kind) {
    case CompareSide::Kind::Untouched:
        return SideWords::tr("Untouched composite");
    case CompareSide::Kind::Document:
        return SideWords::tr("Picture now");
    case CompareSide::Kind::GroundTruth:
        return SideWords::tr("Ground truth");
    case CompareSide::Kind::Result:
        break;
    }
    const ResultPtr result = resultIn(document, side.result);
    const bool isNamed = result && !result->name.empty();
    return isNamed ? QString::fromStdString(result->name)
                   : SideWords::tr("Result %1").arg(static_cast<qulonglong>(side.result));
}

} // namespace dh
