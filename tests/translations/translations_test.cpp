#include "app/studio/translations.h"
#include "translation_rules.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace dh;
using namespace dh::translations;

namespace
{

const Language kGerman{QStringLiteral("de"), 2, false};
const Language kChinese{QStringLiteral("zh_CN"), 1, true};
const Language kEnglish{QStringLiteral("en"), 2, false};
constexpr int kFewestMessages = 500;
constexpr int kToolPatienceMs = 120'000;

QString fileName(const Language& language)
{
    return QStringLiteral("diffharmony_%1.ts").arg(language.name);
}

/// Runs lupdate over the sources into `file`. @return what it complained about, or why it didn't run
QString update(const QString& file, bool pluralsOnly)
{
    QStringList arguments{QStringLiteral("-no-obsolete"), QStringLiteral("-locations"), QStringLiteral("none"),
                          QStringLiteral("-I"),           QStringLiteral("."),          QStringLiteral("ui"),
                          QStringLiteral("app/studio")};
    if (pluralsOnly)
        arguments << QStringLiteral("-pluralonly");
    arguments << QStringLiteral("-ts") << file;
    QProcess lupdate;
    lupdate.setWorkingDirectory(QStringLiteral(DH_SOURCE_DIR));
    lupdate.start(QStringLiteral(DH_LUPDATE), arguments);
    if (!lupdate.waitForFinished(kToolPatienceMs) || lupdate.exitStatus() != QProcess::NormalExit ||
        lupdate.exitCode() != 0)
        return lupdate.errorString() + QString::fromLocal8Bit(lupdate.readAllStandardError());
    return QString::fromLocal8Bit(lupdate.readAllStandardError());
}

Message message(const char* source, const QStringList& texts, bool isNumerus = false)
{
    return {QStringLiteral("dh::Some"), QString::fromUtf8(source), isNumerus, false, texts};
}

} // namespace

Q_DECLARE_METATYPE(dh::translations::Message)
Q_DECLARE_METATYPE(dh::translations::Language)

class TranslationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated_data();
    void everyTextIsTranslated();
    void badMessageIsFound_data();
    void badMessageIsFound();
    void goodMessagePasses_data();
    void goodMessagePasses();
    void damagedFileHasNoMessages();
    void languageIsChosen_data();
    void languageIsChosen();
    void installedTextsAreShown_data();
    void installedTextsAreShown();
};

void TranslationsTest::everyTextIsTranslated_data()
{
    QTest::addColumn<Language>("language");
    QTest::addColumn<bool>("pluralsOnly");
    QTest::newRow("German") << kGerman << false;
    QTest::newRow("Simplified Chinese") << kChinese << false;
    QTest::newRow("English plurals") << kEnglish << true;
}

void TranslationsTest::everyTextIsTranslated()
{
    QFETCH(Language, language);
    QFETCH(bool, pluralsOnly);
    QTemporaryDir folder;
    const QString copy = folder.filePath(fileName(language));
    QVERIFY(QFile::copy(QStringLiteral(DH_SOURCE_DIR "/translations/") + fileName(language), copy));
    QFile(copy).setPermissions(QFile::ReadOwner | QFile::WriteOwner);

    // lupdate warns of classes whose texts would never be found.
    QCOMPARE(update(copy, pluralsOnly), QString());

    const QList<Message> messages = readTranslationFile(copy);
    QVERIFY2(messages.size() >= (pluralsOnly ? 1 : kFewestMessages), "lupdate found too few texts");
    QStringList report;
    for (const Message& one : messages) {
        const QStringList problems = problemsOf(one, language);
        if (!problems.isEmpty())
            report
                << QStringLiteral("%1: \"%2\": %3").arg(one.context, one.source, problems.join(QStringLiteral(", ")));
    }
    QVERIFY2(report.isEmpty(), qPrintable(QLatin1Char('\n') + report.join(QLatin1Char('\n'))));
}

void TranslationsTest::badMessageIsFound_data()
{
    QTest::addColumn<Message>("bad");
    QTest::addColumn<Language>("language");
    QTest::addColumn<QString>("problem");

    const auto row = [](const char* name, const Message& bad, const Language& language, const char* problem) {
        QTest::newRow(name) << bad << language << QString::fromLatin1(problem);
    };
    Message unfinished = message("Open", {QStringLiteral("Öffnen")});
    unfinished.isUnfinished = true;
    row("unfinished", unfinished, kGerman, "unfinished");
    Message bare = message("Open", {QStringLiteral("Öffnen")});
    bare.context = QStringLiteral("Some");
    row("class without its namespace", bare, kGerman, "context");
    row("empty", message("Open", {QString()}), kGerman, "empty");
    row("blank", message("Open", {QStringLiteral(" ")}), kGerman, "empty");
    row("no text", message("Open", {}), kGerman, "plurals");
    row("one plural form", message("%n file(s)", {QStringLiteral("%n Datei")}, true), kGerman, "plurals");
    row("second form empty", message("%n file(s)", {QStringLiteral("%n Datei"), QString()}, true), kGerman, "empty");
    row("two forms in Chinese", message("%n file(s)", {QStringLiteral("%n 个文件"), QStringLiteral("%n 个文件")}, true),
        kChinese, "plurals");
    row("placeholder lost", message("%1 of %2", {QStringLiteral("%1 von")}), kGerman, "placeholders");
    row("placeholder twice", message("%1 of %2", {QStringLiteral("%1 von %1")}), kGerman, "placeholders");
    row("count lost", message("%n file(s)", {QStringLiteral("个文件")}, true), kChinese, "placeholders");
    row("mnemonic lost", message("&Open", {QStringLiteral("Öffnen")}), kGerman, "mnemonic");
    row("mnemonic added", message("Open", {QStringLiteral("&Öffnen")}), kGerman, "mnemonic");
    row("mnemonic on an ideograph", message("&Open", {QStringLiteral("&打开")}), kChinese, "mnemonic");
    row("another mnemonic", message("&Open", {QStringLiteral("打开(&P)")}), kChinese, "mnemonic");
    row("ellipsis lost", message("Open…", {QStringLiteral("Öffnen")}), kGerman, "ending");
    row("dots for an ellipsis", message("Open…", {QStringLiteral("打开...")}), kChinese, "ending");
    row("colon lost", message("Size:", {QStringLiteral("大小")}), kChinese, "ending");
    row("line lost", message("a\nb", {QStringLiteral("a b")}), kGerman, "lines");
    row("other filter", message("All (*.png)", {QStringLiteral("Alle (*.jpg)")}), kGerman, "file filter");
}

