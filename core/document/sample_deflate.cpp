#include "core/document/sample_deflate.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>

namespace dh
{

namespace
{

/// Long enough that a block's code costs little, short enough that the code follows the picture.
constexpr std::size_t kBlockBytes = 128 * 1024;

// RFC 1951, 3.2.5 to 3.2.7.
constexpr std::size_t kLiterals = 256;
constexpr std::size_t kBlockEnd = 256;
constexpr std::size_t kSymbols = 286;
constexpr std::size_t kFirstRunSymbol = 257;
constexpr unsigned kLongestCode = 15;
constexpr std::size_t kShortestRun = 3;
constexpr std::size_t kLongestRun = 258;
constexpr std::uint64_t kDynamicCodes = 2;
constexpr unsigned kTypeBits = 3;
constexpr unsigned kCountBits = 5;
constexpr unsigned kLengthCountBits = 4;
constexpr std::size_t kLengthCodes = 19;
constexpr unsigned kLengthCodeBits = 3;
/// Each code length from 0 to 15 is written with a code of four bits: simple, and a block has few.
constexpr unsigned kBitsOfLength = 4;
/// Runs copy the byte before them: one distance, whose code has one bit.
constexpr unsigned kDistanceBits = 1;

struct RunSymbol {
    std::uint16_t shortest;
    std::uint8_t extraBits;
};
constexpr std::array<RunSymbol, kSymbols - kFirstRunSymbol> kRunSymbols = {
    {{3, 0},  {4, 0},  {5, 0},  {6, 0},   {7, 0},   {8, 0},   {9, 0},   {10, 0},  {11, 1}, {13, 1},
     {15, 1}, {17, 1}, {19, 2}, {23, 2},  {27, 2},  {31, 2},  {35, 3},  {43, 3},  {51, 3}, {59, 3},
     {67, 4}, {83, 4}, {99, 4}, {115, 4}, {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0}}};

constexpr auto kRunSymbolOfLength = [] {
    std::array<std::uint8_t, kLongestRun + 1> symbols{};
    for (std::size_t i = 0; i < kRunSymbols.size(); ++i)
        for (std::size_t length = kRunSymbols[i].shortest; length <= kLongestRun; ++length)
            symbols[length] = static_cast<std::uint8_t>(i);
    return symbols;
}();

/// Bytes that repeat the one before them.
struct Run {
    std::size_t begin;
    std::size_t length;
};

using Counts = std::array<std::uint32_t, kSymbols>;
using Lengths = std::array<std::uint8_t, kSymbols>;

struct Code {
    std::uint16_t bits = 0; ///< the first bit lowest
    std::uint16_t length = 0;
};
using Codes = std::array<Code, kSymbols>;

template <typename Word>
Word wordAt(const std::byte* bytes)
{
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// How many bytes from `begin` on repeat the one before it.
std::size_t repeatsFrom(std::span<const std::byte> block, std::size_t begin)
{
    std::size_t end = begin;
    while (end + sizeof(std::uint64_t) <= block.size() &&
           wordAt<std::uint64_t>(&block[end]) == wordAt<std::uint64_t>(&block[end - 1]))
        end += sizeof(std::uint64_t);
    while (end < block.size() && block[end] == block[begin - 1])
        ++end;
    return end - begin;
}

void findRuns(std::span<const std::byte> block, std::vector<Run>& runs)
{
    runs.clear();
    for (std::size_t i = 1; i + sizeof(std::uint32_t) <= block.size(); ++i) {
        if (wordAt<std::uint32_t>(&block[i]) != wordAt<std::uint32_t>(&block[i - 1]))
            continue;
        std::size_t rest = repeatsFrom(block, i);
        while (rest > 0) {
            // What is left of a long run must be long enough for a run.
            const std::size_t length = rest <= kLongestRun                  ? rest
                                       : rest - kLongestRun >= kShortestRun ? kLongestRun
                                                                            : rest - kShortestRun;
            runs.push_back({i, length});
            i += length;
            rest -= length;
        }
        --i;
    }
}

/// Calls `literals(bytes)` and `run(length)` in the order of the block.
template <typename OnLiterals, typename OnRun>
void forEachPiece(std::span<const std::byte> block, const std::vector<Run>& runs, const OnLiterals& literals,
                  const OnRun& run)
{
    std::size_t done = 0;
    for (const Run& each : runs) {
        literals(block.subspan(done, each.begin - done));
        run(each.length);
        done = each.begin + each.length;
    }
    literals(block.subspan(done));
}

Counts countedSymbols(std::span<const std::byte> block, const std::vector<Run>& runs)
{
    // Two tables in turn: equal neighbours would wait for each other.
    std::array<std::array<std::uint32_t, kLiterals>, 2> literalCounts{};
    Counts counts{};
    forEachPiece(
        block, runs,
        [&](std::span<const std::byte> literals) {
            for (std::size_t i = 0; i < literals.size(); ++i)
                ++literalCounts[i % 2][std::to_integer<std::size_t>(literals[i])];
        },
        [&](std::size_t length) { ++counts[kFirstRunSymbol + kRunSymbolOfLength[length]]; });
    for (std::size_t i = 0; i < kLiterals; ++i)
        counts[i] = literalCounts[0][i] + literalCounts[1][i];
    counts[kBlockEnd] = 1;
    // A code of one symbol only is no complete code.
    counts[0] = std::max(counts[0], 1U);
    return counts;
}

/// Huffman's code lengths; the merged pair of lowest count comes from one of two queues that are in order by
/// themselves (van Leeuwen 1976).
Lengths huffmanLengths(const Counts& counts)
{
    std::vector<std::size_t> leaves;
    for (std::size_t symbol = 0; symbol < kSymbols; ++symbol)
        if (counts[symbol] > 0)
            leaves.push_back(symbol);
    std::sort(leaves.begin(), leaves.end(), [&](std::size_t a, std::size_t b) { return counts[a] < counts[b]; });
    const std::size_t nodes = 2 * leaves.size() - 1;
    std::vector<std::uint64_t> weights(nodes);
    std::transform(leaves.begin(), leaves.end(), weights.begin(),
                   [&](std::size_t symbol) { return std::uint64_t{counts[symbol]}; });
    std::vector<std::size_t> parents(nodes);
    std::size_t nextLeaf = 0;
    std::size_t nextMerged = leaves.size();
    for (std::size_t merged = leaves.size(); merged < nodes; ++merged)
        for (int half = 0; half < 2; ++half) {
            const bool takesLeaf =
                nextLeaf < leaves.size() && (nextMerged >= merged || weights[nextLeaf] <= weights[nextMerged]);
            const std::size_t taken = takesLeaf ? nextLeaf++ : nextMerged++;
            weights[merged] += weights[taken];
            parents[taken] = merged;
        }
    std::vector<std::uint8_t> depths(nodes);
    for (std::size_t node = nodes - 1; node-- > 0;)
        depths[node] = static_cast<std::uint8_t>(depths[parents[node]] + 1);
    Lengths lengths{};
    for (std::size_t i = 0; i < leaves.size(); ++i)
        lengths[leaves[i]] = depths[i];
    return lengths;
}

/// Flatter counts make shorter codes at little cost, until none is too long.
Lengths codeLengths(Counts counts)
{
    while (true) {
        const Lengths lengths = huffmanLengths(counts);
        if (*std::max_element(lengths.begin(), lengths.end()) <= kLongestCode)
            return lengths;
        for (std::uint32_t& count : counts)
            count = (count + 1) / 2;
    }
}

std::uint16_t mirrored(unsigned code, unsigned length)
{
    unsigned result = 0;
    for (unsigned i = 0; i < length; ++i)
        result |= ((code >> i) & 1U) << (length - 1 - i);
    return static_cast<std::uint16_t>(result);
}

/// RFC 1951, 3.2.2.
Codes codesOf(const Lengths& lengths)
{
    std::array<unsigned, kLongestCode + 2> next{};
    for (const std::uint8_t length : lengths)
        if (length > 0)
            ++next[length + 1U];
    for (std::size_t length = 1; length < next.size(); ++length)
        next[length] = 2 * (next[length] + next[length - 1]);
    Codes codes;
    for (std::size_t symbol = 0; symbol < kSymbols; ++symbol)
        if (const unsigned length = lengths[symbol]; length > 0)
            codes[symbol] = {mirrored(next[length]++, length), static_cast<std::uint16_t>(length)};
    return codes;
}

/// Bits on their way into bytes, the lowest first. The room for them is made before.
class BitWriter
{
public:
    explicit BitWriter(Bytes& stream) : m_stream(stream), m_end(stream.size()) {}

    void makeRoom(std::size_t bits)
    {
        constexpr std::size_t kSlack = 2 * sizeof(std::uint64_t);
        m_stream.resize(m_end + bits / 8 + kSlack);
    }
    /// At most 57 bits between two calls of flush().
    void put(std::uint64_t bits, unsigned count)
    {
        m_bits |= bits << m_count;
        m_count += count;
    }
    void flush()
    {
        std::byte* target = m_stream.data() + m_end;
        for (std::size_t i = 0; i < sizeof m_bits; ++i)
            target[i] = static_cast<std::byte>(m_bits >> (8 * i));
        m_end += m_count / 8;
        m_bits >>= m_count & ~7U;
        m_count %= 8;
    }
    void fillByte()
    {
        m_count = (m_count + 7) / 8 * 8;
        flush();
    }
    void finish() { m_stream.resize(m_end); }

private:
    Bytes& m_stream;
    std::size_t m_end;
    std::uint64_t m_bits = 0;
    unsigned m_count = 0;
};

constexpr std::size_t kHeaderBits =
    kTypeBits + 2 * kCountBits + kLengthCountBits + kLengthCodes * kLengthCodeBits + (kSymbols + 1) * kBitsOfLength;

void writeHeader(BitWriter& writer, const Lengths& lengths, bool isLast)
{
    constexpr std::size_t kFewestSymbols = 257;
    constexpr std::size_t kFewestLengthCodes = 4;
    /// The lengths' own code names 16, 17 and 18 first, which stand for repetitions.
    constexpr std::size_t kRepetitions = 3;
    writer.put(static_cast<std::uint64_t>(isLast) | kDynamicCodes << 1U, kTypeBits);
    writer.put(kSymbols - kFewestSymbols, kCountBits);
    writer.put(0, kCountBits);
    writer.put(kLengthCodes - kFewestLengthCodes, kLengthCountBits);
    writer.flush();
    for (std::size_t i = 0; i < kLengthCodes; ++i) {
        writer.put(i < kRepetitions ? 0 : kBitsOfLength, kLengthCodeBits);
        writer.flush();
    }
    for (const std::uint8_t length : lengths) {
        writer.put(mirrored(length, kBitsOfLength), kBitsOfLength);
        writer.flush();
    }
    writer.put(mirrored(kDistanceBits, kBitsOfLength), kBitsOfLength);
    writer.flush();
}

std::size_t dataBits(const Counts& counts, const Lengths& lengths)
{
    std::size_t bits = 0;
    for (std::size_t symbol = 0; symbol < kSymbols; ++symbol)
        bits += std::size_t{counts[symbol]} * lengths[symbol];
    for (std::size_t i = 0; i < kRunSymbols.size(); ++i)
        bits += std::size_t{counts[kFirstRunSymbol + i]} * (kRunSymbols[i].extraBits + kDistanceBits);
    return bits;
}

void writeLiterals(BitWriter& writer, const Codes& codes, std::span<const std::byte> literals)
{
    const auto put = [&](std::size_t i) {
        const Code code = codes[std::to_integer<std::size_t>(literals[i])];
        writer.put(code.bits, code.length);
    };
    constexpr std::size_t kAtOnce = 3; // of 15 bits, beside 7 that wait
    std::size_t i = 0;
    for (; i + kAtOnce <= literals.size(); i += kAtOnce) {
        put(i);
        put(i + 1);
        put(i + 2);
        writer.flush();
    }
    for (; i < literals.size(); ++i) {
        put(i);
        writer.flush();
    }
}

void writeRun(BitWriter& writer, const Codes& codes, std::size_t length)
{
    const std::size_t i = kRunSymbolOfLength[length];
    const Code code = codes[kFirstRunSymbol + i];
    writer.put(code.bits, code.length);
    writer.put(length - kRunSymbols[i].shortest, kRunSymbols[i].extraBits);
    writer.put(0, kDistanceBits);
    writer.flush();
}

void writeBlock(BitWriter& writer, std::span<const std::byte> block, const std::vector<Run>& runs, bool isLast)
{
    const Counts counts = countedSymbols(block, runs);
    const Lengths lengths = codeLengths(counts);
    const Codes codes = codesOf(lengths);
    writer.makeRoom(kHeaderBits + dataBits(counts, lengths));
    writeHeader(writer, lengths, isLast);
    forEachPiece(
        block, runs, [&](std::span<const std::byte> literals) { writeLiterals(writer, codes, literals); },
        [&](std::size_t length) { writeRun(writer, codes, length); });
    writer.put(codes[kBlockEnd].bits, codes[kBlockEnd].length);
    writer.flush();
}

/// A stored block without bytes: what follows it begins on a byte.
void writeEmptyBlock(BitWriter& writer)
{
    constexpr std::uint64_t kLengthAndComplement = 0xFFFF0000;
    constexpr unsigned kLengthBits = 32;
    writer.makeRoom(kTypeBits + kLengthBits);
    writer.put(0, kTypeBits);
    writer.fillByte();
    writer.put(kLengthAndComplement, kLengthBits);
    writer.flush();
}

} // namespace

void appendSampleBlocks(std::span<const std::byte> bytes, bool isLast, Bytes& stream)
{
    BitWriter writer(stream);
    std::vector<Run> runs;
    std::size_t done = 0;
    do {
        const std::span<const std::byte> block = bytes.subspan(done, std::min(kBlockBytes, bytes.size() - done));
        done += block.size();
        findRuns(block, runs);
        writeBlock(writer, block, runs, isLast && done == bytes.size());
    } while (done < bytes.size());
    if (isLast)
        writer.fillByte();
    else
        writeEmptyBlock(writer);
    writer.finish();
}

} // namespace dh
