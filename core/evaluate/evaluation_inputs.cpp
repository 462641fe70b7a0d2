#include "core/evaluate/evaluation_inputs.h"

#include "core/base/error.h"
#include "core/evaluate/evaluated_system.h"
#include "core/weights/hash_files.h"
#include "core/weights/sha256.h"

#include <span>

namespace dh
{

namespace
{

namespace fs = std::filesystem;

/// The end separates texts.
void hashText(Sha256& hash, const std::string& text)
{
    hash.update(std::as_bytes(std::span(text.c_str(), text.size() + 1)));
}

std::string sizeText(const fs::path& file)
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    return error ? "missing" : std::to_string(size);
}

} // namespace

EvaluationInputs::EvaluationInputs(std::vector<EvaluationPair> pairs, fs::path finished, CancelToken cancel)
    : m_pairs(std::move(pairs)),
      m_finished(std::move(finished)),
      m_cancel(std::move(cancel)),
      m_finishedSystem(EvaluatedSystem{SystemKind::Results}.key())
{
}

std::string EvaluationInputs::fingerprint() const
{
    Sha256 hash;
    for (const EvaluationPair& pair : m_pairs) {
        m_cancel.throwIfCancelled();
        hashText(hash, pair.name);
        for (const fs::path& file : {pair.composite, pair.mask, pair.real})
            hashText(hash, sizeText(file));
    }
    return hash.finishHex();
}

const std::string& EvaluationInputs::digest(int item, const std::string& system)
{
    const bool withFinished = system == m_finishedSystem;
    const auto key = std::pair(item, withFinished);
    const auto found = m_digests.find(key);
    if (found != m_digests.end())
        return found->second;
    return m_digests.emplace(key, computed(m_pairs.at(static_cast<std::size_t>(item)), withFinished)).first->second;
}

bool EvaluationInputs::isCurrent(const EvaluationRecord& record)
{
    if (record.item < 0 || static_cast<std::size_t>(record.item) >= m_pairs.size())
        return false;
    const std::string& now = digest(record.item, record.system);
    return record.inputs == now && (record.failure || !now.empty());
}

std::string EvaluationInputs::computed(const EvaluationPair& pair, bool withFinished) const
{
    std::map<std::string, fs::path> files{{"composite", pair.composite}, {"mask", pair.mask}, {"real", pair.real}};
    if (withFinished)
        files.emplace("finished", finishedPicture(m_finished, pair));
    std::error_code ignored;
    std::erase_if(files, [&ignored](const auto& file) { return !fs::is_regular_file(file.second, ignored); });
    std::string digest;
    try {
        digest = hashNamedFiles(files, [this](double) { return !m_cancel.isCancelled(); });
    } catch (const Error&) {
        return ""; // whoever reads the picture tells why
    }
    m_cancel.throwIfCancelled();
    return digest;
}

} // namespace dh
