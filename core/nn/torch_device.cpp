#include "core/nn/torch_device.h"

#include "core/base/error.h"

#include <cstddef>

namespace dh
{

at::Device deviceByName(const std::string& name)
{
    if (name == "cpu") // before anything starts a driver
        return at::kCPU;
    const std::size_t cudaDevices = at::getNumGPUs();
    if (name == "auto")
        return cudaDevices > 0 ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    try {
        const at::Device device(name);
        const at::DeviceIndex index = device.has_index() ? device.index() : at::DeviceIndex{0};
        if (device.is_cuda() && static_cast<std::size_t>(index) < cudaDevices)
            return at::Device(at::kCUDA, index);
    } catch (const c10::Error&) {
        throw Error(ErrorCode::InvalidArgument, name, "devices are auto, cpu, cuda and cuda:N");
    }
    throw Error(ErrorCode::DeviceUnavailable, name, "this build or machine has no such device");
}

} // namespace dh
