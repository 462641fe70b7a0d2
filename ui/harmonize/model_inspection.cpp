#include "ui/harmonize/model_inspection.h"

#include "core/base/error.h"
#include "ui/jobs/model_facts.h"
#include "ui/main_window/error_text.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>

#include <algorithm>
#include <numeric>

namespace dh
{

namespace
{

constexpr const char* kUsableState = "ok";
constexpr qint64 kLongestCard = 1 << 20;

struct ModelWords {
    Q_DECLARE_TR_FUNCTIONS(dh::ModelWords)
};

QString cardOf(const std::filesystem::path& root)
{
    for (const char* name : {"MODEL_CARD.md", "README.md"}) {
        QFile file(QString::fromStdString((root / name).string()));
        if (file.open(QIODevice::ReadOnly))
            return QString::fromUtf8(file.read(kLongestCard));
    }
    return {};
}

QString summaryOf(const ModelFacts& facts)
{
    const QString refiner = facts.hasRefiner ? ModelWords::tr("with a refiner") : ModelWords::tr("without a refiner");
    return ModelWords::tr("%n step(s) at %1 px by default, %2 parameters, %3.", nullptr, facts.defaultSteps)
        .arg(facts.defaultResolution)
        .arg(QLocale().toString(qulonglong{facts.parameters()}), refiner);
}

} // namespace

std::uint64_t ModelInspection::size() const
{
    return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const CheckpointFile& file) { return sum + file.size; });
}

ModelInspection inspectModel(const ModelLocation& location, bool withHashes, const CancelToken& cancel)
{
    ModelInspection inspection;
    try {
        const ModelLocation resolved = resolvedModel(location);
        inspection.root = resolved.root;
        inspection.card = cardOf(resolved.root);
        inspection.files = Checkpoint::inspect(resolved, withHashes, cancel);
        inspection.summary = summaryOf(readModelFacts(resolved));
    } catch (const Error& error) {
        inspection.problem = errorText(error);
    }
    const auto bad = std::find_if(inspection.files.begin(), inspection.files.end(),
                                  [](const CheckpointFile& file) { return file.state != kUsableState; });
    if (bad != inspection.files.end() && inspection.problem.isEmpty())
        inspection.problem = QString::fromStdString(bad->path.string() + ": " + bad->state);
    return inspection;
}

} // namespace dh
