#include "core/diffusion/stages.h"

#include "core/weights/json_file.h"
#include "tests/core/diffusion/example_tensors.h"

#include <c10/core/InferenceMode.h>

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

using namespace dh;
using namespace dh::test;

namespace
{

/// The built-in model with other settings.
Model builtInWith(const std::function<void(nlohmann::json& index)>& edit)
{
    const QTemporaryDir folder;
    ModelLocation location;
    location.root = std::filesystem::path(folder.path().toStdString()) / "model";
    std::filesystem::copy(std::filesystem::path(DH_SOURCE_DIR) / "resources/models/mini", location.root,
                          std::filesystem::copy_options::recursive);
    nlohmann::json index = readJsonObject(location.root / "model_index.json");
    edit(index);
    std::ofstream(location.root / "model_index.json") << index;
    return Model(Checkpoint(location), ComputeType{});
}

} // namespace

/// With the refiner of the model that ships with the program.
class RefineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_inference = std::make_unique<c10::InferenceMode>(); }
    void cleanup() { m_inference.reset(); }
    void anySize_data();
    void anySize();
    void seesRepeatedBorders();
    void getsAHint_data();
    void getsAHint();
    void looksInAMirrorToo_data();
    void looksInAMirrorToo();
    void smallChangesFade_data();
    void smallChangesFade();
    void resizes();
    void cancelledRefinerStops();

private:
    std::unique_ptr<Model> m_model;
    std::unique_ptr<c10::InferenceMode> m_inference;
};

void RefineTest::initTestCase()
{
    ModelLocation location;
    location.root = std::string(DH_SOURCE_DIR) + "/resources/models/mini";
    m_model = std::make_unique<Model>(Checkpoint(location), ComputeType{});
    QVERIFY(m_model->refiner());
}

void RefineTest::anySize_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("multiple") << 64 << 96;
    QTest::newRow("odd") << 101 << 75;
    QTest::newRow("one more") << 65 << 64;
    QTest::newRow("smaller than the multiple") << 3 << 5;
    QTest::newRow("one pixel") << 1 << 1;
}

void RefineTest::anySize()
{
    QFETCH(int, height);
    QFETCH(int, width);
    const at::Tensor image = picture(height, width);
    const at::Tensor refined = refine(*m_model, image, centreMask(height, width), image, ForwardPass());
    QCOMPARE(refined.sizes(), image.sizes());
    QVERIFY(refined.abs().max().item<double>() <= 1.0);
}

void RefineTest::seesRepeatedBorders()
{
    const at::Tensor image = picture(61, 43);
    const at::Tensor mask = centreMask(61, 43);
    const auto padded = [](const at::Tensor& t) { return at::replication_pad2d(t, {0, 5, 0, 3}); };
    const at::Tensor expected = refineOnce(*m_model, padded(image), padded(mask), padded(image), ForwardPass())
                                    .narrow(2, 0, 61)
                                    .narrow(3, 0, 43);
    const at::Tensor refined = refineOnce(*m_model, image, mask, image, ForwardPass());
    QVERIFY((refined - expected).abs().max().item<double>() < 1e-6);
}

void RefineTest::getsAHint_data()
{
    QTest::addColumn<QString>("hint");
    QTest::newRow("the picture") << "picture";
    QTest::newRow("its change") << "change";
}

void RefineTest::getsAHint()
{
    QFETCH(QString, hint);
    const Model model = builtInWith([&](nlohmann::json& index) {
        index["refine_hint"] = hint.toStdString();
        index["refine_mirrored"] = false;
        index["refine_noise_level"] = 0;
    });
    const at::Tensor composite = picture(64, 96);
    const at::Tensor mask = centreMask(64, 96);
    // One shift of colour, and texture that an autoencoder could have left, which averages to nothing.
    const at::Tensor shift = at::tensor({0.1F, 0.0F, -0.1F}).view({1, 3, 1, 1});
    at::Tensor texture = at::ones({1, 1, 64, 96});
    texture.slice(3, 0, 96, 2).fill_(-1.0);
    const at::Tensor harmonized = composite * 0.8 + shift + 0.05 * texture;
    const at::Tensor smooth = at::_upsample_bilinear2d_aa(
        at::_upsample_bilinear2d_aa(harmonized - composite, {21, 32}, false), {64, 96}, false);
    const at::Tensor expectedHint = hint == "picture" ? harmonized : composite + smooth;
    const at::Tensor expected = refineOnce(model, expectedHint.clamp(-1.0, 1.0), mask, composite, ForwardPass());
    const at::Tensor refined = refine(model, harmonized, mask, composite, ForwardPass());
    QVERIFY((refined - expected).abs().max().item<double>() < 1e-5);
}

