#include "app/studio/studio.h"

#include "app/studio/example_picture.h"
#include "app/studio/screenshot.h"
#include "app/studio/translations.h"
#include "core/base/error.h"
#include "core/document/document.h"
#include "core/harmonize/engine_module.h"
#include "ui/canvas/canvas_view.h"
#include "ui/charts/charts_module.h"
#include "ui/compare/compare_module.h"
#include "ui/dialogs/dialogs_module.h"
#include "ui/files/file_chooser.h"
#include "ui/files/files_module.h"
#include "ui/harmonize/harmonize_module.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/settings.h"
#include "ui/panels/layer_module.h"
#include "ui/panels/mask_module.h"
#include "ui/panels/tool_module.h"
#include "ui/theme/theme.h"
#include "ui/tools/mask_tool_settings.h"

#include <QEvent>
#include <QTimer>

#include <chrono>
#include <functional>
#include <utility>

namespace dh
{

struct Studio::Parts {
    explicit Parts(const StudioOptions& studioOptions)
        : options(studioOptions),
          settings(studioOptions.settingsFile),
          translations(settings.language()),
          document(settings.historyBytes()),
          window(document, settings, toolSettings)
    {
    }
    StudioOptions options;
    Settings settings;
    Translations translations; ///< before the window, whose texts are made once
    Document document;
    ToolSettings toolSettings;
    MainWindow window;
    FilesModule* files = nullptr; ///< the window's
};

namespace
{

/// Calls `then` once when `window` has been painted for the first time. The event loop alone doesn't tell: the screen
/// may ask for the frame later than its first round. A window that starts minimized has no frame and waits a second.
class AfterFirstFrame final : public QObject
{
public:
    AfterFirstFrame(QWidget& window, std::function<void()> then) : QObject(&window), m_then(std::move(then))
    {
        window.installEventFilter(this);
        QTimer::singleShot(std::chrono::seconds(1), this, [this] { end(); });
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            QTimer::singleShot(0, this, [this] { end(); });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void end()
    {
        if (std::exchange(m_hasEnded, true))
            return;
        deleteLater();
        m_then();
    }

    std::function<void()> m_then;
    bool m_hasEnded = false;
};

void openExample(StudioContext& context)
{
    Document& document = context.document;
    const LayerId layer = document.newId();
    try {
        document.reset(readExample(resourceFolder() / "examples", layer));
    } catch (const Error& error) {
        context.notices.report(error);
        return;
    }
    document.select(layer);
    context.canvas.fit();
}

} // namespace

Studio::Studio(const StudioOptions& options)
{
    // Before any widget, so that none is polished twice.
    applyTheme(options.theme.value_or(Settings(options.settingsFile).theme()));
    m_parts = std::make_unique<Parts>(options);
    MainWindow& window = m_parts->window;
    Settings& settings = m_parts->settings;
    QObject::connect(&settings, &Settings::themeChanged, &window, [](ThemeChoice theme) { applyTheme(theme); });
    const auto limitMemory = [this] {
        m_parts->document.setHistoryBytes(m_parts->settings.historyBytes());
        m_parts->window.context().canvas.setCacheBytes(m_parts->settings.imageCacheBytes());
    };
    limitMemory();
    QObject::connect(&settings, &Settings::memoryChanged, &window, limitMemory);

    StudioContext& context = window.context();
    const auto add = [&window](auto module) {
        auto* added = module.get();
        window.addModule(std::move(module));
        return added;
    };
    m_parts->files = add(std::make_unique<FilesModule>(context));
    add(std::make_unique<ToolModule>(context));
    add(std::make_unique<MaskModule>(context));
    // Its panels come first: they are what the program is for.
    auto* harmonize = add(std::make_unique<HarmonizeModule>(context));
    add(std::make_unique<LayerModule>(context));
    auto* compare = add(std::make_unique<CompareModule>(context));
    add(std::make_unique<ChartsModule>(context));
    add(std::make_unique<DialogsModule>(context));
    QObject::connect(
        harmonize, &HarmonizeModule::compareRequested, compare,
        [compare](ResultId before, ResultId after) { compare->controller().compareResults(before, after); });
    window.assemble();
}

Studio::~Studio() = default;

void Studio::show()
{
    MainWindow& window = m_parts->window;
    if (!m_parts->options.size.isEmpty())
        window.resize(m_parts->options.size);
    new AfterFirstFrame(window, [this, &window] {
        window.start(m_parts->options.files);
        if (m_parts->document.composition().isEmpty() && m_parts->options.files.isEmpty()) {
            openExample(window.context());
            m_parts->files->markExample();
        }
        if (!m_parts->options.screenshot.isEmpty())
            new Screenshot(window, *m_parts->files, m_parts->options.screenshot, m_parts->options.actions);
    });
    window.show();
}

} // namespace dh
