#include "composition_hash.h"
#include "document_pictures.h"

#include "core/document/document.h"

#include <QTest>
#include <QUndoStack>

using namespace dh;
using dh::test::CompositionHash;

namespace
{

constexpr Size kCanvas{160, 120};
constexpr int kActions = 500;

/// Does things to a document that a user could do, chosen by a seeded generator.
class RandomUser
{
public:
    RandomUser(Document& document, std::uint32_t seed) : m_document(document), m_random(seed) {}

    void act()
    {
        if (m_document.composition().layers.empty()) {
            addLayer();
            return;
        }
        using Action = void (RandomUser::*)();
        static constexpr Action kAll[] = {
            &RandomUser::addLayer,     &RandomUser::removeLayer,  &RandomUser::reorder,     &RandomUser::transform,
            &RandomUser::fade,         &RandomUser::paint,        &RandomUser::paint,       &RandomUser::paint,
            &RandomUser::changeEdge,   &RandomUser::rename,       &RandomUser::applyResult, &RandomUser::starResult,
            &RandomUser::protect,      &RandomUser::removeResult, &RandomUser::dropMask,    &RandomUser::replaceImage,
            &RandomUser::influence,    &RandomUser::nudge,        &RandomUser::crop,        &RandomUser::abandonStroke,
            &RandomUser::severalAtOnce};
        (this->*kAll[static_cast<std::size_t>(below(static_cast<int>(std::size(kAll))))])();
    }

private:
    int below(int end) { return static_cast<int>(m_random() % static_cast<std::uint32_t>(end)); }
    double share() { return m_random() / static_cast<double>(std::mt19937::max()); }
    Image picture()
    {
        const SampleType types[] = {SampleType::U8, SampleType::U16, SampleType::F32};
        return test::noise({20 + below(80), 20 + below(80)}, 3 + below(2), types[below(3)], m_random());
    }
    LayerId anyLayer()
    {
        const auto& layers = m_document.composition().layers;
        return layers[static_cast<std::size_t>(below(static_cast<int>(layers.size())))].id;
    }
    void changeAny(const char* name, const std::function<void(Layer&)>& change, const char* key = "")
    {
        const LayerId id = anyLayer();
        m_document.edit(
            name, [&](Composition& composition) { change(*composition.layer(id)); }, key);
    }

