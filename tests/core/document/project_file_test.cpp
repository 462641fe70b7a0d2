#include "composition_hash.h"
#include "project_fixture.h"
#include "small_files_only.h"

#include "core/base/log.h"
#include "core/document/open_raster.h"
#include "core/document/zip_reader.h"
#include "core/document/zip_writer.h"
#include "core/imaging/image_codec.h"
#include "core/scene/render.h"

#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <sys/mount.h>

using namespace dh;
using dh::test::CompositionHash;

namespace fs = std::filesystem;

namespace
{

/// A text that no description can hold.
constexpr std::size_t kTooLong = (std::size_t{64} << 20U) + 1;

Image pictureIn(const ZipReader& zip, const std::string& name)
{
    constexpr std::uint64_t kPlenty = 1U << 24U;
    const Bytes bytes = zip.read(name, kPlenty);
    return decodePng({name, bytes, kPlenty}).image;
}

void add(ZipWriter& zip, const std::string& name, const std::string& text)
{
    zip.add(name, std::as_bytes(std::span(text.data(), text.size())), ZipWriter::Packing::Deflated);
}

void addPng(ZipWriter& zip, const std::string& name, const Image& image)
{
    const Bytes png = encodePng({image.size(), image.channels(), image.type(), image.bytes()}, {});
    zip.add(name, png, ZipWriter::Packing::Stored);
}

} // namespace

class ProjectFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = fs::path(m_folder->path().toStdString()) / "picture.dhs";
    }

    void everythingComesBack()
    {
        const Project project = test::richProject();
        writeProject(m_file, project);
        const Project read = readProject(m_file);
        QCOMPARE(CompositionHash::of(read.composition), CompositionHash::of(project.composition));
        QCOMPARE(read.composition.layers[0].name, project.composition.layers[0].name);
        QCOMPARE(read.extras.viewState, project.extras.viewState);
        QCOMPARE(read.extras.runSettings, project.extras.runSettings);
        QCOMPARE(read.extras.backgroundSource, project.extras.backgroundSource);
        QCOMPARE(read.composition.layers[0].applied->result, read.composition.results[0]);
    }

    void anotherRoundIsEqualToTheByte()
    {
        writeProject(m_file, test::richProject());
        const std::string first = test::contentOf(m_file);
        writeProject(m_file, readProject(m_file));
        QVERIFY(test::contentOf(m_file) == first);
    }

    void floatAndEmptyProjectsComeBack_data()
    {
        QTest::addColumn<bool>("hasBackground");
        QTest::newRow("float background") << true;
        QTest::newRow("nothing at all") << false;
    }

    void floatAndEmptyProjectsComeBack()
    {
        QFETCH(bool, hasBackground);
        Project project;
        if (hasBackground)
            project.composition.background = test::noise({33, 17}, 3, SampleType::F32, 1);
        writeProject(m_file, project);
        QCOMPARE(CompositionHash::of(readProject(m_file).composition), CompositionHash::of(project.composition));
    }

    void isAnOpenRasterFile()
    {
        const Project project = test::richProject();
        writeProject(m_file, project);
        QCOMPARE(test::contentOf(m_file).substr(30, 24), std::string("mimetypeimage/openraster"));
        const ZipReader zip(m_file);
        QVERIFY(pictureIn(zip, "mergedimage.png").samePixels(renderComposition(project.composition)));
        QVERIFY(pictureIn(zip, "data/background.png").samePixels(project.composition.background));
        QCOMPARE(pictureIn(zip, "Thumbnails/thumbnail.png").size(), (Size{60, 40}));
        const Bytes text = zip.read("stack.xml", 1U << 20U);
        QXmlStreamReader xml(QByteArray(reinterpret_cast<const char*>(text.data()), static_cast<int>(text.size())));
        QStringList layers;
        while (!xml.atEnd())
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("layer")) {
                const QXmlStreamAttributes values = xml.attributes();
                layers << values.value("name").toString() + "|" + values.value("opacity").toString() + "|" +
                              values.value("visibility").toString();
                const Size size = pictureIn(zip, values.value("src").toString().toStdString()).size();
                const Rect placed{values.value("x").toInt(), values.value("y").toInt(), size.width, size.height};
                QVERIFY((Rect{0, 0, 60, 40}).contains(placed));
            }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(layers, QStringList({"Layer 9|1|visible", "Layer 7|1|hidden", "Läyer <&\">  three|0.3|visible",
                                      "Background|1|visible"}));
    }

    void theThumbnailIsSmall()
    {
        Project project;
        project.composition.background = test::noise({1000, 500}, 3, SampleType::U8, 1);
        writeProject(m_file, project);
        QCOMPARE(pictureIn(ZipReader(m_file), "Thumbnails/thumbnail.png").size(), (Size{256, 128}));
    }

    void readsOpenRasterOfOthers()
    {
        const Image background = test::noise({30, 20}, 3, SampleType::U8, 1);
        const Image layer = test::noise({8, 6}, 4, SampleType::U16, 2);
        {
            ZipWriter zip(m_file);
            add(zip, "mimetype", "image/openraster");
            add(zip, "stack.xml",
                "<?xml version='1.0'?><image w='30' h='20'><stack><stack x='2' y='3' opacity='0.5'>"
                "<layer name='Top' src='data/1.png' x='4' y='5' opacity='0.5'/></stack>"
                "<layer name='Hidden' src='data/1.png' visibility='hidden'/>"
                "<layer name='Bottom' src='data/0.png' x='0' y='0'/></stack></image>");
            addPng(zip, "data/0.png", background);
            addPng(zip, "data/1.png", layer);
            zip.commit();
        }
        const Composition read = readProject(m_file).composition;
        QVERIFY(read.background.samePixels(background));
        QCOMPARE(read.layers.size(), std::size_t{2});
        QCOMPARE(read.layers[0].name, std::string("Hidden"));
        QVERIFY(!read.layers[0].visible);
        QCOMPARE(read.layers[1].name, std::string("Top"));
        QVERIFY(read.layers[1].image.samePixels(layer));
        QCOMPARE(read.layers[1].opacity, 0.25);
        const PointF corner = read.layers[1].transform.canvasFromLayer().map({0, 0});
        QCOMPARE(corner.x, 6.0);
        QCOMPARE(corner.y, 8.0);
    }

    void anOpenRasterWithoutBackgroundGetsAWhiteOne()
    {
        {
            ZipWriter zip(m_file);
            add(zip, "stack.xml", "<image w='30' h='20'><stack><layer src='a.png' x='1'/></stack></image>");
            addPng(zip, "a.png", test::noise({8, 6}, 4, SampleType::U8, 2));
            zip.commit();
        }
        const Composition read = readProject(m_file).composition;
        QCOMPARE(read.size(), (Size{30, 20}));
        QCOMPARE(read.background.row<std::uint8_t>(19)[89], std::uint8_t{255});
        QCOMPARE(read.layers.size(), std::size_t{1});
    }

    void aLongViewStateIsLeftOut()
    {
        Project project = test::richProject();
        project.extras.viewState.assign(kTooLong, 'x');
        std::vector<std::string> messages;
        setLogHandler([&](LogLevel, const std::string& message) { messages.push_back(message); });
        writeProject(m_file, project);
        setLogHandler({});
        QCOMPARE(messages.size(), std::size_t{1});
        const Project read = readProject(m_file);
        QCOMPARE(CompositionHash::of(read.composition), CompositionHash::of(project.composition));
        QCOMPARE(read.extras.viewState, std::string());
        QCOMPARE(read.extras.runSettings, project.extras.runSettings);
    }

    void aDescriptionThatIsTooLongIsRefused()
    {
        test::writeContent(m_file, "old");
        Project project = test::richProject();
        project.composition.layers.front().name.assign(kTooLong, 'x');
        ErrorCode code = ErrorCode::Internal;
        try {
            writeProject(m_file, project);
        } catch (const Error& error) {
            code = error.code();
        }
        QCOMPARE(errorCodeName(code), errorCodeName(ErrorCode::UnsupportedFormat));
        QCOMPARE(test::contentOf(m_file), std::string("old"));
    }

    void aCancelLeavesTheOldFile()
    {
        test::writeContent(m_file, "old");
        CancelSource cancel;
        cancel.cancel();
        bool isCancelled = false;
        try {
            writeProject(m_file, test::richProject(), cancel.token());
        } catch (const Cancelled&) {
            isCancelled = true;
        }
        QVERIFY(isCancelled);
        QCOMPARE(test::contentOf(m_file), std::string("old"));
    }

    void aFullDiskLeavesTheOldFile()
    {
        const fs::path mountPoint = m_file.parent_path() / "small";
        fs::create_directory(mountPoint);
        if (mount("none", mountPoint.c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("a small file system can only be mounted by root");
        const fs::path target = mountPoint / "picture.dhs";
        test::writeContent(target, "old");
        Project project;
        project.composition.background = test::noise({300, 300}, 3, SampleType::U8, 1);
        ErrorCode code = ErrorCode::Internal;
        try {
            writeProject(target, project);
        } catch (const Error& error) {
            code = error.code();
        }
        const std::string left = test::contentOf(target);
        const auto files = std::distance(fs::directory_iterator(mountPoint), fs::directory_iterator());
        umount(mountPoint.c_str());
        QCOMPARE(errorCodeName(code), errorCodeName(ErrorCode::DiskFull));
        QCOMPARE(left, std::string("old"));
        QCOMPARE(files, std::ptrdiff_t{1});
    }

    void aFileLimitLeavesTheOldFile()
    {
        writeProject(m_file, {});
        const std::string old = test::contentOf(m_file);
        Project project;
        project.composition.background = test::noise({300, 300}, 3, SampleType::U8, 1);
        {
            const test::SmallFilesOnly limit(20000);
            QVERIFY_EXCEPTION_THROWN(writeProject(m_file, project), Error);
        }
        QVERIFY(test::contentOf(m_file) == old);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_file;
};

QTEST_GUILESS_MAIN(ProjectFileTest)
#include "project_file_test.moc"
