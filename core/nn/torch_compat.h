#pragma once

/// Everything that differs between LibTorch 1.13 and 2.x (2.3 and later), and between builds with and without oneDNN's
/// own interface, is decided here and nowhere else.

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#include <torch/version.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>

#define DH_TORCH_AT_LEAST_2 (TORCH_VERSION_MAJOR >= 2)
/// 2.4 gave autocast's functions a device type.
#define DH_TORCH_AT_LEAST_2_4 (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4))

/// 2.9 gave the allocators of devices a common base.
#define DH_TORCH_AT_LEAST_2_9 (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 9))
#if DH_TORCH_AT_LEAST_2_9
#include <c10/core/CachingDeviceAllocator.h>
#endif

#if DH_TORCH_AT_LEAST_2 && TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR < 3
// Their allocators have another signature, and the first ones' attention on a processor holds every score.
#error "LibTorch 2.0 to 2.2 are too old: 1.13, or 2.3 and later"
#endif

namespace dh::compat
{

/// Whether matrix products of the CPU should go to oneDNN directly: distributions build LibTorch without MKL, and
/// whatever BLAS it then finds, in its fused attention too, reaches a fraction of the machine's rate.
inline bool usesDnnlProducts()
{
#ifdef DH_HAVE_DNNL
    return !at::hasMKL();
#else
    return false;
#endif
}

/// Whether ATen has a fused attention that never holds the whole score matrix.
inline constexpr bool kHasFusedAttention = DH_TORCH_AT_LEAST_2;

/// softmax(q k^T * scale) v for [batch, heads, tokens, width]; only called when kHasFusedAttention.
inline at::Tensor fusedAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, bool causal)
{
#if DH_TORCH_AT_LEAST_2
    return at::scaled_dot_product_attention(query, key, value, {}, 0.0, causal);
#else
    (void)key;
    (void)value;
    (void)causal;
    return query;
#endif
}

/// A CPU generator whose stream equals torch.Generator("cpu").manual_seed(seed).
inline at::Generator makeCpuGenerator(std::uint64_t seed)
{
    return at::detail::createCPUGenerator(seed);
}

/// Deterministic algorithms only; what isn't written to stays as it is, which later versions would fill.
inline void useDeterministicAlgorithms()
{
    constexpr bool kOnlyWarn = true;
    at::globalContext().setDeterministicAlgorithms(true, kOnlyWarn);
#if DH_TORCH_AT_LEAST_2
    at::globalContext().setDeterministicFillUninitializedMemory(false);
#endif
}

/// Whether ATen's operators on this thread narrow to `type` on `device` where that is safe.
inline void setAutocast(at::DeviceType device, bool enabled, at::ScalarType type)
{
#if DH_TORCH_AT_LEAST_2_4
    at::autocast::set_autocast_dtype(device, type);
    at::autocast::set_autocast_enabled(device, enabled);
#else
    if (device == at::kCPU) {
        at::autocast::set_autocast_cpu_dtype(type);
        at::autocast::set_cpu_enabled(enabled);
    } else {
        at::autocast::set_autocast_gpu_dtype(type);
        at::autocast::set_enabled(enabled);
    }
#endif
}

/// Whether ATen's operators on this thread may narrow on `device`.
inline bool isAutocasting(at::DeviceType device)
{
#if DH_TORCH_AT_LEAST_2_4
    return at::autocast::is_autocast_enabled(device);
#else
    return device == at::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
#endif
}

/// Makes `allocate` and `free` the source of all CPU tensors; the class that ATen wants changed between versions.
inline bool installCpuAllocator(void* (*allocate)(std::size_t), void (*free)(void*))
{
    struct FunctionAllocator final : c10::Allocator {
        FunctionAllocator(void* (*allocateBytes)(std::size_t), void (*freeBytes)(void*))
            : m_allocate(allocateBytes), m_free(freeBytes)
        {
        }
        [[nodiscard]] c10::DataPtr make(std::size_t bytes) const
        {
            void* block = m_allocate(bytes);
            return {block, block, m_free, c10::DeviceType::CPU};
        }
        [[nodiscard]] c10::DeleterFnPtr raw_deleter() const override { return m_free; }
#if DH_TORCH_AT_LEAST_2
        c10::DataPtr allocate(std::size_t bytes) override
        {
            return make(bytes);
        }
        void copy_data(void* target, const void* source, std::size_t count) const override
        {
            std::memcpy(target, source, count);
        }
#else
        [[nodiscard]] c10::DataPtr allocate(std::size_t bytes) const override
        {
            return make(bytes);
        }
#endif
        void* (*m_allocate)(std::size_t);
        void (*m_free)(void*);
    };
    static FunctionAllocator allocator(allocate, free);
    c10::SetCPUAllocator(&allocator, 1);
    return true;
}

/// Gives the graphics memory that CUDA's allocator keeps of freed tensors back to the system. LibTorch before 2.9
/// offers that to those alone who compile with CUDA's headers; there the memory stays with the process.
inline void releaseKeptDeviceMemory() noexcept
{
#if DH_TORCH_AT_LEAST_2_9
    try {
        auto* allocator = dynamic_cast<c10::DeviceAllocator*>(c10::GetAllocator(c10::DeviceType::CUDA));
        if (allocator && allocator->initialized())
            allocator->emptyCache();
    } catch (const c10::Error&) { // a device that has failed has nothing to give
    }
#endif
}

#if DH_TORCH_AT_LEAST_2
using c10::WarningUtils::get_warning_handler;
using c10::WarningUtils::WarningHandlerGuard;
#else
using c10::Warning::get_warning_handler;
using c10::Warning::WarningHandlerGuard;
#endif

/// While it lives, each sentence that Torch warns of on this thread is said once: some would come back in every step of
/// a training.
class EachWarningOnce final : private c10::WarningHandler
{
public:
    EachWarningOnce() = default;
    EachWarningOnce(const EachWarningOnce&) = delete;
    EachWarningOnce& operator=(const EachWarningOnce&) = delete;

private:
#if DH_TORCH_AT_LEAST_2
    void process(const c10::Warning& warning) override
    {
        if (m_said.insert(warning.msg()).second)
            m_before->process(warning);
    }
#else
    void process(const c10::SourceLocation& where, const std::string& text, const bool verbatim) override
    {
        if (m_said.insert(text).second)
            m_before->process(where, text, verbatim);
    }
#endif
    std::set<std::string> m_said;
    c10::WarningHandler* m_before = get_warning_handler();
    WarningHandlerGuard m_guard{this};
};

} // namespace dh::compat
