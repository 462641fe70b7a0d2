#include "core/document/zip_reader.h"

#include "core/base/error.h"

#include <zip.h>

#include <map>
#include <new>
#include <string_view>

namespace dh
{

namespace
{

constexpr zip_int64_t kMaxEntries = 100000;
/// Deflate packs no tighter than this.
constexpr std::uint64_t kMaxRatio = 1040;
constexpr std::uint64_t kRatioSlack = 64 * 1024;

struct Entry {
    zip_uint64_t index = 0;
    std::uint64_t bytes = 0;
};

bool isSafeName(std::string_view name)
{
    if (name.empty() || name.front() == '/' || name.find('\\') != name.npos || name.find(':') != name.npos)
        return false;
    std::size_t begin = 0;
    while (begin <= name.size()) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        if (name.substr(begin, end - begin) == "..")
            return false;
        begin = end + 1;
    }
    return true;
}

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

} // namespace

struct ZipReader::Impl {
    explicit Impl(std::filesystem::path file) : path(std::move(file)) {}
    ~Impl()
    {
        if (archive != nullptr)
            zip_discard(archive);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[noreturn]] void refuse(const std::string& why) const { throw Error(ErrorCode::CorruptFile, path.string(), why); }

    void open()
    {
        std::error_code error;
        const std::filesystem::file_status status = std::filesystem::status(path, error);
        if (!std::filesystem::exists(status))
            throw Error(ErrorCode::FileNotFound, path.string(), "no such file");
        if (!std::filesystem::is_regular_file(status))
            throw Error(ErrorCode::FileUnreadable, path.string(), "is not a regular file");
        fileBytes = std::filesystem::file_size(path, error);
        int code = 0;
        archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
        if (archive != nullptr)
            return;
        if (code == ZIP_ER_OPEN || code == ZIP_ER_READ)
            throw errorFromErrno(errno, path, ErrorCode::FileUnreadable);
        if (code == ZIP_ER_MEMORY)
            throw Error(ErrorCode::OutOfMemory, path.string(), "not enough memory to read the file");
        zip_error_t reason;
        zip_error_init_with_code(&reason, code);
        const std::string text = zip_error_strerror(&reason);
        zip_error_fini(&reason);
        refuse("is no intact project file: " + text);
    }

    void list()
    {
        const zip_int64_t count = zip_get_num_entries(archive, 0);
        if (count > kMaxEntries)
            refuse("has an absurd number of parts");
        std::uint64_t packedSum = 0;
        for (zip_int64_t i = 0; i < count; ++i) {
            zip_stat_t stat;
            constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
            if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS, &stat) != 0 ||
                (stat.valid & kNeeded) != kNeeded)
                refuse("a part can't be made out");
            packedSum += stat.comp_size;
            check(stat, packedSum);
            if (!entries.emplace(stat.name, Entry{static_cast<zip_uint64_t>(i), stat.size}).second)
                refuse(std::string("has two parts named ") + stat.name);
        }
    }

    void check(const zip_stat_t& stat, std::uint64_t packedSum) const
    {
        if (!isSafeName(stat.name))
            refuse("a part has a name that leads out of the file");
        if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
            refuse(std::string(stat.name) + " is packed in a way that projects don't use");
        // Overlapping parts would let a small file hold large ones many times over.
        if (stat.comp_size > fileBytes || packedSum > fileBytes)
            refuse("the parts are larger than the file");
        if (stat.size > kMaxRatio * stat.comp_size + kRatioSlack)
            refuse(std::string(stat.name) + " claims to be larger than its data can make it");
    }

    std::filesystem::path path;
    zip_t* archive = nullptr;
    std::uint64_t fileBytes = 0;
    std::map<std::string, Entry, std::less<>> entries;
};

ZipReader::ZipReader(std::filesystem::path path) : m_impl(std::make_unique<Impl>(std::move(path)))
{
    m_impl->open();
    m_impl->list();
}

ZipReader::~ZipReader() = default;

const std::filesystem::path& ZipReader::path() const
{
    return m_impl->path;
}

bool ZipReader::has(const std::string& name) const
{
    return m_impl->entries.contains(name);
}

Bytes ZipReader::read(const std::string& name, std::uint64_t maxBytes) const
{
    const auto entry = m_impl->entries.find(name);
    if (entry == m_impl->entries.end())
        m_impl->refuse("lacks " + name);
    if (entry->second.bytes > maxBytes)
        m_impl->refuse(name + " is larger than it may be");
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(m_impl->archive, entry->second.index, 0));
    if (!file)
        m_impl->refuse(name + " can't be opened: " + zip_strerror(m_impl->archive));
    try {
        // One byte more: the end and with it the checksum have to be seen.
        Bytes bytes(entry->second.bytes + 1);
        std::size_t filled = 0;
        while (filled < bytes.size()) {
            const zip_int64_t got = zip_fread(file.get(), bytes.data() + filled, bytes.size() - filled);
            if (got < 0)
                m_impl->refuse(name + " is damaged: " + zip_error_strerror(zip_file_get_error(file.get())));
            if (got == 0)
                break;
            filled += static_cast<std::size_t>(got);
        }
        if (filled != entry->second.bytes)
            m_impl->refuse(name + " is not as large as it claims");
        bytes.resize(filled);
        return bytes;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, m_impl->path.string(), name + " does not fit in memory");
    }
}

} // namespace dh
