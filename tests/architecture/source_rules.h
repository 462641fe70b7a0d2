#pragma once

#include "source_text.h"

#include <string>
#include <vector>

namespace dh::architecture
{

/// A broken rule: "core/nn/unet.cpp:3: ...".
struct Violation {
    std::string rule; ///< stable short name, for instance "levels"
    std::string message;
};

/// Checks one file of core, ui or app against the levels of core/README.md and the rules of CONTRIBUTING.md.
/// @return what is broken, in the order of the rules; empty when the file is as it should be
[[nodiscard]] std::vector<Violation> violationsOf(const SourceFile& file);

} // namespace dh::architecture
