#include "tests/app/cli_fixture.h"

#include "core/weights/safetensors_file.h"

#include <QFile>
#include <QTest>

#include <cstring>

using namespace dh;

namespace
{

constexpr const char* kRefiner = "refiner/diffusion_pytorch_model.safetensors";
constexpr const char* kRefinerIndex = "refiner/diffusion_pytorch_model.safetensors.index.json";
constexpr const char* kBias = "conv_out.bias";

/// Takes a file of the copied model away, so that a changed one can be put in its place.
QByteArray takeAway(const CliFixture& cli, const QString& name)
{
    const QByteArray bytes = cli.readBytes("model/" + name);
    QFile::remove(cli.path("model/" + name));
    return bytes;
}

/// Writes a file of the copied model anew, its bytes changed by `change`.
template <typename Change>
void changeBytes(const CliFixture& cli, const QString& name, Change change)
{
    QByteArray bytes = takeAway(cli, name);
    change(bytes);
    cli.writeBytes("model/" + name, bytes);
}

/// Writes the refiner anew, its tensors changed by `change`.
template <typename Change>
void changeTensors(const CliFixture& cli, Change change)
{
    const SafetensorsFile original(cli.filePath("model") / kRefiner); // mapped, so it outlives the name
    std::map<std::string, TensorToWrite> tensors;
    for (const auto& [key, view] : original.tensors())
        tensors.emplace(key, TensorToWrite{view.dtype, view.shape, view.bytes});
    change(tensors);
    takeAway(cli, kRefiner);
    writeSafetensors(cli.filePath("model") / kRefiner, tensors);
}

void addNaN(std::map<std::string, TensorToWrite>& tensors)
{
    static std::vector<std::byte> bytes;
    TensorToWrite& tensor = tensors.at(kBias);
    bytes.assign(tensor.bytes.begin(), tensor.bytes.end());
    std::memset(bytes.data(), 0xff, dtypeSize(tensor.dtype)); // all bits set is no number in any floating-point type
    tensor.bytes = bytes;
}

void spoil(const CliFixture& cli, const QString& fault)
{
    if (fault == "missing file") {
        takeAway(cli, kRefiner);
    } else if (fault == "missing tensor") {
        changeTensors(cli, [](auto& tensors) { tensors.erase(kBias); });
    } else if (fault == "unexpected tensor") {
        changeTensors(cli, [](auto& tensors) { tensors.emplace("extra.weight", tensors.at(kBias)); });
    } else if (fault == "wrong shape") {
        changeTensors(cli, [](auto& tensors) { tensors.at(kBias).shape.push_back(1); });
    } else if (fault == "NaN weights") {
        changeTensors(cli, addNaN);
    } else if (fault == "bad JSON") {
        changeBytes(cli, "vae/config.json", [](QByteArray& bytes) { bytes.chop(bytes.size() / 2); });
    } else if (fault == "wrong number of channels") {
        changeBytes(cli, "unet/config.json",
                    [](QByteArray& bytes) { bytes.replace("\"in_channels\": 9", "\"in_channels\": 4"); });
    } else if (fault == "offsets past the end") {
        constexpr int kCut = 100;
        changeBytes(cli, kRefiner, [](QByteArray& bytes) { bytes.chop(kCut); });
    } else if (fault == "header of 2^63 bytes") {
        changeBytes(cli, kRefiner, [](QByteArray& bytes) { bytes.replace(0, 8, QByteArray(7, '\0') + '\x80'); });
    } else if (fault == "empty weights") {
        changeBytes(cli, kRefiner, [](QByteArray& bytes) { bytes.clear(); });
    } else if (fault == "index that names itself") {
        takeAway(cli, kRefiner);
        cli.writeBytes(QString("model/") + kRefinerIndex,
                       R"({"weight_map":{"conv_out.bias":"diffusion_pytorch_model.safetensors.index.json"}})");
    } else if (fault == "shard that links to itself") {
        takeAway(cli, kRefiner);
        cli.writeBytes(QString("model/") + kRefinerIndex,
                       R"({"weight_map":{"conv_out.bias":"a.safetensors","conv_in.bias":"b.safetensors"}})");
        QVERIFY(QFile::link("b.safetensors", cli.path("model/refiner/a.safetensors")));
        QVERIFY(QFile::link("a.safetensors", cli.path("model/refiner/b.safetensors")));
    } else if (fault == "pickle") {
        cli.writeBytes("model/refiner/diffusion_pytorch_model.bin", takeAway(cli, kRefiner));
    } else {
        QFAIL("this fault is not known");
    }
}

} // namespace

