#include "core/nn/attention.h"

#include "tests/core/nn/tensor_checks.h"

#include <QTest>

using namespace dh;
using namespace dh::test;

namespace
{

at::Tensor splitHeads(const at::Tensor& tokens, std::int64_t heads)
{
    return tokens.reshape({tokens.size(0), tokens.size(1), heads, tokens.size(2) / heads}).transpose(1, 2);
}

/// softmax(q k^T / sqrt(width of a head)) v, in double and as it is written.
at::Tensor naiveAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, std::int64_t heads)
{
    const auto split = [&](const at::Tensor& t) { return splitHeads(t.to(at::kDouble), heads); };
    const at::Tensor q = split(query);
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(-1)));
    const at::Tensor weights = at::softmax(at::matmul(q, split(key).transpose(-2, -1)) * scale, -1);
    return at::matmul(weights, split(value)).transpose(1, 2).reshape(query.sizes());
}

} // namespace

class AttentionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attends_data();
    void attends();
    void attendsCausally();
    void attendsInSlices_data();
    void attendsInSlices();
    void stopsBetweenSlices();
    void attendsWithHugeScores();
    void passesNanOn();
    void stopsWhenCancelled();
};

void AttentionTest::attends_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("headWidth");
    QTest::newRow("one token") << 1 << 1 << 1 << 1 << 4;
    QTest::newRow("one key") << 1 << 200 << 1 << 2 << 5;
    QTest::newRow("to a prompt") << 2 << 300 << 77 << 8 << 40;
    QTest::newRow("a query more than a tile") << 1 << 129 << 129 << 4 << 7;
    QTest::newRow("a key more than a tile") << 1 << 1025 << 1025 << 2 << 16;
    QTest::newRow("several tiles") << 1 << 3000 << 3000 << 3 << 24;
    QTest::newRow("many keys, one query") << 2 << 1 << 3000 << 1 << 64;
    QTest::newRow("whole tiles") << 1 << 256 << 2048 << 1 << 8;
    QTest::newRow("as in the VAE") << 1 << 77 << 77 << 1 << 512;
}

void AttentionTest::attends()
{
    QFETCH(int, batch);
    QFETCH(int, tokens);
    QFETCH(int, keys);
    QFETCH(int, heads);
    QFETCH(int, headWidth);
    const std::int64_t width = static_cast<std::int64_t>(heads) * headWidth;
    const at::Tensor q = randomTensor({batch, tokens, width}, 2.0, 1);
    const at::Tensor k = randomTensor({batch, keys, width}, 2.0, 2);
    const at::Tensor v = randomTensor({batch, keys, width}, 1.0, 3);
    const at::Tensor exact = naiveAttention(q, k, v, heads);
    const auto run = [&] { return attention(q, k, v, heads, false, ForwardPass()); };
    COMPARE_TENSORS(onOwnPath(run), exact, 1e-5);
    COMPARE_TENSORS(onAtenPath(run), exact, 1e-5);
}

void AttentionTest::attendsCausally()
{
    constexpr std::int64_t kTokens = 77;
    const at::Tensor q = randomTensor({2, kTokens, 12}, 2.0, 1);
    const at::Tensor k = randomTensor({2, kTokens, 12}, 2.0, 2);
    const at::Tensor v = randomTensor({2, kTokens, 12}, 1.0, 3);
    const at::Tensor mixed = onOwnPath([&] { return attention(q, k, v, 3, true, ForwardPass()); });
    // Token i is what it would be if nothing came after it.
    for (const std::int64_t count : {std::int64_t{1}, std::int64_t{2}, std::int64_t{40}, kTokens}) {
        const auto first = [&](const at::Tensor& t) { return t.narrow(1, 0, count); };
        const at::Tensor exact = naiveAttention(first(q), first(k), first(v), 3);
        COMPARE_TENSORS(mixed.narrow(1, count - 1, 1), exact.narrow(1, count - 1, 1), 1e-5);
    }
}

