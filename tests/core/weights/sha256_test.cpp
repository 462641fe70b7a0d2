#include "core/weights/sha256.h"

#include <QTest>

#include <string>

using dh::Sha256;

namespace
{

std::string hashOf(const std::string& text, Sha256::Implementation implementation, std::size_t pieceSize)
{
    Sha256 hash(implementation);
    const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
    for (std::size_t i = 0; i < bytes.size(); i += pieceSize)
        hash.update(bytes.subspan(i, std::min(pieceSize, bytes.size() - i)));
    return hash.finishHex();
}

} // namespace

class Sha256Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownHashes_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("expected");
        // From the examples of FIPS 180-4 and NIST's CAVP, and around the borders of a block from Python's hashlib.
        QTest::newRow("empty") << std::string()
                               << std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << std::string("abc")
                             << std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("two blocks") << std::string("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                    << std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        QTest::newRow("a million") << std::string(1'000'000, 'a')
                                   << std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        QTest::newRow("55 bytes") << std::string(55, 'x')
                                  << std::string("d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072");
        QTest::newRow("56 bytes") << std::string(56, 'x')
                                  << std::string("04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e");
        QTest::newRow("63 bytes") << std::string(63, 'x')
                                  << std::string("75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2");
        QTest::newRow("64 bytes") << std::string(64, 'x')
                                  << std::string("7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c");
        QTest::newRow("119 bytes") << std::string(119, 'x')
                                   << std::string("000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c");
        QTest::newRow("120 bytes") << std::string(120, 'x')
                                   << std::string("13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98");
    }

    void knownHashes()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, expected);
        for (const std::size_t pieceSize : {text.size() + 1, std::size_t{64}, std::size_t{7}}) {
            QCOMPARE(hashOf(text, Sha256::Implementation::Portable, pieceSize), expected);
            QCOMPARE(hashOf(text, Sha256::Implementation::Fastest, pieceSize), expected);
        }
    }

    void bothImplementationsAgree()
    {
        if (!Sha256::isAccelerated())
            QSKIP("this processor has no SHA instructions");
        std::string text;
        for (int i = 0; i < 5000; ++i) {
            text += static_cast<char>(i * 131 >> 3);
            if (i % 97 == 0)
                QCOMPARE(hashOf(text, Sha256::Implementation::Fastest, 1000),
                         hashOf(text, Sha256::Implementation::Portable, 1000));
        }
    }

    void speed_data()
    {
        QTest::addColumn<int>("implementation");
        QTest::newRow("fastest") << static_cast<int>(Sha256::Implementation::Fastest);
        QTest::newRow("portable") << static_cast<int>(Sha256::Implementation::Portable);
    }

    void speed()
    {
        QFETCH(int, implementation);
        const std::string text(16U << 20, 'x');
        std::string hash;
        QBENCHMARK
        {
            hash = hashOf(text, static_cast<Sha256::Implementation>(implementation), text.size());
        }
        QCOMPARE(hash, std::string("a06c26cbac8b80704f420222dae5658b88ff2da96702d12ef7a4223e9361f7c1"));
    }
};

QTEST_APPLESS_MAIN(Sha256Test)
#include "sha256_test.moc"