/// Damaged checkpoints through the program and its real engine: one clear sentence that names the file or the tensor,
/// exit code 1, nothing written; and `model verify` says the same.
class BadModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRefused_data();
    void isRefused();
    void everyProblemIsListed();
};

void BadModelTest::isRefused_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QByteArrayList>("said");
    const auto row = [](const char* fault, const char* code, const QByteArrayList& said) {
        QTest::newRow(fault) << QString(code) << said;
    };
    row("missing file", "model_incomplete", {kRefiner});
    row("missing tensor", "model_invalid", {"refiner", "missing: conv_out.bias [3]"});
    row("unexpected tensor", "model_invalid", {"refiner", "unexpected: extra.weight [3]"});
    row("wrong shape", "model_invalid", {"refiner", "wrong shape: conv_out.bias is [3, 1], expected [3]"});
    row("NaN weights", "model_not_finite", {"refiner", "conv_out.bias holds NaN"});
    row("bad JSON", "model_invalid", {"vae/config.json", "parse error"});
    row("wrong number of channels", "model_invalid", {"unet/config.json", "in_channels", "9 input channels"});
    row("offsets past the end", "corrupt_file", {kRefiner, "ends at byte"});
    row("header of 2^63 bytes", "corrupt_file", {kRefiner, "a header of 9223372036854775808 bytes"});
    row("empty weights", "corrupt_file", {kRefiner, "too short"});
    row("index that names itself", "model_invalid", {kRefinerIndex, "cyclic"});
    row("shard that links to itself", "model_invalid|model_incomplete|file_unreadable", {"refiner/"});
    row("pickle", "model_invalid", {"refiner", "diffusion_pytorch_model.bin", "save them as safetensors"});
}

void BadModelTest::isRefused()
{
    QFETCH(QString, code);
    QFETCH(QByteArrayList, said);
    CliFixture cli;
    cli.useRealEngine();
    cli.copyModel("model");
    spoil(cli, QTest::currentDataTag());
    if (QTest::currentTestFailed())
        return;
    const QStringList before = cli.names();

    const CliResult run = cli.harmonize({"--model", "model", "--resolution", "128", "--json"});
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(code.split('|').contains(run.errorCode()), run.out.constData());
    constexpr int kMostLines = 4; // the sentence, perhaps a list of one below it, the advice
    QVERIFY2(run.err.endsWith('\n') && run.err.count('\n') <= kMostLines, run.err.constData());
    const CliResult verify = cli.run({"model", "verify", "model", "--no-hash"});
    QCOMPARE(verify.exitCode, 1);
    QVERIFY2(verify.out.contains("The model can't be used:"), verify.out.constData());
    for (const QByteArray& words : said) {
        QVERIFY2(run.err.contains(words), run.err.constData());
        QVERIFY2(verify.out.contains(words), verify.out.constData());
    }
    QCOMPARE(cli.names(), before);
}

void BadModelTest::everyProblemIsListed()
{
    CliFixture cli;
    cli.useRealEngine();
    cli.copyModel("model");
    changeTensors(cli, [](auto& tensors) {
        tensors.emplace("extra.weight", tensors.at(kBias));
        tensors.erase("conv_in.bias");
        tensors.at("conv_norm_out.bias").shape.push_back(1);
        addNaN(tensors);
    });
    const CliResult run = cli.harmonize({"--model", "model", "--resolution", "128"});
    const CliResult verify = cli.run({"model", "verify", "model", "--no-hash"});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(verify.exitCode, 1);
    for (const char* line : {"missing: conv_in.bias", "wrong shape: conv_norm_out.bias is ", "unexpected: extra.weight",
                             "not finite: conv_out.bias"}) {
        QVERIFY2(run.err.contains(line), run.err.constData());
        QVERIFY2(verify.out.contains(line), verify.out.constData());
    }
    QVERIFY(!cli.names().contains("out.png"));
}

QTEST_GUILESS_MAIN(BadModelTest)
#include "bad_model_test.moc"
