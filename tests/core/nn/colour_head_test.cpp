#include "core/nn/colour_head.h"

#include "core/nn/refiner.h"
#include "core/weights/json_file.h"
#include "core/weights/weight_files.h"
#include "tests/core/nn/tensor_checks.h"

#include <nlohmann/json.hpp>

using namespace dh;
using namespace dh::test;

namespace
{

const std::filesystem::path kRecorded = std::filesystem::path(DH_TEST_DATA) / "colour_refiner";

ComponentWeights recordedWeights()
{
    ComponentWeights weights;
    const WeightFiles files = findWeightFiles(kRecorded, "diffusion_pytorch_model");
    weights.tensors = openWeights(files);
    weights.files = files.files;
    weights.folder = kRecorded;
    weights.config = std::make_shared<const nlohmann::json>(readJsonObject(kRecorded / "config.json"));
    return weights;
}

struct Recorded {
    SafetensorsFile file{kRecorded / "recorded.safetensors"};

    [[nodiscard]] at::Tensor operator[](const std::string& name) const
    {
        return tensorFromView(file.tensors().at(name)).clone();
    }
};

} // namespace

class ColourHeadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moments();
    void momentsOfAnEmptySide_data();
    void momentsOfAnEmptySide();
    void refinerAsRecorded_data();
    void refinerAsRecorded();
    void refinerOfOtherSizes_data();
    void refinerOfOtherSizes();
    void computesInFloatFromNarrowWeights();
    void gradientsReachEveryParameter();
};

/// 1, 3 inside and 10, 10, 40 outside.
void ColourHeadTest::moments()
{
    const at::Tensor features = at::tensor({1.0F, 10.0F, 3.0F, 10.0F, 40.0F}).reshape({1, 1, 1, 5});
    const at::Tensor mask = at::tensor({1.0F, 0.0F, 1.0F, 0.0F, 0.0F}).reshape({1, 1, 1, 5});
    const at::Tensor expected = at::tensor({2.0F, 20.0F, 1.0F, std::sqrt(200.0F)}).reshape({1, 4});
    COMPARE_TENSORS(momentsByMask(features, mask), expected, 1e-4);
}

void ColourHeadTest::momentsOfAnEmptySide_data()
{
    QTest::addColumn<double>("mask");
    QTest::newRow("empty mask") << 0.0;
    QTest::newRow("full mask") << 1.0;
}

void ColourHeadTest::momentsOfAnEmptySide()
{
    QFETCH(double, mask);
    const at::Tensor features = randomTensor({2, 5, 4, 6});
    const at::Tensor moments = momentsByMask(features, at::full({2, 1, 4, 6}, mask));
    QCOMPARE(moments.sizes().vec(), (std::vector<std::int64_t>{2, 20}));
    QVERIFY(at::isfinite(moments).all().item<bool>());
    const std::int64_t emptySide = mask > 0.0 ? 5 : 0;
    COMPARE_TENSORS(moments.narrow(1, emptySide, 5), at::zeros({2, 5}), 0.0);
    COMPARE_TENSORS(moments.narrow(1, 5 - emptySide, 5), features.mean({2, 3}), 1e-5);
}

void ColourHeadTest::refinerAsRecorded_data()
{
    QTest::addColumn<bool>("ownPath");
    QTest::newRow("loops of our own") << true;
    QTest::newRow("as in training") << false;
}

/// The values come from plain PyTorch, the moments from a loop over the definition.
void ColourHeadTest::refinerAsRecorded()
{
    QFETCH(bool, ownPath);
    const ComponentWeights weights = recordedWeights();
    CheckpointParameters parameters(weights, {});
    const Refiner refiner(weights, parameters);
    parameters.finish();
    const Recorded recorded;
    int blocks = 0;
    const auto refined = [&] {
        return refiner.forward(refiner.arrangeInput(recorded["harmonized"], recorded["mask"], recorded["composite"]),
                               ForwardPass({}, [&] { ++blocks; }));
    };
    COMPARE_TENSORS(ownPath ? onOwnPath(refined) : onAtenPath(refined), recorded["refined"], 2e-5);
    QCOMPARE(blocks, refiner.blockCount());
}

