#pragma once

#include <sys/resource.h>

#include <csignal>

namespace dh::test
{

/// No file of this process grows beyond `bytes` while it lives, as on a full disk.
class SmallFilesOnly
{
public:
    explicit SmallFilesOnly(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &m_former);
        const rlimit small{bytes, m_former.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFilesOnly()
    {
        setrlimit(RLIMIT_FSIZE, &m_former);
        std::signal(SIGXFSZ, m_handler);
    }
    SmallFilesOnly(const SmallFilesOnly&) = delete;
    SmallFilesOnly& operator=(const SmallFilesOnly&) = delete;

private:
    rlimit m_former{};
    void (*m_handler)(int);
};

} // namespace dh::test