void AttentionTest::attendsInSlices_data()
{
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("queriesAtOnce");
    QTest::addColumn<int>("slices");
    QTest::newRow("all at once") << 20 << 20 << 1;
    QTest::newRow("fewer than a slice") << 20 << 64 << 1;
    QTest::newRow("whole slices") << 21 << 7 << 3;
    QTest::newRow("a rest") << 22 << 7 << 4;
    QTest::newRow("one by one") << 20 << 1 << 20;
    QTest::newRow("beside tiles") << 300 << 100 << 3;
}

/// As ATen's fused attention is cut, which not every LibTorch has.
void AttentionTest::attendsInSlices()
{
    QFETCH(int, tokens);
    QFETCH(int, queriesAtOnce);
    QFETCH(int, slices);
    constexpr std::int64_t kHeads = 3;
    const at::Tensor q = randomTensor({2, tokens, 24}, 2.0, 1);
    const at::Tensor k = randomTensor({2, 50, 24}, 2.0, 2);
    const at::Tensor v = randomTensor({2, 50, 24}, 1.0, 3);
    int calls = 0;
    const auto attend = [&](const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) {
        ++calls;
        return plainAttention(query, key, value, false);
    };
    const at::Tensor mixed = attendInSlices(splitHeads(q, kHeads), splitHeads(k, kHeads), splitHeads(v, kHeads),
                                            queriesAtOnce, attend, ForwardPass())
                                 .transpose(1, 2)
                                 .reshape(q.sizes());
    QCOMPARE(calls, slices);
    COMPARE_TENSORS(mixed, naiveAttention(q, k, v, kHeads), 1e-5);
    COMPARE_TENSORS(mixed, onOwnPath([&] { return attention(q, k, v, kHeads, false, ForwardPass()); }), 1e-5);
}

void AttentionTest::stopsBetweenSlices()
{
    const at::Tensor x = randomTensor({1, 2, 40, 8});
    CancelSource cancel;
    int calls = 0;
    const auto attend = [&](const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) {
        if (++calls == 2)
            cancel.cancel();
        return plainAttention(query, key, value, false);
    };
    QVERIFY(isCancelled([&] { return attendInSlices(x, x, x, 10, attend, ForwardPass(cancel.token())); }));
    QCOMPARE(calls, 2);
}

void AttentionTest::attendsWithHugeScores()
{
    // Scores of up to 1e9: their exponentials only exist relative to the largest, which comes in the last tile.
    constexpr std::int64_t kKeys = 2500;
    const at::Tensor q = at::ones({1, 5, 1}) * 1e5;
    const at::Tensor k = at::linspace(-1e4, 1e4, kKeys).view({1, kKeys, 1});
    const at::Tensor v = at::arange(kKeys, at::kFloat).view({1, kKeys, 1});
    const auto last = static_cast<float>(kKeys - 1);
    const auto mixed = [&](const at::Tensor& query) {
        return onOwnPath([&] { return attention(query, k, v, 1, false, ForwardPass()); });
    };
    COMPARE_TENSORS(mixed(q), at::full({1, 5, 1}, last), 0.0);
    COMPARE_TENSORS(mixed(-q), at::zeros({1, 5, 1}), 0.0);
    COMPARE_TENSORS(mixed(q * 0.0), at::full({1, 5, 1}, 0.5 * last), 1e-1);
}

void AttentionTest::passesNanOn()
{
    const at::Tensor q = randomTensor({1, 200, 8});
    at::Tensor k = randomTensor({1, 1500, 8}, 1.0, 2);
    k[0][1200][3] = NAN;
    const at::Tensor v = randomTensor({1, 1500, 8}, 1.0, 3);
    const at::Tensor mixed = onOwnPath([&] { return attention(q, k, v, 1, false, ForwardPass()); });
    QVERIFY(mixed.isnan().all().item<bool>());
}

void AttentionTest::stopsWhenCancelled()
{
    const at::Tensor x = randomTensor({1, 40'000, 320});
    const LateCancel late;
    QVERIFY(isCancelled([&] { return attention(x, x, x, 8, false, ForwardPass(late.token())); }));
    const qint64 answer = late.elapsed();
    QVERIFY2(answer >= 0 && answer < kAnswerTime, qPrintable(QString::number(answer)));
}

QTEST_APPLESS_MAIN(AttentionTest)
#include "attention_test.moc"
