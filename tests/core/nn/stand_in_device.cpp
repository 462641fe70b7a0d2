#include "tests/core/nn/stand_in_device.h"

#include "core/nn/torch_compat.h"

#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace dh::test
{

namespace
{

std::atomic<std::int64_t> computed = 0;

constexpr c10::DeviceType kType = c10::DeviceType::CUDA;
constexpr c10::DispatchKeySet kKeys(c10::DispatchKey::CUDA);
const c10::Device kDevice(kType, 0);

#if DH_TORCH_AT_LEAST_2
template <typename T>
using Optional = std::optional<T>;
#else
template <typename T>
using Optional = c10::optional<T>;
#endif

/// One range of memory that is there twice: where tensors say that they lie nobody may touch it.
class DeviceMemory final : public c10::Allocator
{
public:
    DeviceMemory()
    {
        const int file = memfd_create("device", MFD_CLOEXEC);
        if (file < 0 || ftruncate(file, kBytes) != 0)
            throw std::runtime_error("no memory for the device");
        m_device = map(file, PROT_NONE);
        m_host = map(file, PROT_READ | PROT_WRITE);
    }
#if DH_TORCH_AT_LEAST_2
    c10::DataPtr allocate(std::size_t bytes) override
    {
        return taken(bytes);
    }
    void copy_data(void* target, const void* source, std::size_t bytes) const override
    {
        std::memcpy(onHost(target), onHost(const_cast<void*>(source)), bytes);
    }
#else
    c10::DataPtr allocate(std::size_t bytes) const override
    {
        return taken(bytes);
    }
#endif
    c10::DeleterFnPtr raw_deleter() const override
    {
        return &giveBack;
    }
    /// Where the host finds it.
    [[nodiscard]] void* onHost(void* data) const
    {
        return data == nullptr ? nullptr : m_host + (static_cast<std::byte*>(data) - m_device);
    }

private:
    static constexpr std::ptrdiff_t kBytes = std::ptrdiff_t{1} << 36; // of addresses; pages come when they are used

    static std::byte* map(int file, int access)
    {
        void* memory = mmap(nullptr, kBytes, access, MAP_SHARED | MAP_NORESERVE, file, 0);
        if (memory == MAP_FAILED)
            throw std::runtime_error("no addresses for the device");
        return static_cast<std::byte*>(memory);
    }
    c10::DataPtr taken(std::size_t bytes) const
    {
        void* data = bytes == 0 ? nullptr : m_device + take(bytes);
        return {data, data, &giveBack, kDevice};
    }
    std::ptrdiff_t take(std::size_t bytes) const
    {
        constexpr std::size_t kLeast = 64;
        const std::size_t size = std::bit_ceil(std::max(bytes, kLeast));
        const std::lock_guard lock(m_mutex);
        std::vector<std::ptrdiff_t>& free = m_free[size];
        if (free.empty()) {
            free.push_back(m_end);
            m_end += static_cast<std::ptrdiff_t>(size);
            TORCH_CHECK(m_end <= kBytes, "the device's memory is used up");
        }
        const std::ptrdiff_t place = free.back();
        free.pop_back();
        m_sizes[place] = size;
        return place;
    }
    static void giveBack(void* data);

    std::byte* m_device = nullptr;
    std::byte* m_host = nullptr;
    mutable std::mutex m_mutex;
    mutable std::ptrdiff_t m_end = 0;
    mutable std::map<std::size_t, std::vector<std::ptrdiff_t>> m_free;
    mutable std::map<std::ptrdiff_t, std::size_t> m_sizes;
};

DeviceMemory& memory()
{
    static auto* device = new DeviceMemory; // tensors may outlive all that is static
    return *device;
}

void DeviceMemory::giveBack(void* data)
{
    if (data == nullptr)
        return;
    DeviceMemory& device = memory();
    const std::ptrdiff_t place = static_cast<std::byte*>(data) - device.m_device;
    const std::lock_guard lock(device.m_mutex);
    device.m_free[device.m_sizes.at(place)].push_back(place);
}

/// The same elements for the host; `tensor` itself when they lie there.
at::Tensor onHost(const at::Tensor& tensor)
{
    if (!tensor.defined() || !tensor.is_cuda())
        return tensor;
    void* data = memory().onHost(tensor.data_ptr());
    return at::from_blob(data, tensor.sizes(), tensor.strides(), tensor.options().device(at::kCPU));
}

bool isNarrow(const at::Tensor& tensor)
{
    return tensor.defined() && (tensor.scalar_type() == at::kHalf || tensor.scalar_type() == at::kBFloat16);
}

at::Tensor emptyOnDevice(at::IntArrayRef size, Optional<at::ScalarType> type, Optional<at::Layout>,
                         Optional<at::Device>, Optional<bool>, Optional<at::MemoryFormat> format)
{
    return at::detail::empty_generic(size, &memory(), kKeys, c10::dtype_or_default(type), format);
}

at::Tensor emptyStridedOnDevice(at::IntArrayRef size, at::IntArrayRef strides, Optional<at::ScalarType> type,
                                Optional<at::Layout>, Optional<at::Device>, Optional<bool>)
{
    return at::detail::empty_strided_generic(size, strides, &memory(), kKeys, c10::dtype_or_default(type));
}

at::Tensor& copyOnDevice(at::Tensor& self, const at::Tensor& source, bool)
{
    ++computed;
    at::Tensor target = onHost(self);
    target.copy_(onHost(source));
    return self;
}

const at::Tensor& resizeOnDevice(const at::Tensor& self, at::IntArrayRef size, Optional<at::MemoryFormat>)
{
    c10::TensorImpl* tensor = self.unsafeGetTensorImpl();
    tensor->set_sizes_contiguous(size);
    const std::size_t bytes = static_cast<std::size_t>(tensor->storage_offset() + tensor->numel()) * self.itemsize();
    if (bytes > self.storage().nbytes()) {
        const c10::Storage storage = self.storage();
        storage.unsafeGetStorageImpl()->set_data_ptr(memory().allocate(bytes));
        storage.unsafeGetStorageImpl()->set_nbytes(bytes);
    }
    return self;
}

/// An operation's arguments, brought to where they can be computed with.
class Arguments
{
public:
    Arguments(const c10::OperatorHandle& operation, torch::jit::Stack& stack)
        : m_operation(operation), m_stack(stack), m_first(stack.size() - operation.schema().arguments().size())
    {
        for (std::size_t i = m_first; i < stack.size(); ++i)
            look(stack[i]);
        for (std::size_t i = m_first; i < stack.size(); ++i) {
            m_originals.push_back(stack[i]);
            stack[i] = converted(stack[i]);
        }
        takeTypes();
        m_used.assign(stack.begin() + static_cast<std::ptrdiff_t>(m_first), stack.end());
    }

    /// Writes what has been computed in place, and brings the results to the device.
    void finish()
    {
        const auto& arguments = m_operation.schema().arguments();
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (isWritten(arguments[i]) && m_originals[i].isTensor())
                writeBack(m_originals[i].toTensor(), m_used[i].toTensor());
        }
        const auto& returns = m_operation.schema().returns();
        const std::size_t first = m_stack.size() - returns.size();
        for (std::size_t i = 0; i < returns.size(); ++i) {
            c10::IValue& result = m_stack[first + i];
            if (isWritten(returns[i]))
                result = argumentOf(returns[i]);
            else if (result.isTensor())
                result = onDevice(result.toTensor());
            else if (result.isTensorList())
                TORCH_CHECK(false, m_operation.schema().name(), ": lists of results are not provided for");
        }
    }

private:
    static bool isWritten(const c10::Argument& argument)
    {
        return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
    }

    /// What only a card's kernels do: results in another type than their arguments.
    void takeTypes()
    {
        const auto& arguments = m_operation.schema().arguments();
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            c10::IValue& value = m_stack[m_first + i];
            if (arguments[i].name() == "half_to_float" && value.toBool()) {
                value = false;
                m_resultType = at::kFloat;
            } else if (arguments[i].name() == "input_dtype") {
                m_resultType = value.toScalarType();
                value = at::kFloat;
            }
        }
    }

    void look(const c10::IValue& value)
    {
        if (value.isTensor()) {
            m_hasNarrow = m_hasNarrow || isNarrow(value.toTensor());
            check(value.toTensor());
        } else if (value.isList()) {
            for (const c10::IValue& element : value.toListRef())
                look(element);
        }
    }

    /// Indices are the one thing that a card takes from the host.
    void check(const at::Tensor& tensor) const
    {
        const bool mayDiffer = m_operation.schema().name().find("index") != std::string::npos;
        TORCH_CHECK(!tensor.defined() || tensor.is_cuda() || tensor.dim() == 0 || mayDiffer,
                    "Expected all tensors to be on the same device, but ", m_operation.schema().name(), " got one of ",
                    tensor.device());
    }

    [[nodiscard]] c10::IValue converted(const c10::IValue& value) const
    {
        if (value.isTensor())
            return converted(value.toTensor());
        if (value.isDevice())
            return c10::Device(c10::DeviceType::CPU);
        if (!value.isList())
            return value;
        const c10::List<c10::IValue> list = value.toList();
        c10::impl::GenericList result(list.elementType());
        for (const c10::IValue& element : value.toListRef())
            result.push_back(converted(element));
        return result;
    }
    [[nodiscard]] static at::Tensor converted(const at::Tensor& tensor)
    {
        at::Tensor host = onHost(tensor);
        if (tensor.defined() && tensor.is_cuda() && tensor.numel() == 0)
            host = at::empty(tensor.sizes(), tensor.options().device(at::kCPU)); // it may have to grow
        return isNarrow(host) ? host.to(at::kFloat) : host;
    }

    static void writeBack(const at::Tensor& original, const at::Tensor& used)
    {
        if (original.sizes() != used.sizes())
            original.resize_(used.sizes());
        at::Tensor target = onHost(original);
        if (target.data_ptr() != used.data_ptr())
            target.copy_(used);
    }

    [[nodiscard]] c10::IValue argumentOf(const c10::Argument& returned) const
    {
        const auto& arguments = m_operation.schema().arguments();
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (arguments[i].alias_info() != nullptr && *arguments[i].alias_info() == *returned.alias_info())
                return m_originals[i];
        }
        TORCH_CHECK(false, m_operation.schema().name(), " returns what it wasn't given");
    }

    [[nodiscard]] at::Tensor onDevice(const at::Tensor& result) const
    {
        if (!result.defined())
            return result;
        if (result.scalar_type() != at::kFloat)
            return result.to(kDevice);
        if (m_resultType)
            return result.to(kDevice, *m_resultType);
        return result.to(kDevice, m_hasNarrow && !hasWideFloats() ? narrowType() : at::kFloat);
    }
    [[nodiscard]] bool hasWideFloats() const
    {
        return std::any_of(m_originals.begin(), m_originals.end(), [](const c10::IValue& value) {
            return value.isTensor() && value.toTensor().defined() && value.toTensor().dim() > 0 &&
                   value.toTensor().scalar_type() == at::kFloat;
        });
    }
    [[nodiscard]] at::ScalarType narrowType() const
    {
        for (const c10::IValue& value : m_originals) {
            if (value.isTensor() && isNarrow(value.toTensor()))
                return value.toTensor().scalar_type();
            if (value.isTensorList() && isNarrow(value.toTensorVector().front()))
                return value.toTensorVector().front().scalar_type();
        }
        return at::kFloat;
    }

    const c10::OperatorHandle& m_operation;
    torch::jit::Stack& m_stack;
    std::size_t m_first;
    std::vector<c10::IValue> m_originals;
    std::vector<c10::IValue> m_used;
    bool m_hasNarrow = false;
    std::optional<at::ScalarType> m_resultType;
};

