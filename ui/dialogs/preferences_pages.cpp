#include "ui/dialogs/preferences_pages.h"

#include "ui/dialogs/colour_button.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <array>
#include <cmath>

namespace dh
{

namespace
{

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20U;
constexpr int kLeastMiB = 64;
constexpr int kMostMiB = 65536;
constexpr int kStepMiB = 64;
constexpr int kPercent = 100;
/// What the program is translated into, beside the language of the source.
constexpr std::array kLanguages{"en", "de", "zh_CN"};

QLabel* note(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QSpinBox* memoryBox(std::uint64_t bytes, const QString& name, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setRange(kLeastMiB, kMostMiB);
    box->setSingleStep(kStepMiB);
    box->setSuffix(MemoryPage::tr(" MB"));
    box->setValue(static_cast<int>(bytes / kMiB));
    box->setAccessibleName(name);
    return box;
}

} // namespace

GeneralPage::GeneralPage(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_language(new QComboBox(this)), m_theme(new QComboBox(this))
{
    m_language->setAccessibleName(tr("Language"));
    m_language->addItem(tr("As the system"), QString());
    for (const char* code : kLanguages)
        m_language->addItem(QLocale(QLatin1String(code)).nativeLanguageName(), QLatin1String(code));
    m_language->setCurrentIndex(std::max(0, m_language->findData(settings.language())));
    m_theme->setAccessibleName(tr("Theme"));
    m_theme->addItem(tr("As the system"), static_cast<int>(ThemeChoice::System));
    m_theme->addItem(tr("Light"), static_cast<int>(ThemeChoice::Light));
    m_theme->addItem(tr("Dark"), static_cast<int>(ThemeChoice::Dark));
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(settings.theme())));
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Language:"), m_language);
    form->addRow(QString(), note(tr("A new language shows after the next start."), this));
    form->addRow(tr("&Theme:"), m_theme);
}

void GeneralPage::apply()
{
    m_settings.setLanguage(m_language->currentData().toString());
    m_settings.setTheme(static_cast<ThemeChoice>(m_theme->currentData().toInt()));
}

CanvasPage::CanvasPage(Settings& settings, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_checkerLight(new ColourButton(tr("Checkerboard, light"), this)),
      m_checkerDark(new ColourButton(tr("Checkerboard, dark"), this)),
      m_workspace(new ColourButton(tr("Around the picture"), this)),
      m_themeWorkspace(new QCheckBox(tr("As the &theme"), this)),
      m_mask(new ColourButton(tr("Mask overlay"), this)),
      m_maskOpacity(new QSpinBox(this))
{
    m_themeWorkspace->setAccessibleName(tr("Around the picture: as the theme"));
    m_maskOpacity->setRange(0, kPercent);
    m_maskOpacity->setSuffix(tr(" %"));
    m_maskOpacity->setAccessibleName(tr("Opacity of the mask overlay"));
    auto* reset = new QPushButton(tr("&Defaults"), this);
    reset->setAccessibleName(tr("Default colours"));
    connect(reset, &QPushButton::clicked, this, [this] { showColours(Settings::defaultCanvasColours()); });
    connect(m_themeWorkspace, &QCheckBox::toggled, m_workspace, &QWidget::setDisabled);
    auto* form = new QFormLayout(this);
    form->addRow(tr("Checkerboard, &light:"), m_checkerLight);
    form->addRow(tr("Checkerboard, d&ark:"), m_checkerDark);
    form->addRow(tr("Around the &picture:"), m_workspace);
    form->addRow(QString(), m_themeWorkspace);
    form->addRow(tr("&Mask overlay:"), m_mask);
    form->addRow(tr("Mask &opacity:"), m_maskOpacity);
    form->addRow(QString(), reset);
    showColours(settings.canvasColours());
}

void CanvasPage::showColours(const CanvasColours& colours)
{
    m_checkerLight->setColour(colours.checkerLight);
    m_checkerDark->setColour(colours.checkerDark);
    m_workspace->setColour(colours.workspace.isValid() ? colours.workspace : workspaceColour(currentShade()));
    m_themeWorkspace->setChecked(!colours.workspace.isValid());
    m_mask->setColour(colours.mask);
    m_maskOpacity->setValue(static_cast<int>(std::lround(colours.maskOpacity * kPercent)));
}

void CanvasPage::apply()
{
    m_settings.setCanvasColours({.checkerLight = m_checkerLight->colour(),
                                 .checkerDark = m_checkerDark->colour(),
                                 .workspace = m_themeWorkspace->isChecked() ? QColor() : m_workspace->colour(),
                                 .mask = m_mask->colour(),
                                 .maskOpacity = static_cast<double>(m_maskOpacity->value()) / kPercent});
}

MemoryPage::MemoryPage(Settings& settings, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_history(memoryBox(settings.historyBytes(), tr("Undo history"), this)),
      m_cache(memoryBox(settings.imageCacheBytes(), tr("Picture cache"), this))
{
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Undo history:"), m_history);
    form->addRow(QString(), note(tr("Older steps move to a temporary file, then go, the oldest first."), this));
    form->addRow(tr("&Picture cache:"), m_cache);
    form->addRow(QString(), note(tr("What the canvas has drawn, and shrunken copies that make zooming quick."), this));
}

void MemoryPage::apply()
{
    m_settings.setHistoryBytes(static_cast<std::uint64_t>(m_history->value()) * kMiB);
    m_settings.setImageCacheBytes(static_cast<std::uint64_t>(m_cache->value()) * kMiB);
}

AutosavePage::AutosavePage(Settings& settings, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_enabled(new QCheckBox(tr("Keep a copy of &unsaved work"), this)),
      m_interval(new QSpinBox(this))
{
    m_enabled->setAccessibleName(tr("Autosave"));
    m_enabled->setChecked(settings.autosaveEnabled());
    m_interval->setRange(static_cast<int>(Settings::kMinAutosaveInterval.count()),
                         static_cast<int>(Settings::kMaxAutosaveInterval.count()));
    m_interval->setSuffix(tr(" s"));
    m_interval->setValue(static_cast<int>(settings.autosaveInterval().count()));
    m_interval->setAccessibleName(tr("Autosave: seconds after a change"));
    m_interval->setEnabled(m_enabled->isChecked());
    connect(m_enabled, &QCheckBox::toggled, m_interval, &QWidget::setEnabled);
    auto* form = new QFormLayout(this);
    form->addRow(m_enabled);
    form->addRow(tr("&At most this long after a change:"), m_interval);
    form->addRow(note(tr("After a crash or a power cut, the next start offers what was there."), this));
}

void AutosavePage::apply()
{
    m_settings.setAutosaveEnabled(m_enabled->isChecked());
    m_settings.setAutosaveInterval(std::chrono::seconds(m_interval->value()));
}

} // namespace dh
