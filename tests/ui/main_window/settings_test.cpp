#include "ui/main_window/settings.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace dh;
using namespace std::chrono_literals;

class SettingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QVERIFY(m_folder.isValid());
        m_file = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) +
                                   QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".ini"));
    }

    void choicesSurviveASession()
    {
        CanvasColours colours = Settings::defaultCanvasColours();
        colours.mask = QColor(10, 20, 30);
        colours.workspace = QColor(1, 2, 3);
        colours.maskOpacity = 0.25;
        {
            Settings settings(m_file);
            settings.setTheme(ThemeChoice::Dark);
            settings.setLanguage(QStringLiteral("de"));
            settings.setCanvasColours(colours);
            settings.setHistoryBytes(123 << 20);
            settings.setImageCacheBytes(45 << 20);
            settings.setAutosaveEnabled(false);
            settings.setAutosaveInterval(17s);
            settings.setFirstRunHintDismissed(true);
            settings.setWindow("geometry", "state");
            settings.setValue(QStringLiteral("files/recent"), QStringList{QStringLiteral("a"), QStringLiteral("b")});
        }
        const Settings settings(inAnotherProcess());
        QCOMPARE(settings.theme(), ThemeChoice::Dark);
        QCOMPARE(settings.language(), QStringLiteral("de"));
        QVERIFY(settings.canvasColours() == colours);
        QCOMPARE(settings.historyBytes(), std::uint64_t{123} << 20U);
        QCOMPARE(settings.imageCacheBytes(), std::uint64_t{45} << 20U);
        QCOMPARE(settings.autosaveEnabled(), false);
        QCOMPARE(settings.autosaveInterval().count(), 17);
        QCOMPARE(settings.firstRunHintDismissed(), true);
        QCOMPARE(settings.windowGeometry(), QByteArray("geometry"));
        QCOMPARE(settings.windowState(), QByteArray("state"));
        QCOMPARE(settings.value(QStringLiteral("files/recent")).toStringList().size(), 2);
    }

    void nonsenseInTheFileGivesValidValues_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("words") << QStringLiteral("bogus");
        QTest::newRow("negative") << QStringLiteral("-5");
        QTest::newRow("huge") << QStringLiteral("99999999999999999999999");
        QTest::newRow("not a number") << QStringLiteral("nan");
    }
    void nonsenseInTheFileGivesValidValues()
    {
        QFETCH(QString, text);
        {
            QSettings store(m_file, QSettings::IniFormat);
            for (const char* key :
                 {"interface/theme", "interface/language", "canvas/mask", "canvas/mask_opacity", "canvas/checker_light",
                  "memory/history_bytes", "memory/image_cache_bytes", "autosave/interval_seconds"})
                store.setValue(QLatin1String(key), text);
        }
        const Settings settings(m_file);
        QCOMPARE(settings.theme(), ThemeChoice::System);
        const CanvasColours colours = settings.canvasColours();
        QVERIFY(colours.mask.isValid());
        QVERIFY(colours.checkerLight.isValid());
        QVERIFY(colours.maskOpacity >= 0.0 && colours.maskOpacity <= 1.0);
        QVERIFY(settings.historyBytes() >= std::uint64_t{16} << 20U);
        QVERIFY(settings.historyBytes() <= std::uint64_t{1} << 40U);
        QVERIFY(settings.autosaveInterval() >= Settings::kMinAutosaveInterval);
        QVERIFY(settings.autosaveInterval() <= Settings::kMaxAutosaveInterval);
    }

    void autosaveNeverWaitsLongerThanAMinute()
    {
        Settings settings(m_file);
        settings.setAutosaveInterval(600s);
        QCOMPARE(settings.autosaveInterval(), std::chrono::seconds(60));
    }

    void shortcutsSurviveASession_data()
    {
        QTest::addColumn<QStringList>("keys");
        QTest::newRow("none") << QStringList{};
        QTest::newRow("one") << QStringList{QStringLiteral("Ctrl+K")};
        QTest::newRow("comma") << QStringList{QStringLiteral("Ctrl+,")};
        QTest::newRow("two") << QStringList{QStringLiteral("Ctrl+Shift+Z"), QStringLiteral("Ctrl+Y")};
        QTest::newRow("chords") << QStringList{QStringLiteral("Ctrl+K, Ctrl+,")};
    }
    void shortcutsSurviveASession()
    {
        QFETCH(QStringList, keys);
        QList<QKeySequence> wanted;
        for (const QString& text : keys)
            wanted << QKeySequence(text, QKeySequence::PortableText);
        {
            Settings settings(m_file);
            QVERIFY(!settings.shortcuts(QStringLiteral("edit.undo")).has_value());
            settings.setShortcuts(QStringLiteral("edit.undo"), wanted);
        }
        Settings settings(inAnotherProcess());
        QVERIFY(settings.shortcuts(QStringLiteral("edit.undo")).has_value());
        QCOMPARE(*settings.shortcuts(QStringLiteral("edit.undo")), wanted);
        settings.removeShortcuts(QStringLiteral("edit.undo"));
        QVERIFY(!settings.shortcuts(QStringLiteral("edit.undo")).has_value());
    }

    void tellsWhatChanged()
    {
        Settings settings(m_file);
        settings.setTheme(ThemeChoice::Light);
        const QSignalSpy theme(&settings, &Settings::themeChanged);
        const QSignalSpy colours(&settings, &Settings::canvasColoursChanged);
        settings.setTheme(ThemeChoice::Light);
        settings.setCanvasColours(settings.canvasColours());
        QCOMPARE(theme.count() + colours.count(), 0);
        settings.setTheme(ThemeChoice::Dark);
        CanvasColours other = settings.canvasColours();
        other.checkerDark = Qt::blue;
        settings.setCanvasColours(other);
        QCOMPARE(theme.count(), 1);
        QCOMPARE(colours.count(), 1);
    }

private:
    /// A file with the same text: of the one that it wrote QSettings remembers the keys in place of reading them.
    [[nodiscard]] QString inAnotherProcess() const
    {
        QString copy = m_file + QStringLiteral(".copy");
        return QFile::copy(m_file, copy) ? copy : QString();
    }

    QTemporaryDir m_folder;
    QString m_file;
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
