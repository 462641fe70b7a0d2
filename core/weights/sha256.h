#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace dh
{

/// Incremental SHA-256 (FIPS 180-4), with the processor's own instructions where it has them.
/// Value type, used by one thread.
class Sha256
{
public:
    enum class Implementation { Fastest, Portable };

    explicit Sha256(Implementation implementation = Implementation::Fastest);
    void update(std::span<const std::byte> bytes);
    /// Lower-case hex of everything so far; the object must not be updated afterwards.
    [[nodiscard]] std::string finishHex();

    /// Whether Fastest is faster than Portable on this machine.
    [[nodiscard]] static bool isAccelerated() noexcept;

private:
    using State = std::array<std::uint32_t, 8>;
    using Compress = void (*)(State& state, const std::byte* blocks, std::size_t count);

    static void compressPortable(State& state, const std::byte* blocks, std::size_t count);
    static void compressWithShaInstructions(State& state, const std::byte* blocks, std::size_t count);

    State m_state;
    std::array<std::byte, 64> m_pending{};
    std::size_t m_pendingSize = 0;
    std::uint64_t m_totalBytes = 0;
    Compress m_compress;
};

} // namespace dh
