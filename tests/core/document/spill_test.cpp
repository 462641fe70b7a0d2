#include "composition_hash.h"
#include "document_pictures.h"
#include "small_files_only.h"

#include "core/document/document.h"
#include "core/document/held_pixels.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace dh;
using dh::test::CompositionHash;

namespace fs = std::filesystem;

namespace
{

constexpr Size kCanvas{100, 80};
constexpr std::uint64_t kPictureBytes = 100 * 80 * 3;
constexpr std::uint64_t kPlenty = std::uint64_t{1} << 30U;

/// Replaces the background, so that each step holds one picture that nothing else has.
void replaceBackground(Document& document, std::uint32_t seed)
{
    document.edit("Replace", [seed](Composition& composition) {
        composition.background = test::noise(kCanvas, 3, SampleType::U8, seed);
    });
}

std::uint64_t hashOf(const Document& document)
{
    return CompositionHash::of(document.composition());
}

/// The open file of that size that has no name any more; -1 when there is none.
int namelessFile(std::uint64_t bytes)
{
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc/self/fd")) {
        const int descriptor = std::stoi(entry.path().filename().string());
        struct stat status {
        };
        if (descriptor > STDERR_FILENO && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
            status.st_nlink == 0 && static_cast<std::uint64_t>(status.st_size) == bytes)
            return descriptor;
    }
    return -1;
}

std::size_t allocatedBytes()
{
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

} // namespace

class SpillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFullTemporaryDiskKeepsWhatFits()
    {
        constexpr int kFit = 3; // pictures that may grow on the disk
        constexpr int kSteps = 12;
        Document document(2 * kPictureBytes);
        document.setHistoryBytes(2 * kPictureBytes, kPlenty);
        document.reset({test::noise(kCanvas, 3, SampleType::U8, 0), {}, {}});
        std::vector<std::uint64_t> hashes{hashOf(document)};
        {
            // The last write of a block that doesn't fit breaks off in its middle.
            const test::SmallFilesOnly limit(kFit * kPictureBytes + kPictureBytes / 2);
            for (std::uint32_t step = 1; step <= kSteps; ++step) {
                replaceBackground(document, step);
                hashes.push_back(hashOf(document));
                QVERIFY(document.historyBytesInUse() <= 2 * kPictureBytes);
                QVERIFY(document.historyBytesOnDisk() <= kFit * kPictureBytes);
            }
        }
        QCOMPARE(document.historyBytesOnDisk(), kFit * kPictureBytes);
        const int kept = document.history().count();
        QVERIFY2(kept > kFit && kept < kSteps, qPrintable(QString::number(kept)));
        checkWalk(document, hashes);

        // With room again, it goes on.
        for (std::uint32_t step = kSteps + 1; step <= 2 * kSteps; ++step) {
            replaceBackground(document, step);
            hashes.push_back(hashOf(document));
        }
        QCOMPARE(document.history().count(), kept + kSteps);
        QVERIFY(document.historyBytesOnDisk() > kFit * kPictureBytes);
        checkWalk(document, hashes);
    }

    void theNewestStepStaysOnAFullDisk()
    {
        Document document(0);
        document.setHistoryBytes(kPictureBytes / 2, kPlenty);
        document.reset({test::noise(kCanvas, 3, SampleType::U8, 0), {}, {}});
        const test::SmallFilesOnly limit(kPictureBytes / 2);
        replaceBackground(document, 1);
        const std::uint64_t before = hashOf(document);
        replaceBackground(document, 2);
        QCOMPARE(document.historyBytesOnDisk(), std::uint64_t{0});
        QCOMPARE(document.history().count(), 1);
        document.history().undo();
        QCOMPARE(hashOf(document), before);
    }

    void spilledPixelsLeaveTheMemory()
    {
        constexpr std::size_t kDelta = std::size_t{8} << 20U;
        const auto file = std::make_shared<SpillFile>(kPlenty);
        const std::size_t before = allocatedBytes();
        HeldPixels held(MaskDelta(kDelta, std::byte{1}));
        if (allocatedBytes() < before + kDelta)
            QSKIP("this allocator doesn't tell what it gave");
        QVERIFY(held.spill(file));
        QVERIFY(allocatedBytes() < before + kDelta / 2);
        QVERIFY(held.delta() == MaskDelta(kDelta, std::byte{1}));
    }

    void aLostHistoryLeavesThePictureUnsaved_data()
    {
        QTest::addColumn<int>("savedAt"); // steps before the last one; -1 = never
        QTest::newRow("never saved") << -1;
        QTest::newRow("saved before the step that is lost") << 1;
        QTest::newRow("saved after it") << 0;
    }

    void aLostHistoryLeavesThePictureUnsaved()
    {
        QFETCH(int, savedAt);
        Document document(0);
        document.setHistoryBytes(kPictureBytes / 2, kPlenty);
        document.reset({test::noise(kCanvas, 3, SampleType::U8, 0), {}, {}});
        if (savedAt < 0)
            document.markModified();
        constexpr int kSteps = 3;
        for (int step = 1; step <= kSteps; ++step) {
            replaceBackground(document, static_cast<std::uint32_t>(step));
            if (savedAt == kSteps - step)
                document.markSaved("picture.dhs", document.revision());
        }
        QCOMPARE(document.historyBytesOnDisk(), kSteps * kPictureBytes);
        const int descriptor = namelessFile(kSteps * kPictureBytes);
        QVERIFY(descriptor >= 0);
        QCOMPARE(ftruncate(descriptor, 0), 0);
        const std::uint64_t hash = hashOf(document);
        const bool wasModified = document.isModified();
        QSignalSpy told(&document, &Document::modifiedChanged);
        QSignalSpy lost(&document, &Document::historyLost);
        document.history().undo();
        QVERIFY(document.isModified());
        QTRY_COMPARE(lost.count(), 1);
        QCOMPARE(hashOf(document), hash);
        QCOMPARE(document.history().count(), 0);
        QVERIFY(document.isModified());
        // Nobody heard meanwhile that all is saved.
        QCOMPARE(told.count(), wasModified ? 0 : 1);

        document.markSaved("picture.dhs", document.revision());
        QVERIFY(!document.isModified());
        replaceBackground(document, kSteps + 1);
        document.history().undo();
        QCOMPARE(hashOf(document), hash);
        QVERIFY(!document.isModified());
    }

private:
    /// Every state that can be undone is the one it was; comes back to the present.
    static void checkWalk(Document& document, const std::vector<std::uint64_t>& hashes)
    {
        QUndoStack& history = document.history();
        const int end = history.index();
        for (int back = 1; back <= end; ++back) {
            history.undo();
            QCOMPARE(hashOf(document), hashes[hashes.size() - 1 - static_cast<std::size_t>(back)]);
        }
        history.setIndex(end);
        QCOMPARE(hashOf(document), hashes.back());
    }
};

QTEST_GUILESS_MAIN(SpillTest)
#include "spill_test.moc"
