#include "tests/core/harmonize/engine/pipeline_fixture.h"

#include "core/base/error.h"
#include "core/weights/safetensors_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <span>
#include <vector>

using namespace dh;
using namespace dh::test;

namespace fs = std::filesystem;

namespace
{

using Edit = std::function<void(HarmonizeRequest&)>;

/// "code: subject" of the Error that `work` throws.
template <typename Work>
QString refusal(const Work& work)
{
    try {
        work();
    } catch (const Error& error) {
        return QString("%1: %2").arg(errorCodeName(error.code()), QString::fromStdString(error.subject()));
    }
    return "accepted";
}

} // namespace

Q_DECLARE_METATYPE(Edit)

class PipelineRefusalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void requests_data();
    void requests();
    void runWithoutAModel();
    void options_data();
    void options();
    void brokenModels_data();
    void brokenModels();
    void cancelledLoad();
    void loadReports();
    void verifies();
    void verifiesThePrompt_data();
    void verifiesThePrompt();

private:
    HarmonizePipeline m_pipeline;
    NullProgressSink m_quiet;
};

void PipelineRefusalsTest::initTestCase()
{
    QVERIFY(m_pipeline.load(builtInModel(), {}, m_quiet, {}));
}

void PipelineRefusalsTest::requests_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char* name, Edit edit, const char* fault) {
        QTest::newRow(name) << std::move(edit) << fault;
    };
    using Request = HarmonizeRequest;
    row(
        "no steps", [](Request& r) { r.steps = 0; }, "invalid_argument: steps");
    row(
        "too many steps", [](Request& r) { r.steps = 51; }, "invalid_argument: steps");
    row(
        "small resolution", [](Request& r) { r.resolution = 0; }, "invalid_argument: resolution");
    row(
        "odd resolution", [](Request& r) { r.resolution = 100; }, "invalid_argument: resolution");
    row(
        "large resolution", [](Request& r) { r.resolution = 4160; }, "invalid_argument: resolution");
    row(
        "small output", [](Request& r) { r.outputResolution = 7; }, "invalid_argument: output resolution");
    row(
        "large output", [](Request& r) { r.outputResolution = 8193; }, "invalid_argument: output resolution");
    row(
        "negative strength", [](Request& r) { r.strength = -0.01; }, "invalid_argument: strength");
    row(
        "large strength", [](Request& r) { r.strength = 1.51; }, "invalid_argument: strength");
    row(
        "strength that is no number", [](Request& r) { r.strength = NAN; }, "invalid_argument: strength");
    row(
        "negative dilation", [](Request& r) { r.maskDilation = -1; }, "invalid_argument: mask dilation");
    row(
        "no picture", [](Request& r) { r.composite = Image(); }, "invalid_argument: composite");
    row(
        "mask of another size",
        [](Request& r) {
            r.mask = Mask({31, 32}, 255);
        },
        "size_mismatch: mask");
    row(
        "no mask", [](Request& r) { r.mask = Mask(); }, "size_mismatch: mask");
    row(
        "empty mask",
        [](Request& r) {
            r.mask = Mask({32, 32});
        },
        "empty_mask: mask");
    row(
        "prompt", [](Request& r) { r.prompt = "a cat"; }, "invalid_argument: prompt");
    row(
        "nothing wrong", [](Request&) {}, "accepted");
}

void PipelineRefusalsTest::requests()
{
    QFETCH(Edit, edit);
    QFETCH(QString, fault);
    for (const Mode mode : {Mode::Native, Mode::Reference}) {
        HarmonizeRequest request = smallRequest({32, 32});
        request.resolution = 64;
        request.outputResolution = 64;
        request.mode = mode;
        edit(request);
        QCOMPARE(refusal([&] { (void)m_pipeline.run(request, m_quiet, {}); }), fault);
    }
}

void PipelineRefusalsTest::runWithoutAModel()
{
    HarmonizePipeline pipeline;
    QCOMPARE(refusal([&] { (void)pipeline.run(smallRequest({32, 32}), m_quiet, {}); }), QString("model_missing: "));
}

