#include "app/studio/studio_options.h"

#include <QTest>

using namespace dh;

/// The command line of the window, read before there is an application.
class StudioOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helpNamesTheProgram();
    void scaleIsANumberAboveZero_data();
    void scaleIsANumberAboveZero();
};

void StudioOptionsTest::helpNamesTheProgram()
{
    const QString help = parseStudioOptions({QStringLiteral("/somewhere/studio"), QStringLiteral("--help")}).answer;
    QVERIFY2(help.contains(QLatin1String("diffharmony-studio [options] [files...]")), qPrintable(help));
    QVERIFY2(!help.contains(QLatin1String("executable_name")), qPrintable(help));
}

void StudioOptionsTest::scaleIsANumberAboveZero_data()
{
    QTest::addColumn<QString>("scale");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("one and a half") << "1.5" << true;
    QTest::newRow("zero") << "0" << false;
    QTest::newRow("below zero") << "-1" << false;
    QTest::newRow("words") << "large" << false;
    QTest::newRow("not a number") << "nan" << false;
    QTest::newRow("infinite") << "inf" << false;
}

void StudioOptionsTest::scaleIsANumberAboveZero()
{
    QFETCH(QString, scale);
    QFETCH(bool, isGood);
    const StudioOptions options = parseStudioOptions({QStringLiteral("studio"), QStringLiteral("--scale=") + scale});
    QCOMPARE(options.mistake.isEmpty(), isGood);
}

QTEST_APPLESS_MAIN(StudioOptionsTest)
#include "studio_options_test.moc"
