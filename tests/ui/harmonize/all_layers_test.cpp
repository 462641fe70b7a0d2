#include "core/scene/render.h"
#include "tests/ui/harmonize/harmonize_fixture.h"

using namespace dh;
using namespace dh::test;

/// "Harmonize all layers".
class AllLayersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void seeEachOther();
    void emptyOnesAreLeftOut();
    void needOne();
    void seedIsRolledUnlessLocked();
};

void AllLayersTest::seeEachOther()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.action("harmonize.all_layers")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{2});
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(fixture.composition().layer(1)->applied && fixture.composition().layer(2)->applied);
    Composition lower = fixture.composition();
    lower.layers[1].applied.reset();
    // The second run saw what the first had made of the lower layer.
    QVERIFY(fixture.script->lastRequest()->composite.samePixels(renderComposition(lower)));
}

void AllLayersTest::emptyOnesAreLeftOut()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.document.edit(QStringLiteral("Clear"), [](Composition& composition) {
        composition.layer(1)->mask = Mask(composition.layer(1)->image.size());
    });
    fixture.action("harmonize.all_layers")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{1});
    QVERIFY(fixture.waitUntilIdle());
    QVERIFY(!fixture.composition().layer(1)->applied && fixture.composition().layer(2)->applied);
    QVERIFY(fixture.isSaid(QStringLiteral("layer 1")));
}

void AllLayersTest::needOne()
{
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    QVERIFY(fixture.isEnabled("harmonize.all_layers"));
    fixture.document.edit(QStringLiteral("Hide"), [](Composition& composition) {
        composition.layer(1)->visible = false;
        composition.layer(2)->locked = true;
    });
    QTRY_VERIFY(!fixture.isEnabled("harmonize.all_layers"));
}

void AllLayersTest::seedIsRolledUnlessLocked()
{
    constexpr std::uint64_t kSeed = 5'000'000; // larger than any that is rolled
    HarmonizeFixture fixture;
    QVERIFY(fixture.waitForOutlook());
    fixture.module->choices().setSeed(kSeed);
    fixture.module->choices().setSeedLocked(false);
    fixture.action("harmonize.all_layers")->trigger();
    QTRY_COMPARE(fixture.composition().results.size(), std::size_t{2});
    QVERIFY(fixture.waitUntilIdle());
    for (const ResultPtr& result : fixture.composition().results)
        QCOMPARE(result->seed, kSeed);
    QVERIFY(fixture.module->choices().seed() != kSeed);
}

QTEST_MAIN(AllLayersTest)
#include "all_layers_test.moc"
