#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/studio_status_bar.h"

#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QVBoxLayout>
#include <QtTest>

#include <memory>

using namespace dh;

class StatusBarTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<Document>(1 << 20);
        Composition composition;
        composition.background = ImageBuffer({64, 48}, 3, SampleType::U8).finish();
        m_document->reset(composition);
        m_canvas = std::make_unique<CanvasView>(*m_document);
        m_canvas->resize(400, 300);
    }
    void cleanup()
    {
        QLocale::setDefault(m_locale);
        m_canvas.reset();
        m_document.reset();
    }

    void chosenZoomHoldsInEveryLanguage_data()
    {
        QTest::addColumn<QString>("language");
        for (const char* language : {"C", "en_US", "de_DE", "zh_CN"})
            QTest::newRow(language) << language;
    }
    void chosenZoomHoldsInEveryLanguage()
    {
        QFETCH(QString, language);
        QLocale::setDefault(QLocale(language));
        const StudioStatusBar bar(*m_canvas);
        auto* zoom = bar.findChild<QComboBox*>();
        constexpr int kSixteenfold = 10; // of the list's entries
        zoom->setCurrentIndex(kSixteenfold);
        Q_EMIT zoom->activated(kSixteenfold);
        QCOMPARE(m_canvas->zoomFactor(), 16.0);
    }

    void typedZoomIsNotCompleted_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("factor");
        QTest::newRow("begins as 200 %") << "20" << 0.2;
        QTest::newRow("begins as 33 %") << "3" << 0.03;
        QTest::newRow("decimals") << "12,5" << 0.125;
        QTest::newRow("with its sign") << "150 %" << 1.5;
    }
    void typedZoomIsNotCompleted()
    {
        QFETCH(QString, typed);
        QFETCH(double, factor);
        StudioStatusBar bar(*m_canvas);
        bar.show();
        QLineEdit* line = bar.findChild<QComboBox*>()->lineEdit();
        line->selectAll();
        QTest::keyClicks(line, typed);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(m_canvas->zoomFactor(), factor);
    }

    void leavingTheZoomGivesTheKeysBack_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<double>("factor");
        QTest::newRow("Enter") << static_cast<int>(Qt::Key_Return) << 2.5;
        QTest::newRow("on the number pad") << static_cast<int>(Qt::Key_Enter) << 2.5;
        QTest::newRow("Escape") << static_cast<int>(Qt::Key_Escape) << 1.0;
    }
    void leavingTheZoomGivesTheKeysBack()
    {
        QFETCH(int, key);
        QFETCH(double, factor);
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* canvas = new CanvasView(*m_document);
        canvas->setFocusPolicy(Qt::StrongFocus);
        column->addWidget(canvas, 1);
        auto* bar = new StudioStatusBar(*canvas, &window);
        column->addWidget(bar);
        window.resize(600, 400);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        canvas->setZoomFactor(1.0);
        auto* zoom = bar->findChild<QComboBox*>();
        zoom->setFocus();
        const QString shown = zoom->currentText();
        zoom->lineEdit()->selectAll();
        QTest::keyClicks(zoom, QStringLiteral("250"));
        QTest::keyClick(zoom, static_cast<Qt::Key>(key));
        QVERIFY(canvas->hasFocus());
        QCOMPARE(canvas->zoomFactor(), factor);
        QCOMPARE(zoom->currentText() == shown, factor == 1.0);
    }

private:
    const QLocale m_locale;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<CanvasView> m_canvas;
};

QTEST_MAIN(StatusBarTest)
#include "status_bar_test.moc"
