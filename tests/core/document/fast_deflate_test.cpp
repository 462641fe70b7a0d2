#include "core/document/fast_deflate.h"

#include <QTest>

#include <zlib.h>

#include <functional>
#include <random>

using namespace dh;

namespace
{

constexpr int kRawWindowBits = -15;

/// What zlib makes of the stream; empty when it finds a fault or bytes behind the end.
Bytes inflated(const Bytes& stream, std::size_t size)
{
    z_stream state{};
    inflateInit2(&state, kRawWindowBits);
    Bytes bytes(size + 1);
    state.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(stream.data()));
    state.avail_in = static_cast<uInt>(stream.size());
    state.next_out = reinterpret_cast<Bytef*>(bytes.data());
    state.avail_out = static_cast<uInt>(bytes.size());
    const bool isWhole = inflate(&state, Z_FINISH) == Z_STREAM_END && state.avail_in == 0;
    bytes.resize(isWhole ? state.total_out : 0);
    inflateEnd(&state);
    return bytes;
}

std::size_t sizeByZlib(const Bytes& bytes)
{
    z_stream state{};
    deflateInit2(&state, 1, Z_DEFLATED, kRawWindowBits, 9, Z_DEFAULT_STRATEGY);
    Bytes packed(deflateBound(&state, static_cast<uLong>(bytes.size())));
    state.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    state.avail_in = static_cast<uInt>(bytes.size());
    state.next_out = reinterpret_cast<Bytef*>(packed.data());
    state.avail_out = static_cast<uInt>(packed.size());
    deflate(&state, Z_FINISH);
    deflateEnd(&state);
    return state.total_out;
}

Bytes bytesOf(std::size_t size, const std::function<unsigned(std::size_t)>& value)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::byte>(value(i));
    return bytes;
}

/// Every value half as frequent as the one before: codes of the greatest length that deflate allows.
unsigned rarer(std::minstd_rand& random)
{
    unsigned value = 0;
    while (value < 255 && (random() & 64U) != 0)
        ++value;
    return value;
}

} // namespace

class FastDeflateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void zlibReadsIt_data();
    void zlibReadsIt();
    void isAsSmallAsZlib();
};

void FastDeflateTest::zlibReadsIt_data()
{
    QTest::addColumn<Bytes>("bytes");
    // Around the shortest and longest match, around a part and over several.
    for (const std::size_t size :
         {0, 1, 2, 3, 4, 5, 257, 258, 259, 260, 261, 262, 520, 300000, 1048576, 1048577, 3000000}) {
        std::minstd_rand random(static_cast<unsigned>(size) + 1);
        const auto add = [size](const char* kind, const std::function<unsigned(std::size_t)>& value) {
            QTest::addRow("%zu bytes, %s", size, kind) << bytesOf(size, value);
        };
        add("equal", [](std::size_t) { return 0U; });
        add("noise", [&](std::size_t) { return static_cast<unsigned>(random() >> 8U); });
        add("runs", [&](std::size_t) { return random() % 64 == 0 ? static_cast<unsigned>(random() >> 8U) : 7U; });
        add("long runs", [](std::size_t i) { return static_cast<unsigned>(i / 300); });
        add("few values", [&](std::size_t) { return static_cast<unsigned>(random() >> 8U) % 3; });
        add("rare values", [&](std::size_t) { return rarer(random); });
    }
}

void FastDeflateTest::zlibReadsIt()
{
    QFETCH(Bytes, bytes);
    const Bytes stream = fastDeflated(bytes);
    QVERIFY(inflated(stream, bytes.size()) == bytes);
    // A stream is there even where there is nothing to pack.
    QVERIFY(!stream.empty());
}

void FastDeflateTest::isAsSmallAsZlib()
{
    std::minstd_rand random(3);
    std::normal_distribution<double> grain(0.0, 3.0);
    const Bytes bytes = bytesOf(1U << 20U, [&](std::size_t i) {
        return i % 5000 < 1000 ? 0U : static_cast<unsigned>(static_cast<int>(grain(random)));
    });
    const Bytes stream = fastDeflated(bytes);
    const std::size_t byZlib = sizeByZlib(bytes);
    QVERIFY2(stream.size() <= byZlib,
             qPrintable(QStringLiteral("%1 instead of %2 bytes").arg(stream.size()).arg(byZlib)));
}

QTEST_APPLESS_MAIN(FastDeflateTest)
#include "fast_deflate_test.moc"
