#pragma once

/// What differs between Exiv2 0.27 and 0.28 is decided here and nowhere else.

#include <exiv2/exiv2.hpp>

#include <cstddef>
#include <cstdint>

namespace dh::compat
{

#if EXIV2_TEST_VERSION(0, 28, 0)

using Exiv2Error = Exiv2::Error;

inline std::int64_t integerOf(const Exiv2::Exifdatum& datum)
{
    return datum.toInt64();
}

inline const void* dataOf(const Exiv2::DataBuf& buffer)
{
    return buffer.c_data();
}

inline std::size_t sizeOf(const Exiv2::DataBuf& buffer)
{
    return buffer.size();
}

#else

using Exiv2Error = Exiv2::AnyError;

inline std::int64_t integerOf(const Exiv2::Exifdatum& datum)
{
    return datum.toLong();
}

inline const void* dataOf(const Exiv2::DataBuf& buffer)
{
    return buffer.pData_;
}

inline std::size_t sizeOf(const Exiv2::DataBuf& buffer)
{
    return static_cast<std::size_t>(buffer.size_);
}

#endif

} // namespace dh::compat
