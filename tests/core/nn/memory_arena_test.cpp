#include "core/nn/memory_arena.h"

#include <QTest>

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>
#include <vector>

using namespace dh;

namespace
{

constexpr std::size_t kMebibyte = std::size_t{1} << 20;
constexpr std::size_t kAddresses = 256 * kMebibyte;
constexpr std::size_t kPlenty = kAddresses;

/// How much of a range is backed by memory.
std::size_t residentBytes(const void* begin, std::size_t bytes)
{
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    std::vector<unsigned char> pages(bytes / page);
    if (mincore(const_cast<void*>(begin), bytes, pages.data()) != 0)
        return 0;
    return page * static_cast<std::size_t>(std::count_if(pages.begin(), pages.end(), [](int p) { return p & 1; }));
}

struct Block {
    unsigned char* begin;
    std::size_t size;
    unsigned char value;
};

Block filledBlock(MemoryArena& arena, std::size_t size, int value)
{
    Block block{static_cast<unsigned char*>(arena.allocate(size)), size, static_cast<unsigned char>(value)};
    if (block.begin != nullptr)
        std::memset(block.begin, block.value, size);
    return block;
}

bool isWhole(const Block& block)
{
    return std::all_of(block.begin, block.begin + block.size, [&block](int v) { return v == block.value; });
}

/// Allocates and frees at random; false when somebody else wrote into a block.
bool churn(MemoryArena& arena, unsigned seed, int rounds)
{
    std::mt19937 random(seed);
    std::vector<Block> blocks;
    bool good = true;
    for (int i = 0; i < rounds; ++i) {
        if (blocks.size() < 12 && random() % 3 != 0) {
            const Block block = filledBlock(arena, 1 + random() % (3 * kMebibyte), static_cast<int>(random() % 256));
            good = good && block.begin != nullptr && arena.contains(block.begin);
            if (block.begin != nullptr)
                blocks.push_back(block);
        } else if (!blocks.empty()) {
            std::swap(blocks[random() % blocks.size()], blocks.back());
            good = good && isWhole(blocks.back());
            arena.free(blocks.back().begin);
            blocks.pop_back();
        }
    }
    for (const Block& block : blocks) {
        good = good && isWhole(block);
        arena.free(block.begin);
    }
    return good;
}

} // namespace

class MemoryArenaTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void blocksStartOnPages();
    void freedNeighboursJoin();
    void theSmallestGapThatFitsIsTaken();
    void freedMemoryIsKept();
    void noMoreIsKeptThanTold();
    void releaseGivesFreeMemoryBack();
    void fullArenaGivesNull();
    void refusedAddressesMeanASmallerArena();
    void blocksNeverOverlap();
};

void MemoryArenaTest::blocksStartOnPages()
{
    MemoryArena arena(kAddresses, kPlenty);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4097}}) {
        const void* block = arena.allocate(size);
        QVERIFY(block != nullptr);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(block) % MemoryArena::kGranularity, std::uintptr_t{0});
    }
    const int elsewhere = 0;
    QVERIFY(!arena.contains(&elsewhere));
    QVERIFY(!arena.contains(nullptr));
}

void MemoryArenaTest::freedNeighboursJoin()
{
    MemoryArena arena(kAddresses, kPlenty);
    std::vector<void*> blocks;
    for (int i = 0; i < 4; ++i)
        blocks.push_back(arena.allocate(kMebibyte));
    const std::size_t extent = arena.extent();
    // In every order: the one before, the one behind, both.
    for (const int i : {1, 0, 3, 2})
        arena.free(blocks[static_cast<std::size_t>(i)]);
    QCOMPARE(arena.usedBytes(), std::size_t{0});
    QCOMPARE(arena.allocate(4 * kMebibyte), blocks[0]);
    QCOMPARE(arena.extent(), extent);
}

void MemoryArenaTest::theSmallestGapThatFitsIsTaken()
{
    MemoryArena arena(kAddresses, kPlenty);
    void* large = arena.allocate(8 * kMebibyte);
    const void* wall = arena.allocate(kMebibyte);
    void* small = arena.allocate(2 * kMebibyte);
    const void* end = arena.allocate(kMebibyte);
    QVERIFY(wall != nullptr && end != nullptr);
    arena.free(large);
    arena.free(small);
    QCOMPARE(arena.allocate(kMebibyte), small);
    QCOMPARE(arena.allocate(3 * kMebibyte), large);
}