void ColourHeadTest::refinerOfOtherSizes_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("least") << 4 << 4;
    QTest::newRow("wide") << 8 << 60;
    QTest::newRow("tall") << 44 << 12;
}

void ColourHeadTest::refinerOfOtherSizes()
{
    QFETCH(int, height);
    QFETCH(int, width);
    const ComponentWeights weights = recordedWeights();
    CheckpointParameters parameters(weights, {});
    const Refiner refiner(weights, parameters);
    const at::Tensor input = randomTensor({1, 7, height, width}).clamp(-1.0, 1.0);
    const at::Tensor refined = onOwnPath([&] { return refiner.forward(input, ForwardPass()); });
    QCOMPARE(refined.sizes().vec(), (std::vector<std::int64_t>{1, 3, height, width}));
    QVERIFY(at::isfinite(refined).all().item<bool>());
    QVERIFY(refiner.operations(2 * height, 2 * width) > refiner.operations(height, width));
}

/// Weights that are held in half the memory must not round the moments too.
void ColourHeadTest::computesInFloatFromNarrowWeights()
{
    const auto narrow = [](const at::Tensor& tensor) { return tensor.to(at::kBFloat16); };
    const auto layer = [&](std::int64_t in, std::int64_t out, std::uint64_t seed) {
        return Linear{narrow(randomTensor({out, in}, 0.3, seed)), narrow(randomTensor({out}, 0.1, seed + 1))};
    };
    const auto wide = [](const Linear& linear) {
        return Linear{linear.weight.to(at::kFloat), linear.bias.to(at::kFloat)};
    };
    const ColourHead head{layer(28, 6, 1), layer(6, 6, 3), layer(6, 12, 5)};
    const ColourHead same{wide(head.first), wide(head.second), wide(head.output)};
    const at::Tensor features = randomTensor({1, 4, 3, 5}, 1.0, 7);
    const at::Tensor mask = randomTensor({1, 1, 6, 10}, 1.0, 8).gt(0.0).to(at::kFloat);
    const at::Tensor picture = randomTensor({1, 3, 6, 10}, 0.5, 9);
    COMPARE_TENSORS(onOwnPath([&] { return head(features, mask, picture); }),
                    onOwnPath([&] { return same(features, mask, picture); }), 1e-6);
}

void ColourHeadTest::gradientsReachEveryParameter()
{
    const at::AutoGradMode gradients(true);
    const ColourHead head{
        {randomTensor({6, 28}, 0.2).requires_grad_(), randomTensor({6}, 0.1, 2).requires_grad_()},
        {randomTensor({6, 6}, 0.4, 3).requires_grad_(), randomTensor({6}, 0.1, 4).requires_grad_()},
        {randomTensor({12, 6}, 0.4, 5).requires_grad_(), randomTensor({12}, 0.1, 6).requires_grad_()}};
    const at::Tensor features = randomTensor({2, 4, 3, 5}, 1.0, 7).requires_grad_();
    const at::Tensor mask = randomTensor({2, 1, 6, 10}, 1.0, 8).gt(0.0).to(at::kFloat);
    const at::Tensor picture = randomTensor({2, 3, 6, 10}, 0.5, 9);
    head(features, mask, picture).square().mean().backward();
    for (const at::Tensor& tensor : {head.first.weight, head.first.bias, head.second.weight, head.second.bias,
                                     head.output.weight, head.output.bias, features}) {
        QVERIFY(tensor.grad().defined());
        QVERIFY(at::isfinite(tensor.grad()).all().item<bool>());
        QVERIFY(tensor.grad().abs().max().item<double>() > 0.0);
    }
}

QTEST_APPLESS_MAIN(ColourHeadTest)
#include "colour_head_test.moc"