void PipelineRefusalsTest::options_data()
{
    QTest::addColumn<QString>("device");
    QTest::addColumn<int>("precision");
    QTest::addColumn<QString>("fault");
    const int full = static_cast<int>(Precision::Float32);
    QTest::newRow("no device") << "toaster" << full << "invalid_argument: toaster";
    QTest::newRow("nothing") << "" << full << "invalid_argument: ";
    QTest::newRow("cuda of no number") << "cuda:x" << full << "invalid_argument: cuda:x";
    QTest::newRow("another kind of device") << "vulkan" << full << "device_unavailable: vulkan";
    QTest::newRow("float16 on a processor")
        << "cpu" << static_cast<int>(Precision::Float16) << "invalid_argument: precision";
    QTest::newRow("cpu") << "cpu" << full << "accepted";
}

void PipelineRefusalsTest::options()
{
    QFETCH(QString, device);
    QFETCH(int, precision);
    QFETCH(QString, fault);
    EngineOptions options;
    options.device = device.toStdString();
    options.precision = static_cast<Precision>(precision);
    HarmonizePipeline pipeline;
    QCOMPARE(refusal([&] { (void)pipeline.load(builtInModel(), options, m_quiet, {}); }), fault);
}

void PipelineRefusalsTest::brokenModels_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("content"); // null: the file is removed
    QTest::addColumn<QString>("code");
    QTest::newRow("no index") << "model_index.json" << QString() << "model_missing";
    QTest::newRow("no weights") << "vae/diffusion_pytorch_model.safetensors" << QString() << "model_incomplete";
    QTest::newRow("truncated weights") << "unet/diffusion_pytorch_model.safetensors"
                                       << "short"
                                       << "corrupt_file";
    QTest::newRow("bad JSON") << "unet/config.json"
                              << "{"
                              << "model_invalid";
    QTest::newRow("a UNet for text") << "unet/config.json"
                                     << "{}"
                                     << "model_invalid";
    QTest::newRow("another refiner") << "refiner/config.json"
                                     << R"({"in_channels": 3})"
                                     << "model_invalid";
    QTest::newRow("bad scheduler") << "scheduler/scheduler_config.json"
                                   << R"({"beta_start": "x"})"
                                   << "model_invalid";
    QTest::newRow("bad settings") << "model_index.json"
                                  << R"({"default_steps": 99})"
                                  << "model_invalid";
    QTest::newRow("no default resolution") << "model_index.json"
                                           << R"({"default_resolution": 0})"
                                           << "model_invalid";
    QTest::newRow("noise below zero") << "model_index.json"
                                      << R"({"refine_noise_level": -1})"
                                      << "model_invalid";
    QTest::newRow("unknown hint") << "model_index.json"
                                  << R"({"refine_hint": "nothing"})"
                                  << "model_invalid";
}

void PipelineRefusalsTest::brokenModels()
{
    QFETCH(QString, file);
    QFETCH(QString, content);
    QFETCH(QString, code);
    const QTemporaryDir folder;
    ModelLocation location;
    location.root = fs::path(folder.path().toStdString()) / "model";
    fs::copy(builtInModel().root, location.root, fs::copy_options::recursive);
    const fs::path broken = location.root / file.toStdString();
    fs::remove(broken);
    if (!content.isNull())
        std::ofstream(broken) << content.toStdString();

    HarmonizePipeline pipeline;
    QVERIFY(pipeline.load(builtInModel(), {}, m_quiet, {}));
    const QString fault = refusal([&] { (void)pipeline.load(location, {}, m_quiet, {}); });
    QVERIFY2(fault.startsWith(code + ':'), qPrintable(fault));
    // The model before it was released first, and half of the new one must not stay either.
    QCOMPARE(refusal([&] { (void)pipeline.run(smallRequest({32, 32}), m_quiet, {}); }), QString("model_missing: "));
}

