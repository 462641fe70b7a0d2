#include "core/harmonize/engine_module.h"

#include "core/base/system.h"

#include <QTest>

using namespace dh;

class EngineModuleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void environmentKeepsWhatTheUserSet()
    {
        qputenv("OMP_WAIT_POLICY", "ACTIVE");
        qputenv("OPENBLAS_CORETYPE", "NEHALEM");
        prepareEngineEnvironment();
        QCOMPARE(qgetenv("OMP_WAIT_POLICY"), QByteArray("ACTIVE"));
        QCOMPARE(qgetenv("OPENBLAS_CORETYPE"), QByteArray("NEHALEM"));
    }

    void environmentNamesTheProcessorsKernels()
    {
        qunsetenv("OMP_WAIT_POLICY");
        qunsetenv("OPENBLAS_CORETYPE");
        prepareEngineEnvironment();
        QCOMPARE(qgetenv("OMP_WAIT_POLICY"), QByteArray("PASSIVE"));
        const QByteArray coreType = qgetenv("OPENBLAS_CORETYPE");
        switch (vectorInstructions()) {
        case VectorInstructions::Avx512:
            QCOMPARE(coreType, QByteArray("SKYLAKEX"));
            break;
        case VectorInstructions::Avx2:
            QCOMPARE(coreType, QByteArray("HASWELL"));
            break;
        case VectorInstructions::Baseline:
            QVERIFY(coreType.isEmpty());
            break;
        }
    }

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
