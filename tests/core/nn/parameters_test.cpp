#include "core/nn/parameters.h"

#include "core/base/error.h"
#include "tests/core/weights/temporary_folder.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstring>

using namespace dh;

namespace
{

ComponentWeights emptyWeights()
{
    ComponentWeights weights;
    weights.folder = "some/model";
    weights.config = std::make_shared<nlohmann::json>(nlohmann::json::object());
    return weights;
}

/// Owns bytes of tensors and views on them, as a mapped file does.
struct StoredTensors {
    ComponentWeights weights = emptyWeights();

    template <typename T>
    void add(const std::string& key, DType type, std::vector<std::int64_t> shape, const std::vector<T>& values,
             std::size_t misalignment = 0)
    {
        auto bytes = std::make_shared<std::vector<std::byte>>(values.size() * sizeof(T) + misalignment + 8);
        std::memcpy(bytes->data() + misalignment, values.data(), values.size() * sizeof(T));
        const std::span<const std::byte> view(bytes->data() + misalignment, values.size() * sizeof(T));
        weights.tensors[key] = {type, std::move(shape), view, bytes};
    }
};

constexpr std::uint16_t kHalfOneAndAHalf = 0x3e00;
constexpr std::uint16_t kHalfMinusTwo = 0xc000;
constexpr std::uint16_t kHalfInfinity = 0x7c00;
constexpr std::uint16_t kBFloatOneAndAHalf = 0x3fc0;
constexpr std::uint16_t kBFloatMinusTwo = 0xc000;
constexpr std::uint16_t kBFloatNan = 0x7fc0;

} // namespace

class ParametersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsEveryProblemAtOnce();
    void namesValuesThatAreNotFinite_data();
    void namesValuesThatAreNotFinite();
    void passesOverPositionIds();
    void usesMappedWeightsInPlace();
    void convertsOtherTypes_data();
    void convertsOtherTypes();
    void copiesMisalignedData();
    void keepsTheMappingAlive();
    void takesEmptyAndScalarTensors();
    void stopsWhenCancelled();
};

void ParametersTest::listsEveryProblemAtOnce()
{
    StoredTensors stored;
    stored.add<float>("misshapen", DType::F32, {2, 3}, std::vector<float>(6));
    stored.add<float>("good", DType::F32, {2}, {1.0F, 2.0F});
    stored.add<std::int64_t>("whole numbers", DType::I64, {2}, {1, 2});
    stored.add<std::uint8_t>("eight bits", DType::F8E4M3, {2}, {1, 2});
    stored.add<float>("unexpected", DType::F32, {1, 4}, std::vector<float>(4));
    stored.add<float>("nan", DType::F32, {2}, {0.0F, NAN});
    CheckpointParameters parameters(stored.weights, {});
    using Shapes = std::map<std::string, std::vector<std::int64_t>>;
    for (const auto& [key, shape] : Shapes{{"missing", {3, 9}},
                                           {"also missing", {4}},
                                           {"misshapen", {3, 2}},
                                           {"good", {2}},
                                           {"whole numbers", {2}},
                                           {"eight bits", {2}},
                                           {"nan", {2}}})
        QCOMPARE(parameters.take(key, shape).sizes(), at::IntArrayRef(shape));
    const QStringList expected{"missing: also missing [4]",
                               "wrong type: eight bits holds F8_E4M3, expected F16, BF16, F32 or F64",
                               "wrong shape: misshapen is [2, 3], expected [3, 2]",
                               "missing: missing [3, 9]",
                               "wrong type: whole numbers holds I64, expected F16, BF16, F32 or F64",
                               "unexpected: unexpected [1, 4]",
                               "not finite: nan holds NaN or infinite values"};
    QCOMPARE(QString::fromStdString(parameters.problems()).split('\n'), expected);
    try {
        parameters.finish();
        QFAIL("finish() accepted them");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::ModelInvalid);
        QCOMPARE(error.subject(), std::string("some/model"));
        QCOMPARE(error.detail(), parameters.problems());
    }
}

