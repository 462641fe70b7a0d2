#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>

namespace dh
{

/// Reasons of this program's own refusals; each has advice of its own.
inline constexpr const char* kDetailExists = "it exists already";
inline constexpr const char* kDetailIsInput = "it is one of the input files, which are never overwritten";

/// The one place where an error becomes what a user of the command line reads: complete sentences that name the file,
/// the reason and what to do. Lists of problems keep a line each.
[[nodiscard]] std::string errorSentence(const Error& error);

/// The same without the advice, for a list of problems.
[[nodiscard]] std::string errorStatement(const Error& error);

/// Only what is wrong, as one sentence, where a report tells the rest: no advice, and of a list the first entry.
[[nodiscard]] std::string briefErrorSentence(const Error& error);

/// Why a run that did what it could failed all the same.
[[nodiscard]] std::string changedOutsideSentence(const std::filesystem::path& changed,
                                                 const std::filesystem::path& original, long long samples);
[[nodiscard]] std::string unfinishedSentence(int finished, int pictures);
[[nodiscard]] std::string lostAnswerSentence();

} // namespace dh
