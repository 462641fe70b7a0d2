#pragma once

#include "core/base/cancel.h"

namespace dh
{

/// From now on the first SIGINT or SIGTERM sets the returned token, a later one ends the process at once with code 130;
/// SIGHUP, of a terminal that was closed, sets it too unless it is ignored (nohup). A closed pipe no longer kills the
/// program. Call it once, before threads exist.
[[nodiscard]] CancelToken cancelOnSignals();

} // namespace dh