void MemoryArenaTest::freedMemoryIsKept()
{
    MemoryArena arena(kAddresses, kPlenty);
    const Block block = filledBlock(arena, 4 * kMebibyte, 7);
    arena.free(block.begin);
    QCOMPARE(arena.keptBytes(), 4 * kMebibyte);
    QCOMPARE(residentBytes(block.begin, block.size), block.size);
    QCOMPARE(arena.allocate(3 * kMebibyte), block.begin);
    QCOMPARE(arena.keptBytes(), kMebibyte);
    QCOMPARE(arena.usedBytes(), 3 * kMebibyte);
}

void MemoryArenaTest::noMoreIsKeptThanTold()
{
    constexpr std::size_t kMost = 4 * kMebibyte;
    MemoryArena arena(kAddresses, kMost);
    std::vector<Block> blocks;
    for (int i = 0; i < 8; ++i)
        blocks.push_back(filledBlock(arena, 2 * kMebibyte, i));
    for (const Block& block : blocks) {
        arena.free(block.begin);
        QVERIFY(arena.keptBytes() <= kMost);
    }
    QVERIFY(residentBytes(blocks[0].begin, 16 * kMebibyte) <= kMost);
}

void MemoryArenaTest::releaseGivesFreeMemoryBack()
{
    MemoryArena arena(kAddresses, kPlenty);
    const Block stays = filledBlock(arena, 2 * kMebibyte, 1);
    const Block goes = filledBlock(arena, 6 * kMebibyte, 2);
    const Block staysToo = filledBlock(arena, 2 * kMebibyte, 3);
    arena.free(goes.begin);
    arena.release();
    QCOMPARE(arena.keptBytes(), std::size_t{0});
    QCOMPARE(residentBytes(goes.begin, goes.size), std::size_t{0});
    QVERIFY(isWhole(stays) && isWhole(staysToo));
    const Block again = filledBlock(arena, 6 * kMebibyte, 4);
    QCOMPARE(again.begin, goes.begin);
    QVERIFY(isWhole(again) && isWhole(stays) && isWhole(staysToo));
}

void MemoryArenaTest::fullArenaGivesNull()
{
    MemoryArena arena(kAddresses, kPlenty);
    QCOMPARE(arena.allocate(2 * kAddresses), static_cast<void*>(nullptr));
    QCOMPARE(arena.allocate(SIZE_MAX), static_cast<void*>(nullptr));
    void* most = arena.allocate(kAddresses - 8 * kMebibyte);
    QVERIFY(most != nullptr);
    QCOMPARE(arena.allocate(16 * kMebibyte), static_cast<void*>(nullptr));
    arena.free(most);
    QCOMPARE(arena.allocate(16 * kMebibyte), most);
}

void MemoryArenaTest::refusedAddressesMeanASmallerArena()
{
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
    std::ifstream statm("/proc/self/statm");
    std::size_t pages = 0;
    statm >> pages;
    rlimit limit = before;
    limit.rlim_cur = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + 300 * kMebibyte;
    QCOMPARE(setrlimit(RLIMIT_AS, &limit), 0);
    {
        MemoryArena arena(1024 * kMebibyte, kPlenty);
        QVERIFY(isWhole(filledBlock(arena, 8 * kMebibyte, 9)));
        QCOMPARE(arena.allocate(512 * kMebibyte), static_cast<void*>(nullptr));
    }
    QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
}

void MemoryArenaTest::blocksNeverOverlap()
{
    constexpr int kRounds = 400;
    MemoryArena arena(kAddresses, 8 * kMebibyte);
    bool good[2] = {};
    std::thread other([&] { good[1] = churn(arena, 2, kRounds); });
    good[0] = churn(arena, 1, kRounds);
    arena.release();
    other.join();
    QVERIFY(good[0] && good[1]);
    QCOMPARE(arena.usedBytes(), std::size_t{0});
    // Everything has joined again.
    QVERIFY(arena.allocate(kAddresses - 4 * kMebibyte) != nullptr);
}

QTEST_GUILESS_MAIN(MemoryArenaTest)
#include "memory_arena_test.moc"
