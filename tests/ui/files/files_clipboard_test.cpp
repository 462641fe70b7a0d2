#include "files_fixture.h"

#include "ui/canvas/qt_image.h"

#include <QClipboard>
#include <QMimeData>
#include <QtTest>

using namespace dh;
using namespace dh::test;
namespace fs = std::filesystem;

namespace
{

const Size kLarge{64, 48};

/// Counts how often somebody asks what it holds.
class CountedWords final : public QMimeData
{
public:
    explicit CountedWords(int& asked) : m_asked(asked) { setText(QStringLiteral("only words")); }
    [[nodiscard]] bool hasFormat(const QString& type) const override
    {
        ++m_asked;
        return QMimeData::hasFormat(type);
    }

private:
    int& m_asked;
};

} // namespace

/// What is dropped and pasted, and what is copied for other programs.
class FilesClipboardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_large = pathFrom(m_folder->filePath(QStringLiteral("large.png")));
        m_small = pathFrom(m_folder->filePath(QStringLiteral("small.png")));
        writeImageFile(m_large, noisePicture(kLarge));
        writeImageFile(m_small, noisePicture({20, 10}, 4, SampleType::U16, 2));
        m_window = std::make_unique<FilesWindow>(pathFrom(m_folder->path()));
    }
    void cleanup() { m_window.reset(); }

    void dropsBringFilesIn()
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(textOf(m_large)), QUrl::fromLocalFile(textOf(m_small))});
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        m_window->drop(data);
        QVERIFY(idle.wait(FilesWindow::kPatience));
        QCOMPARE(m_window->composition().size(), kLarge);
        QCOMPARE(m_window->composition().layers.size(), std::size_t{1});
    }

    void dropsBringPixelsIn()
    {
        QImage image(30, 20, QImage::Format_RGB32);
        image.fill(QColor(10, 200, 30));
        QMimeData data;
        data.setImageData(image);
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        m_window->drop(data);
        QVERIFY(idle.wait(FilesWindow::kPatience));
        QCOMPARE(m_window->composition().size(), (Size{30, 20}));
        // They exist nowhere else.
        QVERIFY(m_window->document().isModified());
    }

    void pastes_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("picture") << "picture";
        QTest::newRow("files") << "files";
        QTest::newRow("url as text") << "url";
        QTest::newRow("path as text") << "path";
    }
    void pastes()
    {
        QFETCH(QString, what);
        auto* data = new QMimeData;
        if (what == QLatin1String("picture"))
            data->setImageData(qImageFromImage(readImageFile(m_large).image));
        else if (what == QLatin1String("files"))
            data->setUrls({QUrl::fromLocalFile(textOf(m_large))});
        else if (what == QLatin1String("url"))
            data->setText(QUrl::fromLocalFile(textOf(m_large)).toString());
        else
            data->setText(textOf(m_large));
        QApplication::clipboard()->setMimeData(data);
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        QVERIFY(m_window->window().context().actions.action(QStringLiteral("edit.paste"))->isEnabled());
        m_window->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_window->window())); // shortcuts go to the active one
        QTest::keyClick(&m_window->canvas(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(idle.wait(FilesWindow::kPatience));
        QVERIFY(m_window->composition().background.samePixels(readImageFile(m_large).image));
    }

    void pastingNothingIsOff()
    {
        QApplication::clipboard()->setText(QStringLiteral("only words"));
        QVERIFY(!m_window->window().context().actions.action(QStringLiteral("edit.paste"))->isEnabled());
    }

    void theClipboardIsNotAskedAtEveryChange()
    {
        static int asked = 0; // outlives the clipboard
        QApplication::clipboard()->setMimeData(new CountedWords(asked));
        QVERIFY(asked > 0);
        QVERIFY(m_window->open({m_large}));
        const int before = asked;
        m_window->addLayerByHand();
        QCOMPARE(asked, before);
    }

    void theClipboardIsAskedWhenTheWindowIsThere()
    {
        static int asked = 0; // outlives the clipboard
        auto* data = new CountedWords(asked);
        data->setImageData(qImageFromImage(readImageFile(m_large).image));
        QApplication::clipboard()->setMimeData(data);
        m_window.reset();
        asked = 0;
        m_window = std::make_unique<FilesWindow>(pathFrom(m_folder->path()));
        QCOMPARE(asked, 0);
        m_window->window().start({});
        QVERIFY(asked > 0);
        QVERIFY(m_window->window().context().actions.action(QStringLiteral("edit.paste"))->isEnabled());
    }

    void refusesAddressesOfOtherComputers()
    {
        QMimeData data;
        data.setUrls({QUrl(QStringLiteral("https://example.org/a.png"))});
        m_window->drop(data);
        QVERIFY(!m_window->notice().isEmpty());
        QVERIFY(m_window->composition().isEmpty());
    }

    void copiesToTheClipboard()
    {
        QVERIFY(m_window->open({m_large}));
        QApplication::clipboard()->clear();
        m_window->trigger("edit.copy_picture");
        QTRY_VERIFY(!QApplication::clipboard()->image().isNull());
        QVERIFY(imageFromQImage(QApplication::clipboard()->image()).samePixels(readImageFile(m_large).image));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_large;
    fs::path m_small;
    std::unique_ptr<FilesWindow> m_window;
};

QTEST_MAIN(FilesClipboardTest)
#include "files_clipboard_test.moc"
