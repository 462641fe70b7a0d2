#include "core/nn/torch_device.h"

#include "core/base/error.h"

#include <QTest>

using namespace dh;

class TorchDeviceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void devices_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("outcome");
        const bool hasCuda = at::getNumGPUs() > 0;
        QTest::newRow("cpu") << "cpu"
                             << "cpu";
        QTest::newRow("auto") << "auto" << (hasCuda ? "cuda:0" : "cpu");
        QTest::newRow("cuda") << "cuda" << (hasCuda ? "cuda:0" : "device_unavailable");
        QTest::newRow("a card that nobody has") << "cuda:99"
                                                << "device_unavailable";
        QTest::newRow("another kind") << "mkldnn"
                                      << "device_unavailable";
        QTest::newRow("no device") << "gpu"
                                   << "invalid_argument";
        QTest::newRow("nothing") << ""
                                 << "invalid_argument";
    }
    void devices()
    {
        QFETCH(QString, name);
        QFETCH(QString, outcome);
        try {
            QCOMPARE(QString::fromStdString(deviceByName(name.toStdString()).str()), outcome);
        } catch (const Error& error) {
            QCOMPARE(QString(errorCodeName(error.code())), outcome);
            QCOMPARE(QString::fromStdString(error.subject()), name);
        }
    }
};

QTEST_APPLESS_MAIN(TorchDeviceTest)
#include "torch_device_test.moc"
