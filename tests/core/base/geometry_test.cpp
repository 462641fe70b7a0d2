#include "core/base/geometry.h"

#include <QTest>

using dh::Rect;

Q_DECLARE_METATYPE(dh::Rect)

class GeometryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void combinesRects_data()
    {
        QTest::addColumn<Rect>("a");
        QTest::addColumn<Rect>("b");
        QTest::addColumn<Rect>("united");
        QTest::addColumn<Rect>("intersected");
        QTest::newRow("overlap") << Rect{0, 0, 4, 4} << Rect{2, 1, 4, 4} << Rect{0, 0, 6, 5} << Rect{2, 1, 2, 3};
        QTest::newRow("inside") << Rect{0, 0, 9, 9} << Rect{2, 3, 1, 1} << Rect{0, 0, 9, 9} << Rect{2, 3, 1, 1};
        QTest::newRow("same") << Rect{-1, -2, 3, 4} << Rect{-1, -2, 3, 4} << Rect{-1, -2, 3, 4} << Rect{-1, -2, 3, 4};
        QTest::newRow("touching") << Rect{0, 0, 2, 2} << Rect{2, 0, 2, 2} << Rect{0, 0, 4, 2} << Rect{2, 0, 0, 2};
        QTest::newRow("negative") << Rect{-5, -5, 4, 4} << Rect{-3, -3, 4, 4} << Rect{-5, -5, 6, 6}
                                  << Rect{-3, -3, 2, 2};
    }

    void combinesRects()
    {
        QFETCH(Rect, a);
        QFETCH(Rect, b);
        QFETCH(Rect, united);
        QFETCH(Rect, intersected);
        QVERIFY(a.united(b) == united);
        QVERIFY(b.united(a) == united);
        QVERIFY(a.intersected(b) == intersected);
        QVERIFY(b.intersected(a) == intersected);
    }

    void farRectsShareNothing()
    {
        const Rect a{0, 0, 2, 2};
        const Rect b{10, 20, 3, 4};
        QVERIFY(a.intersected(b).isEmpty());
        QVERIFY(a.intersected(b).width >= 0);
        QVERIFY((a.united(b) == Rect{0, 0, 13, 24}));
    }

    void emptyRectsAddNothing()
    {
        const Rect a{1, 2, 3, 4};
        QVERIFY(a.united(Rect{100, 100, 0, 7}) == a);
        QVERIFY((Rect{100, 100, 0, 7}).united(a) == a);
    }

    void containsIsHalfOpen()
    {
        const Rect a{0, 0, 4, 4};
        QVERIFY(a.contains({3, 3, 1, 1}));
        QVERIFY(a.contains(a));
        QVERIFY(!a.contains({3, 3, 2, 1}));
        QVERIFY(!a.contains({-1, 0, 2, 2}));
    }

    void sizesKnowTheirArea()
    {
        QVERIFY((dh::Size{0, 5}).isEmpty());
        QVERIFY(!(dh::Size{1, 1}).isEmpty());
        // More than an int holds.
        QCOMPARE((dh::Size{100'000, 100'000}).area(), 10'000'000'000LL);
    }
};

QTEST_APPLESS_MAIN(GeometryTest)
#include "geometry_test.moc"
