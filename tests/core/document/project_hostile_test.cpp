#include "project_fixture.h"

#include "core/base/system.h"
#include "core/document/project_parts.h"
#include "core/document/zip_reader.h"
#include "core/document/zip_writer.h"
#include "core/imaging/image_codec.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace dh;
using nlohmann::json;

namespace fs = std::filesystem;

namespace
{

using Parts = std::map<std::string, std::string>;
using Spoil = std::function<void(Parts&)>;
using SpoilJson = std::function<void(json&)>;

constexpr std::uint64_t kMaxGrowth = std::uint64_t{200} << 20U;

/// A 30000 x 30000 picture as PNG begins it, and nothing more.
std::string hugePng()
{
    const Image small = test::noise({1, 1}, 3, SampleType::U8, 1);
    const Bytes png = encodePng({small.size(), 3, SampleType::U8, small.bytes()}, {});
    std::string text(reinterpret_cast<const char*>(png.data()), png.size());
    constexpr std::size_t kWidthAt = 16;
    text.replace(kWidthAt, 8, std::string("\x00\x00\x75\x30\x00\x00\x75\x30", 8));
    return text;
}

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

} // namespace

class ProjectHostileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_file = fs::path(m_folder.path().toStdString()) / "picture.dhs";
        writeProject(m_file, test::richProject());
        m_valid = test::contentOf(m_file);
        const ZipReader zip(m_file);
        const Bytes bytes = zip.read(kDescriptionName, 1U << 24U);
        m_description = json::parse(reinterpret_cast<const char*>(bytes.data()),
                                    reinterpret_cast<const char*>(bytes.data()) + bytes.size());
        std::set<std::string> names{"data/background.png"};
        collectNames(m_description, names);
        for (const std::string& name : names) {
            const Bytes part = zip.read(name, 1U << 24U);
            m_parts[name] = std::string(reinterpret_cast<const char*>(part.data()), part.size());
        }
    }

    void missingFile() { refused(ErrorCode::FileNotFound, m_file.parent_path() / "absent.dhs"); }
    void folderForAFile() { refused(ErrorCode::FileUnreadable, m_file.parent_path()); }

    void notAProject_data()
    {
        QTest::addColumn<QByteArray>("content");
        const auto valid = QByteArray::fromStdString(m_valid);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("this is no zip file, whatever its name says");
        QTest::newRow("half") << valid.left(valid.size() / 2);
        QTest::newRow("without its last byte") << valid.left(valid.size() - 1);
        QTest::newRow("second half") << valid.mid(valid.size() / 2);
        QTest::newRow("an empty zip") << QByteArray("PK\x05\x06") + QByteArray(18, '\0');
    }

    void notAProject()
    {
        QFETCH(QByteArray, content);
        test::writeContent(m_file, content.toStdString());
        refused(ErrorCode::CorruptFile, m_file);
    }

    void hostileParts_data()
    {
        QTest::addColumn<Spoil>("spoil");
        const auto row = [](const char* name, const Spoil& spoil) { QTest::newRow(name) << spoil; };
        row("no background", [](Parts& parts) { parts.erase("data/background.png"); });
        row("bomb for a description", [](Parts& parts) { parts["project.json"] = std::string(80U << 20U, ' '); });
        row("deep description", [](Parts& parts) { parts["project.json"] = std::string(1U << 20U, '['); });
        row("description no JSON", [](Parts& parts) { parts["project.json"] = "{]"; });
        row("description a list", [](Parts& parts) { parts["project.json"] = "[]"; });
        row("bomb for a mask", [](Parts& parts) {
            for (auto& [name, content] : parts)
                if (name.ends_with(".grey"))
                    content = std::string(80U << 20U, '\0');
        });
        row("short mask", [](Parts& parts) {
            for (auto& [name, content] : parts)
                if (name.ends_with(".grey"))
                    content.pop_back();
        });
        row("30000 x 30000 with little data", [](Parts& parts) { parts["data/background.png"] = hugePng(); });
        row("no PNG", [](Parts& parts) { parts["data/background.png"] = "GIF89a"; });
        row("truncated PNG", [](Parts& parts) { parts["data/background.png"].resize(1000); });
        row("path upwards", [](Parts& parts) { parts["../outside"] = "x"; });
        row("path upwards inside", [](Parts& parts) { parts["data/../../outside"] = "x"; });
        row("absolute path", [](Parts& parts) { parts["/outside"] = "x"; });
        row("path with backslashes", [](Parts& parts) { parts["..\\outside"] = "x"; });
    }

    void hostileParts()
    {
        QFETCH(Spoil, spoil);
        Parts parts = m_parts;
        parts[kDescriptionName] = m_description.dump();
        spoil(parts);
        write(parts);
        refused(ErrorCode::CorruptFile, m_file);
    }

    void twoPartsOfOneName()
    {
        Parts parts = m_parts;
        parts[kDescriptionName] = m_description.dump();
        parts["images/x.png"] = "a";
        parts["images/y.png"] = "b";
        write(parts);
        std::string content = test::contentOf(m_file);
        replaceAll(content, "images/y.png", "images/x.png");
        test::writeContent(m_file, content);
        refused(ErrorCode::CorruptFile, m_file);
    }

    void untrueSizes()
    {
        Parts parts = m_parts;
        parts[kDescriptionName] = m_description.dump();
        write(parts);
        // The directory's uncompressed size of the first part: 24 bytes into its record.
        std::string content = test::contentOf(m_file);
        const std::size_t record = content.find("PK\x01\x02");
        content.replace(record + 24, 4, "\xFF\xFF\xFF\x7F");
        test::writeContent(m_file, content);
        refused(ErrorCode::CorruptFile, m_file);
    }

    void hostileDescription_data()
    {
        QTest::addColumn<SpoilJson>("spoil");
        const auto row = [](const char* name, const SpoilJson& spoil) { QTest::newRow(name) << spoil; };
        row("no version", [](json& j) { j.erase("version"); });
        row("version as text", [](json& j) { j["version"] = "1"; });
        row("version 0", [](json& j) { j["version"] = 0; });
        row("no layers", [](json& j) { j.erase("layers"); });
        row("layers as text", [](json& j) { j["layers"] = "many"; });
        row("absurdly many layers", [](json& j) { j["layers"] = std::vector<int>(20000, 1); });
        row("layer as number", [](json& j) { j["layers"][0] = 5; });
        row("id 0", [](json& j) { j["layers"][0]["id"] = 0; });
        row("negative id", [](json& j) { j["layers"][0]["id"] = -1; });
        row("two layers of one id", [](json& j) { j["layers"][1]["id"] = j["layers"][0]["id"]; });
        row("unknown result", [](json& j) { j["layers"][0]["applied"]["result"] = 99; });
        row("unknown kept result", [](json& j) { j["keptResults"] = {0, 1000000}; });
        row("opacity 2", [](json& j) { j["layers"][0]["opacity"] = 2; });
        row("opacity as list", [](json& j) { j["layers"][0]["opacity"] = {1}; });
        row("feather 1e300", [](json& j) { j["layers"][0]["edge"]["feather"] = 1e300; });
        row("scale 0", [](json& j) { j["layers"][0]["transform"]["scale"][0] = 0; });
        row("far away", [](json& j) { j["layers"][0]["transform"]["pivotInCanvas"][0] = 1e30; });
        row("short point", [](json& j) { j["layers"][0]["transform"]["pivotInCanvas"] = {1}; });
        row("picture of another size", [](json& j) { j["background"]["width"] = 61; });
        row("absurd picture", [](json& j) { j["layers"][1]["image"]["width"] = 2000000000; });
        row("sizes that overflow", [](json& j) {
            j["layers"][1]["image"]["width"] = 9223372036854775807;
            j["layers"][1]["image"]["height"] = 9223372036854775807;
        });
        row("large float picture", [](json& j) {
            j["layers"][1]["image"]["width"] = 20000;
            j["layers"][1]["image"]["height"] = 10000;
        });
        row("7 channels", [](json& j) { j["layers"][1]["image"]["channels"] = 7; });
        row("unknown type", [](json& j) { j["background"]["type"] = "u64"; });
        row("unknown part", [](json& j) { j["background"]["part"] = "/etc/hostname"; });
        row("part as list", [](json& j) { j["background"]["part"] = json::array(); });
        row("unknown profile", [](json& j) { j["background"]["profile"] = "../profile"; });
        row("mask of another size", [](json& j) { j["layers"][0]["mask"]["width"] = 10; });
        row("mask for another layer", [](json& j) { j["layers"][2]["mask"] = j["layers"][0]["mask"]; });
        row("influence of another picture", [](json& j) { j["influence"] = j["layers"][0]["mask"]; });
        row("influence as text", [](json& j) { j["results"][0]["influence"] = "left"; });
        row("result of another area", [](json& j) { j["results"][0]["area"] = {0, 0, 3, 3}; });
        row("area of negative size", [](json& j) { j["results"][0]["area"][2] = -5; });
        row("settings as list", [](json& j) { j["results"][0]["settings"] = {1, 2}; });
        row("view state as number", [](json& j) { j["viewState"] = 3; });
    }

    void hostileDescription()
    {
        QFETCH(SpoilJson, spoil);
        json description = m_description;
        spoil(description);
        Parts parts = m_parts;
        parts[kDescriptionName] = description.dump();
        write(parts);
        refused(ErrorCode::CorruptFile, m_file);
    }

    void aResultsPicturesAreOfOneKind_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<SampleType>("type");
        QTest::newRow("channels") << 4 << SampleType::U8;
        QTest::newRow("sample type") << 3 << SampleType::U16;
    }

    void aResultsPicturesAreOfOneKind()
    {
        QFETCH(int, channels);
        QFETCH(SampleType, type);
        Project project = test::richProject();
        HarmonizedResult result = *test::resultOf(20, 3, {0, 0, 6, 5}, SampleType::U8, 1);
        result.after = test::noise({6, 5}, channels, type, 2);
        project.composition.results = {std::make_shared<const HarmonizedResult>(std::move(result))};
        writeProject(m_file, project);
        refused(ErrorCode::CorruptFile, m_file);
    }

    void aNewerVersionIsRefusedInWords()
    {
        json description = m_description;
        description["version"] = kProjectVersion + 1;
        description["layers"] = "something that only the newer version understands";
        Parts parts = m_parts;
        parts[kDescriptionName] = description.dump();
        write(parts);
        refused(ErrorCode::UnsupportedFormat, m_file);
        try {
            (void)readProject(m_file);
        } catch (const Error& error) {
            QVERIFY(error.detail().find("version 2") != std::string::npos);
        }
    }

    void hostileOpenRaster_data()
    {
        QTest::addColumn<QString>("stack");
        QTest::newRow("no XML") << "?";
        QTest::newRow("other XML") << "<html/>";
        QTest::newRow("unclosed") << "<image w='1' h='1'><stack>";
        QTest::newRow("no size") << "<image><stack/></image>";
        QTest::newRow("huge") << "<image w='30000' h='30000'><stack/></image>";
        QTest::newRow("absent picture") << "<image w='1' h='1'><stack><layer src='../a.png'/></stack></image>";
        QTest::newRow("far away") << "<image w='1' h='1'><stack><layer src='a' x='99999999999'/></stack></image>";
        QTest::newRow("deep") << "<image w='1' h='1'>" + QString("<stack>").repeated(1000) +
                                     QString("</stack>").repeated(1000) + "</image>";
        QTest::newRow("entities") << "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                                     "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;'>]>"
                                     "<image w='1' h='1'><stack>&d;&d;</stack></image>";
    }

    void hostileOpenRaster()
    {
        QFETCH(QString, stack);
        write({{"stack.xml", stack.toStdString()}});
        refused(ErrorCode::CorruptFile, m_file);
    }

    void flippedBitsAreReadOrRefused()
    {
        std::mt19937 random(7);
        int refusals = 0;
        constexpr int kRounds = 400;
        for (int round = 0; round < kRounds; ++round) {
            std::string content = m_valid;
            for (std::uint32_t flips = 1 + random() % 4; flips > 0; --flips)
                content[random() % content.size()] ^= static_cast<char>(1U << random() % 8);
            test::writeContent(m_file, content);
            try {
                (void)readProject(m_file);
            } catch (const Error&) {
                ++refusals;
            }
        }
        QVERIFY(refusals > kRounds / 10 && refusals < kRounds);
        QVERIFY(peakResidentMemory() < (std::uint64_t{1} << 30U));
    }

