#include "core/document/project_json.h"

#include "core/base/error.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace dh
{

using nlohmann::json;

namespace
{

constexpr char kFormat[] = "diffharmony-project";
constexpr char kViewState[] = "viewState";

json described(const PointF& point)
{
    return {point.x, point.y};
}

json described(const LayerTransform& transform)
{
    return {{"pivotInLayer", described(transform.pivotInLayer)},
            {"pivotInCanvas", described(transform.pivotInCanvas)},
            {"scale", {transform.scaleX, transform.scaleY}},
            {"rotation", transform.rotation},
            {"flip", {transform.flipHorizontal, transform.flipVertical}}};
}

/// Every result of the project once; kept ones and applied ones may be the same.
class ResultTable
{
public:
    std::size_t indexOf(const ResultPtr& result)
    {
        const auto known = std::find(m_results.begin(), m_results.end(), result);
        if (known != m_results.end())
            return static_cast<std::size_t>(known - m_results.begin());
        m_results.push_back(result);
        return m_results.size() - 1;
    }
    [[nodiscard]] const std::vector<ResultPtr>& results() const { return m_results; }

private:
    std::vector<ResultPtr> m_results;
};

json described(const Layer& layer, PixelParts& parts, ResultTable& results)
{
    json description{{"id", layer.id},
                     {"name", layer.name},
                     {"image", parts.describe(layer.image)},
                     {"mask", parts.describe(layer.mask)},
                     {"edge", {{"grow", layer.edge.grow}, {"feather", layer.edge.feather}}},
                     {"transform", described(layer.transform)},
                     {"opacity", layer.opacity},
                     {"visible", layer.visible},
                     {"locked", layer.locked}};
    if (layer.applied && layer.applied->result) {
        const ResultAdjustment& adjustment = layer.applied->adjustment;
        description["applied"] = {{"result", results.indexOf(layer.applied->result)},
                                  {"light", adjustment.light},
                                  {"colour", adjustment.colour},
                                  {"detailLock", adjustment.detailLock},
                                  {"protect", parts.describe(adjustment.protect)}};
    }
    return description;
}

json described(const HarmonizedResult& result, PixelParts& parts)
{
    const Rect& area = result.areaInCanvas;
    return {{"id", result.id},
            {"layer", result.layer},
            {"name", result.name},
            {"starred", result.starred},
            {"area", {area.x, area.y, area.width, area.height}},
            {"before", parts.describe(result.before)},
            {"after", parts.describe(result.after)},
            {"mask", parts.describe(result.mask)},
            {"influence", parts.describe(result.influence)},
            {"transformAtRun", described(result.transformAtRun)},
            {"opacityAtRun", result.opacityAtRun},
            {"seed", result.seed},
            {"seconds", result.seconds},
            {"settings", result.settings}};
}

} // namespace

json describeProject(const Project& project, PixelParts& parts)
{
    ResultTable results;
    json description{{"format", kFormat}, {"version", kProjectVersion}};
    description["background"] = parts.describe(project.composition.background);
    description["influence"] = parts.describe(project.composition.influence);
    json& layers = description["layers"] = json::array();
    for (const Layer& layer : project.composition.layers)
        layers.push_back(described(layer, parts, results));
    json& kept = description["keptResults"] = json::array();
    for (const ResultPtr& result : project.composition.results)
        kept.push_back(results.indexOf(result));
    json& list = description["results"] = json::array();
    for (const ResultPtr& result : results.results())
        list.push_back(described(*result, parts));
    description[kViewState] = project.extras.viewState;
    description["runSettings"] = project.extras.runSettings;
    description["backgroundSource"] = project.extras.backgroundSource.string();
    return description;
}

std::string textOfDescription(json description, int indent, const std::filesystem::path& path)
{
    // Names come from outside; what isn't UTF-8 in them must not stop a save.
    const auto text = [&] { return description.dump(indent, ' ', false, json::error_handler_t::replace); };
    std::string whole = text();
    if (whole.size() <= kMaxTextBytes)
        return whole;
    log(LogLevel::Warning, "The window's state and the background's metadata left out of the project: too long");
    description[kViewState] = "";
    whole = text();
    if (whole.size() > kMaxTextBytes)
        throw Error(ErrorCode::UnsupportedFormat, path.string(),
                    "its names and settings are longer than a project can hold");
    return whole;
}

} // namespace dh
