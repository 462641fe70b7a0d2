#include "core/diffusion/stages.h"

#include "core/base/error.h"
#include "core/diffusion/latent_preview.h"
#include "core/harmonize/engine/tensor_images.h"
#include "core/imaging/convert.h"
#include "core/imaging/image_file.h"
#include "core/nn/torch_compat.h"
#include "core/weights/json_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

using namespace dh;

namespace
{

constexpr std::int64_t kFactor = 8;

/// The example that ships with the program, in [-1, 1].
at::Tensor picture(std::int64_t height, std::int64_t width)
{
    static const at::Tensor example = tensorFromPlanar(
        planarFromImage(readImageFile(std::string(DH_SOURCE_DIR) + "/resources/examples/composite.png").image));
    return at::_upsample_bilinear2d_aa(example, {height, width}, false).clamp(-1.0, 1.0);
}

at::Tensor centreMask(std::int64_t height, std::int64_t width)
{
    at::Tensor mask = at::zeros({1, 1, height, width});
    mask.narrow(2, height / 4, height / 2).narrow(3, width / 4, width / 2).fill_(1.0);
    return mask;
}

at::Tensor noiseLike(const at::Tensor& tensor)
{
    return at::randn(tensor.sizes(), compat::makeCpuGenerator(4), at::TensorOptions(at::kFloat));
}

double psnr(const at::Tensor& a, const at::Tensor& b)
{
    constexpr double kRange = 2.0;
    return 10.0 * std::log10(kRange * kRange / (a - b).pow(2).mean().item<double>());
}

double correlation(const at::Tensor& a, const at::Tensor& b)
{
    const at::Tensor x = a - a.mean();
    const at::Tensor y = b - b.mean();
    return ((x * y).sum() / (x.pow(2).sum() * y.pow(2).sum()).sqrt()).item<double>();
}

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

/// With the model that ships with the program.
class StagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_inference = std::make_unique<c10::InferenceMode>(); }
    void cleanup() { m_inference.reset(); }
    void binarizesAtHalf();
    void latentMaskTakesEveryEighthPixel();
    void shapes_data();
    void shapes();
    void reconstructs();
    void changesAreAddedToTheComposite();
    void plansFewerTilesWithMoreMemory_data();
    void plansFewerTilesWithMoreMemory();
    void tilesLookLikeTheWhole_data();
    void tilesLookLikeTheWhole();
    void conditionVaeDecodesInTiles();
    void refinesAnySize_data();
    void refinesAnySize();
    void refinerSeesRepeatedBorders();
    void refinerGetsAHint_data();
    void refinerGetsAHint();
    void refinerLooksSeveralTimes_data();
    void refinerLooksSeveralTimes();
    void smallChangesFade_data();
    void smallChangesFade();
    void resizesForTheRefiner();
    void previewShowsTheColours();
    void previewShrinks();
    void namesTheNetworkThatFailed();
    void cancelledStagesStop();

private:
    [[nodiscard]] at::Tensor latentsOf(const at::Tensor& image) const;
    [[nodiscard]] at::Tensor decode(const at::Tensor& latents, const DecodePlan& plan) const;

    std::unique_ptr<Model> m_model;
    std::unique_ptr<c10::InferenceMode> m_inference;
};

void StagesTest::initTestCase()
{
    ModelLocation location;
    location.root = std::string(DH_SOURCE_DIR) + "/resources/models/mini";
    m_model = std::make_unique<Model>(Checkpoint(location), ComputeType{});
    QCOMPARE(m_model->vae().config().downsampling(), kFactor);
    QVERIFY(m_model->refiner());
}

at::Tensor StagesTest::latentsOf(const at::Tensor& image) const
{
    const at::Tensor noise = at::zeros({image.size(0), 4, image.size(2) / kFactor, image.size(3) / kFactor});
    return encodeComposite(*m_model, image, noise, ForwardPass());
}

at::Tensor StagesTest::decode(const at::Tensor& latents, const DecodePlan& plan) const
{
    const std::int64_t height = latents.size(2) * kFactor;
    const std::int64_t width = latents.size(3) * kFactor;
    return decodeLatents(*m_model, latents, at::zeros({1, 3, height, width}), at::zeros({1, 1, height, width}),
                         at::zeros_like(latents), plan, ForwardPass());
}

