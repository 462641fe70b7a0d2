#include "core/base/error.h"
#include "core/base/system.h"
#include "core/weights/safetensors_file.h"
#include "temporary_folder.h"

#include <QTest>

#include <sys/stat.h>

#include <random>

using dh::ErrorCode;
using dh::SafetensorsFile;

namespace
{

/// One tensor "a" with this dtype, shape and offsets, as they stand.
std::string tensorHeader(const std::string& dtype, const std::string& shape, const std::string& offsets)
{
    return R"({"a":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

std::string withLength(std::uint64_t length, const std::string& rest)
{
    std::string bytes;
    for (int shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>(length >> shift & 0xff);
    return bytes + rest;
}

/// The error of opening `content`, or an Internal one when it opens.
dh::Error openingError(const TemporaryFolder& folder, const std::string& content)
{
    const auto path = folder.write("hostile.safetensors", content);
    try {
        const SafetensorsFile file(path);
    } catch (const dh::Error& error) {
        return error;
    }
    return {ErrorCode::Internal, "", "opened without an error"};
}

/// A broken file is CorruptFile, its path is named, and the detail says what in plain words.
void addRow(const char* name, const std::string& content, const char* words)
{
    QTest::newRow(name) << content << QString(words);
}

} // namespace

class SafetensorsHostileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<std::string>("content");
        QTest::addColumn<QString>("words");
        const auto file = safetensorsBytes;
        addRow("empty file", "", "too short");
        addRow("seven bytes", std::string(7, '\0'), "too short");
        addRow("header of 0 bytes", withLength(0, ""), "does not begin with {");
        addRow("header of 2^63 bytes", withLength(1ULL << 63, "{}"), "declares a header of 9223372036854775808 bytes");
        addRow("header of 2^64 - 1 bytes", withLength(~0ULL, "{}"), "declares a header");
        addRow("header larger than the file", withLength(3, "{}"), "declares a header of 3 bytes in a file of 10");
        addRow("header over the format's limit", withLength(100'000'001, std::string(100'000'001, ' ')),
               "declares a header");
        addRow("broken JSON", file(R"({"a":)", 0), "not JSON");
        addRow("text after the header", file("{} x", 0), "not JSON");
        addRow("not an object", file("[1,2]", 0), "does not begin with {");
        addRow("leading space", file(" {}", 0), "does not begin with {");
        addRow("not UTF-8", file("{\"\xff\":1}", 0), "not JSON");
        addRow("tensor is a number", file(R"({"a":1})", 0), "not a tensor");
        addRow("tensor is null", file(R"({"a":null})", 0), "not a tensor");
        addRow("tensor is an array", file(R"({"a":[]})", 0), "not a tensor");
        addRow("unknown dtype", file(tensorHeader("F31", "[1]", "[0,4]"), 4), "unknown dtype \"F31\"");
        addRow("dtype is a number", file(R"({"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}})", 4), "in its dtype");
        addRow("no dtype", file(R"({"a":{"shape":[1],"data_offsets":[0,4]}})", 4), "has no dtype");
        addRow("no shape", file(R"({"a":{"dtype":"F32","data_offsets":[0,4]}})", 4), "has no shape");
        addRow("no offsets", file(R"({"a":{"dtype":"F32","shape":[1]}})", 4), "has no data_offsets");
        addRow("one offset", file(tensorHeader("F32", "[1]", "[0]"), 4), "needs two data_offsets");
        addRow("three offsets", file(tensorHeader("F32", "[1]", "[0,4,4]"), 4), "more than two data_offsets");
        addRow("unknown field", file(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":"y"}})", 4),
               "unknown field");
        addRow("shape is a string", file(tensorHeader("F32", "\"1\"", "[0,4]"), 4), "in its shape");
        addRow("shape in a shape", file(tensorHeader("F32", "[[1]]", "[0,4]"), 4), "an array in its shape");
        addRow("offsets past the end", file(tensorHeader("F32", "[2]", "[0,8]"), 4), "ends at byte 8 of only 4");
        addRow("truncated data", file(tensorHeader("F32", "[1000]", "[0,4000]"), 3999),
               "ends at byte 4000 of only 3999");
        addRow("begin after end", file(tensorHeader("F32", "[1]", "[4,0]"), 4), "data_offsets are 4 and 0");
        addRow("size too small", file(tensorHeader("F32", "[2]", "[0,4]"), 4), "needs 8 bytes");
        addRow("size too large", file(tensorHeader("F32", "[1]", "[0,8]"), 8), "needs 4 bytes");
        addRow("bytes after the last tensor", file(tensorHeader("F32", "[1]", "[0,4]"), 5), "1 bytes at the end");
        addRow("hole at the start", file(tensorHeader("F32", "[1]", "[4,8]"), 8), "hole before tensor \"a\"");
        addRow("hole",
               file(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                    R"("b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
                    3),
               "hole before tensor \"b\"");
        addRow("overlap",
               file(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                    R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                    3),
               "tensor \"b\" overlaps");
        addRow("same bytes twice",
               file(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                    R"("b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
                    2),
               "overlaps");
        addRow("product over 2^64", file(tensorHeader("U8", "[4294967296,4294967296]", "[0,0]"), 0), "shape too large");
        addRow("product of bytes over 2^64", file(tensorHeader("F64", "[2305843009213693952]", "[0,0]"), 0),
               "shape too large");
        addRow("product over 2^64, then zero", file(tensorHeader("F32", "[4611686018427387904,4,0]", "[0,0]"), 0),
               "shape too large");
        addRow("extent of 2^63", file(tensorHeader("U8", "[9223372036854775808]", "[0,0]"), 0), "in its shape");
        addRow("extent of 2^65", file(tensorHeader("U8", "[36893488147419103232]", "[0,0]"), 0), "in its shape");
        addRow("negative extent", file(tensorHeader("F32", "[-1]", "[0,4]"), 4), "the number -1 in its shape");
        addRow("fractional extent", file(tensorHeader("F32", "[1.0]", "[0,4]"), 4), "the number 1.0 in its shape");
        addRow("negative offset", file(tensorHeader("F32", "[1]", "[-4,0]"), 4), "the number -4 in its data_offsets");
        addRow("offset of 2^63", file(tensorHeader("U8", "[1]", "[9223372036854775808,9223372036854775809]"), 4),
               "in its data_offsets");
        addRow("too many dimensions",
               file(tensorHeader("U8", "[1" + QString(",1").repeated(64).toStdString() + "]", "[0,1]"), 1),
               "too many dimensions");
        addRow("duplicate tensor",
               file(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                    R"("a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                    2),
               "\"a\" is there twice");
        addRow("duplicate field", file(R"({"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}})", 1),
               "\"dtype\" twice");
        addRow("duplicate metadata", file(R"({"__metadata__":{},"__metadata__":{}})", 0),
               "__metadata__ is there twice");
        addRow("duplicate metadata entry", file(R"({"__metadata__":{"a":"","a":""}})", 0), "is there twice");
        addRow("metadata is a number", file(R"({"__metadata__":{"a":1}})", 0), "not a string");
        addRow("metadata is an object", file(R"({"__metadata__":{"a":{}}})", 0), "not a string");
        addRow("metadata is a string", file(R"({"__metadata__":"a"})", 0), "not a tensor");
        addRow("a million brackets", file("{\"a\":" + std::string(1'000'000, '['), 0), "not a tensor");
        addRow("a million brackets in a shape", file(R"({"a":{"shape":)" + std::string(1'000'000, '['), 0),
               "an array in its shape");
        addRow("a million braces", file(QString("{\"a\":").repeated(1'000'000).toStdString(), 0), "unknown field");
    }

    void refuses()
    {
        QFETCH(std::string, content);
        QFETCH(QString, words);
        const TemporaryFolder folder;
        const dh::Error error = openingError(folder, content);
        QCOMPARE(dh::errorCodeName(error.code()), dh::errorCodeName(ErrorCode::CorruptFile));
        QCOMPARE(error.subject(), (folder.path() / "hostile.safetensors").string());
        QVERIFY2(QString::fromStdString(error.detail()).contains(words), error.detail().c_str());
    }

    void allocatesLittleForBrackets()
    {
        const TemporaryFolder folder;
        const auto path = folder.write("a.safetensors", safetensorsBytes("{\"a\":" + std::string(50'000'000, '['), 0));
        const std::uint64_t before = dh::peakResidentMemory();
        QVERIFY_EXCEPTION_THROWN(SafetensorsFile{path}, dh::Error);
        QVERIFY(dh::peakResidentMemory() - before < 16U << 20);
    }

    void longKeysAreCutInErrors()
    {
        const TemporaryFolder folder;
        std::string key;
        for (int i = 0; i < 100'000; ++i)
            key += "\xc3\xa9";
        const dh::Error error = openingError(folder, safetensorsBytes("{\"x" + key + "\":1}", 0));
        QVERIFY(error.detail().size() < 500);
        const auto cut = QByteArray::fromStdString(error.detail());
        QCOMPARE(QString::fromUtf8(cut).toUtf8(), cut); // still UTF-8
    }

    void refusesWhatIsNoFile()
    {
        const TemporaryFolder folder;
        const auto codeOf = [](const std::filesystem::path& path) {
            try {
                const SafetensorsFile file(path);
            } catch (const dh::Error& error) {
                return error.code();
            }
            return ErrorCode::Internal;
        };
        QVERIFY(codeOf(folder.path() / "absent") == ErrorCode::FileNotFound);
        QVERIFY(codeOf(folder.path()) == ErrorCode::FileUnreadable);
        const std::filesystem::path pipe = folder.path() / "pipe";
        QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
        QVERIFY(codeOf(pipe) == ErrorCode::FileUnreadable);
    }

    void survivesMutations()
    {
        const TemporaryFolder folder;
        const std::string header = R"({"__metadata__":{"format":"pt"},)"
                                   R"("a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
                                   R"("b":{"dtype":"BF16","shape":[],"data_offsets":[24,26]},)"
                                   R"("c":{"dtype":"I64","shape":[0],"data_offsets":[26,26]}})";
        const std::string valid = safetensorsBytes(header, 26);
        const std::string interesting = "0123456789-.eE[]{},:\"\\ \n\xff\x01tfn";
        std::mt19937 random(20240611);
        const auto below = [&random](std::size_t limit) { return random() % limit; };
        int opened = 0;
        int refused = 0;
        for (int i = 0; i < 4000; ++i) {
            std::string mutated = valid;
            const std::size_t changes = below(3);
            for (std::size_t change = 0; change <= changes; ++change) {
                const std::size_t at = below(std::min(mutated.size(), header.size() + 8));
                switch (below(4)) {
                case 0:
                    mutated[at] = interesting[below(interesting.size())];
                    break;
                case 1:
                    mutated[at] = static_cast<char>(mutated[at] ^ 1 << below(8));
                    break;
                case 2:
                    mutated.erase(at, 1 + below(6));
                    break;
                default:
                    mutated.insert(at, mutated.substr(below(mutated.size()), below(40)));
                    break;
                }
            }
            // Rewriting one file over and over makes some file systems flush it each time.
            std::filesystem::remove(folder.path() / "mutated.safetensors");
            const auto path = folder.write("mutated.safetensors", mutated);
            try {
                const SafetensorsFile file(path);
                int sum = 0;
                for (const auto& [key, view] : file.tensors()) {
                    QCOMPARE(view.bytes.size(),
                             static_cast<std::size_t>(view.elementCount()) * dh::dtypeSize(view.dtype));
                    for (const std::byte value : view.bytes)
                        sum += std::to_integer<int>(value);
                }
                QVERIFY(sum > 0 || file.tensors().empty());
                ++opened;
            } catch (const dh::Error& error) {
                QVERIFY(error.code() == ErrorCode::CorruptFile);
                ++refused;
            }
        }
        // Both outcomes must occur, else the mutations test nothing.
        QVERIFY(opened > 0);
        QVERIFY(refused > 1000);
    }
};

QTEST_APPLESS_MAIN(SafetensorsHostileTest)
#include "safetensors_hostile_test.moc"
