#include "ui/harmonize/run_choices.h"

#include "core/base/resolution.h"
#include "ui/main_window/settings.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QSysInfo>
#include <QVariantMap>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

/// Seeds that a human can still read out.
constexpr quint32 kMostSeed = 1'000'000;

const QString kModelsKey = QStringLiteral("harmonize/models");

std::optional<int> positive(const QVariant& value, int most)
{
    const int number = value.toInt();
    return number > 0 && number <= most ? std::optional(number) : std::nullopt;
}

/// A measurement holds for one machine, model, device, number type and number of threads.
QString calibrationKey(const RunSettings& run)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QSysInfo::machineUniqueId());
    for (const std::string& part :
         {run.model.root.string(), run.engine.device, std::string(precisionName(run.engine.precision)),
          std::to_string(run.engine.threads)}) {
        hash.addData(QByteArray::fromStdString(part));
        hash.addData(QByteArrayLiteral("\n"));
    }
    return QStringLiteral("harmonize/measured/") + QString::fromLatin1(hash.result().toHex());
}

} // namespace

RunChoices::RunChoices(Settings& settings, QObject* parent) : QObject(parent), m_settings(settings)
{
    load();
}

void RunChoices::load()
{
    const auto value = [this](const char* name) {
        return m_settings.value(QStringLiteral("harmonize/") + QLatin1String(name));
    };
    m_run.model.root = value("model").toString().toStdString();
    if (const QString device = value("device").toString(); !device.isEmpty())
        m_run.engine.device = device.toStdString();
    m_run.engine.precision = precisionFrom(value("precision").toString().toStdString());
    m_run.engine.threads = positive(value("threads"), RunSettings::kMostThreads).value_or(0);
    m_run.steps = positive(value("steps"), kMostDenoisingSteps);
    m_run.resolution = positive(value("resolution"), kLargestNetworkSide);
    if (m_run.resolution && !isNetworkResolution(*m_run.resolution))
        m_run.resolution.reset();
    m_run.refine = !value("no_refine").toBool();
    if (const QVariant strength = value("strength"); strength.isValid())
        m_run.strength = std::clamp(strength.toDouble(), 0.0, RunSettings::kMostStrength);
    bool isSeed = false;
    if (const qulonglong seed = value("seed").toULongLong(&isSeed); isSeed)
        m_seed = seed;
    m_isSeedLocked = value("seed_locked").toBool();
    m_variations = positive(value("variations"), kMostVariations).value_or(1);
}

void RunChoices::store()
{
    const auto put = [this](const char* name, const QVariant& value) {
        m_settings.setValue(QStringLiteral("harmonize/") + QLatin1String(name), value);
    };
    put("model", QString::fromStdString(m_run.model.root.string()));
    put("device", QString::fromStdString(m_run.engine.device));
    put("precision", QString::fromLatin1(precisionName(m_run.engine.precision)));
    put("threads", m_run.engine.threads);
    put("steps", m_run.steps.value_or(0));
    put("resolution", m_run.resolution.value_or(0));
    put("no_refine", !m_run.refine);
    put("strength", m_run.strength);
    put("seed", qulonglong{m_seed});
    put("seed_locked", m_isSeedLocked);
    put("variations", m_variations);
    Q_EMIT changed();
}

void RunChoices::setRun(const RunSettings& run)
{
    m_run = run;
    store();
}

std::optional<Rect> RunChoices::context(LayerId layer) const
{
    const auto found = m_contexts.find(layer);
    return found == m_contexts.end() ? std::nullopt : std::optional(found->second);
}

void RunChoices::setContext(LayerId layer, const std::optional<Rect>& context)
{
    if (this->context(layer) == context)
        return;
    if (context)
        m_contexts[layer] = *context;
    else
        m_contexts.erase(layer);
    Q_EMIT changed();
}

void RunChoices::clearContexts()
{
    if (!std::exchange(m_contexts, {}).empty())
        Q_EMIT changed();
}

void RunChoices::setSeed(std::uint64_t seed)
{
    m_seed = seed;
    store();
}

void RunChoices::rollSeed()
{
    setSeed(QRandomGenerator::global()->bounded(kMostSeed));
}

void RunChoices::setSeedLocked(bool locked)
{
    m_isSeedLocked = locked;
    store();
}

void RunChoices::setVariations(int count)
{
    m_variations = std::clamp(count, 1, kMostVariations);
    store();
}

QStringList RunChoices::modelFolders() const
{
    return m_settings.value(kModelsKey).toStringList();
}

void RunChoices::addModelFolder(const QString& folder)
{
    QStringList folders = modelFolders();
    if (folders.contains(folder))
        return;
    folders << folder;
    m_settings.setValue(kModelsKey, folders);
    Q_EMIT modelFoldersChanged();
}

void RunChoices::removeModelFolder(const QString& folder)
{
    QStringList folders = modelFolders();
    if (folders.removeAll(folder) == 0)
        return;
    m_settings.setValue(kModelsKey, folders);
    Q_EMIT modelFoldersChanged();
    if (m_run.model.root == folder.toStdString()) {
        RunSettings run = m_run;
        run.model = {};
        setRun(run);
    }
}

std::optional<Calibration> RunChoices::calibration(const RunSettings& run) const
{
    const QVariantMap stored = m_settings.value(calibrationKey(run)).toMap();
    if (stored.isEmpty())
        return std::nullopt;
    Calibration calibration;
    calibration.shape.inference = {stored.value(QStringLiteral("width")).toInt(),
                                   stored.value(QStringLiteral("height")).toInt()};
    calibration.shape.steps = std::max(1, stored.value(QStringLiteral("steps")).toInt());
    calibration.shape.refined = stored.value(QStringLiteral("refined")).toBool();
    calibration.shape.touchedPixels = stored.value(QStringLiteral("touched")).toDouble();
    const QVariantMap stages = stored.value(QStringLiteral("stages")).toMap();
    for (auto stage = stages.begin(); stage != stages.end(); ++stage)
        calibration.stageSeconds[stage.key().toStdString()] = stage.value().toDouble();
    return calibration;
}

void RunChoices::setCalibration(const RunSettings& run, const Calibration& calibration)
{
    QVariantMap stages;
    for (const auto& [stage, seconds] : calibration.stageSeconds)
        stages[QString::fromStdString(stage)] = seconds;
    const RunShape& shape = calibration.shape;
    m_settings.setValue(calibrationKey(run), QVariantMap{{QStringLiteral("width"), shape.inference.width},
                                                         {QStringLiteral("height"), shape.inference.height},
                                                         {QStringLiteral("steps"), shape.steps},
                                                         {QStringLiteral("refined"), shape.refined},
                                                         {QStringLiteral("touched"), shape.touchedPixels},
                                                         {QStringLiteral("stages"), stages}});
    Q_EMIT changed();
}

} // namespace dh