void StagesTest::binarizesAtHalf()
{
    const at::Tensor mask = at::tensor({0.0F, 0.499999F, 0.5F, 0.7F, 1.0F});
    QVERIFY(binarized(mask).equal(at::tensor({0.0F, 0.0F, 1.0F, 1.0F, 1.0F})));
    QCOMPARE(binarized(mask.to(at::kHalf)).scalar_type(), at::kHalf);
}

void StagesTest::latentMaskTakesEveryEighthPixel()
{
    at::Tensor mask = at::zeros({1, 1, 32, 48});
    mask[0][0][8][16] = 1.0;
    mask[0][0][9][24] = 1.0; // between the pixels that are looked at
    const at::Tensor latent = maskForLatents(mask, 4, 6);
    QCOMPARE(latent.sum().item<double>(), 1.0);
    QCOMPARE(latent[0][0][1][2].item<double>(), 1.0);
}

void StagesTest::shapes_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("smallest") << 1 << 64 << 64;
    QTest::newRow("wide") << 1 << 64 << 192;
    QTest::newRow("tall") << 1 << 192 << 64;
    QTest::newRow("batch") << 2 << 64 << 128;
}

void StagesTest::shapes()
{
    QFETCH(int, batch);
    QFETCH(int, height);
    QFETCH(int, width);
    const at::Tensor image = picture(height, width).expand({batch, -1, -1, -1});
    const at::Tensor latents = latentsOf(image);
    QCOMPARE(latents.sizes(), at::IntArrayRef({batch, 4, height / kFactor, width / kFactor}));
    const at::Tensor decoded =
        decodeLatents(*m_model, latents, image, centreMask(height, width), latents, {}, ForwardPass());
    QCOMPARE(decoded.sizes(), image.sizes());
    QCOMPARE(decoded.scalar_type(), at::kFloat);
}

void StagesTest::reconstructs()
{
    const at::Tensor image = picture(192, 192);
    const at::Tensor decoded = decode(latentsOf(image), {}).clamp(-1.0, 1.0);
    const double quality = psnr(decoded, image);
    QVERIFY2(quality > 20.0, qPrintable(QString::number(quality)));
}

void StagesTest::changesAreAddedToTheComposite()
{
    const double scale = m_model->settings().latentResidualScale;
    QVERIFY(scale > 0.0);
    QVERIFY(m_model->encodesMean());
    const at::Tensor composite = noiseLike(at::zeros({1, 4, 2, 2}));
    QVERIFY(harmonizedLatents(*m_model, at::zeros_like(composite), composite).equal(composite));
    const at::Tensor changed = harmonizedLatents(*m_model, at::full_like(composite, scale), composite);
    QVERIFY((changed - composite - 1.0).abs().max().item<double>() < 1e-6);
}

void StagesTest::plansFewerTilesWithMoreMemory_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("square") << 1024 << 1024;
    QTest::newRow("wide") << 512 << 4096;
    QTest::newRow("tall") << 4096 << 576;
    QTest::newRow("small") << 64 << 64;
}

void StagesTest::plansFewerTilesWithMoreMemory()
{
    QFETCH(int, height);
    QFETCH(int, width);
    const Vae& vae = m_model->vae();
    const std::uint64_t whole = vae.decodeMemory(height, width);
    QVERIFY(whole > static_cast<std::uint64_t>(height) * static_cast<std::uint64_t>(width));
    QCOMPARE(planDecode(vae, height, width, whole).tiles(), 1);
    QCOMPARE(planDecode(vae, height, width, UINT64_MAX).tiles(), 1);
    const auto small = static_cast<std::int64_t>(2 * 16 * kFactor);
    int most = 1;
    for (std::uint64_t memory = whole; memory > 1000; memory = memory * 9 / 10) {
        const DecodePlan plan = planDecode(vae, height, width, memory);
        QVERIFY2(plan.tiles() >= most, qPrintable(QString("%1 tiles after %2").arg(plan.tiles()).arg(most)));
        most = plan.tiles();
        // Never so many that a tile is all overlap.
        QVERIFY(plan.tilesDown == 1 || height / plan.tilesDown >= small);
        QVERIFY(plan.tilesAcross == 1 || width / plan.tilesAcross >= small);
    }
    if (height > 64)
        QVERIFY(most > 1);
}

