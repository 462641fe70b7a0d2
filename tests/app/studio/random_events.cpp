// Random seeded events on the real window, with an engine that computes nothing. Works in sessions: each begins the
// program anew and closes it after some thousand events; what memory then remains must not grow beyond a budget.

#include "app/studio/studio.h"
#include "core/document/document.h"
#include "tests/app/studio/dialog_answerer.h"
#include "tests/app/studio/random_hand.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/settings.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDesktopServices>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrl>

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <vector>

namespace
{

constexpr int kEventsOfASession = 3000;
/// Libraries fill their caches (fonts, styles, icons, threads' heaps) during the first ones.
constexpr std::size_t kWarmingSessions = 3;
constexpr double kBudgetMiB = 48.0;
constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kHistoryBytes = 64 * kMiB;
constexpr std::uint64_t kCacheBytes = 64 * kMiB;
constexpr unsigned kLongestEventSeconds = 120;
constexpr int kClosingRounds = 200;
constexpr auto kEngineVariable = "DH_ENGINE";

/// Takes the place of the desktop's file manager.
class NoFileManager : public QObject
{
    Q_OBJECT
public Q_SLOTS:
    void open(const QUrl&) {}
};

/// A screen that isn't there can do little, and says so at every event.
void tellMessage(QtMsgType, const QMessageLogContext&, const QString& text)
{
    if (!text.startsWith(QLatin1String("This plugin does not support")))
        std::fprintf(stderr, "%s\n", qPrintable(text));
}

/// What is freed shall go back to the system, so that what remains is what was kept.
void makeFreedMemoryVisible()
{
    constexpr int kLargeBlock = 128 * 1024;
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, kLargeBlock);
}

double residentMiB()
{
    long pages = 0;
    long resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / static_cast<double>(kMiB);
}

QStringList makePictures(const QDir& folder)
{
    const auto make = [&folder](const QString& name, QSize size, QImage::Format format) {
        QImage image(size, format);
        for (int y = 0; y < size.height(); ++y)
            for (int x = 0; x < size.width(); ++x)
                image.setPixelColor(x, y,
                                    QColor(x * 255 / size.width(), y * 255 / size.height(), (x ^ y) & 255,
                                           format == QImage::Format_ARGB32 ? x * 255 / size.width() : 255));
        image.save(folder.filePath(name));
        return folder.filePath(name);
    };
    QStringList files{make(QStringLiteral("wide.png"), {1200, 700}, QImage::Format_RGB32),
                      make(QStringLiteral("small.jpg"), {300, 220}, QImage::Format_RGB32),
                      make(QStringLiteral("alpha.png"), {400, 500}, QImage::Format_ARGB32),
                      make(QStringLiteral("deep.png"), {320, 240}, QImage::Format_RGBX64)};
    QFile broken(folder.filePath(QStringLiteral("broken.png")));
    if (broken.open(QIODevice::WriteOnly))
        broken.write("\x89PNG\r\n\x1a\nand no more");
    files << broken.fileName();
    return files;
}

dh::MainWindow* shownWindow()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (auto* window = qobject_cast<dh::MainWindow*>(widget))
            return window;
    }
    return nullptr;
}

struct Limits {
    qint64 events = 0;  ///< 0 = any number
    qint64 seconds = 0; ///< 0 = any time
};

class Run
{
public:
    Run(const QString& folder, unsigned seed, Limits limits, const QString& trace)
        : m_folder(folder), m_seed(seed), m_limits(limits), m_hand(seed), m_answerer(folder, seed + 1)
    {
        m_files = makePictures(QDir(folder));
        if (!trace.isEmpty())
            m_trace.open(trace.toStdString());
        m_clock.start();
    }

    int run()
    {
        while (!isOver())
            session();
        return verdict();
    }

private:
    [[nodiscard]] bool isOver() const
    {
        return (m_limits.events > 0 && m_events >= m_limits.events) ||
               (m_limits.seconds > 0 && m_clock.elapsed() >= m_limits.seconds * 1000);
    }

