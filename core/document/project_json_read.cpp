#include "core/base/error.h"
#include "core/document/project_json.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <new>
#include <set>

namespace dh
{

using nlohmann::json;

namespace
{

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxLayers = 10000;
constexpr std::size_t kMaxResults = 10000;
constexpr int kMaxGrow = 10000;
constexpr double kMaxFeather = 10000.0;
constexpr double kMaxCoordinate = 1e7;
constexpr double kMaxScale = 1e5;
constexpr double kMaxShare = 1.5;

/// The library's message begins with its own codes.
std::string readableMessage(const json::exception& error)
{
    const std::string message = error.what();
    const std::size_t end = message.find("] ");
    return end == std::string::npos ? message : message.substr(end + 2);
}

/// One reading of a description; json::exception for what has the wrong type.
class DescriptionReader
{
public:
    DescriptionReader(const PartSource& source, const CancelToken& cancel) : m_source(source), m_pixels(source, cancel)
    {
    }

    Project read(const json& description)
    {
        checkVersion(description);
        Project project;
        project.composition.background = m_pixels.image(description.at("background"));
        project.composition.influence = influence(description);
        if (const Mask& mask = project.composition.influence;
            !mask.isNull() && mask.size() != project.composition.size())
            refuse("the influence doesn't fit the background");
        readResults(description.at("results"));
        readLayers(description.at("layers"), project.composition);
        for (const json& index : listOf(description.at("keptResults"), kMaxResults))
            project.composition.results.push_back(resultAt(index));
        project.extras.viewState = description.value("viewState", "");
        project.extras.runSettings = description.value("runSettings", "");
        project.extras.backgroundSource = description.value("backgroundSource", "");
        return project;
    }

private:
    [[noreturn]] void refuse(const std::string& why) const
    {
        throw Error(ErrorCode::CorruptFile, m_source.path().string(), why);
    }

    void checkVersion(const json& description) const
    {
        if (!description.is_object())
            refuse("the description is not a JSON object");
        const auto version = description.at("version").get<std::int64_t>();
        if (version > kProjectVersion)
            throw Error(ErrorCode::UnsupportedFormat, m_source.path().string(),
                        "is a project of version " + std::to_string(version) + "; this program reads up to version " +
                            std::to_string(kProjectVersion));
        if (version < 1)
            refuse("the version is not valid");
    }

    const json& listOf(const json& value, std::size_t most) const
    {
        if (!value.is_array() || value.size() > most)
            refuse("a list is missing or absurdly long");
        return value;
    }

    double number(const json& value, double least, double most) const
    {
        const auto result = value.get<double>();
        if (!std::isfinite(result) || result < least || result > most)
            refuse("a number is out of its range");
        return result;
    }

    int integer(const json& value, int least, int most) const
    {
        return static_cast<int>(std::lround(number(value, least, most)));
    }

    std::uint64_t identity(const json& value) const
    {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0)
            refuse("an identity is not valid");
        return value.get<std::uint64_t>();
    }

    PointF point(const json& value) const
    {
        return {number(value.at(0), -kMaxCoordinate, kMaxCoordinate),
                number(value.at(1), -kMaxCoordinate, kMaxCoordinate)};
    }

    LayerTransform transform(const json& value) const
    {
        const double leastScale = 1.0 / kMaxScale;
        LayerTransform result;
        result.pivotInLayer = point(value.at("pivotInLayer"));
        result.pivotInCanvas = point(value.at("pivotInCanvas"));
        result.scaleX = number(value.at("scale").at(0), leastScale, kMaxScale);
        result.scaleY = number(value.at("scale").at(1), leastScale, kMaxScale);
        result.rotation = number(value.at("rotation"), -kMaxCoordinate, kMaxCoordinate);
        result.flipHorizontal = value.at("flip").at(0).get<bool>();
        result.flipVertical = value.at("flip").at(1).get<bool>();
        return result;
    }

    Rect rect(const json& value) const
    {
        const auto most = static_cast<int>(kMaxCoordinate);
        return {integer(value.at(0), -most, most), integer(value.at(1), -most, most), integer(value.at(2), 1, most),
                integer(value.at(3), 1, most)};
    }

    /// Projects from before there was one have none.
    Mask influence(const json& value)
    {
        return value.contains("influence") ? m_pixels.mask(value["influence"]) : Mask();
    }

