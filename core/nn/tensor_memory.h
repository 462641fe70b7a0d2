#pragma once

namespace dh
{

/// Replaces Torch's allocator of large CPU tensors in this process by a MemoryArena of huge pages. A network at
/// megapixel size otherwise spends a third of its time in page faults, because every layer maps and unmaps its result.
/// Call it once, before the first tensor; later calls do nothing.
void installTensorMemory();

/// Gives what freed tensors have left, on devices too, back to the system; when nothing runs for a while. Thread-safe.
void releaseKeptTensorMemory();

} // namespace dh
