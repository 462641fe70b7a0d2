#include "core/imaging/opencv_errors.h"

#include "core/base/error.h"

#include <opencv2/core.hpp>

namespace dh
{

void translatingOpenCvErrors(const std::function<void()>& work)
{
    try {
        work();
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem)
            throw Error(ErrorCode::OutOfMemory, "", "the picture does not fit in memory");
        throw Error(ErrorCode::Internal, "", exception.what());
    }
}

} // namespace dh
