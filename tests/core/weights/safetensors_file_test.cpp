#include "core/weights/safetensors_file.h"

#include "core/base/error.h"
#include "core/base/system.h"
#include "temporary_folder.h"

#include <QTest>

#include <algorithm>
#include <cstring>

using dh::DType;
using dh::SafetensorsFile;
using dh::TensorToWrite;

namespace
{

constexpr DType kAllTypes[] = {DType::Bool, DType::U8,  DType::I8,  DType::F8E4M3, DType::F8E5M2,
                               DType::I16,  DType::U16, DType::F16, DType::BF16,   DType::I32,
                               DType::U32,  DType::F32, DType::F64, DType::I64,    DType::U64};

std::vector<std::byte> countingBytes(std::size_t size, int first)
{
    std::vector<std::byte> bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::byte>(first + static_cast<int>(i));
    return bytes;
}

std::string headerLine(const std::string& dtype, const std::string& shape, std::size_t size)
{
    return QString(R"({"t":{"dtype":"%1","shape":%2,"data_offsets":[0,%3]}})")
        .arg(QString::fromStdString(dtype), QString::fromStdString(shape))
        .arg(size)
        .toStdString();
}

} // namespace

class SafetensorsFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryDtype_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("size");
        // The names and sizes of the format's specification.
        const std::pair<const char*, int> expected[] = {
            {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"F8_E4M3", 1}, {"F8_E5M2", 1}, {"I16", 2}, {"U16", 2}, {"F16", 2},
            {"BF16", 2}, {"I32", 4}, {"U32", 4}, {"F32", 4},     {"F64", 8},     {"I64", 8}, {"U64", 8}};
        for (const auto& [name, size] : expected)
            QTest::newRow(name) << QString(name) << size;
    }

    void readsEveryDtype()
    {
        QFETCH(QString, name);
        QFETCH(int, size);
        const TemporaryFolder folder;
        const auto bytes = static_cast<std::size_t>(size) * 6;
        const auto path =
            folder.write("a.safetensors", safetensorsBytes(headerLine(name.toStdString(), "[2,3]", bytes), bytes));
        const SafetensorsFile file(path);
        const dh::TensorView& view = file.tensors().at("t");
        QCOMPARE(QString(dh::dtypeName(view.dtype)), name);
        QCOMPARE(static_cast<int>(dh::dtypeSize(view.dtype)), size);
        QCOMPARE(view.elementCount(), std::int64_t{6});
        QCOMPARE(view.bytes.size(), bytes);
        QCOMPARE(std::to_integer<int>(view.bytes.back()), 0x11);
        QCOMPARE(file.fileSize(), std::uint64_t{std::filesystem::file_size(path)});
    }

    void unknownDtypeNameHasNoType()
    {
        QVERIFY(!dh::dtypeFromName("F4"));
        QVERIFY(!dh::dtypeFromName(""));
        QVERIFY(!dh::dtypeFromName("f32"));
    }

    void acceptsScalarsAndEmptyTensors_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<int>("dataSize");
        QTest::addColumn<int>("elements");
        QTest::newRow("scalar") << R"({"t":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})" << 4 << 1;
        QTest::newRow("zero extent") << R"({"t":{"dtype":"F32","shape":[3,0,5],"data_offsets":[0,0]}})" << 0 << 0;
        QTest::newRow("zero after large")
            << R"({"t":{"dtype":"U8","shape":[9223372036854775807,2,0],"data_offsets":[0,0]}})" << 0 << 0;
        QTest::newRow("empty beside full") << R"({"e":{"dtype":"I64","shape":[0],"data_offsets":[4,4]},)"
                                              R"("t":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})"
                                           << 4 << 4;
        QTest::newRow("padded header")
            << QString(R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})").leftJustified(128) << 1 << 1;
        QTest::newRow("fields in another order")
            << R"({"t":{"data_offsets":[0,2],"shape":[1],"dtype":"F16"}})" << 2 << 1;
    }

    void acceptsScalarsAndEmptyTensors()
    {
        QFETCH(QString, header);
        QFETCH(int, dataSize);
        QFETCH(int, elements);
        const TemporaryFolder folder;
        const auto bytes = safetensorsBytes(header.toStdString(), static_cast<std::size_t>(dataSize));
        const SafetensorsFile file(folder.write("a.safetensors", bytes));
        QCOMPARE(file.tensors().at("t").elementCount(), std::int64_t{elements});
    }

    void acceptsAFileWithoutTensors()
    {
        const TemporaryFolder folder;
        const SafetensorsFile file(folder.write("a.safetensors", safetensorsBytes("{}", 0)));
        QVERIFY(file.tensors().empty());
    }

    void reportsMisalignedTensors()
    {
        const TemporaryFolder folder;
        const std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                                   R"("b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}})";
        const std::size_t padding = (8 - header.size() % 8) % 8;
        const SafetensorsFile file(
            folder.write("a.safetensors", safetensorsBytes(header + std::string(padding, ' '), 5)));
        QVERIFY(SafetensorsFile::isAligned(file.tensors().at("a")));
        QVERIFY(!SafetensorsFile::isAligned(file.tensors().at("b")));
    }

    void writesWhatItReads()
    {
        const TemporaryFolder folder;
        const std::filesystem::path path = folder.path() / "written.safetensors";
        std::map<std::string, std::vector<std::byte>> contents;
        std::map<std::string, TensorToWrite> tensors;
        int first = 0;
        for (const DType type : kAllTypes) {
            const std::string key = std::string("net.") + dh::dtypeName(type);
            contents[key] = countingBytes(3 * dh::dtypeSize(type), first += 7);
            tensors[key] = {type, {3, 1}, contents[key]};
        }
        tensors["scalar \"quoted\" \xc3\xa9"] = {DType::U8, {}, std::span(contents.begin()->second).first(1)};
        const std::map<std::string, std::string> metadata{{"format", "pt"}, {"note", "line\nbreak"}};
        dh::writeSafetensors(path, tensors, metadata);

        const SafetensorsFile file(path);
        QCOMPARE(file.metadata(), metadata);
        QCOMPARE(file.tensors().size(), tensors.size());
        for (const auto& [key, written] : tensors) {
            const dh::TensorView& read = file.tensors().at(key);
            QVERIFY(read.dtype == written.dtype);
            QCOMPARE(read.shape, written.shape);
            QVERIFY(std::equal(read.bytes.begin(), read.bytes.end(), written.bytes.begin(), written.bytes.end()));
            QVERIFY2(SafetensorsFile::isAligned(read), key.c_str());
        }
    }

    void writesTheDataAtAMultipleOf64()
    {
        const TemporaryFolder folder;
        const std::byte value{7};
        for (const char* key :
             {"a", "ab", "abc", "a much longer key than the others have, to move the end of the header"}) {
            const std::filesystem::path path = folder.path() / "a.safetensors";
            dh::writeSafetensors(path, {{key, {DType::U8, {1}, std::span(&value, 1)}}});
            QCOMPARE(std::filesystem::file_size(path) % 64, std::uintmax_t{1});
        }
    }

    void refusesKeysThatAreNotUtf8()
    {
        const TemporaryFolder folder;
        const std::filesystem::path path = folder.path() / "a.safetensors";
        const std::byte value{7};
        QVERIFY_EXCEPTION_THROWN(dh::writeSafetensors(path, {{"\xff", {DType::U8, {1}, std::span(&value, 1)}}}),
                                 dh::Error);
        QVERIFY(!std::filesystem::exists(path));
    }

    void viewsOutliveTheFile()
    {
        const TemporaryFolder folder;
        dh::TensorView view;
        {
            const SafetensorsFile file(folder.writeTensors("a.safetensors", {"w"}));
            view = file.tensors().at("w");
        }
        float first = 0;
        std::memcpy(&first, view.bytes.data(), sizeof(first));
        QCOMPARE(first, 1.5F);
    }

    void droppedPagesAreReadAgain()
    {
        const TemporaryFolder folder;
        const std::filesystem::path path = folder.path() / "a.safetensors";
        const std::vector<std::byte> content = countingBytes(3U << 16, 5);
        dh::writeSafetensors(path, {{"t", {DType::U8, {static_cast<std::int64_t>(content.size())}, content}}});
        const SafetensorsFile file(path);
        const dh::TensorView& view = file.tensors().at("t");
        QVERIFY(std::equal(view.bytes.begin(), view.bytes.end(), content.begin(), content.end()));
        SafetensorsFile::dropPages(view);
        QVERIFY(std::equal(view.bytes.begin(), view.bytes.end(), content.begin(), content.end()));
    }

    void openingReadsNoData()
    {
        const TemporaryFolder folder;
        constexpr std::size_t kSize = 6ULL << 30;
        const std::string shape = QString("[%1]").arg(kSize).toStdString();
        const auto path = folder.write("large.safetensors", safetensorsBytes(headerLine("U8", shape, kSize), 0));
        std::error_code error;
        std::filesystem::resize_file(path, std::filesystem::file_size(path) + kSize, error);
        if (error)
            QSKIP("this file system has no sparse files");
        const std::uint64_t before = dh::peakResidentMemory();
        const SafetensorsFile file(path);
        QCOMPARE(file.tensors().at("t").bytes.size(), kSize);
        QVERIFY(dh::peakResidentMemory() - before < 32U << 20);
    }
};

QTEST_APPLESS_MAIN(SafetensorsFileTest)
#include "safetensors_file_test.moc"
