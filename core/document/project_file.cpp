#include "core/document/project_file.h"

#include "core/base/error.h"
#include "core/document/open_raster.h"
#include "core/document/project_json.h"
#include "core/document/zip_reader.h"

#include <nlohmann/json.hpp>

#include <new>

namespace dh
{

namespace
{

constexpr std::string_view kMimeType = "image/openraster";

std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

class ZipSink : public PartSink
{
public:
    ZipSink(ZipWriter& zip, const CancelToken& cancel) : m_zip(zip), m_cancel(cancel) {}
    void write(const std::string& name, std::span<const std::byte> bytes, bool isPacked) override
    {
        m_zip.add(name, bytes, isPacked ? ZipWriter::Packing::Stored : ZipWriter::Packing::Deflated, m_cancel);
    }

private:
    ZipWriter& m_zip;
    const CancelToken& m_cancel;
};

void writeParts(const std::filesystem::path& path, const Project& project, const CancelToken& cancel)
{
    ZipWriter zip(path);
    zip.add("mimetype", bytesOf(kMimeType), ZipWriter::Packing::Stored);
    ZipSink sink(zip, cancel);
    PixelParts parts(sink, cancel);
    const Image& background = project.composition.background;
    if (!background.isNull() && background.type() != SampleType::F32)
        parts.writeAs(kBackgroundPart, background);
    const std::string text = textOfDescription(describeProject(project, parts), 1, path);
    zip.add(kDescriptionName, bytesOf(text), ZipWriter::Packing::Deflated);
    if (!background.isNull())
        writeOpenRasterParts(project.composition, zip, cancel);
    cancel.throwIfCancelled();
    zip.commit();
}

} // namespace

void writeProject(const std::filesystem::path& path, const Project& project, const CancelToken& cancel)
{
    try {
        writeParts(path, project, cancel);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, path.string(), "not enough memory to save the project");
    }
}

Project readProject(const std::filesystem::path& path, const CancelToken& cancel)
{
    try {
        const ZipReader zip(path);
        if (zip.has(kDescriptionName))
            return readDescribedProject(zip, cancel);
        if (zip.has(kOpenRasterStack))
            return {readOpenRaster(zip, cancel), {}};
        throw Error(ErrorCode::CorruptFile, path.string(), "is a zip file, but no project and no OpenRaster picture");
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfMemory, path.string(), "the project does not fit in memory");
    }
}

} // namespace dh
