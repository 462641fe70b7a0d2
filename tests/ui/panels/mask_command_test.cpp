#include "core/document/document.h"
#include "core/imaging/image_file.h"
#include "core/imaging/mask_edit.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/busy_indicator.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/notice_banner.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/studio_status_bar.h"
#include "ui/panels/mask_module.h"
#include "ui/tools/mask_tool_settings.h"

#include "tests/ui/tools/mask_job_arrivals.h"

#include <QAction>
#include <QInputDialog>
#include <QLabel>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUndoStack>
#include <QtTest>

#include <memory>

using namespace dh;

namespace
{

constexpr LayerId kLayer = 3;
constexpr Size kSize{400, 300};

Mask square()
{
    return rectangleMask(kSize, {150, 100}, {250, 200});
}

} // namespace

/// The menu Mask in a window: beside the GUI thread, one after the other, never on a mask that moved on.
class MaskCommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
        m_document = std::make_unique<Document>(1U << 26U);
        m_toolSettings = std::make_unique<ToolSettings>();
        m_window = std::make_unique<MainWindow>(*m_document, *m_settings, *m_toolSettings);
        m_window->addModule(std::make_unique<MaskModule>(
            m_window->context(), MaskFileChooser{[this](QWidget&) { return m_toLoad; },
                                                 [this](QWidget&) { return m_folder->filePath("mask.png"); }}));
        m_window->assemble();
        m_window->show();
        Composition composition;
        composition.background = ImageBuffer(kSize, 3, SampleType::U8).finish();
        Layer layer;
        layer.id = kLayer;
        layer.image = ImageBuffer(kSize, 3, SampleType::U8).finish();
        layer.mask = square();
        composition.layers = {layer};
        m_document->reset(composition);
        m_document->select(kLayer);
    }
    void cleanup()
    {
        m_window.reset();
        m_document.reset();
    }

    void runsBesideTheWindow()
    {
        trigger("mask.from_luminance");
        QVERIFY(mask() == square()); // not yet
        QTRY_VERIFY(mask() == Mask(kSize));
        QCOMPARE(m_document->history().count(), 1);
        m_document->history().undo();
        QVERIFY(mask() == square());
    }

    void asksForANumber()
    {
        trigger("mask.grow");
        auto* dialog = m_window->findChild<QInputDialog*>();
        QVERIFY(dialog != nullptr);
        dialog->setDoubleValue(7.0);
        dialog->accept();
        QTRY_VERIFY(mask() == square().grown(7));
        QCOMPARE(m_document->history().undoText(), QStringLiteral("Grow mask"));
    }

    void quickOnesAreDoneAtOnce()
    {
        trigger("mask.invert");
        QVERIFY(mask() == inverted(square()));
    }

    void commandsWaitForEachOther()
    {
        trigger("mask.from_luminance"); // nothing is selected then
        trigger("mask.invert");
        trigger("mask.save");
        QTRY_VERIFY(QFile::exists(m_folder->filePath("mask.png")));
        QVERIFY(mask() == Mask(kSize, 255));
        QVERIFY(readMaskFile(m_folder->filePath("mask.png").toStdString()) == Mask(kSize, 255));
        QCOMPARE(m_document->history().count(), 2);
    }

    void escapeDropsAll()
    {
        trigger("mask.from_luminance");
        trigger("mask.invert");
        QTest::keyClick(&m_window->context().canvas, Qt::Key_Escape);
        // What comes after the dropped ones is carried out.
        trigger("mask.from_alpha");
        QTRY_VERIFY(mask() == Mask(kSize, 255));
        QCOMPARE(m_document->history().count(), 1);
    }

    void aMaskThatMovedOnStays()
    {
        trigger("mask.from_luminance");
        m_document->edit(QStringLiteral("x"), [](Composition& c) { c.layer(kLayer)->mask = square().grown(1); });
        const auto informed = [this] {
            for (const QLabel* label : m_window->findChild<StudioStatusBar*>()->findChildren<QLabel*>()) {
                if (label->text().contains(QLatin1String("Mask from luminance")))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(informed());
        QVERIFY(mask() == square().grown(1));
        QCOMPARE(m_document->history().count(), 1);
    }

    void otherEditsDontMatter()
    {
        trigger("mask.from_luminance");
        m_document->edit(QStringLiteral("x"), [](Composition& c) { c.layer(kLayer)->opacity = 0.5; });
        QTRY_VERIFY(mask() == Mask(kSize));
        QCOMPARE(m_document->composition().layer(kLayer)->opacity, 0.5);
    }

    void waitsForAnOpenEdit()
    {
        const test::MaskJobArrivals arrivals;
        trigger("mask.from_luminance");
        trigger("mask.invert");
        const auto edit = m_document->beginEdit(QStringLiteral("Fade"));
        edit->changeLayer(kLayer, [](Layer& layer) { layer.opacity = 0.5; });
        QTRY_COMPARE(arrivals.count(), 1);
        QVERIFY(m_document->hasOpenEdit());
        QVERIFY(mask() == square());
        QVERIFY(edit->commit());
        QTRY_VERIFY(mask() == Mask(kSize, 255));
        QCOMPARE(m_document->history().count(), 3);
    }

    void anotherPictureDropsAll()
    {
        trigger("mask.from_luminance");
        trigger("mask.invert");
        m_document->reset(Composition(m_document->composition()));
        QTRY_VERIFY(!m_window->findChild<BusyIndicator*>()->isVisible());
        // What comes after the dropped ones is carried out.
        trigger("mask.from_alpha");
        QTRY_VERIFY(mask() == Mask(kSize, 255));
        QCOMPARE(m_document->history().count(), 1);
    }

    void aLayerThatWentIsNoFault()
    {
        trigger("mask.from_luminance");
        trigger("mask.invert");
        m_document->edit(QStringLiteral("x"), [](Composition& c) { c.layers.clear(); });
        QTRY_VERIFY(!m_window->findChild<BusyIndicator*>()->isVisible());
        QCOMPARE(m_document->history().count(), 1);
    }

    void errorsAreReported()
    {
        m_toLoad = m_folder->filePath("nothing.png");
        trigger("mask.load");
        QTRY_VERIFY(noticeContains(QStringLiteral("nothing.png")));
        QVERIFY(mask() == square());
    }

    void busyCueStops()
    {
        auto* busy = m_window->findChild<BusyIndicator*>();
        busy->showWork(QStringLiteral("Smooth mask"));
        QTRY_VERIFY(busy->isVisible());
        QSignalSpy stop(busy, &BusyIndicator::stopRequested);
        busy->findChild<QToolButton*>()->click();
        QCOMPARE(stop.count(), 1);
        busy->showWork({});
        QVERIFY(!busy->isVisible());
    }

    void closingTheWindowDuringACommand()
    {
        trigger("mask.from_luminance");
        m_window.reset(); // waits, and nothing is left
        QVERIFY(mask() == square());
    }

private:
    void trigger(const char* id) { m_window->context().actions.action(QLatin1String(id))->trigger(); }
    [[nodiscard]] const Mask& mask() const { return m_document->composition().layer(kLayer)->mask; }
    [[nodiscard]] bool noticeContains(const QString& text) const
    {
        for (const auto* banner : m_window->findChildren<NoticeBanner*>()) {
            if (!banner->isHidden() && banner->text().contains(text))
                return true;
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<ToolSettings> m_toolSettings;
    std::unique_ptr<MainWindow> m_window;
    QString m_toLoad;
};

QTEST_MAIN(MaskCommandTest)
#include "mask_command_test.moc"
