#include "app/studio/studio.h"
#include "core/base/error.h"
#include "translation_file.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/error_text.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHash>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QSet>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace dh;

namespace
{

constexpr int kFewestShown = 150;

/// What the widgets of the program show or say, with empty texts.
QStringList shownTexts()
{
    QStringList texts;
    for (const QWidget* widget : QApplication::allWidgets()) {
        texts << widget->windowTitle() << widget->toolTip() << widget->accessibleName() << widget->statusTip();
        for (const QAction* action : widget->actions())
            texts << action->text() << action->toolTip().section(QLatin1Char('\n'), 1);
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            texts << label->text();
        else if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            texts << button->text();
        else if (const auto* menu = qobject_cast<const QMenu*>(widget))
            texts << menu->title();
        else if (const auto* box = qobject_cast<const QComboBox*>(widget))
            for (int i = 0; i < box->count(); ++i)
                texts << box->itemText(i);
    }
    return texts;
}

/// The underlined letter; null when there is none.
QChar mnemonicOf(QString text)
{
    text.remove(QLatin1String("&&"));
    const auto mark = text.indexOf(QLatin1Char('&'));
    return mark < 0 ? QChar() : text.at(mark + 1).toUpper();
}

/// Pairs of entries with the same letter.
QStringList repeatedMnemonics(const QWidget& menu)
{
    QStringList twice;
    QHash<QChar, QString> taken;
    for (const QAction* action : menu.actions()) {
        const QString text = action->text();
        const QChar letter = mnemonicOf(text);
        if (letter.isNull() || !action->isVisible())
            continue;
        if (taken.contains(letter))
            twice << taken.value(letter) + QLatin1String(" / ") + text;
        taken.insert(letter, text);
    }
    return twice;
}

} // namespace

class TranslatedWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void windowIsTranslated_data();
    void windowIsTranslated();
    void germanMenusHaveOneEntryForALetter();
    void englishMenusHaveOneEntryForALetter();
    void panelsLeaveTheMenusTheirLetters_data();
    void panelsLeaveTheMenusTheirLetters();
    void chineseMnemonicsStayInTheMenus();
    void errorsAreSentencesOfTheLanguage_data();
    void errorsAreSentencesOfTheLanguage();

private:
    void open(const QString& language);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Studio> m_studio;
};

void TranslatedWindowTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true); // no recovery copies among the user's
}

void TranslatedWindowTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TranslatedWindowTest::cleanup()
{
    m_studio.reset();
    QLocale::setDefault(QLocale::system());
}

void TranslatedWindowTest::open(const QString& language)
{
    StudioOptions options;
    options.settingsFile = m_folder->filePath(QStringLiteral("studio.ini"));
    QSettings(options.settingsFile, QSettings::IniFormat).setValue(QStringLiteral("interface/language"), language);
    m_studio = std::make_unique<Studio>(options);
}

void TranslatedWindowTest::windowIsTranslated_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("German") << QStringLiteral("de");
    QTest::newRow("Simplified Chinese") << QStringLiteral("zh_CN");
}

/// Finds texts that are made before the translation is there, or that ask for another context than the file's.
void TranslatedWindowTest::windowIsTranslated()
{
    QFETCH(QString, language);
    QSet<QString> sources;
    QSet<QString> translated;
    const auto messages = translations::readTranslationFile(
        QStringLiteral(DH_SOURCE_DIR "/translations/diffharmony_%1.ts").arg(language));
    for (const translations::Message& message : messages) {
        sources << message.source;
        translated += QSet<QString>(message.texts.begin(), message.texts.end());
    }
    sources -= translated;

    open(language);
    int found = 0;
    QSet<QString> english;
    for (const QString& text : shownTexts()) {
        found += translated.contains(text) ? 1 : 0;
        if (sources.contains(text))
            english << text;
    }
    QVERIFY2(found >= kFewestShown, qPrintable(QString::number(found)));
    QVERIFY2(english.isEmpty(), qPrintable(QStringList(english.values()).join(QLatin1Char('\n'))));
}

void TranslatedWindowTest::germanMenusHaveOneEntryForALetter()
{
    open(QStringLiteral("de"));
    QStringList twice;
    for (const QWidget* widget : QApplication::allWidgets()) {
        if (qobject_cast<const QMenu*>(widget) != nullptr || widget->inherits("QMenuBar"))
            twice << repeatedMnemonics(*widget);
    }
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(QLatin1Char('\n'))));
}

