#pragma once

#include "core/document/project_file.h"
#include "core/imaging/image_file.h"

#include <filesystem>
#include <functional>
#include <string>

namespace dh
{

/// What belongs to the open document beside its composition. GUI thread.
struct DocumentSession {
    ImageMetadata background; ///< what the background's file carried; goes into exports
    std::filesystem::path backgroundSource;
    /// The harmonize panel's settings, as JSON; may be empty functions.
    std::function<std::string()> collectRunSettings;
    std::function<void(const std::string&)> applyRunSettings;

    /// Forgets the former document.
    void clear();
    /// What a project file takes along.
    [[nodiscard]] ProjectExtras extras(LayerId selected) const;
    /// Takes over what a project file brought; what is damaged there counts as absent.
    /// @return the layer that was selected, 0 for none
    LayerId restore(const ProjectExtras& extras);
};

} // namespace dh
