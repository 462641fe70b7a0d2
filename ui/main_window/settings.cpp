#include "ui/main_window/settings.h"

#include <QSettings>

#include <algorithm>
#include <cmath>

namespace dh
{

namespace
{

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;
constexpr std::uint64_t kMinBytes = 16 * kMiB;
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 40U;
constexpr std::uint64_t kDefaultHistoryBytes = 512 * kMiB;
constexpr std::uint64_t kDefaultCacheBytes = 768 * kMiB;
constexpr int kDefaultAutosaveSeconds = 30;

// Not "general", which QSettings writes as "General" and reads back as another key.
constexpr auto kLanguage = "interface/language";
constexpr auto kTheme = "interface/theme";
constexpr auto kFirstRunHint = "interface/first_run_hint_dismissed";
constexpr auto kCanvas = "canvas/";
constexpr auto kHistoryBytes = "memory/history_bytes";
constexpr auto kCacheBytes = "memory/image_cache_bytes";
constexpr auto kAutosaveOn = "autosave/enabled";
constexpr auto kAutosaveSeconds = "autosave/interval_seconds";
constexpr auto kShortcuts = "shortcuts/";
constexpr auto kGeometry = "window/geometry";
constexpr auto kState = "window/state";

struct ThemeName {
    ThemeChoice theme;
    const char* name;
};
constexpr ThemeName kThemes[] = {
    {ThemeChoice::System, "system"}, {ThemeChoice::Light, "light"}, {ThemeChoice::Dark, "dark"}};

QColor readColour(const QSettings& store, const char* name, const QColor& fallback)
{
    const QColor colour(store.value(QLatin1String(kCanvas) + QLatin1String(name)).toString());
    return colour.isValid() ? colour : fallback;
}

void writeColour(QSettings& store, const char* name, const QColor& colour)
{
    store.setValue(QLatin1String(kCanvas) + QLatin1String(name), colour.isValid() ? colour.name() : QString());
}

} // namespace

Settings::Settings(const QString& iniFile)
    : m_store(iniFile.isEmpty() ? std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                                              QStringLiteral("diffharmony"), QStringLiteral("studio"))
                                : std::make_unique<QSettings>(iniFile, QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QString Settings::language() const
{
    return m_store->value(kLanguage).toString();
}

void Settings::setLanguage(const QString& language)
{
    m_store->setValue(kLanguage, language);
}

ThemeChoice Settings::theme() const
{
    const QString stored = m_store->value(kTheme).toString();
    const auto* found = std::find_if(std::begin(kThemes), std::end(kThemes),
                                     [&stored](const ThemeName& theme) { return stored == QLatin1String(theme.name); });
    return found == std::end(kThemes) ? ThemeChoice::System : found->theme;
}

void Settings::setTheme(ThemeChoice theme)
{
    if (theme == this->theme())
        return;
    const auto* found = std::find_if(std::begin(kThemes), std::end(kThemes),
                                     [theme](const ThemeName& entry) { return entry.theme == theme; });
    m_store->setValue(kTheme, QLatin1String(found->name));
    Q_EMIT themeChanged(theme);
}

CanvasColours Settings::defaultCanvasColours()
{
    // The mask's colour differs from skin, foliage and sky for colour-blind eyes too (Okabe and Ito's vermilion).
    return {.checkerLight = QColor(0xcc, 0xcc, 0xcc),
            .checkerDark = QColor(0x99, 0x99, 0x99),
            .workspace = {},
            .mask = QColor(0xd5, 0x5e, 0x00),
            .maskOpacity = 0.5};
}

CanvasColours Settings::canvasColours() const
{
    const CanvasColours fallback = defaultCanvasColours();
    CanvasColours colours;
    colours.checkerLight = readColour(*m_store, "checker_light", fallback.checkerLight);
    colours.checkerDark = readColour(*m_store, "checker_dark", fallback.checkerDark);
    colours.workspace = readColour(*m_store, "workspace", fallback.workspace);
    colours.mask = readColour(*m_store, "mask", fallback.mask);
    bool isNumber = false;
    const double opacity = m_store->value(QLatin1String(kCanvas) + QLatin1String("mask_opacity")).toDouble(&isNumber);
    colours.maskOpacity = isNumber && std::isfinite(opacity) ? std::clamp(opacity, 0.0, 1.0) : fallback.maskOpacity;
    return colours;
}

void Settings::setCanvasColours(const CanvasColours& colours)
{
    if (colours == canvasColours())
        return;
    writeColour(*m_store, "checker_light", colours.checkerLight);
    writeColour(*m_store, "checker_dark", colours.checkerDark);
    writeColour(*m_store, "workspace", colours.workspace);
    writeColour(*m_store, "mask", colours.mask);
    m_store->setValue(QLatin1String(kCanvas) + QLatin1String("mask_opacity"), colours.maskOpacity);
    Q_EMIT canvasColoursChanged();
}

std::uint64_t Settings::bytes(const QString& key, std::uint64_t fallback) const
{
    bool isNumber = false;
    const std::uint64_t stored = m_store->value(key).toULongLong(&isNumber);
    return isNumber ? std::clamp(stored, kMinBytes, kMaxBytes) : fallback;
}

std::uint64_t Settings::historyBytes() const
{
    return bytes(QLatin1String(kHistoryBytes), kDefaultHistoryBytes);
}

void Settings::setHistoryBytes(std::uint64_t bytes)
{
    m_store->setValue(kHistoryBytes, QVariant::fromValue<qulonglong>(bytes));
    Q_EMIT memoryChanged();
}

std::uint64_t Settings::imageCacheBytes() const
{
    return bytes(QLatin1String(kCacheBytes), kDefaultCacheBytes);
}

void Settings::setImageCacheBytes(std::uint64_t bytes)
{
    m_store->setValue(kCacheBytes, QVariant::fromValue<qulonglong>(bytes));
    Q_EMIT memoryChanged();
}

bool Settings::autosaveEnabled() const
{
    return m_store->value(kAutosaveOn, true).toBool();
}

void Settings::setAutosaveEnabled(bool enabled)
{
    if (enabled == autosaveEnabled())
        return;
    m_store->setValue(kAutosaveOn, enabled);
    Q_EMIT autosaveChanged();
}

std::chrono::seconds Settings::autosaveInterval() const
{
    bool isNumber = false;
    const int stored = m_store->value(kAutosaveSeconds).toInt(&isNumber);
    return std::clamp(std::chrono::seconds(isNumber ? stored : kDefaultAutosaveSeconds), kMinAutosaveInterval,
                      kMaxAutosaveInterval);
}

void Settings::setAutosaveInterval(std::chrono::seconds interval)
{
    if (interval == autosaveInterval())
        return;
    m_store->setValue(kAutosaveSeconds, static_cast<int>(interval.count()));
    Q_EMIT autosaveChanged();
}

std::optional<QList<QKeySequence>> Settings::shortcuts(const QString& action) const
{
    const QVariant stored = m_store->value(QLatin1String(kShortcuts) + action);
    if (!stored.isValid())
        return std::nullopt;
    QList<QKeySequence> sequences;
    for (const QString& text : stored.toStringList()) {
        if (!text.isEmpty())
            sequences << QKeySequence(text, QKeySequence::PortableText);
    }
    return sequences;
}

void Settings::setShortcuts(const QString& action, const QList<QKeySequence>& shortcuts)
{
    QStringList texts;
    for (const QKeySequence& sequence : shortcuts)
        texts << sequence.toString(QKeySequence::PortableText);
    // An empty list would read back as no entry at all.
    if (texts.isEmpty())
        texts << QString();
    m_store->setValue(QLatin1String(kShortcuts) + action, texts);
}

void Settings::removeShortcuts(const QString& action)
{
    m_store->remove(QLatin1String(kShortcuts) + action);
}

QByteArray Settings::windowGeometry() const
{
    return m_store->value(kGeometry).toByteArray();
}

QByteArray Settings::windowState() const
{
    return m_store->value(kState).toByteArray();
}

void Settings::setWindow(const QByteArray& geometry, const QByteArray& state)
{
    m_store->setValue(kGeometry, geometry);
    m_store->setValue(kState, state);
}

bool Settings::firstRunHintDismissed() const
{
    return m_store->value(kFirstRunHint, false).toBool();
}

void Settings::setFirstRunHintDismissed(bool dismissed)
{
    m_store->setValue(kFirstRunHint, dismissed);
}

QVariant Settings::value(const QString& key, const QVariant& fallback) const
{
    return m_store->value(key, fallback);
}

void Settings::setValue(const QString& key, const QVariant& value)
{
    m_store->setValue(key, value);
    Q_EMIT valueChanged(key);
}

} // namespace dh
