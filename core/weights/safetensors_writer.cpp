#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/weights/safetensors_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cassert>

namespace dh
{

namespace
{

using Entry = std::pair<const std::string, TensorToWrite>;

constexpr std::size_t kLengthSize = 8;
constexpr std::size_t kDataAlignment = 64;

/// Larger elements first: every tensor then begins at a multiple of its element's size.
std::vector<const Entry*> inFileOrder(const std::map<std::string, TensorToWrite>& tensors)
{
    std::vector<const Entry*> ordered;
    for (const Entry& entry : tensors)
        ordered.push_back(&entry);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Entry* a, const Entry* b) {
        return dtypeSize(a->second.dtype) > dtypeSize(b->second.dtype);
    });
    return ordered;
}

std::string headerFor(const std::vector<const Entry*>& ordered, const std::map<std::string, std::string>& metadata)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::size_t position = 0;
    for (const Entry* entry : ordered) {
        const auto& [key, tensor] = *entry;
        assert((TensorView{tensor.dtype, tensor.shape, {}, {}}).elementCount() *
                   static_cast<std::int64_t>(dtypeSize(tensor.dtype)) ==
               static_cast<std::int64_t>(tensor.bytes.size()));
        const std::size_t end = position + tensor.bytes.size();
        header[key] = {{"dtype", dtypeName(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {position, end}}};
        position = end;
    }
    std::string text = header.dump();
    const std::size_t used = (kLengthSize + text.size()) % kDataAlignment;
    text.append((kDataAlignment - used) % kDataAlignment, ' ');
    return text;
}

} // namespace

void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, TensorToWrite>& tensors,
                      const std::map<std::string, std::string>& metadata)
{
    const std::vector<const Entry*> ordered = inFileOrder(tensors);
    std::string header;
    try {
        header = headerFor(ordered, metadata);
    } catch (const nlohmann::json::exception&) {
        throw Error(ErrorCode::InvalidArgument, path.string(), "a key or a metadata string is not UTF-8");
    }
    std::array<std::byte, kLengthSize> length;
    for (std::size_t i = 0; i < kLengthSize; ++i)
        length[i] = static_cast<std::byte>(header.size() >> (8 * i));

    AtomicFile file(path);
    file.write(length);
    file.write(header);
    for (const Entry* entry : ordered)
        file.write(entry->second.bytes);
    file.commit();
}

} // namespace dh