private:
    static void collectNames(const json& value, std::set<std::string>& names)
    {
        if (value.is_object())
            for (const char* key : {"part", "profile"})
                if (value.contains(key))
                    names.insert(value[key].get<std::string>());
        if (value.is_structured())
            for (const json& child : value)
                collectNames(child, names);
    }

    void write(const Parts& parts) const
    {
        ZipWriter zip(m_file);
        for (const auto& [name, content] : parts)
            zip.add(name, std::as_bytes(std::span(content.data(), content.size())), ZipWriter::Packing::Deflated);
        zip.commit();
    }

    static void refused(ErrorCode expected, const fs::path& file)
    {
        const std::uint64_t peak = peakResidentMemory();
        try {
            (void)readProject(file);
        } catch (const Error& error) {
            QCOMPARE(errorCodeName(error.code()), errorCodeName(expected));
            QVERIFY2(error.subject().starts_with(file.string()), error.what());
            QVERIFY(!error.detail().empty());
            QVERIFY(peakResidentMemory() - peak < kMaxGrowth);
            return;
        }
        QFAIL("was read");
    }

    QTemporaryDir m_folder;
    fs::path m_file;
    std::string m_valid;
    json m_description;
    Parts m_parts;
};

QTEST_GUILESS_MAIN(ProjectHostileTest)
#include "project_hostile_test.moc"
