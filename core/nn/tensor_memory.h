#pragma once

namespace dh
{

/// Replaces Torch's allocator of large CPU tensors in this process: blocks are mapped with huge pages and a bounded
/// amount of freed ones is kept for the next tensor. A network at megapixel size otherwise spends a third of its time
/// in page faults, because every layer maps and unmaps its result. Call it once, before the first tensor; later calls
/// do nothing.
void installTensorMemory();

/// Gives the kept blocks back to the system; at the end of a run. Thread-safe.
void releaseKeptTensorMemory();

} // namespace dh
