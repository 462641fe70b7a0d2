#pragma once

#include <QString>

namespace dh
{

class Error;

/// The one place of the window where an error becomes what a user reads: what happened, to what, why, and what to do.
/// Translated sentences.
[[nodiscard]] QString errorText(const Error& error);

} // namespace dh
