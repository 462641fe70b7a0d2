#include "files_fixture.h"

#include "ui/files/file_chooser.h"
#include "ui/files/loading_view.h"
#include "ui/main_window/settings.h"
#include "ui/main_window/studio_status_bar.h"

#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QTimer>
#include <QUndoStack>
#include <QWindow>
#include <QtTest>

#include <fstream>

using namespace dh;
using namespace dh::test;
namespace fs = std::filesystem;

namespace
{

const Size kLarge{64, 48};
const Size kSmall{20, 10};

void writeText(const fs::path& file, const QByteArray& content)
{
    std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
}

/// A PNG whose header promises `size` and whose pixels never come.
QByteArray pngThatPromises(Size size)
{
    const auto number = [](std::uint32_t value) {
        QByteArray bytes(4, '\0');
        for (int i = 0; i < 4; ++i)
            bytes[i] = static_cast<char>(value >> (24U - 8U * static_cast<unsigned>(i)));
        return bytes;
    };
    const auto crc = [](const QByteArray& data) {
        std::uint32_t value = 0xFFFFFFFFU;
        for (const char c : data) {
            value ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit)
                value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        }
        return ~value;
    };
    const auto chunk = [&](const QByteArray& name, const QByteArray& data) {
        return number(static_cast<std::uint32_t>(data.size())) + name + data + number(crc(name + data));
    };
    const QByteArray header = number(static_cast<std::uint32_t>(size.width)) +
                              number(static_cast<std::uint32_t>(size.height)) + QByteArray("\x08\x02\x00\x00\x00", 5);
    return QByteArray("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) +
           chunk("IDAT", QByteArray("\x78\x9c\x03\x00", 4)) + chunk("IEND", {});
}

} // namespace

class FilesOpenTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_large = path("large.png");
        m_small = path("small.png");
        writeImageFile(m_large, noisePicture(kLarge));
        writeImageFile(m_small, noisePicture(kSmall, 4, SampleType::U16, 2));
        m_window = std::make_unique<FilesWindow>(pathFrom(m_folder->path()));
    }
    void cleanup() { m_window.reset(); }

    void firstPictureIsTheBackgroundTheNextAreLayersInOrder()
    {
        QVERIFY(m_window->open({m_large, m_small, picture("exif_6.jpg")}));
        const Composition& composition = m_window->composition();
        QVERIFY(composition.background.samePixels(readImageFile(m_large).image));
        QCOMPARE(composition.layers.size(), std::size_t{2});
        const Layer& first = composition.layers.front();
        QCOMPARE(first.name, std::string("small"));
        QVERIFY(first.image.samePixels(readImageFile(m_small).image));
        QCOMPARE(first.image.type(), SampleType::U16);
        QVERIFY(first.mask.isNull());
        QVERIFY(first.transform == LayerTransform::fittedAndCentred(kSmall, kLarge));
        QCOMPARE(composition.layers.back().name, std::string("exif_6"));
        QCOMPARE(m_window->document().selectedLayer(), composition.layers.back().id);
        QVERIFY(m_window->notice().isEmpty());
        m_window->document().history().undo();
        QCOMPARE(composition.layers.size(), std::size_t{1});
    }

    void anOpenedBackgroundIsNotUnsaved()
    {
        QVERIFY(m_window->open({m_large}));
        QVERIFY(!m_window->document().isModified());
        QVERIFY(m_window->open({m_small}));
        QVERIFY(m_window->document().isModified());
    }

    void theDialogBeginsInAFolderThatIsThere()
    {
        const QByteArray home = qgetenv("HOME");
        const QByteArray configuration = qgetenv("XDG_CONFIG_HOME");
        const auto back = qScopeGuard([&home, &configuration] {
            qputenv("HOME", home);
            qputenv("XDG_CONFIG_HOME", configuration);
        });
        // A home without a folder for pictures.
        qputenv("HOME", QFile::encodeName(m_folder->path()));
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_folder->path()));
        QString folder;
        QString name = QStringLiteral("unknown");
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&folder, &name] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (dialog == nullptr)
                return;
            folder = dialog->directory().absolutePath();
            name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->text();
            dialog->reject();
        });
        look.start();
        Settings settings(m_folder->filePath(QStringLiteral("fresh.ini")));
        QVERIFY(DialogFileChooser(settings).filesToOpen(m_window->window(), {}, {}).empty());
        QCOMPARE(QDir(folder), QDir(m_folder->path()));
        QCOMPARE(name, QString());
    }

    void filesOfTheCommandLineAreFoundFromAnyFolder()
    {
        const QString former = QDir::currentPath();
        const auto back = qScopeGuard([&former] { QDir::setCurrent(former); });
        QVERIFY(QDir::setCurrent(m_folder->path()));
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        m_window->window().start({QStringLiteral("large.png")});
        QVERIFY(idle.wait(FilesWindow::kPatience));
        QCOMPARE(m_window->composition().size(), kLarge);
        const fs::path source = m_window->module().session().backgroundSource;
        QVERIFY2(source.is_absolute(), source.c_str());
        QVERIFY(fs::equivalent(source, m_large));
    }

    void layersWaitForAnOpenEdit()
    {
        QVERIFY(m_window->open({m_large, m_small}));
        Document& document = m_window->document();
        m_window->chooser().toOpen = {m_small, picture("exif_6.jpg")};
        m_window->trigger("file.open");
        const auto edit = document.beginEdit(QStringLiteral("Fade"));
        edit->changeLayer(document.selectedLayer(), [](Layer& layer) { layer.opacity = 0.5; });
        QVERIFY(m_window->module().isBusy());
        QTRY_VERIFY(!m_window->module().isBusy()); // the first is read, and waits
        QVERIFY(document.hasOpenEdit());
        QCOMPARE(m_window->composition().layers.size(), std::size_t{1});
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        QVERIFY(edit->commit());
        QVERIFY(idle.wait(FilesWindow::kPatience));
        const Composition& composition = m_window->composition();
        QCOMPARE(composition.layers.size(), std::size_t{3});
        QCOMPARE(composition.layers[0].opacity, 0.5);
        QCOMPARE(composition.layers[2].name, std::string("exif_6"));
    }

    void refusesInWordsAndGoesOn_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QByteArray() << "empty.png";
        QTest::newRow("text") << QByteArray("this is no picture") << "letter.jpg";
        QTest::newRow("1x100000") << pngThatPromises({1, 100000}) << "thin.png";
        QTest::newRow("no pixels") << pngThatPromises({0, 10}) << "none.png";
        QTest::newRow("zip named as project") << QByteArray("PK\x03\x04 and then nothing of a zip") << "broken.dhs";
        QTest::newRow("project by name only") << QByteArray("not a zip") << "other.dhs";
    }
    void refusesInWordsAndGoesOn()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, name);
        const fs::path bad = path(name);
        writeText(bad, content);
        QVERIFY(m_window->open({m_large}));
        QVERIFY(m_window->open({bad}));
        QVERIFY2(m_window->notice().contains(name), qPrintable(m_window->notice()));
        QVERIFY(m_window->composition().background.samePixels(readImageFile(m_large).image));
        QVERIFY(m_window->composition().layers.empty());
        QVERIFY(m_window->open({m_small}));
        QCOMPARE(m_window->composition().layers.size(), std::size_t{1});
    }

    void aVastPromiseIsAskedAboutBeforeMemoryIsTaken()
    {
        const fs::path vast = path("vast.png");
        writeText(vast, pngThatPromises({30000, 30000}));
        m_window->module().opening().setFreeMemory([] { return std::uint64_t{1} << 32U; });
        m_window->chooser().toOpen = {vast};
        m_window->trigger("file.open");
        QTRY_VERIFY(m_window->question() != nullptr);
        QVERIFY(m_window->question()->text().contains(QStringLiteral("vast")));
        QVERIFY(m_window->answer(QMessageBox::Cancel));
        QVERIFY(m_window->open({m_large}));
        QCOMPARE(m_window->composition().size(), kLarge);
    }

    void aMissingFileDoesNotStopTheOthers()
    {
        QVERIFY(m_window->open({m_large, path("gone.png"), m_small}));
        QVERIFY(m_window->notice().contains(QStringLiteral("gone.png")));
        QCOMPARE(m_window->composition().layers.size(), std::size_t{1});
    }

    void contentCountsNotTheName()
    {
        const fs::path misnamed = path("really_a_png.jpg");
        fs::copy_file(m_large, misnamed);
        QVERIFY(m_window->open({misnamed}));
        QVERIFY(m_window->composition().background.samePixels(readImageFile(m_large).image));
    }

    void asksBeforeALargePicture_data()
    {
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("open anyway") << true;
        QTest::newRow("leave it") << false;
    }
    void asksBeforeALargePicture()
    {
        QFETCH(bool, goesOn);
        // 64 x 48 pixels of 4 bytes are more than half of that.
        m_window->module().opening().setFreeMemory([] { return std::uint64_t{20000}; });
        m_window->chooser().toOpen = {m_large, m_small};
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        m_window->trigger("file.open");
        QTRY_VERIFY(m_window->question() != nullptr);
        const QString text = m_window->question()->text();
        QVERIFY2(text.contains(QStringLiteral("large")) && text.contains(byteText(64 * 48 * 4)) &&
                     text.contains(byteText(20000)),
                 qPrintable(text));
        QVERIFY(m_window->composition().isEmpty());
        QVERIFY(goesOn ? m_window->answerYes() : m_window->answer(QMessageBox::Cancel));
        QTRY_VERIFY(!idle.isEmpty());
        QCOMPARE(m_window->composition().size(), goesOn ? kLarge : kSmall);
        QCOMPARE(m_window->composition().layers.size(), std::size_t(goesOn ? 1 : 0));
    }

    void theExampleGivesWayUntilItIsTouched_data()
    {
        QTest::addColumn<bool>("touched");
        QTest::newRow("untouched") << false;
        QTest::newRow("touched") << true;
    }
    void theExampleGivesWayUntilItIsTouched()
    {
        QFETCH(bool, touched);
        Composition example;
        example.background = noisePicture({40, 30});
        m_window->document().reset(example);
        m_window->module().markExample();
        if (touched)
            m_window->addLayerByHand();
        QVERIFY(m_window->open({m_large}));
        QCOMPARE(m_window->composition().size(), touched ? (Size{40, 30}) : kLarge);
    }

    void tellsThatColoursWereConverted_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isConverted");
        QTest::newRow("CMYK") << "cmyk_icc.jpg" << true;
        QTest::newRow("RGB") << "rgb.jpg" << false;
    }
    void tellsThatColoursWereConverted()
    {
        QFETCH(QString, name);
        QFETCH(bool, isConverted);
        QVERIFY(m_window->open({picture(qPrintable(name))}));
        const auto labels = m_window->window().findChildren<QLabel*>();
        const bool isSaid = std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(QStringLiteral("converted to sRGB"));
        });
        QCOMPARE(isSaid, isConverted);
    }

    void aNewBackgroundReplacesOnlyWhenItCanBeRead()
    {
        QVERIFY(m_window->open({m_large}));
        const fs::path bad = path("bad.png");
        writeText(bad, "nothing");
        openAsBackground(bad);
        QCOMPARE(m_window->composition().size(), kLarge);
        openAsBackground(m_small);
        QCOMPARE(m_window->composition().size(), kSmall);
        QVERIFY(m_window->composition().layers.empty());
    }

    void editsWhileABackgroundIsReadAreAskedAbout_data()
    {
        QTest::addColumn<bool>("discards");
        QTest::newRow("cancel") << false;
        QTest::newRow("discard") << true;
    }
    void editsWhileABackgroundIsReadAreAskedAbout()
    {
        QFETCH(bool, discards);
        QVERIFY(m_window->open({m_large}));
        m_window->chooser().toOpen = {m_small};
        m_window->trigger("file.open_background");
        // The reading has begun, nothing of it is heard before the events run.
        m_window->addLayerByHand();
        QVERIFY(m_window->answer(discards ? QMessageBox::Discard : QMessageBox::Cancel));
        QTRY_VERIFY(m_window->question() == nullptr);
        QCOMPARE(m_window->composition().size(), discards ? kSmall : kLarge);
        QCOMPARE(m_window->composition().layers.size(), discards ? std::size_t{0} : std::size_t{1});
    }

    void whatComesWhileAnotherQuestionIsOpenIsNotDroppedSilently()
    {
        QVERIFY(m_window->open({m_large}));
        m_window->chooser().toOpen = {m_small};
        m_window->trigger("file.open_background");
        m_window->addLayerByHand();
        m_window->trigger("file.close");
        QVERIFY(m_window->question() != nullptr);
        QTRY_VERIFY(m_window->notice().contains(QStringLiteral("left out")));
        QVERIFY(m_window->answer(QMessageBox::Cancel));
        QCOMPARE(m_window->composition().size(), kLarge);
        QCOMPARE(m_window->composition().layers.size(), std::size_t{1});
    }

    void theTitleNamesWhatIsOpen()
    {
        const auto title = [this] { return m_window->window().windowHandle()->title(); };
        QVERIFY(title().startsWith(QStringLiteral("Untitled — ")));
        QVERIFY(m_window->open({m_large}));
        QVERIFY2(title().startsWith(QStringLiteral("large — ")), qPrintable(title()));
        const fs::path starred = path("odd[*]name.png");
        writeImageFile(starred, noisePicture(kSmall));
        openAsBackground(starred);
        QVERIFY2(title().startsWith(QStringLiteral("odd[*]name — ")), qPrintable(title()));
        m_window->addLayerByHand();
        QVERIFY2(title().startsWith(QStringLiteral("odd[*]name* — ")), qPrintable(title()));
    }

    void picturesThatComeBeforeTheAnswerGoOnTop_data()
    {
        QTest::addColumn<bool>("discards");
        QTest::newRow("of what stays") << false;
        QTest::newRow("of the new background") << true;
    }
    void picturesThatComeBeforeTheAnswerGoOnTop()
    {
        QFETCH(bool, discards);
        const fs::path third = path("third.png");
        writeImageFile(third, noisePicture({12, 9}));
        QVERIFY(m_window->open({m_large}));
        m_window->addLayerByHand();
        m_window->chooser().toOpen = {m_small};
        m_window->trigger("file.open_background");
        QVERIFY(m_window->question() != nullptr);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(textOf(third))});
        m_window->drop(data);
        QVERIFY(m_window->answer(discards ? QMessageBox::Discard : QMessageBox::Cancel));
        QTRY_COMPARE(m_window->composition().layers.size(), discards ? std::size_t{1} : std::size_t{2});
        QTRY_COMPARE(m_window->composition().layers.back().name, std::string("third"));
        QCOMPARE(m_window->composition().size(), discards ? kSmall : kLarge);
    }

    void aLargeJpegShowsAPreviewFirst()
    {
        const fs::path jpeg = path("camera.jpg");
        writeImageFile(jpeg, noisePicture({2400, 1800}));
        m_window->chooser().toOpen = {jpeg};
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        m_window->trigger("file.open");
        QVERIFY(idle.wait(FilesWindow::kPatience));
        QCOMPARE(m_window->composition().size(), (Size{2400, 1800}));
        QVERIFY(m_window->canvas().findChild<LoadingView*>() == nullptr);
        const auto preview = readQuickPreview(jpeg);
        QVERIFY(preview.has_value());
        QCOMPARE(preview->image.size(), QSize(300, 225));
    }

    void thePreviewLiesWhereThePictureWill()
    {
        QVERIFY(m_window->open({m_large}));
        QImage preview(8, 6, QImage::Format_RGB32);
        preview.fill(Qt::red);
        LoadingView view(m_window->canvas(), preview, QSize(kLarge.width, kLarge.height));
        const QImage shown = view.grab().toImage();
        const QRectF place = m_window->canvas().view().widgetFromCanvas(Rect{0, 0, kLarge.width, kLarge.height});
        const auto at = [&](QPointF point) { return shown.pixelColor((point * shown.devicePixelRatio()).toPoint()); };
        QCOMPARE(at(place.center()), QColor(Qt::red));
        QVERIFY(at(place.topLeft() - QPointF(3, 3)) != QColor(Qt::red));
        QCOMPARE(at(place.topLeft() + QPointF(3, 3)), QColor(Qt::red));
    }

    void smallPicturesHaveNoPreview()
    {
        QVERIFY(!readQuickPreview(picture("exif_6.jpg")).has_value());
        QVERIFY(!readQuickPreview(m_large).has_value());
    }

private:
    [[nodiscard]] fs::path path(const QString& name) const { return pathFrom(m_folder->filePath(name)); }
    static fs::path picture(const char* name) { return fs::path(DH_TEST_DATA) / "images" / name; }
    void openAsBackground(const fs::path& file)
    {
        m_window->chooser().toOpen = {file};
        QSignalSpy idle(&m_window->module().opening(), &OpenController::idle);
        m_window->trigger("file.open_background");
        QVERIFY(idle.wait(FilesWindow::kPatience));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_large;
    fs::path m_small;
    std::unique_ptr<FilesWindow> m_window;
};

QTEST_MAIN(FilesOpenTest)
#include "files_open_test.moc"
