#include "core/weights/clip_tokenizer.h"

#include "core/base/error.h"
#include "core/weights/clip_unicode.h"
#include "temporary_folder.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using dh::ClipTokenizer;

namespace fs = std::filesystem;

Q_DECLARE_METATYPE(std::vector<std::int64_t>)

namespace
{

/// Every byte, every byte at the end of a word, and a few merges: enough to see how a text is split.
void writeTokenizer(const TemporaryFolder& folder)
{
    const nlohmann::json vocabulary = {{"a", 0},
                                       {"a</w>", 1},
                                       {"b", 2},
                                       {"b</w>", 3},
                                       {"ab", 4},
                                       {"ab</w>", 5},
                                       {"abab</w>", 6},
                                       {"1</w>", 7},
                                       {"'s</w>", 10},
                                       {"!", 11},
                                       {"!</w>", 12},
                                       {"<|startoftext|>", 20},
                                       {"<|endoftext|>", 21},
                                       {"'</w>", 35}};
    folder.write("vocab.json", vocabulary.dump());
    folder.write("merges.txt", "#version: 0.2\na b\na b</w>\nab ab</w>\n' s</w>\n");
}

} // namespace

class ClipTokenizerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesTheReference_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<std::vector<std::int64_t>>("expected");
        const fs::path goldens = qEnvironmentVariable("DH_GOLDENS", DH_TEST_DATA "/goldens").toStdString();
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(goldens, error)) {
            std::ifstream file(entry.path() / "tokenizer_goldens.json");
            if (!file)
                continue;
            const nlohmann::json golden = nlohmann::json::parse(file);
            int index = 0;
            for (const auto& [text, ids] : golden.at("cases").items()) {
                const std::string row = entry.path().filename().string() + " " + std::to_string(index++);
                QTest::newRow(row.c_str()) << QString::fromStdString((entry.path() / "tokenizer").string())
                                           << QByteArray::fromStdString(text) << ids.get<std::vector<std::int64_t>>();
            }
        }
    }

    void matchesTheReference()
    {
        QFETCH(QString, folder);
        QFETCH(QByteArray, text);
        QFETCH(std::vector<std::int64_t>, expected);
        const ClipTokenizer tokenizer(folder.toStdString());
        QCOMPARE(tokenizer.encode(text.toStdString(), static_cast<int>(expected.size())), expected);
    }

    void splitsAndMerges_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<std::vector<std::int64_t>>("expected");
        const auto row = [](const char* text, const std::vector<std::int64_t>& expected) {
            QTest::newRow(text) << QByteArray(text) << expected;
        };
        row("", {});
        row("ab", {5});
        row("AB\tb\n", {5, 3});
        row("abab", {6});
        row("ababab", {4, 6});
        row("a11", {1, 7, 7});
        row("a's", {1, 10});
        row("a'b", {1, 35, 3});
        row("a!!b", {1, 11, 12, 3});
        row("a<|endoftext|>b", {1, 21, 3});
        row("!<|startoftext|>", {12, 20});
        row("\xc5\x93", {21, 21}); // letters that the vocabulary lacks become the end token
        row("a\xc2\xa0"
            "b",
            {1, 3}); // no-break space
        row("a\xe2\x80\x8d"
            "b",
            {5}); // zero-width joiner is dropped
        row("a\x01"
            "b",
            {5}); // so are control characters
        row("a\xff"
            "b",
            {5}); // and broken UTF-8
        row("a\xe2\x80\xa8"
            "b",
            {1, 3}); // line separator
    }

    void splitsAndMerges()
    {
        QFETCH(QByteArray, text);
        QFETCH(std::vector<std::int64_t>, expected);
        const TemporaryFolder folder;
        writeTokenizer(folder);
        const ClipTokenizer tokenizer(folder.path());
        expected.insert(expected.begin(), tokenizer.beginToken());
        expected.resize(12, tokenizer.endToken());
        QCOMPARE(tokenizer.encode(text.toStdString(), 12), expected);
    }

    void cutsAndPads()
    {
        const TemporaryFolder folder;
        writeTokenizer(folder);
        const ClipTokenizer tokenizer(folder.path());
        QCOMPARE(tokenizer.encode("a b a", 4), (std::vector<std::int64_t>{20, 1, 3, 21}));
        QCOMPARE(tokenizer.encode("a b a", 2), (std::vector<std::int64_t>{20, 21}));
        QCOMPARE(tokenizer.encode("a", 4), (std::vector<std::int64_t>{20, 1, 21, 21}));
        QCOMPARE(tokenizer.encode("a").size(), std::size_t{77});
    }

    void classifiesCharacters_data()
    {
        QTest::addColumn<uint>("character");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, char32_t character, dh::CharClass expected) {
            QTest::newRow(name) << static_cast<uint>(character) << static_cast<int>(expected);
        };
        row("NUL", 0, dh::CharClass::Dropped);
        row("tab", U'\t', dh::CharClass::Separator);
        row("before a", U'`', dh::CharClass::Other);
        row("a", U'a', dh::CharClass::Letter);
        row("z", U'z', dh::CharClass::Letter);
        row("after z", U'{', dh::CharClass::Other);
        row("9", U'9', dh::CharClass::Number);
        row("roman numeral", 0x2160, dh::CharClass::Number);
        row("ideograph", 0x6771, dh::CharClass::Letter);
        row("combining acute", 0x301, dh::CharClass::Other);
        row("ideographic space", 0x3000, dh::CharClass::Separator);
        row("emoji", 0x1f600, dh::CharClass::Other);
        row("replacement", 0xfffd, dh::CharClass::Dropped);
        row("last code point", 0x10ffff, dh::CharClass::Dropped);
    }

    void classifiesCharacters()
    {
        QFETCH(uint, character);
        QFETCH(int, expected);
        QCOMPARE(static_cast<int>(dh::charClass(static_cast<char32_t>(character))), expected);
    }

    void lowersCharacters()
    {
        // A run of stride 1, one of stride 2, a large negative distance, and characters that have no lower case.
        QCOMPARE(static_cast<uint>(dh::lowerCase(U'Z')), 0x7aU);
        QCOMPARE(static_cast<uint>(dh::lowerCase(0x100)), 0x101U);
        QCOMPARE(static_cast<uint>(dh::lowerCase(0x101)), 0x101U);
        QCOMPARE(static_cast<uint>(dh::lowerCase(0x3a9)), 0x3c9U);
        QCOMPARE(static_cast<uint>(dh::lowerCase(0x212a)), 0x6bU);
        QCOMPARE(static_cast<uint>(dh::lowerCase(0x10400)), 0x10428U);
        QCOMPARE(static_cast<uint>(dh::lowerCase(U'7')), 0x37U);
        QCOMPARE(static_cast<uint>(dh::lowerCase(0x10ffff)), 0x10ffffU);
    }

    void refusesBrokenFiles_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("code");
        const int invalid = static_cast<int>(dh::ErrorCode::ModelInvalid);
        QTest::newRow("no JSON") << "vocab.json" << QByteArray("{") << invalid;
        QTest::newRow("negative id") << "vocab.json" << QByteArray(R"({"a":-1})") << invalid;
        QTest::newRow("id is a string") << "vocab.json" << QByteArray(R"({"a":"1"})") << invalid;
        QTest::newRow("no special tokens") << "vocab.json" << QByteArray(R"({"a":1})") << invalid;
        QTest::newRow("merge of one") << "merges.txt" << QByteArray("#version\na\n") << invalid;
        QTest::newRow("merge of three") << "merges.txt" << QByteArray("#version\na b c\n") << invalid;
        const int incomplete = static_cast<int>(dh::ErrorCode::ModelIncomplete);
        QTest::newRow("no vocabulary") << "vocab.json" << QByteArray() << incomplete;
        QTest::newRow("no merges") << "merges.txt" << QByteArray() << incomplete;
    }

    void refusesBrokenFiles()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(int, code);
        const TemporaryFolder folder;
        writeTokenizer(folder);
        fs::remove(folder.path() / name.toStdString());
        if (!content.isNull())
            folder.write(name.toStdString(), content.toStdString());
        try {
            const ClipTokenizer tokenizer(folder.path());
            QFAIL("opened");
        } catch (const dh::Error& error) {
            QCOMPARE(static_cast<int>(error.code()), code);
            QCOMPARE(error.subject(), (folder.path() / name.toStdString()).string());
        }
    }
};

QTEST_APPLESS_MAIN(ClipTokenizerTest)
#include "clip_tokenizer_test.moc"