void computeOnHost(const c10::OperatorHandle& operation, torch::jit::Stack* stack)
{
    ++computed;
    Arguments arguments(operation, *stack);
    operation.callBoxed(stack);
    arguments.finish();
}

class DeviceGuard final : public c10::impl::DeviceGuardImplInterface
{
public:
    c10::DeviceType type() const override { return kType; }
    c10::Device exchangeDevice(c10::Device) const override { return kDevice; }
    c10::Device getDevice() const override { return kDevice; }
    void setDevice(c10::Device) const override {}
    void uncheckedSetDevice(c10::Device) const noexcept override {}
    c10::Stream getStream(c10::Device) const noexcept override { return stream(); }
    c10::Stream getDefaultStream(c10::Device) const override { return stream(); }
    c10::Stream exchangeStream(c10::Stream) const noexcept override { return stream(); }
    void record(void**, const c10::Stream&, const c10::DeviceIndex, const c10::EventFlag) const override {}
    void block(void*, const c10::Stream&) const override {}
    bool queryEvent(void*) const override { return true; }
    bool queryStream(const c10::Stream&) const override { return true; }
    void synchronizeStream(const c10::Stream&) const override {}
    c10::DeviceIndex deviceCount() const noexcept override { return 1; }

private:
    static c10::Stream stream() { return c10::Stream(c10::Stream::DEFAULT, kDevice); }
};

