#include "core/train/training_options.h"

#include "core/base/error.h"

#include <QTest>

using namespace dh;

/// What checkTrainingOptions() lets pass.
class TrainingOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refineResolution_data()
    {
        QTest::addColumn<int>("resolution");
        QTest::addColumn<bool>("passes");
        QTest::newRow("the run's") << 0 << true;
        QTest::newRow("least") << 64 << true;
        QTest::newRow("usual") << 256 << true;
        QTest::newRow("most") << 4096 << true;
        QTest::newRow("negative") << -64 << false;
        QTest::newRow("too small") << 32 << false;
        QTest::newRow("no multiple") << 250 << false;
        QTest::newRow("too large") << 4160 << false;
    }

    void refineResolution()
    {
        QFETCH(int, resolution);
        QFETCH(bool, passes);
        TrainingOptions options;
        options.modelFolder = "model";
        options.outputFolder = "output";
        checkTrainingOptions(options);
        options.refineResolution = resolution;
        try {
            checkTrainingOptions(options);
            QVERIFY(passes);
        } catch (const Error& error) {
            QVERIFY(!passes);
            QCOMPARE(error.code(), ErrorCode::InvalidArgument);
            QCOMPARE(error.subject(), std::string("refine resolution"));
        }
    }
};

QTEST_APPLESS_MAIN(TrainingOptionsTest)
#include "training_options_test.moc"