void TranslationsTest::badMessageIsFound()
{
    QFETCH(Message, bad);
    QFETCH(Language, language);
    QFETCH(QString, problem);
    QCOMPARE(problemsOf(bad, language), QStringList(problem));
}

void TranslationsTest::goodMessagePasses_data()
{
    QTest::addColumn<Message>("good");
    QTest::addColumn<Language>("language");
    QTest::newRow("another letter") << message("&Open…", {QStringLiteral("Ö&ffnen…")}) << kGerman;
    QTest::newRow("a letter outside ASCII") << message("&About", {QStringLiteral("&Über")}) << kGerman;
    QTest::newRow("a real ampersand") << message("Black && white", {QStringLiteral("Schwarzweiß")}) << kGerman;
    QTest::newRow("two plural forms") << message("%n file(s)",
                                                 {QStringLiteral("%n Datei"), QStringLiteral("%n Dateien")}, true)
                                      << kGerman;
    QTest::newRow("mnemonic in brackets") << message("&Open…", {QStringLiteral("打开(&O)…")}) << kChinese;
    QTest::newRow("mnemonic left out") << message("&Open…", {QStringLiteral("打开…")}) << kChinese;
    QTest::newRow("Latin letter") << message("&X", {QStringLiteral("&X")}) << kChinese;
    QTest::newRow("full-width colon") << message("Size:", {QStringLiteral("大小：")}) << kChinese;
    QTest::newRow("other order") << message("%1 of %2", {QStringLiteral("%2 中的 %1")}) << kChinese;
}

void TranslationsTest::goodMessagePasses()
{
    QFETCH(Message, good);
    QFETCH(Language, language);
    QCOMPARE(problemsOf(good, language), QStringList());
}

void TranslationsTest::damagedFileHasNoMessages()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("damaged.ts")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<TS><context><name>dh::A</name><message><source>a</source><translation>b</translation></message>");
    file.close();
    QVERIFY(readTranslationFile(file.fileName()).isEmpty());
    QVERIFY(readTranslationFile(folder.filePath(QStringLiteral("none.ts"))).isEmpty());
}

void TranslationsTest::languageIsChosen_data()
{
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QString>("chosen");
    const auto row = [](const QStringList& wanted, const char* chosen) {
        QTest::newRow(qPrintable(QStringLiteral("'%1'").arg(wanted.join(QLatin1Char(' ')))))
            << wanted << QString::fromLatin1(chosen);
    };
    row({}, "en");
    row({QString()}, "en");
    row({QStringLiteral("C")}, "en");
    row({QStringLiteral("de")}, "de");
    row({QStringLiteral("de-AT")}, "de");
    row({QStringLiteral("zh_CN")}, "zh_CN");
    row({QStringLiteral("zh-Hans-SG")}, "zh_CN");
    row({QStringLiteral("zh-Hant-TW"), QStringLiteral("de-DE")}, "de");
    row({QStringLiteral("fr-FR"), QStringLiteral("de-DE")}, "de");
    row({QStringLiteral("en-GB"), QStringLiteral("de-DE")}, "en");
    row({QStringLiteral("no such language"), QStringLiteral("zh-CN")}, "zh_CN");
    row({QString(), QStringLiteral("de-DE")}, "de");
}

void TranslationsTest::languageIsChosen()
{
    QFETCH(QStringList, wanted);
    QFETCH(QString, chosen);
    QCOMPARE(translationFor(wanted), chosen);
}

void TranslationsTest::installedTextsAreShown_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("three");
    QTest::newRow("de") << QStringLiteral("de") << QStringLiteral("&Datei") << QStringLiteral("1 Schritt")
                        << QStringLiteral("3 Schritte");
    QTest::newRow("zh_CN") << QStringLiteral("zh_CN") << QStringLiteral("文件(&F)") << QStringLiteral("1 步")
                           << QStringLiteral("3 步");
    QTest::newRow("en") << QStringLiteral("en") << QStringLiteral("&File") << QStringLiteral("1 step")
                        << QStringLiteral("3 steps");
}

void TranslationsTest::installedTextsAreShown()
{
    QFETCH(QString, language);
    const Translations installed(language);
    const auto inLanguage = [](const char* context, const char* source, int count = -1) {
        return QCoreApplication::translate(context, source, nullptr, count);
    };
    QTEST(inLanguage("dh::RunWords", "%n step(s)", 1), "one");
    QTEST(inLanguage("dh::RunWords", "%n step(s)", 3), "three");
    QTEST(inLanguage("dh::ActionRegistry", "&File"), "file");
}

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