    void session()
    {
        dh::StudioOptions options;
        options.settingsFile = QDir(m_folder).filePath(QStringLiteral("settings.ini"));
        {
            dh::Settings settings(options.settingsFile);
            settings.setHistoryBytes(kHistoryBytes);
            settings.setImageCacheBytes(kCacheBytes);
        }
        {
            dh::Studio studio(options);
            studio.show();
            dh::MainWindow* window = shownWindow();
            m_hand.holdWindow(*window, m_files);
            for (int i = 0; i < kEventsOfASession && !isOver() && window->isVisible(); ++i)
                step();
            close(*window);
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        malloc_trim(0);
        m_remaining.push_back(residentMiB());
        std::printf("%6lld s  %8lld events  %5d dialogs  remaining %7.1f MiB  highest %7.1f MiB\n",
                    static_cast<long long>(m_clock.elapsed() / 1000), static_cast<long long>(m_events),
                    m_answerer.answered(), m_remaining.back(), m_highest);
        std::fflush(stdout);
    }

    void step()
    {
        alarm(kLongestEventSeconds); // what takes longer hangs
        const QString deed = m_hand.act();
        QCoreApplication::processEvents();
        ++m_events;
        if (m_trace.is_open())
            m_trace << m_events << ' ' << deed.toStdString() << std::endl;
        constexpr int kLookEvery = 100;
        if (m_events % kLookEvery == 0)
            m_highest = std::max(m_highest, residentMiB());
    }

    /// As a user does, who may be asked; the answers are random, so it may take several times.
    void close(dh::MainWindow& window)
    {
        for (int i = 0; i < kClosingRounds && window.isVisible(); ++i) {
            alarm(kLongestEventSeconds);
            if (QApplication::activeModalWidget() == nullptr)
                window.close();
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
    }

    [[nodiscard]] int verdict() const
    {
        std::printf("seed %u: %lld events in %lld s\n", m_seed, static_cast<long long>(m_events),
                    static_cast<long long>(m_clock.elapsed() / 1000));
        if (m_remaining.size() <= kWarmingSessions)
            return 0;
        const auto warm = m_remaining.begin() + kWarmingSessions;
        const double before = *std::max_element(m_remaining.begin(), warm);
        const double growth = *std::max_element(warm, m_remaining.end()) - before;
        std::printf("memory that remains after a session grew by %.1f MiB, the budget is %.1f MiB\n", growth,
                    kBudgetMiB);
        return growth > kBudgetMiB ? 1 : 0;
    }

    QString m_folder;
    unsigned m_seed;
    Limits m_limits;
    dh::test::RandomHand m_hand;
    dh::test::DialogAnswerer m_answerer;
    QStringList m_files;
    std::ofstream m_trace;
    QElapsedTimer m_clock;
    qint64 m_events = 0;
    double m_highest = 0.0;
    std::vector<double> m_remaining;
};

} // namespace

int main(int argc, char** argv)
{
    makeFreedMemoryVisible();
    qputenv(kEngineVariable, DH_FAKE_ENGINE);
    qputenv("DH_FAKE_STEP_MS", "5");
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    qInstallMessageHandler(tellMessage);
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    QStandardPaths::setTestModeEnabled(true); // no recovery copies among the user's

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions(
        {{QStringLiteral("seconds"), QStringLiteral("How long"), QStringLiteral("n"), QStringLiteral("0")},
         {QStringLiteral("events"), QStringLiteral("How many"), QStringLiteral("n"), QStringLiteral("0")},
         {QStringLiteral("seed"), QStringLiteral("Which"), QStringLiteral("n"), QStringLiteral("1")},
         {QStringLiteral("trace"), QStringLiteral("Where to write every event"), QStringLiteral("file")}});
    parser.process(application);
    Limits limits{parser.value(QStringLiteral("events")).toLongLong(),
                  parser.value(QStringLiteral("seconds")).toLongLong()};
    if (limits.events <= 0 && limits.seconds <= 0)
        parser.showHelp(2);

    const QTemporaryDir folder;
    QDir::setCurrent(folder.path());
    NoFileManager noFileManager;
    QDesktopServices::setUrlHandler(QStringLiteral("file"), &noFileManager, "open");
    const int outcome =
        Run(folder.path(), parser.value(QStringLiteral("seed")).toUInt(), limits, parser.value(QStringLiteral("trace")))
            .run();
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    return outcome;
}

#include "random_events.moc"
