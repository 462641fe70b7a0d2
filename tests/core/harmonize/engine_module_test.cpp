#include "core/harmonize/engine_module.h"

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
#if defined(__x86_64__)
        const QByteArray coreType = qgetenv("OPENBLAS_CORETYPE");
        if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
            QCOMPARE(coreType, QByteArray("SKYLAKEX"));
        else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            QCOMPARE(coreType, QByteArray("HASWELL"));
        else
            QVERIFY(coreType.isEmpty());
#endif
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