void ParametersTest::namesValuesThatAreNotFinite_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("runsInHalf");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, DType type, const auto& value, bool runsInHalf, const char* problem) {
        // The bad value is the last of an odd number.
        constexpr int kBefore = 4;
        QByteArray bytes(kBefore * static_cast<int>(sizeof(value)), '\0');
        bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
        QTest::newRow(name) << static_cast<int>(type) << bytes << runsInHalf << problem;
    };
    constexpr auto kBad = "not finite: w holds NaN or infinite values";
    row("NaN", DType::F32, NAN, false, kBad);
    row("infinity", DType::F32, -INFINITY, false, kBad);
    row("float16 infinity", DType::F16, kHalfInfinity, false, kBad);
    row("bfloat16 NaN", DType::BF16, kBFloatNan, false, kBad);
    row("double NaN", DType::F64, std::nan(""), false, kBad);
    row("too large for float16", DType::F32, 1e6F, true, "not finite: w has values beyond the range of float16");
    row("as large as float16 goes", DType::F32, 65504.0F, true, "");
    row("large", DType::F32, 3e38F, false, "");
}

void ParametersTest::namesValuesThatAreNotFinite()
{
    QFETCH(int, type);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, runsInHalf);
    QFETCH(QString, problem);
    const auto dtype = static_cast<DType>(type);
    StoredTensors stored;
    const std::int64_t count = bytes.size() / static_cast<std::int64_t>(dtypeSize(dtype));
    stored.add<char>("w", dtype, {count}, std::vector<char>(bytes.begin(), bytes.end()));
    ComputeType compute;
    if (runsInHalf)
        compute.weights = at::kHalf;
    CheckpointParameters parameters(stored.weights, compute);
    (void)parameters.take("w", {count});
    QCOMPARE(QString::fromStdString(parameters.problems()), problem);
    try {
        parameters.finish();
        QVERIFY(problem.isEmpty());
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::ModelNotFinite);
        QCOMPARE(QString::fromStdString(error.detail()), problem);
    }
}

void ParametersTest::passesOverPositionIds()
{
    StoredTensors stored;
    stored.add<float>("w", DType::F32, {1}, {1.0F});
    stored.add<std::int64_t>("text_model.embeddings.position_ids", DType::I64, {1, 2}, {0, 1});
    CheckpointParameters parameters(stored.weights, {});
    (void)parameters.take("w", {1});
    QCOMPARE(parameters.problems(), std::string());
    parameters.finish();
}

void ParametersTest::usesMappedWeightsInPlace()
{
    const TemporaryFolder folder;
    const auto path = folder.writeTensors("w.safetensors", {"a", "b"});
    ComponentWeights weights = emptyWeights();
    weights.tensors = SafetensorsFile(path).tensors();
    std::vector<std::uint64_t> progress;
    CheckpointParameters parameters(weights, {}, {}, [&](std::uint64_t bytes) { progress.push_back(bytes); });
    for (const char* key : {"a", "b"}) {
        const at::Tensor tensor = parameters.take(key, {2});
        QCOMPARE(static_cast<const void*>(tensor.data_ptr()),
                 static_cast<const void*>(weights.tensors.at(key).bytes.data()));
        QCOMPARE(tensor[1].item<float>(), -2.25F);
    }
    QCOMPARE(progress, (std::vector<std::uint64_t>{8, 16}));
    parameters.finish();
}

void ParametersTest::convertsOtherTypes_data()
{
    QTest::addColumn<int>("stored");
    QTest::addColumn<int>("held");
    const auto row = [](const char* name, DType stored, at::ScalarType held) {
        QTest::newRow(name) << static_cast<int>(stored) << static_cast<int>(held);
    };
    row("float16 to float32", DType::F16, at::kFloat);
    row("bfloat16 to float32", DType::BF16, at::kFloat);
    row("float32 to bfloat16", DType::F32, at::kBFloat16);
    row("float64 to float32", DType::F64, at::kFloat);
    row("bfloat16 as it is", DType::BF16, at::kBFloat16);
}

