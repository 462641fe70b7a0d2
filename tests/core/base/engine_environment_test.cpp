#include "core/base/engine_environment.h"
#include "core/base/system.h"

#include <QTest>

using namespace dh;

class EngineEnvironmentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void environmentKeepsWhatTheUserSet()
    {
        qputenv("OMP_WAIT_POLICY", "ACTIVE");
        qputenv("OPENBLAS_CORETYPE", "NEHALEM");
        QVERIFY(!setEngineEnvironment());
        QCOMPARE(qgetenv("OMP_WAIT_POLICY"), QByteArray("ACTIVE"));
        QCOMPARE(qgetenv("OPENBLAS_CORETYPE"), QByteArray("NEHALEM"));
    }

    void environmentNamesTheProcessorsKernels()
    {
        qunsetenv("OMP_WAIT_POLICY");
        qunsetenv("OPENBLAS_CORETYPE");
        QVERIFY(setEngineEnvironment());
        QVERIFY(!setEngineEnvironment());
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
};

QTEST_APPLESS_MAIN(EngineEnvironmentTest)
#include "engine_environment_test.moc"
