#include "app/studio/studio_options.h"

#include <QTest>

using namespace dh;

/// The command line of the window, read before there is an application.
class StudioOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helpNamesTheProgram();
};

void StudioOptionsTest::helpNamesTheProgram()
{
    const QString help = parseStudioOptions({QStringLiteral("/somewhere/studio"), QStringLiteral("--help")}).answer;
    QVERIFY2(help.contains(QLatin1String("diffharmony-studio [options] [files...]")), qPrintable(help));
    QVERIFY2(!help.contains(QLatin1String("executable_name")), qPrintable(help));
}

QTEST_APPLESS_MAIN(StudioOptionsTest)
#include "studio_options_test.moc"
