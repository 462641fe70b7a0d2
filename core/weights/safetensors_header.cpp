#include "core/weights/safetensors_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace dh
{

namespace
{

constexpr const char* kMetadataKey = "__metadata__";
/// More dimensions than any framework supports; bounds the memory that a hostile shape takes.
constexpr std::size_t kMaxDimensions = 64;
/// Metadata is a handful of strings; bounds the memory that millions of tiny ones would take.
constexpr std::size_t kMaxMetadataEntries = 100'000;
/// Keys are quoted in errors; a hostile one must not fill the screen.
constexpr std::size_t kMaxQuotedLength = 200;

std::string inQuotes(const std::string& key)
{
    if (key.size() <= kMaxQuotedLength)
        return '"' + key + '"';
    std::size_t length = kMaxQuotedLength;
    while (length > 0 && (static_cast<unsigned char>(key[length]) & 0xc0) == 0x80)
        --length; // not in the middle of a UTF-8 sequence
    return '"' + key.substr(0, length) + "...\"";
}

/// Reads the header as a stream of events, so that nothing is built for what doesn't belong there: brackets of any
/// depth beyond the expected one stop it at once.
class HeaderReader final : public nlohmann::json_sax<nlohmann::json>
{
public:
    [[nodiscard]] SafetensorsHeader take() { return std::move(m_header); }

    bool null() override { return refuse("null"); }
    bool boolean(bool) override { return refuse("a boolean"); }
    bool number_float(double, const std::string& text) override { return refuse("the number " + text); }
    bool binary(binary_t&) override { return refuse("binary data"); }
    bool number_integer(std::int64_t value) override { return refuse("the number " + std::to_string(value)); }

    bool number_unsigned(std::uint64_t value) override
    {
        constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (value > kMax)
            return refuse("the number " + std::to_string(value));
        if (m_place == Place::Shape) {
            if (m_tensor.shape.size() == kMaxDimensions)
                throw HeaderFault{"tensor " + inQuotes(m_key) + " has too many dimensions"};
            m_tensor.shape.push_back(static_cast<std::int64_t>(value));
        } else if (m_place == Place::Offsets) {
            if (m_offsetCount == 2)
                throw HeaderFault{"tensor " + inQuotes(m_key) + " has more than two data_offsets"};
            (m_offsetCount++ == 0 ? m_tensor.begin : m_tensor.end) = value;
        } else {
            return refuse("the number " + std::to_string(value));
        }
        return true;
    }

    bool string(std::string& value) override
    {
        if (m_place == Place::Metadata) {
            if (!m_header.metadata.try_emplace(m_field, std::move(value)).second)
                throw HeaderFault{"metadata " + inQuotes(m_field) + " is there twice"};
            if (m_header.metadata.size() > kMaxMetadataEntries)
                throw HeaderFault{"has too many metadata entries"};
            return true;
        }
        if (m_place != Place::Tensor || m_field != "dtype")
            return refuse("a string");
        const std::optional<DType> dtype = dtypeFromName(value);
        if (!dtype)
            throw HeaderFault{"tensor " + inQuotes(m_key) + " has the unknown dtype " + inQuotes(value)};
        m_tensor.dtype = *dtype;
        return true;
    }

    bool start_object(std::size_t) override
    {
        if (m_place == Place::Outside)
            m_place = Place::Root;
        else if (m_place == Place::Root)
            enterEntry();
        else
            return refuse("an object");
        return true;
    }

    bool key(std::string& name) override
    {
        if (m_place == Place::Root) {
            m_key = name;
            return true;
        }
        m_field = name;
        if (m_place == Place::Tensor) {
            const auto field = std::find(std::begin(kFields), std::end(kFields), name);
            if (field == std::end(kFields))
                throw HeaderFault{"tensor " + inQuotes(m_key) + " has the unknown field " + inQuotes(name)};
            bool& seen = m_fieldSeen[static_cast<std::size_t>(field - std::begin(kFields))];
            if (seen)
                throw HeaderFault{"tensor " + inQuotes(m_key) + " has " + inQuotes(name) + " twice"};
            seen = true;
        }
        return true;
    }

    bool end_object() override
    {
        if (m_place == Place::Tensor)
            finishTensor();
        m_place = m_place == Place::Root ? Place::Outside : Place::Root;
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (m_place == Place::Tensor && m_field == "shape")
            m_place = Place::Shape;
        else if (m_place == Place::Tensor && m_field == "data_offsets")
            m_place = Place::Offsets;
        else
            return refuse("an array");
        return true;
    }

    bool end_array() override
    {
        m_place = Place::Tensor;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override
    {
        throw HeaderFault{"its header is not JSON (at byte " + std::to_string(position) + ")"};
    }

private:
    enum class Place { Outside, Root, Metadata, Tensor, Shape, Offsets };
    static constexpr std::string_view kFields[] = {"dtype", "shape", "data_offsets"};

    void enterEntry()
    {
        if (m_key == kMetadataKey) {
            if (std::exchange(m_metadataSeen, true))
                throw HeaderFault{std::string(kMetadataKey) + " is there twice"};
            m_place = Place::Metadata;
            return;
        }
        m_tensor = {};
        m_offsetCount = 0;
        std::fill(std::begin(m_fieldSeen), std::end(m_fieldSeen), false);
        m_place = Place::Tensor;
    }

    void finishTensor()
    {
        for (std::size_t i = 0; i < std::size(kFields); ++i) {
            if (!m_fieldSeen[i])
                throw HeaderFault{"tensor " + inQuotes(m_key) + " has no " + std::string(kFields[i])};
        }
        if (m_offsetCount != 2)
            throw HeaderFault{"tensor " + inQuotes(m_key) + " needs two data_offsets"};
        m_tensor.shape.shrink_to_fit();
        if (!m_header.tensors.try_emplace(m_key, std::move(m_tensor)).second)
            throw HeaderFault{"tensor " + inQuotes(m_key) + " is there twice"};
    }

    [[noreturn]] bool refuse(const std::string& what) const
    {
        switch (m_place) {
        case Place::Outside:
            throw HeaderFault{"its header is " + what + " and not an object"};
        case Place::Root:
            throw HeaderFault{inQuotes(m_key) + " is " + what + " and not a tensor"};
        case Place::Metadata:
            throw HeaderFault{"metadata " + inQuotes(m_field) + " is " + what + " and not a string"};
        case Place::Tensor:
        case Place::Shape:
        case Place::Offsets:
            break;
        }
        throw HeaderFault{"tensor " + inQuotes(m_key) + " has " + what + " in its " + m_field};
    }

    SafetensorsHeader m_header;
    Place m_place = Place::Outside;
    std::string m_key;
    std::string m_field;
    DeclaredTensor m_tensor;
    bool m_fieldSeen[std::size(kFields)] = {};
    int m_offsetCount = 0;
    bool m_metadataSeen = false;
};

void checkSize(const std::string& key, const DeclaredTensor& tensor)
{
    std::uint64_t size = dtypeSize(tensor.dtype);
    for (const std::int64_t extent : tensor.shape) {
        if (__builtin_mul_overflow(size, static_cast<std::uint64_t>(extent), &size))
            throw HeaderFault{"tensor " + inQuotes(key) + " has a shape too large for any file"};
    }
    if (tensor.begin > tensor.end || tensor.end - tensor.begin != size) {
        throw HeaderFault{"tensor " + inQuotes(key) + " needs " + std::to_string(size) +
                          " bytes, its data_offsets are " + std::to_string(tensor.begin) + " and " +
                          std::to_string(tensor.end)};
    }
}

/// Every byte of the data belongs to exactly one tensor: the format's promise that nothing is hidden between them.
void checkCoverage(const SafetensorsHeader& header, std::uint64_t dataSize)
{
    std::vector<const std::pair<const std::string, DeclaredTensor>*> ordered;
    ordered.reserve(header.tensors.size());
    for (const auto& entry : header.tensors)
        ordered.push_back(&entry);
    std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
        return std::pair(a->second.begin, a->second.end) < std::pair(b->second.begin, b->second.end);
    });
    std::uint64_t position = 0;
    for (const auto* entry : ordered) {
        const auto& [key, tensor] = *entry;
        if (tensor.end > dataSize) {
            throw HeaderFault{"tensor " + inQuotes(key) + " ends at byte " + std::to_string(tensor.end) + " of only " +
                              std::to_string(dataSize)};
        }
        if (tensor.begin < position)
            throw HeaderFault{"tensor " + inQuotes(key) + " overlaps another"};
        if (tensor.begin > position)
            throw HeaderFault{"there is a hole before tensor " + inQuotes(key)};
        position = tensor.end;
    }
    if (position != dataSize)
        throw HeaderFault{std::to_string(dataSize - position) + " bytes at the end belong to no tensor"};
}

} // namespace

SafetensorsHeader parseSafetensorsHeader(std::string_view text, std::uint64_t dataSize)
{
    if (text.empty() || text.front() != '{')
        throw HeaderFault{"its header does not begin with {"};
    HeaderReader reader;
    nlohmann::json::sax_parse(text, &reader);
    SafetensorsHeader header = reader.take();
    for (const auto& [key, tensor] : header.tensors)
        checkSize(key, tensor);
    checkCoverage(header, dataSize);
    return header;
}

} // namespace dh
