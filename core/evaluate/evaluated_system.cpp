#include "core/evaluate/evaluated_system.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dh
{

namespace
{

struct KindNames {
    SystemKind kind;
    const char* key;
    const char* label;
};

constexpr std::array kNames{
    KindNames{SystemKind::Composite, "composite", "Composite (untouched)"},
    KindNames{SystemKind::Reinhard, "reinhard", "Reinhard transfer"},
    KindNames{SystemKind::SeamlessClone, "seamless-clone", "OpenCV seamlessClone"},
    KindNames{SystemKind::Results, "results", "Finished pictures"},
    KindNames{SystemKind::Model, "model", "Model"},
    KindNames{SystemKind::Identity, "identity", "Identity (real picture in)"},
};

constexpr const char* kRefined = "refined";
constexpr const char* kUnrefined = "unrefined";

const KindNames& namesOf(SystemKind kind)
{
    return *std::find_if(kNames.begin(), kNames.end(), [kind](const KindNames& names) { return names.kind == kind; });
}

/// Takes "-word" off the end of `text`.
std::string takeLast(std::string& text)
{
    const std::size_t at = text.rfind('-');
    if (at == std::string::npos)
        return "";
    std::string word = text.substr(at + 1);
    text.erase(at);
    return word;
}

template <typename Number>
bool parse(const std::string& text, Number& number)
{
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end;
}

} // namespace

std::string EvaluatedSystem::key() const
{
    std::string key = namesOf(kind).key;
    if (needsEngine())
        key.append("-")
            .append(std::to_string(resolution))
            .append("-")
            .append(refined ? kRefined : kUnrefined)
            .append("-")
            .append(std::to_string(seed));
    return key;
}

std::string EvaluatedSystem::label() const
{
    std::string label = namesOf(kind).label;
    if (kind == SystemKind::Model) {
        label += resolution > 0 ? ", " + std::to_string(resolution) + " px" : std::string(", own size");
        label += refined ? ", refined" : ", not refined";
    }
    return label;
}

EvaluatedSystem systemFromKey(const std::string& key)
{
    for (const KindNames& names : kNames) {
        EvaluatedSystem system;
        system.kind = names.kind;
        if (!system.needsEngine()) {
            if (key == names.key)
                return system;
            continue;
        }
        std::string rest = key;
        const std::string seed = takeLast(rest);
        const std::string refinement = takeLast(rest);
        const std::string resolution = takeLast(rest);
        system.refined = refinement == kRefined;
        if (rest == names.key && (system.refined || refinement == kUnrefined) && parse(seed, system.seed) &&
            parse(resolution, system.resolution))
            return system;
    }
    throw Error(ErrorCode::CorruptFile, "", "it names an unknown system, '" + key + "'");
}

const EvaluatedSystem& mainSystem(const std::vector<EvaluatedSystem>& systems)
{
    const auto found = std::find_if(systems.begin(), systems.end(), [](const EvaluatedSystem& system) {
        return system.kind == SystemKind::Model || system.kind == SystemKind::Results;
    });
    return found == systems.end() ? systems.front() : *found;
}

} // namespace dh