void PipelineRefusalsTest::cancelledLoad()
{
    for (const double fraction : {0.0, 0.3, 0.7}) {
        HarmonizePipeline pipeline;
        CancelSource cancel;
        RecordingSink sink(false, [&](const Progress& report) {
            if (report.fraction >= fraction)
                cancel.cancel();
        });
        QVERIFY(!pipeline.load(builtInModel(), {}, sink, cancel.token()));
        QCOMPARE(refusal([&] { (void)pipeline.run(smallRequest({32, 32}), m_quiet, {}); }), QString("model_missing: "));
        QVERIFY(pipeline.load(builtInModel(), {}, m_quiet, {}));
    }
}

void PipelineRefusalsTest::loadReports()
{
    HarmonizePipeline pipeline;
    RecordingSink sink;
    QVERIFY(pipeline.load(builtInModel(), {}, sink, {}));
    double fraction = 0.0;
    for (const Progress& report : sink.reports()) {
        QVERIFY(report.stage == Stage::Load);
        QVERIFY(report.fraction >= fraction);
        fraction = report.fraction;
    }
    QVERIFY2(fraction > 0.99, qPrintable(QString::number(fraction)));
}

void PipelineRefusalsTest::verifies()
{
    HarmonizePipeline pipeline;
    const ModelVerification good = pipeline.verify(builtInModel(), {});
    QCOMPARE(good.problems, std::string());
    QVERIFY(good.parameters > 1'000'000);

    const QTemporaryDir folder;
    ModelLocation location;
    location.root = fs::path(folder.path().toStdString()) / "model";
    fs::copy(builtInModel().root, location.root, fs::copy_options::recursive);
    std::ofstream(location.root / "refiner" / "config.json") << R"({"in_channels": 3})";
    std::ofstream(location.root / "vae" / "config.json") << "{}";
    const QString problems = QString::fromStdString(pipeline.verify(location, {}).problems);
    QVERIFY2(problems.contains("vae:") && problems.contains("refiner:"), qPrintable(problems));
    QVERIFY(problems.contains("conv_in.weight is ["));

    CancelSource cancel;
    cancel.cancel();
    QVERIFY(!pipeline.verify(builtInModel(), cancel.token()).problems.empty());
}

void PipelineRefusalsTest::verifiesThePrompt_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<float>("value");
    QTest::addColumn<QString>("fault");
    QTest::newRow("width") << 5 << 0.0F << "5 wide";
    QTest::newRow("not a number") << 0 << std::numeric_limits<float>::quiet_NaN() << "no numbers";
}

void PipelineRefusalsTest::verifiesThePrompt()
{
    QFETCH(int, width);
    QFETCH(float, value);
    QFETCH(QString, fault);
    const QTemporaryDir folder;
    ModelLocation location;
    location.root = fs::path(folder.path().toStdString()) / "model";
    fs::copy(builtInModel().root, location.root, fs::copy_options::recursive);
    const fs::path file = location.root / "null_prompt.safetensors";
    const auto shape = SafetensorsFile(file).tensors().begin()->second.shape;
    const std::int64_t wide = width == 0 ? shape.back() : width;
    const std::vector<float> values(static_cast<std::size_t>(wide), value);
    writeSafetensors(file, {{"prompt_embeds", {DType::F32, {1, 1, wide}, std::as_bytes(std::span(values))}}});
    HarmonizePipeline pipeline;
    const QString problems = QString::fromStdString(pipeline.verify(location, {}).problems);
    QVERIFY2(problems.contains(fault) && problems.contains("null_prompt"), qPrintable(problems));
    RecordingSink sink;
    QCOMPARE(refusal([&] { (void)pipeline.load(location, {}, sink, {}); }),
             "model_invalid: " + QString::fromStdString(file.string()));
}

QTEST_APPLESS_MAIN(PipelineRefusalsTest)
#include "pipeline_refusals_test.moc"