void StagesTest::tilesLookLikeTheWhole_data()
{
    QTest::addColumn<int>("across");
    QTest::addColumn<int>("down");
    QTest::newRow("two across") << 2 << 1;
    QTest::newRow("two down") << 1 << 2;
    QTest::newRow("four") << 2 << 2;
    QTest::newRow("uneven") << 3 << 2;
}

void StagesTest::tilesLookLikeTheWhole()
{
    QFETCH(int, across);
    QFETCH(int, down);
    constexpr std::int64_t kHeight = 512;
    constexpr std::int64_t kWidth = 832;
    const at::Tensor latents = latentsOf(picture(kHeight, kWidth));
    const at::Tensor whole = decode(latents, {});
    const at::Tensor tiled = decode(latents, {across, down});
    const double quality = psnr(tiled, whole);
    QVERIFY2(quality > 34.0, qPrintable(QString::number(quality)));

    // A seam is a step of the difference from one column to the next where a tile ends.
    const at::Tensor difference = tiled - whole;
    const auto check = [&](std::int64_t dimension, std::int64_t tiles) {
        const std::int64_t size = difference.size(dimension);
        const at::Tensor steps =
            (difference.narrow(dimension, 1, size - 1) - difference.narrow(dimension, 0, size - 1)).abs();
        const at::Tensor average = steps.mean(dimension == 3 ? at::IntArrayRef{0, 1, 2} : at::IntArrayRef{0, 1, 3});
        const double usual = average.mean().item<double>();
        constexpr double kNoticeable = 4.0;
        for (std::int64_t i = 1; i < tiles; ++i) {
            constexpr std::int64_t kOverlap = 16;
            const std::int64_t border = size / kFactor * i / tiles;
            for (const std::int64_t edge : {border - kOverlap, border, border + kOverlap}) {
                const double step = average[edge * kFactor - 1].item<double>();
                QVERIFY2(step < kNoticeable * usual, qPrintable(QString("%1 against %2").arg(step).arg(usual)));
            }
        }
    };
    check(3, across);
    check(2, down);
}

void StagesTest::conditionVaeDecodesInTiles()
{
    ModelLocation location;
    location.root = std::string(DH_TEST_DATA) + "/goldens/tiny-a";
    location.vae = location.root / "condition_vae";
    const Model model(Checkpoint(location), {});
    QVERIFY(model.conditionVae());
    const at::Tensor image = picture(256, 512);
    const at::Tensor mask = centreMask(256, 512);
    const at::Tensor latents = noiseLike(at::zeros({1, 4, 32, 64})) * 0.18;
    const at::Tensor noise = at::randn({1, 4, 32, 64}, compat::makeCpuGenerator(9), at::TensorOptions(at::kFloat));
    const auto decodeIn = [&](const DecodePlan& plan, const at::Tensor& composite) {
        return decodeLatents(model, latents, composite, mask, noise, plan, ForwardPass());
    };
    const at::Tensor whole = decodeIn({}, image);
    const at::Tensor tiled = decodeIn({2, 1}, image);
    QCOMPARE(tiled.sizes(), whole.sizes());
    const double quality = psnr(tiled, whole);
    QVERIFY2(quality > 25.0, qPrintable(QString::number(quality)));
    // It does look at the composite.
    QVERIFY((decodeIn({2, 1}, -image) - tiled).abs().max().item<double>() > 1e-3);
}

void StagesTest::refinesAnySize_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("multiple") << 64 << 96;
    QTest::newRow("odd") << 101 << 75;
    QTest::newRow("one more") << 65 << 64;
    QTest::newRow("smaller than the multiple") << 3 << 5;
    QTest::newRow("one pixel") << 1 << 1;
}

