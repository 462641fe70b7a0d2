#include "core/nn/attention.h"

#include "core/nn/kernels.h"
#include "core/nn/ops.h"
#include "core/nn/torch_compat.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <vector>

namespace dh
{

namespace
{

// A tile of scores (kQueries x kKeys floats) stays in the second-level cache of one core.
constexpr std::int64_t kQueries = 128;
constexpr std::int64_t kKeys = 1024;
/// Of ATen's attention between two looks at the cancel token: a tenth of a second at 1024 px.
constexpr std::int64_t kFusedQueries = 1024;

/// One head of one picture: strided views into the [tokens, width] matrices.
struct Head {
    const float* query;
    const float* key;
    const float* value;
    float* output;
    std::int64_t tokens;
    std::int64_t keys;
    std::int64_t width;     ///< of one head
    std::int64_t rowStride; ///< heads * width
    float scale;
};

/// Output rows [begin, begin + rows) of one head, key tile by key tile.
void attendTile(const Head& head, std::int64_t begin, std::int64_t rows, std::vector<float>& scores)
{
    const kernels::Table& k = kernels::table();
    const std::int64_t tileKeys = std::min(kKeys, head.keys);
    scores.resize(static_cast<std::size_t>(kQueries * tileKeys));
    float largest[kQueries];
    float sums[kQueries];
    std::fill_n(largest, rows, -std::numeric_limits<float>::infinity());
    std::fill_n(sums, rows, 0.0F);
    float* output = head.output + begin * head.rowStride;

    for (std::int64_t first = 0; first < head.keys; first += tileKeys) {
        const std::int64_t count = std::min(tileKeys, head.keys - first);
        gemm(false, true, rows, count, head.width, head.scale, head.query + begin * head.rowStride, head.rowStride,
             head.key + first * head.rowStride, head.rowStride, 0.0F, scores.data(), tileKeys);
        for (std::int64_t row = 0; row < rows; ++row) {
            float* line = scores.data() + row * tileKeys;
            const float newLargest = std::max(largest[row], k.maximum(line, count));
            const float tileSum = k.expAndSum(line, count, newLargest);
            if (first > 0 && newLargest > largest[row]) {
                const float shrink = std::exp(largest[row] - newLargest);
                sums[row] *= shrink;
                k.multiply(output + row * head.rowStride, head.width, shrink);
            }
            largest[row] = newLargest;
            sums[row] += tileSum;
        }
        gemm(false, false, rows, head.width, count, 1.0F, scores.data(), tileKeys, head.value + first * head.rowStride,
             head.rowStride, first > 0 ? 1.0F : 0.0F, output, head.rowStride);
    }
    for (std::int64_t row = 0; row < rows; ++row)
        k.multiply(output + row * head.rowStride, head.width, 1.0F / sums[row]);
}

at::Tensor tiledAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t heads,
                          const ForwardPass& pass)
{
    const at::Tensor q = query.contiguous();
    const at::Tensor kk = key.contiguous();
    const at::Tensor v = value.contiguous();
    at::Tensor output = at::empty_like(q);
    const std::int64_t tokens = q.size(1);
    const std::int64_t keys = kk.size(1);
    const std::int64_t width = q.size(2);
    const std::int64_t headWidth = width / heads;
    const std::int64_t tilesPerHead = (tokens + kQueries - 1) / kQueries;
    const std::int64_t tiles = q.size(0) * heads * tilesPerHead;
    const float scale = 1.0F / std::sqrt(static_cast<float>(headWidth));
    at::parallel_for(0, tiles, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scores;
        for (std::int64_t tile = begin; tile < end && !pass.cancel().isCancelled(); ++tile) {
            const std::int64_t batch = tile / (heads * tilesPerHead);
            const std::int64_t headOffset = tile / tilesPerHead % heads * headWidth;
            const std::int64_t row = tile % tilesPerHead * kQueries;
            const Head head{q.data_ptr<float>() + batch * tokens * width + headOffset,
                            kk.data_ptr<float>() + batch * keys * width + headOffset,
                            v.data_ptr<float>() + batch * keys * width + headOffset,
                            output.data_ptr<float>() + batch * tokens * width + headOffset,
                            tokens,
                            keys,
                            headWidth,
                            width,
                            scale};
            attendTile(head, row, std::min(kQueries, tokens - row), scores);
        }
    });
    pass.cancel().throwIfCancelled();
    return output;
}

at::Tensor fusedAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, bool causal,
                          const ForwardPass& pass)
{
    if (causal || !query.device().is_cpu())
        return compat::fusedAttention(query, key, value, causal);
    const auto attend = [](const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
        return compat::fusedAttention(q, k, v, false);
    };
    return attendInSlices(query, key, value, kFusedQueries, attend, pass);
}

at::Tensor splitHeads(const at::Tensor& tokens, std::int64_t heads)
{
    return tokens.reshape({tokens.size(0), tokens.size(1), heads, tokens.size(2) / heads}).transpose(1, 2);
}

} // namespace

at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t heads,
                     bool causal, const ForwardPass& pass)
{
    pass.cancel().throwIfCancelled();
    if (!causal && (!compat::kHasFusedAttention || compat::usesDnnlProducts()) && usesOwnKernels(query))
        return tiledAttention(query, key, value, heads, pass);

    const at::Tensor q = splitHeads(query, heads);
    const at::Tensor k = splitHeads(key, heads);
    const at::Tensor v = splitHeads(value, heads);
    const at::Tensor mixed =
        compat::kHasFusedAttention ? fusedAttention(q, k, v, causal, pass) : plainAttention(q, k, v, causal);
    return mixed.transpose(1, 2).reshape(query.sizes());
}

at::Tensor plainAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, bool causal)
{
    // Scaled before the product and masked afterwards: baddbmm with beta = 0 may read uninitialised memory.
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    at::Tensor scores = at::matmul(query * scale, key.transpose(-2, -1));
    if (causal) {
        const at::Tensor hidden = at::ones({query.size(2), key.size(2)}, query.options().dtype(at::kBool)).triu(1);
        scores = scores.masked_fill(hidden, -std::numeric_limits<double>::infinity());
    }
    return at::matmul(at::softmax(scores, -1), value);
}

at::Tensor attendInSlices(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                          std::int64_t queriesAtOnce, const HeadAttention& attend, const ForwardPass& pass)
{
    const std::int64_t tokens = query.size(2);
    if (tokens <= queriesAtOnce)
        return attend(query, key, value);
    std::vector<at::Tensor> slices;
    for (std::int64_t first = 0; first < tokens; first += queriesAtOnce) {
        pass.cancel().throwIfCancelled();
        slices.push_back(attend(query.narrow(2, first, std::min(queriesAtOnce, tokens - first)), key, value));
    }
    return at::cat(slices, 2);
}

} // namespace dh