class DeviceHooks final : public at::CUDAHooksInterface
{
public:
    explicit DeviceHooks(at::CUDAHooksArgs) {}
    bool hasCUDA() const override { return true; }
    int getNumGPUs() const override { return 1; }
#if DH_TORCH_AT_LEAST_2
    void init() const override {}
    c10::DeviceIndex deviceCount() const override
    {
        return 1;
    }
    bool hasPrimaryContext(c10::DeviceIndex) const override
    {
        return true;
    }
#else
    void initCUDA() const override {}
    bool hasPrimaryContext(std::int64_t) const override
    {
        return true;
    }
#endif
};

} // namespace

std::int64_t operationsOnDevice()
{
    return computed;
}

} // namespace dh::test

using dh::test::DeviceGuard;
using dh::test::DeviceHooks;

C10_REGISTER_GUARD_IMPL(CUDA, DeviceGuard)

namespace at
{
using dh::test::DeviceHooks;
C10_REGISTER_TYPED_CLASS(CUDAHooksRegistry, "CUDAHooks", DeviceHooks)
} // namespace at

TORCH_LIBRARY_IMPL(_, CUDA, library)
{
    library.fallback(torch::CppFunction::makeFromBoxedFunction<&dh::test::computeOnHost>());
}

TORCH_LIBRARY_IMPL(aten, CUDA, library)
{
    library.impl("empty.memory_format", TORCH_FN(dh::test::emptyOnDevice));
    library.impl("empty_strided", TORCH_FN(dh::test::emptyStridedOnDevice));
    library.impl("copy_", TORCH_FN(dh::test::copyOnDevice));
    library.impl("resize_", TORCH_FN(dh::test::resizeOnDevice));
    library.impl("as_strided", TORCH_FN(at::native::as_strided_tensorimpl));
    library.impl("view", TORCH_FN(at::native::view));
    library.impl("_reshape_alias", TORCH_FN(at::native::_reshape_alias));
    library.impl("unfold", TORCH_FN(at::native::unfold));
}