void StagesTest::refinesAnySize()
{
    QFETCH(int, height);
    QFETCH(int, width);
    const at::Tensor image = picture(height, width);
    const at::Tensor refined = refine(*m_model, image, centreMask(height, width), image, ForwardPass());
    QCOMPARE(refined.sizes(), image.sizes());
    QVERIFY(refined.abs().max().item<double>() <= 1.0);
}

void StagesTest::refinerSeesRepeatedBorders()
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

void StagesTest::refinerGetsAHint_data()
{
    QTest::addColumn<QString>("hint");
    QTest::newRow("the picture") << "picture";
    QTest::newRow("its change") << "change";
    QTest::newRow("the composite") << "composite";
}

void StagesTest::refinerGetsAHint()
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
    const at::Tensor expectedHint =
        hint == "picture" ? harmonized
        : hint == "composite"
            ? composite
            : composite + at::_upsample_bilinear2d_aa(
                              at::_upsample_bilinear2d_aa(harmonized - composite, {21, 32}, false), {64, 96}, false);
    const at::Tensor expected = refineOnce(model, expectedHint.clamp(-1.0, 1.0), mask, composite, ForwardPass());
    const at::Tensor refined = refine(model, harmonized, mask, composite, ForwardPass());
    QVERIFY((refined - expected).abs().max().item<double>() < 1e-5);
}

void StagesTest::refinerLooksSeveralTimes_data()
{
    QTest::addColumn<QList<int>>("sizes");
    QTest::addColumn<bool>("mirrored");
    QTest::newRow("once") << QList<int>() << false;
    QTest::newRow("once, at its size") << QList<int>{96} << false;
    QTest::newRow("in a mirror too") << QList<int>() << true;
    QTest::newRow("smaller and larger") << QList<int>{64, 128} << false;
    QTest::newRow("both") << QList<int>{48, 96} << true;
}

/// The mean of changes that are computed here one by one.
void StagesTest::refinerLooksSeveralTimes()
{
    QFETCH(QList<int>, sizes);
    QFETCH(bool, mirrored);
    const Model model = builtInWith([&](nlohmann::json& index) {
        index.erase("refine_views");
        if (!sizes.isEmpty())
            index["refine_views"] = std::vector<int>(sizes.begin(), sizes.end());
        index["refine_mirrored"] = mirrored;
        index["refine_hint"] = "picture";
        index["refine_noise_level"] = 0;
    });

    const at::Tensor composite = picture(64, 96);
    const at::Tensor harmonized = composite * 0.9;
    const at::Tensor mask = centreMask(64, 96);
    at::Tensor sum = at::zeros_like(composite);
    int looks = 0;
    double operations = 0.0;
    for (const int size : sizes.isEmpty() ? QList<int>{96} : sizes) {
        // Two thirds, as a multiple of 8.
        static const std::map<int, std::int64_t> heights{{48, 32}, {64, 40}, {96, 64}, {128, 88}};
        const std::int64_t height = heights.at(size);
        const auto small = [&](const at::Tensor& t) {
            return at::_upsample_bilinear2d_aa(t, {height, size}, false).clamp(-1.0, 1.0);
        };
        const auto look = [&](bool isMirrored) {
            const auto turned = [&](const at::Tensor& t) { return isMirrored ? t.flip({3}) : t; };
            const at::Tensor refined =
                refineOnce(model, turned(small(harmonized)), turned(small(mask).ge(0.5).to(at::kFloat)),
                           turned(small(composite)), ForwardPass());
            sum += at::_upsample_bilinear2d_aa(turned(refined) - small(composite), {64, 96}, false);
            operations += model.refiner()->operations(height, size);
            ++looks;
        };
        look(false);
        if (mirrored)
            look(true);
    }
    int blocks = 0;
    const at::Tensor refined = refine(model, harmonized, mask, composite, ForwardPass({}, [&] { ++blocks; }));
    QVERIFY((refined - (composite + sum / looks).clamp(-1.0, 1.0)).abs().max().item<double>() < 1e-5);
    QCOMPARE(blocks, refineBlocks(model));
    QCOMPARE(refineOperations(model, 64, 96), operations);
}