    void addLayer()
    {
        Layer layer = test::layerOf(m_document.newId(), picture(), kCanvas);
        if (below(2) == 0)
            layer.mask = test::spottedMask(layer.image.size(), m_random());
        m_document.edit("Add", [&](Composition& composition) { composition.layers.push_back(layer); });
    }
    void removeLayer()
    {
        const LayerId id = anyLayer();
        m_document.edit("Remove", [&](Composition& composition) {
            composition.layers.erase(composition.layers.begin() + composition.indexOf(id));
        });
    }
    void reorder()
    {
        m_document.edit("Reorder", [&](Composition& composition) {
            std::rotate(composition.layers.begin(), composition.layers.begin() + 1, composition.layers.end());
        });
    }
    void transform()
    {
        const std::unique_ptr<DocumentEdit> edit = m_document.beginEdit("Move");
        const LayerId id = anyLayer();
        for (int i = 0; i < 3; ++i)
            edit->changeLayer(id, [&](Layer& layer) {
                layer.transform.pivotInCanvas.x += share() * 20 - 10;
                layer.transform.rotation = share() * 360;
                layer.transform.scaleX = 0.2 + share();
                layer.transform.flipVertical = below(2) == 0;
            });
        edit->commit();
    }
    void fade()
    {
        changeAny("Opacity", [&](Layer& layer) { layer.opacity = share(); });
    }
    void changeEdge()
    {
        changeAny("Edge", [&](Layer& layer) { layer.edge = {below(9) - 4, share() * 3}; });
    }
    void rename()
    {
        changeAny("Rename", [&](Layer& layer) { layer.name += static_cast<char>('a' + below(26)); });
    }
    void influence()
    {
        const Size canvas = m_document.composition().size();
        if (below(4) == 0) {
            m_document.edit("All counts", [](Composition& composition) { composition.influence = {}; });
            return;
        }
        const std::unique_ptr<DocumentEdit> edit = m_document.beginEdit("Influence");
        for (int dab = 0; dab < 3; ++dab)
            edit->paintInfluence([&](Mask& mask) {
                const Rect area =
                    Rect{below(canvas.width), below(canvas.height), 1 + below(30), 1 + below(30)}.intersected(
                        {0, 0, mask.width(), mask.height()});
                test::fill(mask, area, static_cast<std::uint8_t>(below(256)));
                return area;
            });
        if (below(3) != 0)
            edit->commit();
    }
    void nudge()
    {
        changeAny(
            "Nudge", [](Layer& layer) { layer.transform.pivotInCanvas.x += 1; }, "nudge");
    }
    void stroke(DocumentEdit& edit)
    {
        const LayerId id = anyLayer();
        for (int dab = 0; dab < 4; ++dab)
            edit.paintMask(id, [&](Mask& mask) {
                const Rect all{0, 0, mask.width(), mask.height()};
                const Rect area = Rect{below(mask.width()), below(mask.height()), 1 + below(30), 1 + below(30)};
                test::fill(mask, area.intersected(all), static_cast<std::uint8_t>(below(256)));
                return area.intersected(all);
            });
    }
    void paint()
    {
        const std::unique_ptr<DocumentEdit> edit = m_document.beginEdit("Paint");
        stroke(*edit);
        edit->commit();
    }
    void abandonStroke()
    {
        const std::uint64_t before = CompositionHash::of(m_document.composition());
        {
            const std::unique_ptr<DocumentEdit> edit = m_document.beginEdit("Paint");
            stroke(*edit);
        }
        QCOMPARE(CompositionHash::of(m_document.composition()), before);
    }
    void dropMask()
    {
        changeAny("No mask", [](Layer& layer) { layer.mask = {}; });
    }
    void replaceImage()
    {
        changeAny("Replace", [&](Layer& layer) {
            layer.image = picture();
            layer.mask = below(2) == 0 ? test::spottedMask(layer.image.size(), m_random()) : Mask();
        });
    }
    void crop()
    {
        m_document.edit("Background", [&](Composition& composition) {
            composition.background = test::noise({100 + below(60), 80 + below(40)}, 3, SampleType::U8, m_random());
        });
    }
    void applyResult()
    {
        const LayerId id = anyLayer();
        const ResultPtr result = test::resultOf(m_document.newId(), id, {5, 5, 40, 30}, SampleType::U8, m_random());
        m_document.edit("Harmonize", [&](Composition& composition) {
            composition.results.push_back(result);
            composition.layer(id)->applied = AppliedResult{result, {}};
        });
    }
    void starResult()
    {
        m_document.edit("Star", [&](Composition& composition) {
            if (composition.results.empty())
                return;
            auto starred = std::make_shared<HarmonizedResult>(*composition.results.back());
            starred->starred = !starred->starred;
            composition.results.back() = starred;
        });
    }
    void protect()
    {
        changeAny("Protect", [&](Layer& layer) {
            if (!layer.applied)
                return;
            layer.applied->adjustment.light = share();
            layer.applied->adjustment.protect =
                test::spottedMask(layer.applied->result->areaInCanvas.size(), m_random());
        });
    }
    void removeResult()
    {
        m_document.edit("Discard", [&](Composition& composition) {
            if (!composition.results.empty())
                composition.results.erase(composition.results.begin());
        });
    }
    void severalAtOnce()
    {
        m_document.edit("Several", [&](Composition& composition) {
            for (Layer& layer : composition.layers)
                layer.visible = !layer.visible;
            composition.layers.pop_back();
        });
    }

    Document& m_document;
    std::mt19937 m_random;
};

} // namespace

class HistoryPropertyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void undoAndRedoGiveEveryStateBack_data()
    {
        QTest::addColumn<quint32>("seed");
        QTest::newRow("some actions") << 1U;
        QTest::newRow("other actions") << 2U;
    }

    void undoAndRedoGiveEveryStateBack()
    {
        QFETCH(quint32, seed);
        walkThere(seed, std::uint64_t{1} << 30U, false);
    }

    void spilledStepsComeBack_data()
    {
        QTest::addColumn<quint32>("seed");
        QTest::newRow("first") << 3U;
        QTest::newRow("second") << 4U;
    }

    void spilledStepsComeBack()
    {
        QFETCH(quint32, seed);
        constexpr std::uint64_t kTiny = 300000;
        walkThere(seed, kTiny, true);
    }

    void droppedStepsLeaveTheOthersWorking()
    {
        Document document(1U << 19U);
        document.setHistoryBytes(1U << 19U, 1U << 19U);
        document.reset({test::noise(kCanvas, 3, SampleType::U8, 9), {}, {}});
        RandomUser user(document, 5);
        QUndoStack& history = document.history();
        std::vector<std::uint64_t> newestFirst;
        int pushed = 0;
        for (int i = 0; i < kActions; ++i) {
            const std::uint64_t before = CompositionHash::of(document.composition());
            user.act();
            if (const std::uint64_t after = CompositionHash::of(document.composition()); after != before)
                ++pushed;
            QVERIFY(document.historyBytesInUse() <= 1U << 19U);
            QVERIFY(document.historyBytesOnDisk() <= 1U << 19U);
        }
        QVERIFY2(history.count() < pushed / 2, qPrintable(QString::number(history.count())));
        QVERIFY(history.count() > 0);
        const std::uint64_t last = CompositionHash::of(document.composition());
        history.setIndex(0);
        QVERIFY(!history.canUndo());
        const std::uint64_t first = CompositionHash::of(document.composition());
        history.setIndex(history.count());
        QCOMPARE(CompositionHash::of(document.composition()), last);
        history.setIndex(0);
        QCOMPARE(CompositionHash::of(document.composition()), first);
    }

private:
    static void walkThere(std::uint32_t seed, std::uint64_t bytes, bool spills)
    {
        Document document(bytes);
        document.setHistoryBytes(bytes, std::uint64_t{1} << 30U);
        document.setMergeWindow(std::chrono::milliseconds(-1));
        document.reset({test::noise(kCanvas, 3, SampleType::U8, 9), {}, {}});
        RandomUser user(document, seed);
        QUndoStack& history = document.history();
        std::vector<std::uint64_t> hashes{CompositionHash::of(document.composition())};
        for (int i = 0; i < kActions; ++i) {
            user.act();
            hashes.resize(static_cast<std::size_t>(history.index()));
            hashes.push_back(CompositionHash::of(document.composition()));
            // Going back and doing something else is part of working.
            if (i % 50 == 49)
                for (int back = 0; back < 3; ++back) {
                    history.undo();
                    QCOMPARE(CompositionHash::of(document.composition()),
                             hashes[static_cast<std::size_t>(history.index())]);
                }
        }
        hashes.resize(static_cast<std::size_t>(history.index()) + 1);
        QVERIFY(history.index() > kActions / 2);
        QCOMPARE(document.historyBytesOnDisk() > 0, spills);
        const int end = history.index();
        for (int i = end - 1; i >= 0; --i) {
            history.undo();
            QCOMPARE(CompositionHash::of(document.composition()), hashes[static_cast<std::size_t>(i)]);
        }
        for (int i = 1; i <= end; ++i) {
            history.redo();
            QCOMPARE(CompositionHash::of(document.composition()), hashes[static_cast<std::size_t>(i)]);
        }
    }
};

QTEST_GUILESS_MAIN(HistoryPropertyTest)
#include "history_property_test.moc"