void TranslatedWindowTest::englishMenusHaveOneEntryForALetter()
{
    open(QStringLiteral("en"));
    int found = 0;
    QStringList twice;
    for (const MenuId id : {MenuId::File, MenuId::Edit, MenuId::Layer, MenuId::Mask, MenuId::View, MenuId::Harmonize,
                            MenuId::Window, MenuId::Help}) {
        for (const QWidget* widget : QApplication::allWidgets()) {
            const auto* menu = qobject_cast<const QMenu*>(widget);
            if (menu == nullptr || menu->title() != ActionRegistry::menuTitle(id))
                continue;
            ++found;
            twice << repeatedMnemonics(*menu);
        }
    }
    QVERIFY(found > 0);
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(QLatin1Char('\n'))));
}

void TranslatedWindowTest::panelsLeaveTheMenusTheirLetters_data()
{
    QTest::addColumn<QString>("language");
    for (const char* language : {"en", "de", "zh_CN"})
        QTest::newRow(language) << QString::fromLatin1(language);
}

/// With a letter that both have, Alt opens the menu only every other time; a panel behind another tab counts, too.
void TranslatedWindowTest::panelsLeaveTheMenusTheirLetters()
{
    QFETCH(QString, language);
    open(language);
    QHash<QChar, QString> menus;
    const QMainWindow* window = nullptr;
    for (const QWidget* widget : QApplication::topLevelWidgets()) {
        if (const auto* found = qobject_cast<const QMainWindow*>(widget))
            window = found;
    }
    QVERIFY(window != nullptr);
    for (const QAction* menu : window->findChild<QMenuBar*>()->actions())
        menus.insert(mnemonicOf(menu->text()), menu->text());
    QVERIFY(menus.size() > 1 && !menus.contains(QChar()));
    QStringList twice;
    const auto look = [&](const QString& text) {
        if (menus.contains(mnemonicOf(text)))
            twice << menus.value(mnemonicOf(text)) + QLatin1String(" / ") + text;
    };
    for (const auto* label : window->findChildren<QLabel*>()) {
        if (label->buddy() != nullptr)
            look(label->text());
    }
    for (const auto* button : window->findChildren<QAbstractButton*>()) {
        if (button->window() == window)
            look(button->text());
    }
    QVERIFY2(twice.isEmpty(), qPrintable(twice.join(QLatin1Char('\n'))));
}

/// "文件(&F)" is a mnemonic in a menu and noise everywhere else.
void TranslatedWindowTest::chineseMnemonicsStayInTheMenus()
{
    open(QStringLiteral("zh_CN"));
    static const QRegularExpression kMark(QStringLiteral("&|\\([A-Z]\\)$"));
    int inMenus = 0;
    QStringList noise;
    for (const QWidget* widget : QApplication::allWidgets()) {
        for (const QAction* action : widget->actions()) {
            inMenus += action->text().contains(QLatin1String("(&")) ? 1 : 0;
            if (action->menu() == nullptr && action->iconText().contains(kMark))
                noise << action->iconText();
        }
        if (widget->toolTip().contains(QLatin1Char('&')) || widget->accessibleName().contains(QLatin1String("(&")))
            noise << widget->toolTip() << widget->accessibleName();
    }
    QVERIFY(inMenus > 0);
    QVERIFY2(noise.isEmpty(), qPrintable(noise.join(QLatin1Char('\n'))));
}

void TranslatedWindowTest::errorsAreSentencesOfTheLanguage_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("between");
    QTest::addColumn<QString>("end");
    QTest::newRow("German") << QStringLiteral("de") << QStringLiteral("no more. ") << QStringLiteral(".");
    QTest::newRow("Simplified Chinese") << QStringLiteral("zh_CN") << QStringLiteral("no more。")
                                        << QStringLiteral("。");
}

void TranslatedWindowTest::errorsAreSentencesOfTheLanguage()
{
    QFETCH(QString, language);
    QFETCH(QString, between);
    QFETCH(QString, end);
    open(language);
    for (const char* detail : {"no more", "no more."}) {
        const QString text = errorText(Error(ErrorCode::CorruptFile, "a.png", detail));
        QVERIFY2(text.contains(between), qPrintable(text));
        QVERIFY2(text.endsWith(end), qPrintable(text));
    }
}

QTEST_MAIN(TranslatedWindowTest)
#include "translated_window_test.moc"
