#include "core/diffusion/stages.h"

#include "core/base/error.h"
#include "core/diffusion/latent_preview.h"
#include "core/nn/torch_compat.h"
#include "tests/core/diffusion/example_tensors.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace dh;
using namespace dh::test;

namespace
{

constexpr std::int64_t kFactor = 8;

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
}

QTEST_APPLESS_MAIN(StagesTest)
#include "stages_test.moc"
