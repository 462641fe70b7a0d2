#pragma once

#include "ui/theme/theme.h"

#include <QByteArray>
#include <QColor>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>
#include <QVariant>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

class QSettings;

namespace dh
{

/// Colours of the canvas that the user may choose.
struct CanvasColours {
    QColor checkerLight;
    QColor checkerDark;
    QColor workspace;         ///< around the picture; invalid = the theme's
    QColor mask;              ///< opaque
    double maskOpacity = 0.5; ///< 0..1
    friend bool operator==(const CanvasColours&, const CanvasColours&) = default;
};

/// The user's choices, kept between sessions. Getters give a valid value whatever the file holds. GUI thread.
class Settings : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds kMaxAutosaveInterval{60};
    static constexpr std::chrono::seconds kMinAutosaveInterval{5};

    /// @param iniFile a file of its own, for tests; empty = the user's settings
    explicit Settings(const QString& iniFile = {});
    ~Settings() override;

    [[nodiscard]] QString language() const; ///< "de", "zh_CN"; empty = the system's
    void setLanguage(const QString& language);
    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    [[nodiscard]] CanvasColours canvasColours() const;
    void setCanvasColours(const CanvasColours& colours);
    [[nodiscard]] static CanvasColours defaultCanvasColours();

    [[nodiscard]] std::uint64_t historyBytes() const;
    void setHistoryBytes(std::uint64_t bytes);
    [[nodiscard]] std::uint64_t imageCacheBytes() const;
    void setImageCacheBytes(std::uint64_t bytes);

    [[nodiscard]] bool autosaveEnabled() const;
    void setAutosaveEnabled(bool enabled);
    [[nodiscard]] std::chrono::seconds autosaveInterval() const; ///< kMin..kMaxAutosaveInterval
    void setAutosaveInterval(std::chrono::seconds interval);

    /// The user's shortcuts of an action; none when the defaults hold.
    [[nodiscard]] std::optional<QList<QKeySequence>> shortcuts(const QString& action) const;
    void setShortcuts(const QString& action, const QList<QKeySequence>& shortcuts);
    void removeShortcuts(const QString& action);

    [[nodiscard]] QByteArray windowGeometry() const;
    [[nodiscard]] QByteArray windowState() const;
    void setWindow(const QByteArray& geometry, const QByteArray& state);
    [[nodiscard]] bool firstRunHintDismissed() const;
    void setFirstRunHintDismissed(bool dismissed);

    /// For modules: values of their own, under keys that begin with the module's name ("files/recent").
    [[nodiscard]] QVariant value(const QString& key, const QVariant& fallback = {}) const;
    void setValue(const QString& key, const QVariant& value);

Q_SIGNALS:
    void themeChanged(dh::ThemeChoice theme);
    void canvasColoursChanged();
    void memoryChanged();
    void autosaveChanged();
    void valueChanged(const QString& key);

private:
    [[nodiscard]] std::uint64_t bytes(const QString& key, std::uint64_t fallback) const;

    std::unique_ptr<QSettings> m_store;
};

} // namespace dh
