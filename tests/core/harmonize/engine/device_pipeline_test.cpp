#include "core/base/error.h"
#include "tests/core/harmonize/engine/pipeline_fixture.h"
#include "tests/core/nn/stand_in_device.h"

#include <QTest>

#include <filesystem>
#include <string>

using namespace dh;
using namespace dh::test;

namespace
{

HarmonizeResult runOn(const std::string& device, Precision precision, const ModelLocation& model,
                      const HarmonizeRequest& request)
{
    constexpr bool kPreviews = true; // they are computed on the device, too
    RecordingSink sink(kPreviews);
    HarmonizePipeline pipeline;
    EngineOptions options;
    options.device = device;
    options.precision = precision;
    if (!pipeline.load(model, options, sink, {}))
        return {};
    return pipeline.run(request, sink, {});
}

} // namespace

/// Whole runs on a device whose memory the host can't reach, against the same ones on the processor.
class DevicePipelineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheProcessor_data()
    {
        QTest::addColumn<bool>("isGolden"); // with attention, a text encoder and a condition VAE
        QTest::addColumn<Mode>("mode");
        QTest::addColumn<Precision>("precision");
        QTest::addColumn<double>("tolerance"); // of the change that the run makes
        constexpr double kRounding = 0.002;
        constexpr double kNarrow = 0.25; // as pipeline_test has it for the processor's bfloat16
        QTest::newRow("built in") << false << Mode::Native << Precision::Float32 << kRounding;
        QTest::newRow("float16") << false << Mode::Native << Precision::Float16 << kNarrow;
        QTest::newRow("bfloat16") << false << Mode::Native << Precision::BFloat16 << kNarrow;
        QTest::newRow("golden") << true << Mode::Native << Precision::Float32 << kRounding;
        QTest::newRow("golden, float16") << true << Mode::Reference << Precision::Float16 << kNarrow;
    }
    void agreesWithTheProcessor()
    {
        QFETCH(bool, isGolden);
        QFETCH(Mode, mode);
        QFETCH(Precision, precision);
        QFETCH(double, tolerance);
        ModelLocation model = builtInModel();
        if (isGolden)
            model.root = std::filesystem::path(DH_TEST_DATA) / "goldens" / "tiny-a";
        HarmonizeRequest request = smallRequest({160, 120});
        request.mode = mode;
        request.resolution = 64;
        request.steps = 2;
        request.outputResolution = 64;
        const HarmonizeResult expected = runOn("cpu", Precision::Float32, model, request);
        const std::int64_t before = operationsOnDevice();
        const HarmonizeResult result = runOn("cuda", precision, model, request);
        QCOMPARE(result.outcome, Outcome::Done);
        QCOMPARE(result.report.device, std::string("cuda:0"));
        QVERIFY(operationsOnDevice() - before > 1000);
        const double change = mode == Mode::Native ? meanDifference(expected.image, request.composite) : 1.0;
        const double difference = meanDifference(result.image, expected.image);
        QVERIFY2(difference <= tolerance * change, qPrintable(QString("%1 of %2").arg(difference).arg(change)));
    }

    void autoTakesIt()
    {
        const HarmonizeResult result = runOn("auto", Precision::Float32, builtInModel(), smallRequest({64, 48}));
        QCOMPARE(result.report.device, std::string("cuda:0"));
    }

    void thereIsNoSecondOne()
    {
        try {
            (void)runOn("cuda:1", Precision::Float32, builtInModel(), smallRequest({64, 48}));
            QFAIL("there is one only");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::DeviceUnavailable);
        }
    }
};

QTEST_APPLESS_MAIN(DevicePipelineTest)
#include "device_pipeline_test.moc"