void ParametersTest::convertsOtherTypes()
{
    QFETCH(int, stored);
    QFETCH(int, held);
    StoredTensors tensors;
    const auto type = static_cast<DType>(stored);
    if (type == DType::F32)
        tensors.add<float>("w", type, {2, 1}, {1.5F, -2.0F});
    else if (type == DType::F64)
        tensors.add<double>("w", type, {2, 1}, {1.5, -2.0});
    else
        tensors.add<std::uint16_t>("w", type, {2, 1},
                                   type == DType::F16
                                       ? std::vector<std::uint16_t>{kHalfOneAndAHalf, kHalfMinusTwo}
                                       : std::vector<std::uint16_t>{kBFloatOneAndAHalf, kBFloatMinusTwo});
    ComputeType compute;
    compute.weights = static_cast<at::ScalarType>(held);
    CheckpointParameters parameters(tensors.weights, compute);
    const at::Tensor tensor = parameters.take("w", {2, 1});
    parameters.finish();
    QCOMPARE(tensor.scalar_type(), compute.weights);
    QCOMPARE(tensor[0][0].item<float>(), 1.5F);
    QCOMPARE(tensor[1][0].item<float>(), -2.0F);
    const bool isInPlace = tensor.data_ptr() == tensors.weights.tensors.at("w").bytes.data();
    QCOMPARE(isInPlace, type == DType::BF16 && held == static_cast<int>(at::kBFloat16));
}

void ParametersTest::copiesMisalignedData()
{
    for (const std::size_t misalignment : {1, 2, 3}) {
        StoredTensors stored;
        stored.add<float>("w", DType::F32, {3}, {1.5F, -2.25F, 1e-20F}, misalignment);
        const TensorView& view = stored.weights.tensors.at("w");
        QVERIFY(!SafetensorsFile::isAligned(view));
        const at::Tensor tensor = tensorFromView(view);
        QVERIFY(tensor.data_ptr() != view.bytes.data());
        QCOMPARE(reinterpret_cast<std::uintptr_t>(tensor.data_ptr()) % alignof(float), std::uintptr_t{0});
        QVERIFY(tensor.equal(at::tensor({1.5F, -2.25F, 1e-20F})));
    }
}

void ParametersTest::keepsTheMappingAlive()
{
    std::weak_ptr<const void> mapping;
    at::Tensor tensor;
    {
        StoredTensors stored;
        stored.add<float>("w", DType::F32, {2}, {1.5F, -2.25F});
        mapping = stored.weights.tensors.at("w").owner;
        CheckpointParameters parameters(stored.weights, {});
        tensor = parameters.take("w", {2});
    }
    QVERIFY(!mapping.expired());
    QCOMPARE(tensor[0].item<float>(), 1.5F);
    tensor.reset();
    QVERIFY(mapping.expired());
}

void ParametersTest::takesEmptyAndScalarTensors()
{
    StoredTensors stored;
    stored.add<float>("empty", DType::F32, {0, 3}, {});
    stored.add<float>("scalar", DType::F32, {}, {2.5F});
    CheckpointParameters parameters(stored.weights, {});
    QCOMPARE(parameters.take("empty", {0, 3}).numel(), std::int64_t{0});
    QCOMPARE(parameters.take("scalar", {}).item<float>(), 2.5F);
    QCOMPARE(parameters.problems(), std::string());
}

void ParametersTest::stopsWhenCancelled()
{
    StoredTensors stored;
    stored.add<float>("w", DType::F32, {1}, {1.0F});
    CancelSource cancel;
    CheckpointParameters parameters(stored.weights, {}, cancel.token());
    (void)parameters.take("w", {1});
    cancel.cancel();
    QVERIFY_EXCEPTION_THROWN(parameters.take("w", {1}), Cancelled);
}

QTEST_APPLESS_MAIN(ParametersTest)
#include "parameters_test.moc"