void StagesTest::smallChangesFade_data()
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

void StagesTest::smallChangesFade()
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

void StagesTest::resizesForTheRefiner()
{
    const at::Tensor image = picture(64, 96);
    QVERIFY(resizedForRefiner(image, 64, 96).equal(image));
    const at::Tensor smaller = resizedForRefiner(image, 32, 40);
    QCOMPARE(smaller.sizes(), at::IntArrayRef({1, 3, 32, 40}));
    QVERIFY(std::abs(smaller.mean().item<double>() - image.mean().item<double>()) < 0.01);
    QVERIFY(resizedForRefiner(at::full({1, 3, 8, 8}, 1.5), 4, 4).max().item<double>() <= 1.0);
}

void StagesTest::previewShowsTheColours()
{
    const at::Tensor image = picture(256, 192);
    const LatentPreview preview(m_model->vae(), m_model->type(), ForwardPass());
    const PreviewImage shown = preview.render(latentsOf(image));
    QCOMPARE(shown.width, 24);
    QCOMPARE(shown.height, 32);
    QCOMPARE(shown.rgb.size(), std::size_t{24 * 32 * 3});
    const at::Tensor bytes = at::tensor(at::ArrayRef<std::uint8_t>(shown.rgb), at::kByte)
                                 .view({32, 24, 3})
                                 .permute({2, 0, 1})
                                 .to(at::kFloat);
    const at::Tensor colours = at::adaptive_avg_pool2d(image, {32, 24})[0];
    for (std::int64_t channel = 0; channel < 3; ++channel) {
        const double agreement = correlation(bytes[channel], colours[channel]);
        QVERIFY2(agreement > 0.8, qPrintable(QString::number(agreement)));
    }
    // Brightness too, not only where it is brighter.
    const double offset = (bytes / 127.5 - 1.0 - colours).abs().mean().item<double>();
    QVERIFY2(offset < 0.25, qPrintable(QString::number(offset)));
}

void StagesTest::previewShrinks()
{
    const PreviewImage shrunk = previewOf(at::full({1, 3, 300, 600}, 1.0), 100);
    QCOMPARE(shrunk.width, 100);
    QCOMPARE(shrunk.height, 50);
    QVERIFY(std::ranges::all_of(shrunk.rgb, [](std::uint8_t v) { return v == 255; }));
    const PreviewImage kept = previewOf(at::full({1, 3, 3, 2}, -7.0), 100);
    QCOMPARE(kept.width, 2);
    QVERIFY(std::ranges::all_of(kept.rgb, [](std::uint8_t v) { return v == 0; }));
    const PreviewImage thin = previewOf(at::zeros({1, 3, 1, 900}), 100);
    QCOMPARE(thin.height, 1);
}

void StagesTest::namesTheNetworkThatFailed()
{
    requireFinite(at::ones({2}), "vae");
    for (const float bad : {NAN, INFINITY, -INFINITY}) {
        try {
            requireFinite(at::tensor({1.0F, bad}), "refiner");
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::ModelNotFinite);
            QCOMPARE(error.subject(), std::string("refiner"));
        }
    }
    try {
        (void)decode(at::full({1, 4, 8, 8}, NAN), {});
        QFAIL("accepted");
    } catch (const Error& error) {
        QCOMPARE(error.subject(), std::string("vae"));
    }
}

void StagesTest::cancelledStagesStop()
{
    CancelSource cancel;
    int blocks = 0;
    const ForwardPass pass(cancel.token(), [&] {
        if (++blocks == 3)
            cancel.cancel();
    });
    const at::Tensor image = picture(64, 64);
    QVERIFY_EXCEPTION_THROWN((void)encodeComposite(*m_model, image, at::zeros({1, 4, 8, 8}), pass), Cancelled);
    QCOMPARE(blocks, 3);
    QVERIFY_EXCEPTION_THROWN((void)refine(*m_model, image, centreMask(64, 64), image, pass), Cancelled);
    QCOMPARE(blocks, 3);
}

QTEST_APPLESS_MAIN(StagesTest)
#include "stages_test.moc"
