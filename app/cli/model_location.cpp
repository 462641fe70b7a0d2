#include "app/cli/model_location.h"

#include "core/base/error.h"
#include "core/harmonize/engine_module.h"

namespace dh
{

ModelLocation withBuiltInModel(ModelLocation location)
{
    if (location.root.empty())
        location.root = builtInModelFolder();
    if (location.root.empty())
        throw Error(ErrorCode::ModelMissing, "", "the built-in model isn't installed");
    return location;
}

} // namespace dh
