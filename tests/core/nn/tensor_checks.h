#pragma once

#include "core/base/cancel.h"
#include "core/nn/torch_compat.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <QElapsedTimer>
#include <QTest>

#include <chrono>
#include <cmath>
#include <future>
#include <thread>

namespace dh::test
{

inline at::Tensor randomTensor(at::IntArrayRef shape, double scale = 1.0, std::uint64_t seed = 1)
{
    return at::randn(shape, compat::makeCpuGenerator(seed), at::TensorOptions().dtype(at::kFloat)) * scale;
}

/// The loops and products of our own.
template <typename Work>
at::Tensor onOwnPath(const Work& work)
{
    const c10::InferenceMode inference;
    return work();
}

/// What they stand for.
template <typename Work>
at::Tensor onAtenPath(const Work& work)
{
    const at::AutoGradMode gradients(true);
    return work();
}

inline double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    if (a.sizes() != b.sizes())
        return INFINITY;
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

#define COMPARE_TENSORS(actual, expected, tolerance)                                                                   \
    do {                                                                                                               \
        const double difference = dh::test::largestDifference(actual, expected);                                       \
        QVERIFY2(difference <= (tolerance), qPrintable(QString::number(difference)));                                  \
    } while (false)

/// Cancels from another thread once the computation has run for a while.
class LateCancel
{
public:
    LateCancel()
        : m_thread([this, stop = m_stop.get_future()] {
              constexpr std::chrono::milliseconds kHeadStart(100);
              (void)stop.wait_for(kHeadStart);
              m_since.start();
              m_source.cancel();
          })
    {
    }
    ~LateCancel()
    {
        m_stop.set_value();
        m_thread.join();
    }
    [[nodiscard]] CancelToken token() const { return m_source.token(); }
    /// Milliseconds since the cancel; -1 before it.
    [[nodiscard]] qint64 elapsed() const { return token().isCancelled() ? m_since.elapsed() : -1; }

private:
    std::promise<void> m_stop;
    CancelSource m_source;
    QElapsedTimer m_since;
    std::thread m_thread;
};

template <typename Work>
bool isCancelled(const Work& work)
{
    try {
        const c10::InferenceMode inference;
        (void)work();
    } catch (const Cancelled&) {
        return true;
    }
    return false;
}

/// Answers are promised within a second; the work that is cancelled takes several.
inline constexpr qint64 kAnswerTime = 1000;

} // namespace dh::test
