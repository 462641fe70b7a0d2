#pragma once

#include "core/base/error.h"

#include <string>

namespace dh
{

/// Reasons of this program's own refusals; each has advice of its own.
inline constexpr const char* kDetailExists = "it exists already";
inline constexpr const char* kDetailIsInput = "it is one of the input files, which are never overwritten";

/// The one place where an error becomes what a user of the command line reads: complete sentences that name the file,
/// the reason and what to do. Lists of problems keep a line each.
[[nodiscard]] std::string errorSentence(const Error& error);

} // namespace dh
