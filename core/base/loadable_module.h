#pragma once

namespace dh
{

/// Loads one of the program's own modules and finds a function in it. The module stays loaded until the program ends:
/// Torch's threads and statics don't survive less. Looked for as the environment's `variable` says, or beside the
/// program and in ../lib/diffharmony. Any thread.
/// @throws Error EngineUnavailable, saying where it was looked for and why it failed
[[nodiscard]] void* moduleFunction(const char* fileName, const char* variable, const char* function);

} // namespace dh