    void readResults(const json& list)
    {
        for (const json& value : listOf(list, kMaxResults)) {
            HarmonizedResult result;
            result.id = identity(value.at("id"));
            result.layer = value.at("layer").get<LayerId>();
            result.name = value.at("name").get<std::string>();
            result.starred = value.at("starred").get<bool>();
            result.areaInCanvas = rect(value.at("area"));
            result.before = m_pixels.image(value.at("before"));
            result.after = m_pixels.image(value.at("after"));
            result.mask = m_pixels.mask(value.at("mask"));
            result.influence = influence(value);
            const Size size = result.areaInCanvas.size();
            if (result.before.size() != size || result.after.size() != size || result.mask.size() != size)
                refuse("a result's pictures don't cover its area");
            if (result.before.channels() != result.after.channels() || result.before.type() != result.after.type())
                refuse("a result's pictures aren't of one kind");
            result.transformAtRun = transform(value.at("transformAtRun"));
            if (value.contains("opacityAtRun")) // absent from older projects
                result.opacityAtRun = number(value["opacityAtRun"], 0.0, 1.0);
            result.seed = value.at("seed").get<std::uint64_t>();
            result.seconds = number(value.at("seconds"), 0.0, kMaxCoordinate);
            result.settings = value.at("settings").get<std::map<std::string, std::string>>();
            m_results.push_back(std::make_shared<const HarmonizedResult>(std::move(result)));
        }
    }

    ResultPtr resultAt(const json& index) const
    {
        if (!index.is_number_unsigned() || index.get<std::uint64_t>() >= m_results.size())
            refuse("a result is named that isn't there");
        return m_results[index.get<std::size_t>()];
    }

    void readLayers(const json& list, Composition& composition)
    {
        std::set<LayerId> ids;
        for (const json& value : listOf(list, kMaxLayers)) {
            composition.layers.push_back(layer(value));
            if (!ids.insert(composition.layers.back().id).second)
                refuse("two layers have one identity");
        }
    }

    Layer layer(const json& value)
    {
        Layer result;
        result.id = identity(value.at("id"));
        result.name = value.at("name").get<std::string>();
        result.image = m_pixels.image(value.at("image"));
        result.mask = m_pixels.mask(value.at("mask"));
        if (!result.mask.isNull() && result.mask.size() != result.image.size())
            refuse("a mask doesn't fit its layer");
        result.edge.grow = integer(value.at("edge").at("grow"), -kMaxGrow, kMaxGrow);
        result.edge.feather = number(value.at("edge").at("feather"), 0.0, kMaxFeather);
        result.transform = transform(value.at("transform"));
        result.opacity = number(value.at("opacity"), 0.0, 1.0);
        result.visible = value.at("visible").get<bool>();
        result.locked = value.at("locked").get<bool>();
        if (value.contains("applied"))
            result.applied = applied(value["applied"]);
        return result;
    }

    AppliedResult applied(const json& value)
    {
        AppliedResult result;
        result.result = resultAt(value.at("result"));
        result.adjustment.light = number(value.at("light"), 0.0, kMaxShare);
        result.adjustment.colour = number(value.at("colour"), 0.0, kMaxShare);
        result.adjustment.detailLock = number(value.at("detailLock"), 0.0, 1.0);
        result.adjustment.protect = m_pixels.mask(value.at("protect"));
        const Mask& protect = result.adjustment.protect;
        if (!protect.isNull() && protect.size() != result.result->areaInCanvas.size())
            refuse("a protection doesn't fit its result");
        return result;
    }

    const PartSource& m_source;
    PixelReader m_pixels;
    std::vector<ResultPtr> m_results;
};

} // namespace

json readJsonPart(const PartSource& source, const std::string& name)
{
    const Bytes text = source.read(name, kMaxTextBytes);
    const auto refuseDepth = [&](int depth, json::parse_event_t, json&) {
        if (depth > kMaxDepth)
            throw Error(ErrorCode::CorruptFile, source.path().string(), name + " is nested too deeply");
        return true;
    };
    const char* begin = reinterpret_cast<const char*>(text.data());
    try {
        return json::parse(begin, begin + text.size(), refuseDepth);
    } catch (const json::exception& error) {
        throw Error(ErrorCode::CorruptFile, source.path().string(), name + ": " + readableMessage(error));
    }
}

Project readDescribedProject(const PartSource& source, const CancelToken& cancel)
{
    const json description = readJsonPart(source, kDescriptionName);
    try {
        return DescriptionReader(source, cancel).read(description);
    } catch (const json::exception& error) {
        throw Error(ErrorCode::CorruptFile, source.path().string(),
                    std::string(kDescriptionName) + ": " + readableMessage(error));
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, source.path().string(), "the project does not fit in memory");
    }
}

} // namespace dh
