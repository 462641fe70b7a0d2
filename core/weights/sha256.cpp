#include "core/weights/sha256.h"

#include "core/weights/sha256_constants.h"

#include <algorithm>
#include <bit>

namespace dh
{

namespace
{

using sha256::kBlockSize;

/// FIPS 180-4, section 5.3.3.
constexpr std::array<std::uint32_t, 8> kInitialState{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

std::uint32_t readBigEndian(const std::byte* bytes)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
    return value;
}

std::array<std::uint32_t, sha256::kRounds> messageSchedule(const std::byte* block)
{
    std::array<std::uint32_t, sha256::kRounds> w;
    for (std::size_t i = 0; i < 16; ++i)
        w[i] = readBigEndian(block + 4 * i);
    for (std::size_t i = 16; i < w.size(); ++i) {
        const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
        const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    return w;
}

} // namespace

Sha256::Sha256(Implementation implementation)
    : m_state(kInitialState),
      m_compress(implementation == Implementation::Fastest && isAccelerated() ? compressWithShaInstructions
                                                                              : compressPortable)
{
}

void Sha256::compressPortable(State& state, const std::byte* blocks, std::size_t count)
{
    for (; count > 0; --count, blocks += kBlockSize) {
        const auto w = messageSchedule(blocks);
        auto [a, b, c, d, e, f, g, h] = state;
        for (std::size_t i = 0; i < w.size(); ++i) {
            const std::uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
            const std::uint32_t choice = (e & f) ^ (~e & g);
            const std::uint32_t t1 = h + sum1 + choice + sha256::kRoundConstants[i] + w[i];
            const std::uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
            const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + sum0 + majority;
        }
        const State added{a, b, c, d, e, f, g, h};
        for (std::size_t i = 0; i < state.size(); ++i)
            state[i] += added[i];
    }
}

void Sha256::update(std::span<const std::byte> bytes)
{
    m_totalBytes += bytes.size();
    if (m_pendingSize > 0) {
        const std::size_t taken = std::min(bytes.size(), kBlockSize - m_pendingSize);
        std::copy_n(bytes.begin(), taken, m_pending.begin() + static_cast<std::ptrdiff_t>(m_pendingSize));
        m_pendingSize += taken;
        bytes = bytes.subspan(taken);
        if (m_pendingSize < kBlockSize)
            return;
        m_compress(m_state, m_pending.data(), 1);
        m_pendingSize = 0;
    }
    const std::size_t blocks = bytes.size() / kBlockSize;
    m_compress(m_state, bytes.data(), blocks);
    const auto rest = bytes.subspan(blocks * kBlockSize);
    std::copy(rest.begin(), rest.end(), m_pending.begin());
    m_pendingSize = rest.size();
}

std::string Sha256::finishHex()
{
    constexpr std::size_t kLengthSize = 8;
    const std::uint64_t bits = m_totalBytes * 8;
    std::array<std::byte, 2 * kBlockSize> tail{};
    tail[0] = std::byte{0x80};
    // One bit, zeros, and the length so that it ends with a block.
    const std::size_t zeros = (2 * kBlockSize - 1 - kLengthSize - m_pendingSize) % kBlockSize;
    for (std::size_t i = 0; i < kLengthSize; ++i)
        tail[1 + zeros + i] = static_cast<std::byte>(bits >> (8 * (kLengthSize - 1 - i)));
    update(std::span(tail).first(1 + zeros + kLengthSize));

    constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (const std::uint32_t word : m_state) {
        for (int shift = 28; shift >= 0; shift -= 4)
            hex += kDigits[word >> shift & 0xf];
    }
    return hex;
}

} // namespace dh
