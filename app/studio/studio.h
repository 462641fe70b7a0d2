#pragma once

#include "app/studio/studio_options.h"

#include <memory>

namespace dh
{

/// The composition root: makes the document, the settings, the window and its modules, and wires them.
class Studio
{
public:
    /// @pre a QApplication exists
    explicit Studio(const StudioOptions& options);
    ~Studio();
    /// Shows the window; the rest follows when the event loop runs.
    void show();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace dh
