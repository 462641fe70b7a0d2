#pragma once

#include "translation_file.h"

namespace dh::translations
{

/// How a language writes what the rules look at.
struct Language {
    QString name;
    int pluralForms = 2;
    /// Its script has no letters to underline: a mnemonic is left out, or follows as "(&X)".
    bool isIdeographic = false;
};

/// What is wrong with a message, one short name each ("empty", "plurals", "placeholders", "mnemonic", "ending",
/// "lines", "file filter", "unfinished", "context"); none when all is well.
[[nodiscard]] QStringList problemsOf(const Message& message, const Language& language);

} // namespace dh::translations
