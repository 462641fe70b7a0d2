#pragma once

#include "ui/jobs/harmonize_job.h"
#include "ui/jobs/run_forecast.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <map>
#include <optional>

namespace dh
{

class Settings;

/// What the user chose for the next run and which models they know; kept in the settings, but for the context frames.
/// GUI thread.
class RunChoices : public QObject
{
    Q_OBJECT
public:
    static constexpr int kMostVariations = 16;

    /// @param settings  outlives this
    explicit RunChoices(Settings& settings, QObject* parent = nullptr);

    /// Without what belongs to a layer or a picture: the context and the influence.
    [[nodiscard]] const RunSettings& run() const { return m_run; }
    void setRun(const RunSettings& run);
    /// What the networks shall see of the picture around a layer, in canvas pixels; absent = chosen by itself.
    [[nodiscard]] std::optional<Rect> context(LayerId layer) const;
    void setContext(LayerId layer, const std::optional<Rect>& context);
    /// For another picture.
    void clearContexts();

    [[nodiscard]] std::uint64_t seed() const { return m_seed; }
    void setSeed(std::uint64_t seed);
    void rollSeed();
    /// A locked seed stays; otherwise each run takes a new one.
    [[nodiscard]] bool isSeedLocked() const { return m_isSeedLocked; }
    void setSeedLocked(bool locked);
    [[nodiscard]] int variations() const { return m_variations; } ///< 1..kMostVariations
    void setVariations(int count);

    /// Folders of models beside the built-in one, as the user added them.
    [[nodiscard]] QStringList modelFolders() const;
    void addModelFolder(const QString& folder);
    /// The folder itself stays.
    void removeModelFolder(const QString& folder);

    /// What was measured on this machine with the model, device and threads of `run`.
    [[nodiscard]] std::optional<Calibration> calibration(const RunSettings& run) const;
    void setCalibration(const RunSettings& run, const Calibration& calibration);

Q_SIGNALS:
    void changed();
    void modelFoldersChanged();

private:
    void load();
    void store();

    Settings& m_settings;
    RunSettings m_run;
    std::map<LayerId, Rect> m_contexts;
    std::uint64_t m_seed = 42;
    bool m_isSeedLocked = false;
    int m_variations = 1;
};

} // namespace dh
