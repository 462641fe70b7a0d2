#include "app/studio/studio.h"

#include <QApplication>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <chrono>

using namespace dh;
using namespace std::chrono_literals;

/// The picture of the window that the program takes of itself, in whatever way that ends.
class ScreenshotTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); } // no recovery copies among the user's
    void endsWithAnExitCode_data();
    void endsWithAnExitCode();
};

void ScreenshotTest::endsWithAnExitCode_data()
{
    QTest::addColumn<QString>("opened");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("action");
    QTest::addColumn<int>("code");
    const QString none;
    QTest::newRow("the example") << none << "window.png" << none << 0;
    QTest::newRow("an action") << none << "window.png"
                               << "mask.fill" << 0;
    QTest::newRow("a picture that isn't there") << "none.png"
                                                << "window.png" << none << 1;
    QTest::newRow("a project that isn't there") << "none.dhs"
                                                << "window.png" << none << 1;
    QTest::newRow("an unknown action") << none << "window.png"
                                       << "mask.fil" << 1;
    QTest::newRow("no such folder") << none << "none/window.png" << none << 1;
}

void ScreenshotTest::endsWithAnExitCode()
{
    QFETCH(QString, opened);
    QFETCH(QString, written);
    QFETCH(QString, action);
    QFETCH(int, code);
    const QTemporaryDir folder;
    StudioOptions options;
    options.settingsFile = folder.filePath(QStringLiteral("studio.ini"));
    options.screenshot = folder.filePath(written);
    if (!opened.isEmpty())
        options.files << folder.filePath(opened);
    if (!action.isEmpty())
        options.actions << action;
    Studio studio(options);
    studio.show();
    constexpr int kNeverEnded = 99;
    QTimer patience;
    connect(&patience, &QTimer::timeout, qApp, [] { QApplication::exit(kNeverEnded); });
    patience.start(30s);
    QCOMPARE(QApplication::exec(), code);
    QCOMPARE(QFileInfo::exists(options.screenshot), code == 0);
}

QTEST_MAIN(ScreenshotTest)
#include "screenshot_test.moc"
