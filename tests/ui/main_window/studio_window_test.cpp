#include "studio_fixture.h"

#include "ui/main_window/notice_banner.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/tool_box.h"

#include <QAbstractButton>
#include <QAction>
#include <QToolButton>
#include <QUndoStack>
#include <QtTest>

#include <algorithm>
#include <memory>
#include <optional>

using namespace dh;

namespace
{

/// Whether a picture was there when `window` was painted for the first time; nothing before that.
class FirstPaint final : public QObject
{
public:
    FirstPaint(QWidget& window, const Document& document) : m_document(document) { window.installEventFilter(this); }
    std::optional<bool> hadPicture;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && !hadPicture)
            hadPicture = !m_document.composition().isEmpty();
        return QObject::eventFilter(watched, event);
    }

private:
    const Document& m_document;
};

} // namespace

/// The whole window as the program makes it, from its first frame to the next session.
class StudioWindowTest : public QObject, private test::StudioFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void theFirstFrameDoesNotWaitForThePicture()
    {
        close();
        make();
        FirstPaint first(*m_window, document());
        show();
        QVERIFY(first.hadPicture == false);
    }

    void firstStartShowsTheExample()
    {
        const Composition& composition = document().composition();
        QCOMPARE(composition.layers.size(), std::size_t{1});
        QCOMPARE(document().selectedLayer(), composition.layers.front().id);
        QVERIFY(!document().isModified());
        QVERIFY(!document().history().canUndo());
    }

    void firstRunHintGoesWithTheFirstRun()
    {
        const auto hint = [this] {
            for (const auto* banner : m_window->findChildren<NoticeBanner*>()) {
                if (banner->isVisible() && banner->text().contains(QLatin1String("Harmonize")))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(hint());
        m_window->close();
        restart();
        QVERIFY(!hint()); // the second run of the program
        m_window->context().settings.setFirstRunHintDismissed(false);
        restart();
        QTRY_VERIFY(hint());
        document().edit(QStringLiteral("x"), [](Composition& composition) {
            auto result = std::make_shared<HarmonizedResult>();
            result->id = 1000;
            composition.results.push_back(result);
        });
        QTRY_VERIFY(!hint()); // the user knows the way
        QVERIFY(m_window->context().settings.firstRunHintDismissed());
    }

    void firstHintGoesForGood()
    {
        const auto closeHint = [this]() -> QAbstractButton* {
            for (auto* button : canvas()->findChildren<QAbstractButton*>()) {
                if (button->isVisible())
                    return button;
            }
            return nullptr;
        };
        QTRY_VERIFY(closeHint() != nullptr);
        QTest::mouseClick(closeHint(), Qt::LeftButton);
        QVERIFY(closeHint() == nullptr);
        restart();
        QVERIFY(closeHint() == nullptr);
    }

    void pictureCacheKeepsToTheSetting()
    {
        constexpr std::uint64_t kMiB = 1U << 20U;
        constexpr std::uint64_t kLeast = 16 * kMiB;
        constexpr std::uint64_t kShownNow = 8 * kMiB; // what the window needs may be more
        Composition composition;
        composition.background = ImageBuffer({4000, 3000}, 3, SampleType::U8).finish();
        document().reset(composition);
        canvas()->actualSize();
        constexpr int kStep = 300;
        for (int y = 0; y < composition.size().height; y += kStep)
            for (int x = 0; x < composition.size().width; x += kStep) {
                ViewTransform view = canvas()->view();
                view.panBy(QPointF(-x, -y) - view.widgetFromCanvas(PointF{0.0, 0.0}));
                canvas()->setView(view);
                canvas()->finishTiles();
            }
        QVERIFY(canvas()->cacheBytesInUse() > kLeast + kShownNow);
        m_window->context().settings.setImageCacheBytes(kLeast);
        QVERIFY(canvas()->cacheBytesInUse() <= kLeast + kShownNow);
    }

    void fullScreenShowsInTheMenu()
    {
        action("view.full_screen")->trigger();
        QTRY_VERIFY(m_window->isFullScreen());
        m_window->close();
        restart();
        QVERIFY(m_window->isFullScreen());
        QVERIFY(action("view.full_screen")->isChecked());
        m_window->setWindowState(m_window->windowState() & ~Qt::WindowFullScreen); // the desktop ends it
        QVERIFY(!action("view.full_screen")->isChecked());
    }

    void messagesDontCoverEachOther()
    {
        const auto visible = [this] {
            QList<NoticeBanner*> banners = m_window->findChildren<NoticeBanner*>();
            banners.removeIf([](const NoticeBanner* banner) { return !banner->isVisible(); });
            return banners;
        };
        QTRY_COMPARE(visible().size(), 1);
        NoticeBanner* hint = visible().front(); // of the first start
        const QPoint place = hint->pos();
        m_window->context().notices.warn(QStringLiteral("A message"));
        QCOMPARE(visible().size(), 2);
        QVERIFY(!visible()[0]->geometry().intersects(visible()[1]->geometry()));
        hint->findChild<QToolButton*>()->click();
        QTRY_COMPARE(visible().size(), 1);
        QCOMPARE(visible().front()->pos(), place);
    }

    void clicksOnAMessageDontReachTheTool()
    {
        m_window->context().notices.warn(QStringLiteral("A message"));
        const auto banners = m_window->findChildren<NoticeBanner*>();
        const auto shown = std::find_if(banners.begin(), banners.end(), [](const NoticeBanner* banner) {
            return banner->isVisible() && banner->text() == QLatin1String("A message");
        });
        QVERIFY(shown != banners.end());
        m_window->context().tools.activate(QStringLiteral("tool.zoom"));
        const double zoom = canvas()->zoomFactor();
        QTest::mouseClick(*shown, Qt::LeftButton, {}, QPoint(2, 2));
        QCOMPARE(canvas()->zoomFactor(), zoom);
    }
};

QTEST_MAIN(StudioWindowTest)
#include "studio_window_test.moc"
