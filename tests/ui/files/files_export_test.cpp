#include "files_fixture.h"

#include "core/imaging/convert.h"
#include "core/scene/render.h"
#include "ui/files/export_dialog.h"
#include "ui/files/export_picture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>
#include <QtTest>

#include <fstream>
#include <iterator>

using namespace dh;
using namespace dh::test;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(ImageFormat)

namespace
{

constexpr LayerId kLayer = 5;

IccProfile wideGamut()
{
    std::ifstream file(fs::path(DH_TEST_DATA) / "images" / "wide_gamut.icc", std::ios::binary);
    const std::vector<char> chars{std::istreambuf_iterator<char>(file), {}};
    const auto* begin = reinterpret_cast<const std::byte*>(chars.data());
    return std::make_shared<const std::vector<std::byte>>(begin, begin + chars.size());
}

Composition exampleOf(SampleType type, const IccProfile& icc)
{
    Composition composition;
    composition.background = noisePicture({64, 48}, 3, type).withIccProfile(icc);
    Layer layer;
    layer.id = kLayer;
    layer.name = "flower";
    layer.image = noisePicture({20, 16}, 4, SampleType::U8, 3);
    layer.transform = LayerTransform::fittedAndCentred(layer.image.size(), composition.size());
    HarmonizedResult result;
    result.id = 9;
    result.layer = kLayer;
    result.areaInCanvas = {20, 14, 24, 20};
    result.before = renderArea({composition.background, {layer}, {}}, result.areaInCanvas);
    result.after = result.before;
    result.mask = Mask({24, 20}, 255);
    result.transformAtRun = layer.transform;
    result.seed = 12345678901234567ULL;
    result.settings = {{"steps", "5"}, {"checkpoint", "abc"}};
    layer.applied = AppliedResult{std::make_shared<const HarmonizedResult>(result), {}};
    composition.layers.push_back(layer);
    return composition;
}

} // namespace

class FilesExportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<FilesWindow>(pathFrom(m_folder->path()));
        m_window->document().reset(exampleOf(SampleType::U16, wideGamut()));
        m_window->document().select(kLayer);
        ImageMetadata& metadata = m_window->module().session().background;
        metadata.text["Author"] = "somebody";
        metadata.dotsPerInchX = metadata.dotsPerInchY = 240.0;
    }
    void cleanup() { m_window.reset(); }

    void writesEveryFormat_data()
    {
        QTest::addColumn<ImageFormat>("format");
        QTest::addColumn<bool>("isDeep");
        QTest::addColumn<bool>("isExact");
        QTest::newRow("PNG 8") << ImageFormat::Png << false << true;
        QTest::newRow("PNG 16") << ImageFormat::Png << true << true;
        QTest::newRow("TIFF 8") << ImageFormat::Tiff << false << true;
        QTest::newRow("TIFF 16") << ImageFormat::Tiff << true << true;
        QTest::newRow("JPEG") << ImageFormat::Jpeg << false << false;
        QTest::newRow("WebP lossless") << ImageFormat::WebP << false << true;
    }
    void writesEveryFormat()
    {
        QFETCH(ImageFormat, format);
        QFETCH(bool, isDeep);
        QFETCH(bool, isExact);
        ExportDialog& dialog = openDialog();
        choose(dialog, "format", static_cast<int>(format));
        choose(dialog, "depth", isDeep);
        dialog.findChild<QSpinBox*>(QStringLiteral("quality"))->setValue(100);
        dialog.findChild<QDoubleSpinBox*>(QStringLiteral("resolution"))->setValue(150.0);
        const fs::path target = path(QStringLiteral("out.") + QLatin1String(suffixOf(format)));
        QVERIFY(finish(dialog, target));

        const ImageFile read = readImageFile(target);
        QCOMPARE(read.format, format);
        QCOMPARE(read.image.type(), isDeep ? SampleType::U16 : SampleType::U8);
        QCOMPARE(read.image.size(), (Size{64, 48}));
        QVERIFY(read.image.iccProfile() != nullptr && *read.image.iccProfile() == *wideGamut());
        const Image expected = convertedToType(renderComposition(m_window->composition()), read.image.type());
        QCOMPARE(read.image.samePixels(expected), isExact);
        if (format != ImageFormat::WebP) // has no place for it but EXIF
            QCOMPARE(qRound(read.metadata.dotsPerInchX), 150);
    }

    void writesTheRunIntoPng()
    {
        ExportDialog& dialog = openDialog();
        const fs::path target = path("out.png");
        QVERIFY(finish(dialog, target));
        const auto text = readImageFile(target).metadata.text;
        QCOMPARE(text.at("DiffHarmony:seed"), std::string("12345678901234567"));
        QCOMPARE(text.at("DiffHarmony:steps"), std::string("5"));
        QCOMPARE(text.at("DiffHarmony:checkpoint"), std::string("abc"));
        QCOMPARE(text.at("Author"), std::string("somebody"));
    }

    void leavesOutWhatIsNotWanted()
    {
        ExportDialog& dialog = openDialog();
        for (const char* id : {"profile", "metadata", "results"})
            dialog.findChild<QCheckBox*>(QLatin1String(id))->setChecked(false);
        const fs::path target = path("out.png");
        QVERIFY(finish(dialog, target));
        const ImageFile read = readImageFile(target);
        QVERIFY(read.metadata.text.empty());
        QVERIFY(read.image.iccProfile() == nullptr);
        // In sRGB the same colours have other numbers.
        QVERIFY(!read.image.samePixels(renderComposition(m_window->composition())));
    }

    void writesALayerWithTransparency()
    {
        ExportDialog& dialog = openDialog();
        dialog.findChild<QComboBox*>(QStringLiteral("content"))->setCurrentIndex(1);
        const fs::path target = path("layer.png");
        QVERIFY(finish(dialog, target));
        const Image read = readImageFile(target).image;
        QVERIFY(read.hasAlpha());
        QVERIFY(read.samePixels(convertedToType(renderLayerAlone(m_window->composition(), kLayer), SampleType::U16)));
    }

    void proposesTheDepthOfThePicture()
    {
        const auto isDeep = [this](bool chosen) {
            ExportDialog& dialog = openDialog();
            const bool proposed = dialog.settings().isDeep;
            choose(dialog, "depth", chosen);
            [&] { QVERIFY(finish(dialog, path(QStringLiteral("%1.png").arg(m_exports++)))); }();
            [&] { QTRY_VERIFY(m_window->window().findChild<ExportDialog*>() == nullptr); }();
            return proposed;
        };
        QVERIFY(isDeep(true));
        m_window->document().reset(exampleOf(SampleType::U8, {}));
        QVERIFY(!isDeep(false));
        m_window->document().reset(exampleOf(SampleType::U16, {}));
        QVERIFY(isDeep(false));
        // What was chosen holds for pictures like it.
        QVERIFY(!isDeep(false));
    }

    void aFormatWithoutDepthLeavesTheNextOneAlone()
    {
        ExportDialog& first = openDialog();
        choose(first, "format", static_cast<int>(ImageFormat::Jpeg));
        QVERIFY(!first.settings().isDeep);
        QVERIFY(finish(first, path("out.jpg")));
        QTRY_VERIFY(m_window->window().findChild<ExportDialog*>() == nullptr);
        ExportDialog& second = openDialog();
        choose(second, "format", static_cast<int>(ImageFormat::Png));
        QVERIFY(second.settings().isDeep);
    }

    void saysWhatJpegCannotKeep()
    {
        ExportDialog& dialog = openDialog();
        const auto* note = dialog.findChild<QLabel*>(QStringLiteral("note"));
        choose(dialog, "format", static_cast<int>(ImageFormat::Jpeg));
        QVERIFY(!note->isVisible());
        dialog.findChild<QComboBox*>(QStringLiteral("content"))->setCurrentIndex(1);
        QVERIFY(note->isVisible());
        choose(dialog, "format", static_cast<int>(ImageFormat::WebP));
        QVERIFY(!note->isVisible());
    }

    void scales()
    {
        ExportDialog& dialog = openDialog();
        dialog.findChild<QDoubleSpinBox*>(QStringLiteral("scale"))->setValue(50.0);
        const fs::path target = path("half.png");
        QVERIFY(finish(dialog, target));
        QCOMPARE(readImageFile(target).image.size(), (Size{32, 24}));
    }

    void estimatesTheSizeOfTheFile()
    {
        ExportDialog& dialog = openDialog();
        choose(dialog, "format", static_cast<int>(ImageFormat::Jpeg));
        const auto* bytes = dialog.findChild<QLabel*>(QStringLiteral("bytes"));
        const auto isNumber = [bytes] { return !bytes->text().isEmpty() && bytes->text().at(0).isDigit(); };
        QTRY_VERIFY(isNumber());
        ExportSettings settings = dialog.settings();
        const Image pixels = exportedPixels(m_window->composition(), settings);
        const auto sizeAt = [&](int quality) {
            settings.quality = quality;
            return exportedBytes(pixels, settings, exportOptions(m_window->composition(), settings, {}));
        };
        QVERIFY(sizeAt(30) < sizeAt(90));
        dialog.findChild<QSpinBox*>(QStringLiteral("quality"))->setValue(10);
        QVERIFY(!isNumber()); // the old number is no longer true
        QTRY_VERIFY(isNumber());
        QVERIFY(finish(dialog, path("out.jpg")));
    }

    void asksBeforeReplacing()
    {
        const fs::path target = path("taken.png");
        std::ofstream(target) << "old";
        for (const bool replaces : {false, true}) {
            ExportDialog& dialog = openDialog();
            m_window->chooser().toSave = {path("taken")};
            press(dialog);
            QVERIFY(replaces ? m_window->answerYes() : m_window->answer(QMessageBox::Cancel));
            if (replaces)
                QTRY_VERIFY(fs::file_size(target) > 3);
            else
                QCOMPARE(fs::file_size(target), std::uintmax_t{3});
            QTRY_VERIFY(m_window->window().findChild<ExportDialog*>() == nullptr);
        }
        QCOMPARE(readImageFile(target).image.size(), (Size{64, 48}));
    }

    void tooLittleSpaceLeavesTheOldFile()
    {
        const fs::path target = path("taken.png");
        writeImageFile(target, noisePicture({4, 4}));
        ExportDialog& dialog = openDialog();
        m_window->chooser().toSave = {target};
        const SmallFilesOnly limit(500);
        press(dialog);
        QVERIFY(m_window->answerYes());
        QTRY_VERIFY(m_window->notice().contains(QStringLiteral("taken.png")));
        QCOMPARE(readImageFile(target).image.size(), (Size{4, 4}));
        QCOMPARE(std::distance(fs::directory_iterator(target.parent_path()), fs::directory_iterator()),
                 std::ptrdiff_t(fs::exists(path("settings.ini")) ? 3 : 2)); // with the recovery folder
    }

    void anExportThatFailsKeepsTheWindowOpen()
    {
        ExportDialog& dialog = openDialog();
        m_window->chooser().toSave = {path("no such folder") / "out.png"};
        press(dialog);
        QVERIFY(!m_window->window().close()); // the file is being written
        QTRY_VERIFY(m_window->notice().contains(QStringLiteral("out.png")));
        QCoreApplication::processEvents();
        QVERIFY(m_window->window().isVisible());
        QVERIFY(m_window->window().close());
    }

    void aLayerOutsideIsRefusedInWords()
    {
        m_window->document().edit(QStringLiteral("Move"), [](Composition& composition) {
            composition.layers.front().transform.pivotInCanvas = {-500, -500};
        });
        ExportSettings settings;
        settings.layer = kLayer;
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(exportedPixels(m_window->composition(), settings)), Error);
    }

    void everyControlHasAName()
    {
        const ExportDialog& dialog = openDialog();
        for (const QWidget* widget : dialog.findChildren<QWidget*>()) {
            if (qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) ||
                qobject_cast<const QCheckBox*>(widget))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }

private:
    [[nodiscard]] fs::path path(const QString& name) const { return pathFrom(m_folder->filePath(name)); }
    ExportDialog& openDialog()
    {
        m_window->trigger("file.export");
        return *m_window->window().findChild<ExportDialog*>();
    }
    static void choose(ExportDialog& dialog, const char* field, const QVariant& value)
    {
        auto* box = dialog.findChild<QComboBox*>(QLatin1String(field));
        box->setCurrentIndex(box->findData(value));
    }
    static void press(ExportDialog& dialog)
    {
        const auto* box = dialog.findChild<QDialogButtonBox*>();
        for (QAbstractButton* button : box->buttons()) {
            if (box->buttonRole(button) == QDialogButtonBox::AcceptRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    bool finish(ExportDialog& dialog, const fs::path& target)
    {
        m_window->chooser().toSave = {target};
        press(dialog);
        return QTest::qWaitFor([&] { return fs::exists(target); }, FilesWindow::kPatience);
    }

    int m_exports = 0;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FilesWindow> m_window;
};

QTEST_MAIN(FilesExportTest)
#include "files_export_test.moc"
