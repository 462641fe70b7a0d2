#include "core/train/data/batches.h"
#include "small_pack.h"

#include <QTest>

class BatchesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void haveTheAgreedForm()
    {
        const SmallPack small;
        small.writePhotos();
        dh::DataOptions options;
        options.packs = {small.path()};
        const auto source = dh::openBatches(options);
        const dh::TrainingBatch batch = source->batch(3, 5, 32);
        QVERIFY(batch.real.sizes() == at::IntArrayRef({5, 3, 32, 32}));
        QVERIFY(batch.composite.sizes() == batch.real.sizes());
        QVERIFY(batch.mask.sizes() == at::IntArrayRef({5, 1, 32, 32}));
        QCOMPARE(batch.real.scalar_type(), at::kFloat);
        QVERIFY(batch.real.abs().max().item<float>() <= 1.0F);
        QVERIFY(batch.composite.abs().max().item<float>() <= 1.0F);
        QVERIFY(batch.mask.eq(0).logical_or(batch.mask.eq(1)).all().item<bool>());
    }

    void areOneRowOfSamples()
    {
        const SmallPack small;
        small.writePhotos();
        dh::DataOptions options;
        options.packs = {small.path()};
        const auto whole = dh::openBatches(options)->batch(4, 4, 32);
        const auto source = dh::openBatches(options);
        for (int i = 3; i >= 0; --i) {
            const auto single = source->batch(static_cast<std::uint64_t>(4 + i), 1, 32);
            QVERIFY(at::equal(single.real[0], whole.real[i]));
            QVERIFY(at::equal(single.composite[0], whole.composite[i]));
            QVERIFY(at::equal(single.mask[0], whole.mask[i]));
        }
    }
};

QTEST_GUILESS_MAIN(BatchesTest)
#include "batches_test.moc"
