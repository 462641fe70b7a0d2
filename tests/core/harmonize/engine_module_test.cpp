#include "core/harmonize/engine_module.h"

#include <QTest>

using namespace dh;

class EngineModuleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resourcesAreWhereTheUserSays()
    {
        qputenv("DH_RESOURCES", "/no such folder");
        QVERIFY(resourceFolder().empty());
        QVERIFY(builtInModelFolder().empty());
        qunsetenv("DH_RESOURCES");
        QVERIFY(!builtInModelFolder().empty());
    }
};

QTEST_GUILESS_MAIN(EngineModuleTest)
#include "engine_module_test.moc"