void RefineTest::looksInAMirrorToo_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("multiple") << 64 << 96;
    QTest::newRow("padded on the other side") << 61 << 43;
}

void RefineTest::looksInAMirrorToo()
{
    QFETCH(int, height);
    QFETCH(int, width);
    const auto modelThat = [](bool mirrors) {
        return builtInWith([mirrors](nlohmann::json& index) {
            index["refine_mirrored"] = mirrors;
            index["refine_hint"] = "picture";
            index["refine_noise_level"] = 0;
        });
    };
    const Model once = modelThat(false);
    const Model twice = modelThat(true);
    const at::Tensor composite = picture(height, width);
    const at::Tensor harmonized = composite * 0.9;
    // Not the same from both sides.
    at::Tensor mask = centreMask(height, width);
    mask.narrow(3, 0, width / 3).fill_(1.0);

    const auto inMirror = [](const at::Tensor& t) { return t.flip({3}); };
    const at::Tensor first = refine(once, harmonized, mask, composite, ForwardPass());
    const at::Tensor second =
        inMirror(refine(once, inMirror(harmonized), inMirror(mask), inMirror(composite), ForwardPass()));
    QVERIFY((first - second).abs().max().item<double>() > 1e-3);
    int blocks = 0;
    const at::Tensor refined = refine(twice, harmonized, mask, composite, ForwardPass({}, [&] { ++blocks; }));
    QVERIFY((refined - (first + second) / 2.0).abs().max().item<double>() < 1e-6);
    QCOMPARE(blocks, refineBlocks(twice));
    QCOMPARE(refineBlocks(twice), 2 * refineBlocks(once));
    QCOMPARE(refineOperations(twice, height, width), 2.0 * once.refiner()->operations(height, width));
}

void RefineTest::smallChangesFade_data()
{
    QTest::addColumn<double>("levels");
    QTest::addColumn<double>("kept");
    // r^4 / (r^4 + 8^4)
    QTest::newRow("none") << 0.0 << 0.0;
    QTest::newRow("half the noise") << 4.0 << 1.0 / 17.0;
    QTest::newRow("as large as the noise") << 8.0 << 0.5;
    QTest::newRow("twice") << 16.0 << 16.0 / 17.0;
    QTest::newRow("large") << 80.0 << 10000.0 / 10001.0;
}

void RefineTest::smallChangesFade()
{
    QFETCH(double, levels);
    QFETCH(double, kept);
    const at::Tensor composite = picture(32, 48) * 0.3;
    const at::Tensor mask = centreMask(32, 48);
    // Up in red, down in green and blue; what lies outside the mask does not count.
    const at::Tensor signs = at::tensor({1.0F, -1.0F, -1.0F}).view({1, 3, 1, 1});
    const at::Tensor change = signs * (levels / 127.5);
    const at::Tensor shown = composite + change * mask + 0.5 * (1.0 - mask);
    const at::Tensor faded = withoutNoise(shown, composite, mask, 8.0);
    QVERIFY(((faded - composite - change * kept) * mask).abs().max().item<double>() < 1e-6);
    QVERIFY(withoutNoise(shown, composite, mask, 0.0).equal(shown));
    // Nothing selected is nothing found.
    QVERIFY(withoutNoise(shown, composite, at::zeros_like(mask), 8.0).allclose(composite));
}

void RefineTest::resizes()
{
    const at::Tensor image = picture(64, 96);
    QVERIFY(resizedForRefiner(image, 64, 96).equal(image));
    const at::Tensor smaller = resizedForRefiner(image, 32, 40);
    QCOMPARE(smaller.sizes(), at::IntArrayRef({1, 3, 32, 40}));
    QVERIFY(std::abs(smaller.mean().item<double>() - image.mean().item<double>()) < 0.01);
    QVERIFY(resizedForRefiner(at::full({1, 3, 8, 8}, 1.5), 4, 4).max().item<double>() <= 1.0);
}

void RefineTest::cancelledRefinerStops()
{
    CancelSource cancel;
    int blocks = 0;
    const ForwardPass pass(cancel.token(), [&] {
        if (++blocks == 3)
            cancel.cancel();
    });
    const at::Tensor image = picture(64, 64);
    QVERIFY_EXCEPTION_THROWN((void)refine(*m_model, image, centreMask(64, 64), image, pass), Cancelled);
    QCOMPARE(blocks, 3);
}

QTEST_APPLESS_MAIN(RefineTest)
#include "refine_test.moc"
