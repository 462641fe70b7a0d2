#include "composition_hash.h"
#include "document_pictures.h"

#include "core/document/document.h"
#include "core/document/mask_change.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace dh;
using dh::test::CompositionHash;

namespace
{

constexpr Size kCanvas{200, 100};
constexpr std::uint64_t kPlenty = std::uint64_t{1} << 30U;

void move(Layer& layer, double x, double y)
{
    layer.transform.pivotInCanvas = {layer.transform.pivotInCanvas.x + x, layer.transform.pivotInCanvas.y + y};
}

} // namespace

/// A canvas of 200 x 100 with layer 1 of 20 x 10 pixels in its middle: x in [90, 110), y in [45, 55).
class DocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<Document>(kPlenty);
        const Layer layer = test::layerOf(1, test::noise({20, 10}, 3, SampleType::U8, 2), kCanvas);
        m_document->reset({test::noise(kCanvas, 3, SampleType::U8, 1), {layer}, {}}, "picture.dhs");
        m_changes.clear();
        connect(m_document.get(), &Document::changed, this,
                [this](const SceneChange& change) { m_changes.push_back(change); });
    }

    void resetStartsAnew()
    {
        QCOMPARE(m_document->path(), std::filesystem::path("picture.dhs"));
        QVERIFY(!m_document->isModified());
        QCOMPARE(m_document->history().count(), 0);
        QVERIFY(m_document->newId() > 1);
    }

    void resetIsCleanAlsoAfterWorkWithoutSteps()
    {
        m_document->markModified();
        QSignalSpy spy(m_document.get(), &Document::modifiedChanged);
        m_document->reset({test::noise(kCanvas, 3, SampleType::U8, 3), {}, {}});
        QVERIFY(!m_document->isModified());
        QVERIFY(spy.count() == 1 && !spy[0][0].toBool());
    }

    void anEditThatAltersNothingIsNoStep()
    {
        const std::uint64_t revision = m_document->revision();
        QVERIFY(!m_document->edit("Nothing", [](Composition& composition) { composition.layers[0].name += ""; }));
        QCOMPARE(m_document->history().count(), 0);
        QCOMPARE(m_document->revision(), revision);
        QVERIFY(m_changes.empty());
    }

    void anEditThatThrowsChangesNothing()
    {
        const std::uint64_t before = CompositionHash::of(m_document->composition());
        const auto failing = [](Composition& composition) {
            composition.layers.clear();
            throw std::runtime_error("no");
        };
        QVERIFY_EXCEPTION_THROWN(m_document->edit("Fail", failing), std::runtime_error);
        QCOMPARE(CompositionHash::of(m_document->composition()), before);
        QCOMPARE(m_document->history().count(), 0);
    }

    void areasUniteOldAndNewBounds()
    {
        m_document->edit("Move", [](Composition& composition) { move(composition.layers[0], 30, 10); });
        QCOMPARE(m_changes.size(), std::size_t{1});
        const Rect expected{90, 45, 50, 20};
        QVERIFY(m_changes[0].area.contains(expected));
        QVERIFY((Rect{87, 42, 56, 26}).contains(m_changes[0].area));
        QCOMPARE(m_changes[0].kinds, unsigned{SceneChange::Placement | SceneChange::Pixels});
        QCOMPARE(m_changes[0].layer, LayerId{1});
        m_document->history().undo();
        QCOMPARE(m_changes.size(), std::size_t{2});
        QVERIFY(m_changes[1].area == m_changes[0].area);
    }

    void kindsSayWhatChanged_data()
    {
        using Change = std::function<void(Composition&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<unsigned>("kinds");
        QTest::addColumn<bool>("isSeen");
        const unsigned pixels = SceneChange::Pixels;
        QTest::newRow("name") << Change([](Composition& c) { c.layers[0].name = "x"; }) << unsigned{SceneChange::Layers}
                              << false;
        QTest::newRow("lock") << Change([](Composition& c) { c.layers[0].locked = true; })
                              << unsigned{SceneChange::Layers} << false;
        QTest::newRow("visible") << Change([](Composition& c) { c.layers[0].visible = false; })
                                 << (pixels | SceneChange::Layers) << true;
        QTest::newRow("opacity") << Change([](Composition& c) { c.layers[0].opacity = 0.5; })
                                 << (pixels | SceneChange::Placement) << true;
        QTest::newRow("edge") << Change([](Composition& c) { c.layers[0].edge.feather = 2; })
                              << (pixels | SceneChange::Placement) << true;
        QTest::newRow("mask") << Change([](Composition& c) {
            c.layers[0].mask = test::spottedMask({20, 10}, 1);
        }) << (pixels | SceneChange::Mask)
                              << true;
        QTest::newRow("removed") << Change([](Composition& c) { c.layers.clear(); }) << (pixels | SceneChange::Layers)
                                 << true;
        QTest::newRow("result") << Change([](Composition& c) {
            c.results.push_back(test::resultOf(7, 1, {0, 0, 4, 4}, SampleType::U8, 1));
        }) << unsigned{SceneChange::Results}
                                << false;
        QTest::newRow("canvas") << Change([](Composition& c) {
            c.background = test::noise({50, 50}, 3, SampleType::U8, 1);
        }) << (pixels | SceneChange::Canvas)
                                << true;
    }

    void kindsSayWhatChanged()
    {
        using Change = std::function<void(Composition&)>;
        QFETCH(Change, change);
        QFETCH(unsigned, kinds);
        QFETCH(bool, isSeen);
        QVERIFY(m_document->edit("Change", change));
        QCOMPARE(m_changes.size(), std::size_t{1});
        QCOMPARE(m_changes[0].kinds, kinds);
        QCOMPARE(!m_changes[0].area.isEmpty(), isSeen);
    }

    void reorderedLayersAreSeenWhereTheyLie()
    {
        m_document->edit("Add", [](Composition& composition) {
            composition.layers.push_back(test::layerOf(2, test::noise({8, 8}, 3, SampleType::U8, 3), kCanvas));
        });
        m_changes.clear();
        m_document->edit("Swap",
                         [](Composition& composition) { std::swap(composition.layers[0], composition.layers[1]); });
        QCOMPARE(m_changes.size(), std::size_t{1});
        QVERIFY(m_changes[0].area.contains({90, 45, 20, 10}));
        QVERIFY((Rect{86, 41, 28, 18}).contains(m_changes[0].area));
        QCOMPARE(m_document->composition().layers[0].id, LayerId{2});
    }

    void strokesShowAtOnceAndBecomeOneStep()
    {
        auto edit = m_document->beginEdit("Paint");
        const auto dab = [](const Rect& area) {
            return [area](Mask& mask) {
                test::fill(mask, area, 0);
                return area;
            };
        };
        edit->paintMask(1, dab({2, 2, 3, 3}));
        QCOMPARE(m_changes.size(), std::size_t{1});
        QVERIFY(m_changes[0].area.contains({92, 47, 3, 3}));
        QVERIFY((Rect{88, 43, 11, 11}).contains(m_changes[0].area));
        edit->paintMask(1, dab({10, 5, 2, 2}));
        QCOMPARE(m_document->history().count(), 0);
        QVERIFY(edit->commit());
        QCOMPARE(m_document->history().count(), 1);
        QCOMPARE(m_document->history().undoText(), QString("Paint"));
        QCOMPARE(m_document->composition().layers[0].mask.row(5)[10], std::uint8_t{0});
        m_document->history().undo();
        QVERIFY(m_document->composition().layers[0].mask.isNull());
        m_document->history().redo();
        QCOMPARE(m_document->composition().layers[0].mask.row(3)[3], std::uint8_t{0});
        QCOMPARE(m_document->composition().layers[0].mask.row(3)[6], std::uint8_t{255});
    }

    void influenceIsPaintedLikeAMask()
    {
        const Size canvas = m_document->composition().size();
        const Rect dab{3, 4, 5, 6};
        auto edit = m_document->beginEdit("Influence");
        edit->paintInfluence([&](Mask& mask) {
            test::fill(mask, dab, 0);
            return dab;
        });
        QCOMPARE(m_changes.back().kinds, unsigned{SceneChange::Influence});
        QCOMPARE(m_changes.back().area, dab);
        QVERIFY(edit->commit());
        const Mask painted = m_document->composition().influence;
        QCOMPARE(painted.size(), canvas);
        QCOMPARE(painted.row(4)[3], std::uint8_t{0});
        QCOMPARE(painted.row(4)[2], std::uint8_t{255});
        QVERIFY(m_document->historyBytesInUse() < 20000);
        m_document->history().undo();
        QVERIFY(m_document->composition().influence.isNull());
        m_document->history().redo();
        QVERIFY(m_document->composition().influence == painted);
        // A stroke that is given up leaves nothing.
        edit = m_document->beginEdit("Influence");
        edit->paintInfluence([&](Mask& mask) {
            test::fill(mask, {0, 0, canvas.width, 1}, 0);
            return Rect{0, 0, canvas.width, 1};
        });
        edit.reset();
        QVERIFY(m_document->composition().influence == painted);
    }

    void strokesCostTilesNotMasks()
    {
        constexpr Size kLarge{2048, 2048};
        const Layer layer = test::layerOf(1, test::noise(kLarge, 3, SampleType::U8, 2), kCanvas);
        m_document->reset({test::noise(kCanvas, 3, SampleType::U8, 1), {layer}, {}});
        m_document->edit("Mask", [](Composition& c) { c.layers[0].mask = test::spottedMask(kLarge, 4); });
        const std::uint64_t before = m_document->historyBytesInUse();
        auto edit = m_document->beginEdit("Paint");
        edit->paintMask(1, [](Mask& mask) {
            const Rect area{100, 100, 50, 50};
            test::fill(mask, area, 77);
            return area;
        });
        QVERIFY(edit->commit());
        QVERIFY(m_document->historyBytesInUse() - before < 20000);
    }

    void imagesAreCountedOnceAndOnlyWhenNothingElseHasThem()
    {
        const std::uint64_t imageBytes = m_document->composition().layers[0].image.sizeInBytes();
        const std::uint64_t start = m_document->historyBytesInUse();
        const auto remove = [](Composition& composition) { composition.layers.clear(); };
        const Layer layer = m_document->composition().layers[0];
        m_document->edit("Remove", remove);
        m_document->edit("Add", [&](Composition& composition) { composition.layers.push_back(layer); });
        m_document->edit("Remove", remove);
        constexpr std::uint64_t kBookkeeping = 5000;
        const std::uint64_t grown = m_document->historyBytesInUse() - start;
        QVERIFY(grown >= imageBytes && grown < imageBytes + kBookkeeping);
        m_document->history().undo();
        QVERIFY(m_document->historyBytesInUse() - start < kBookkeeping);
    }

    void editsOfOneKeyMergeInAGesture()
    {
        const auto nudge = [](Composition& composition) { move(composition.layers[0], 1, 0); };
        m_document->edit("Nudge", nudge, "nudge 1");
        m_document->edit("Nudge", nudge, "nudge 1");
        QCOMPARE(m_document->history().count(), 1);
        m_document->edit("Nudge", nudge, "nudge 2");
        QCOMPARE(m_document->history().count(), 2);
        m_document->edit("Nudge", nudge);
        m_document->edit("Nudge", nudge);
        QCOMPARE(m_document->history().count(), 4);
        m_document->history().setIndex(0);
        QCOMPARE(m_document->composition().layers[0].transform.pivotInCanvas.x, 100.0);
        m_document->history().setIndex(1);
        QCOMPARE(m_document->composition().layers[0].transform.pivotInCanvas.x, 102.0);
    }

    void mergingEndsWithTheWindowAndAtASave()
    {
        const auto nudge = [](Composition& composition) { move(composition.layers[0], 1, 0); };
        m_document->edit("Nudge", nudge, "nudge");
        m_document->markSaved("picture.dhs", m_document->revision());
        m_document->edit("Nudge", nudge, "nudge");
        QCOMPARE(m_document->history().count(), 2);
        m_document->setMergeWindow(std::chrono::milliseconds(-1));
        m_document->edit("Nudge", nudge, "nudge");
        QCOMPARE(m_document->history().count(), 3);
    }

    void nudgesThatCancelOutLeaveNoStep()
    {
        m_document->edit(
            "Nudge", [](Composition& composition) { move(composition.layers[0], 1, 0); }, "nudge");
        m_document->edit(
            "Nudge", [](Composition& composition) { move(composition.layers[0], -1, 0); }, "nudge");
        QCOMPARE(m_document->history().count(), 0);
    }

    void preparedMasksAreSteps_data()
    {
        QTest::addColumn<bool>("hasMask");
        QTest::newRow("in place of none") << false;
        QTest::newRow("in place of another") << true;
    }
    void preparedMasksAreSteps()
    {
        QFETCH(bool, hasMask);
        Composition start = m_document->composition();
        if (hasMask)
            start.layers[0].mask = test::spottedMask({20, 10}, 4);
        m_document->reset(start);
        m_changes.clear();
        const Layer layer = start.layers[0];
        Mask after = hasMask ? layer.mask : Mask(layer.image.size(), 255);
        test::fill(after, {3, 2, 4, 5}, 77);
        const MaskChange change = maskChange(layer, after);
        // Another change of the layer doesn't matter, and doesn't get lost.
        m_document->edit("Rename", [](Composition& composition) { composition.layers[0].name = "other"; });
        m_changes.clear();
        QVERIFY(m_document->apply("Prepared", change));
        QVERIFY(m_document->composition().layers[0].mask == after);
        QCOMPARE(m_document->composition().layers[0].name, std::string("other"));
        QCOMPARE(m_changes.size(), std::size_t{1});
        QCOMPARE(m_changes[0].kinds, unsigned{SceneChange::Mask | SceneChange::Pixels});
        QVERIFY(m_changes[0].area.contains({93, 47, 4, 5}));
        QVERIFY(m_changes[0].area.width < 20);
        const std::uint64_t hash = CompositionHash::of(m_document->composition());
        m_document->history().setIndex(0);
        QCOMPARE(CompositionHash::of(m_document->composition()), CompositionHash::of(start));
        QCOMPARE(m_document->composition().layers[0].mask.isNull(), !hasMask);
        m_document->history().setIndex(2);
        QCOMPARE(CompositionHash::of(m_document->composition()), hash);
    }

    void preparedMasksNeedTheMaskTheyBeganWith()
    {
        const Layer layer = m_document->composition().layers[0];
        const MaskChange change = maskChange(layer, Mask(layer.image.size()));
        const MaskChange none = maskChange(layer, Mask(layer.image.size(), 255));
        QVERIFY(m_document->apply("Nothing", none));
        QCOMPARE(m_document->history().count(), 0);
        m_document->edit("Lock", [](Composition& composition) { composition.layers[0].locked = true; });
        QVERIFY(!m_document->apply("Locked", change));
        m_document->edit("Paint", [](Composition& composition) {
            composition.layers[0].locked = false;
            composition.layers[0].mask = test::spottedMask({20, 10}, 5);
        });
        QVERIFY(!m_document->apply("Moved on", change));
        m_document->edit("Remove", [](Composition& composition) { composition.layers.clear(); });
        QVERIFY(!m_document->apply("Gone", change));
        QCOMPARE(m_document->history().count(), 3);
    }

    void aStalePreparedMaskDoesNotCutAStroke()
    {
        const Layer layer = m_document->composition().layers[0];
        const MaskChange change = maskChange(layer, Mask(layer.image.size()));
        const std::unique_ptr<DocumentEdit> stroke = m_document->beginEdit("Paint");
        const auto dab = [&](int x) {
            stroke->paintMask(1, [x](Mask& mask) {
                const Rect area{x, 2, 2, 2};
                test::fill(mask, area, 9);
                return area;
            });
        };
        dab(1);
        QVERIFY(!m_document->apply("Late", change));
        QVERIFY(m_document->hasOpenEdit());
        dab(8);
        QVERIFY(stroke->commit());
        QCOMPARE(m_document->history().count(), 1);
        QCOMPARE(static_cast<int>(m_document->composition().layers[0].mask.row(3)[9]), 9);
    }

    void selectionFollowsTheLayersThatExist()
    {
        m_document->select(1);
        QSignalSpy spy(m_document.get(), &Document::selectionChanged);
        m_document->edit("Add", [](Composition& composition) {
            composition.layers.push_back(test::layerOf(2, test::noise({8, 8}, 3, SampleType::U8, 3), kCanvas));
        });
        m_document->select(2);
        m_document->history().undo();
        QCOMPARE(m_document->selectedLayer(), LayerId{1});
        m_document->edit("Remove", [](Composition& composition) { composition.layers.clear(); });
        QCOMPARE(m_document->selectedLayer(), LayerId{0});
        m_document->history().undo();
        QCOMPARE(m_document->selectedLayer(), LayerId{1});
        m_document->select(99);
        QCOMPARE(m_document->selectedLayer(), LayerId{0});
        QVERIFY(spy.count() >= 4);
    }

    void savedStateIsTheOneOfItsRevision()
    {
        const auto rename = [](Composition& composition) { composition.layers[0].name += "x"; };
        QSignalSpy spy(m_document.get(), &Document::modifiedChanged);
        m_document->edit("Rename", rename);
        QVERIFY(m_document->isModified());
        const std::uint64_t saved = m_document->revision();
        m_document->edit("Rename", rename);
        m_document->markSaved("other.dhs", saved);
        QVERIFY(m_document->isModified());
        QCOMPARE(m_document->path(), std::filesystem::path("other.dhs"));
        m_document->history().undo();
        QVERIFY(!m_document->isModified());
        m_document->history().redo();
        m_document->markSaved("other.dhs", m_document->revision());
        QVERIFY(!m_document->isModified());
        m_document->markModified();
        QVERIFY(m_document->isModified());
        QCOMPARE(spy.count(), 5);
    }

    void editsThatCameToNothingStandInNoSavesWay_data()
    {
        QTest::addColumn<bool>("commits");
        QTest::newRow("taken back") << false;
        QTest::newRow("to and fro") << true;
    }
    void editsThatCameToNothingStandInNoSavesWay()
    {
        QFETCH(bool, commits);
        m_document->edit("Rename", [](Composition& composition) { composition.layers[0].name += "x"; });
        auto edit = m_document->beginEdit("Move");
        edit->changeLayer(1, [](Layer& layer) { move(layer, 5, 0); });
        if (commits) {
            edit->changeLayer(1, [](Layer& layer) { move(layer, -5, 0); });
            QVERIFY(!edit->commit());
        }
        edit.reset();
        m_document->markSaved("picture.dhs", m_document->revision());
        QVERIFY(!m_document->isModified());
        m_document->history().undo();
        QVERIFY(m_document->isModified());
    }

    void aSaveOfTheFormerPictureSaysNothingOfThisOne()
    {
        m_document->edit("Rename", [](Composition& composition) { composition.layers[0].name += "x"; });
        const std::uint64_t saved = m_document->revision();
        Composition other = m_document->composition();
        m_document->reset(other, "other.dhs");
        m_document->markSaved("picture.dhs", saved);
        QCOMPARE(m_document->path(), std::filesystem::path("other.dhs"));
        QVERIFY(!m_document->isModified());
        m_document->markSaved("third.dhs", m_document->revision());
        QCOMPARE(m_document->path(), std::filesystem::path("third.dhs"));
    }

    void savingAnUnfinishedEditLeavesTheDocumentModified()
    {
        auto edit = m_document->beginEdit("Move");
        edit->changeLayer(1, [](Layer& layer) { move(layer, 5, 0); });
        const std::uint64_t saved = m_document->revision();
        edit->changeLayer(1, [](Layer& layer) { move(layer, 5, 0); });
        edit->commit();
        m_document->markSaved("picture.dhs", saved);
        QVERIFY(m_document->isModified());
        m_document->history().undo();
        QVERIFY(m_document->isModified());
    }

    void undoDuringADragTakesTheDragBack()
    {
        m_document->edit("Rename", [](Composition& composition) { composition.layers[0].name = "x"; });
        const std::uint64_t start = m_document->composition().layers[0].image.sizeInBytes();
        auto edit = m_document->beginEdit("Move");
        edit->changeLayer(1, [](Layer& layer) { move(layer, 5, 0); });
        m_document->history().undo();
        QCOMPARE(m_document->composition().layers[0].transform.pivotInCanvas.x, 100.0);
        QCOMPARE(m_document->composition().layers[0].name, std::string("Layer 1"));
        QVERIFY(!m_document->hasOpenEdit());
        edit->changeLayer(1, [](Layer& layer) { move(layer, 5, 0); });
        QVERIFY(!edit->commit());
        QCOMPARE(m_document->composition().layers[0].transform.pivotInCanvas.x, 100.0);
        QCOMPARE(m_document->composition().layers[0].image.sizeInBytes(), start);
    }

    void anotherEditKeepsTheOpenOne()
    {
        auto edit = m_document->beginEdit("Move");
        edit->changeLayer(1, [](Layer& layer) { move(layer, 5, 0); });
        m_document->edit("Rename", [](Composition& composition) { composition.layers[0].name = "x"; });
        QCOMPARE(m_document->history().count(), 2);
        QCOMPARE(m_document->history().text(0), QString("Move"));
        edit.reset();
        QCOMPARE(m_document->composition().layers[0].transform.pivotInCanvas.x, 105.0);
    }

    void revisionGrowsWithEveryChange()
    {
        std::uint64_t last = m_document->revision();
        const auto hasGrown = [&] {
            const std::uint64_t present = m_document->revision();
            return std::exchange(last, present) < present;
        };
        m_document->edit("Rename", [](Composition& composition) { composition.layers[0].name = "x"; });
        QVERIFY(hasGrown());
        m_document->history().undo();
        QVERIFY(hasGrown());
        m_document->history().redo();
        QVERIFY(hasGrown());
        auto edit = m_document->beginEdit("Move");
        edit->changeLayer(1, [](Layer& layer) { move(layer, 5, 0); });
        QVERIFY(hasGrown());
        edit.reset();
        QVERIFY(hasGrown());
    }

private:
    std::unique_ptr<Document> m_document;
    std::vector<SceneChange> m_changes;
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
