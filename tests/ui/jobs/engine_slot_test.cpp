#include "core/base/progress.h"
#include "tests/support/fake_harmonizer.h"
#include "ui/jobs/engine_slot.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <filesystem>
#include <fstream>

using namespace dh;
using namespace dh::test;

class EngineSlotTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void modelIsLoadedOnce();
    void replacedWeightsAreLoaded();
};

namespace
{

/// A slot and a folder with what is looked at of a model.
class Model
{
public:
    Model()
    {
        std::filesystem::create_directory(weights.parent_path());
        write("weights");
    }
    void write(const char* bytes) const { std::ofstream(weights) << bytes; }
    /// @return how often the engine has loaded
    int load(const EngineOptions& options = {})
    {
        NullProgressSink silent;
        (void)m_slot.loaded({root, {}, {}, {}}, options, silent, {});
        return m_script->loads;
    }

    const QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const std::filesystem::path weights = root / "unet" / "diffusion_pytorch_model.safetensors";

private:
    std::shared_ptr<FakeScript> m_script = std::make_shared<FakeScript>();
    EngineSlot m_slot{fakeFactory(m_script)};
};

} // namespace

void EngineSlotTest::modelIsLoadedOnce()
{
    Model model;
    QCOMPARE(model.load(), 1);
    QCOMPARE(model.load(), 1);
    EngineOptions other;
    other.threads = 1;
    QCOMPARE(model.load(other), 2);
}

/// Somebody trains on in the same folder.
void EngineSlotTest::replacedWeightsAreLoaded()
{
    Model model;
    QCOMPARE(model.load(), 1);
    model.write("more weights");
    QCOMPARE(model.load(), 2);
    // Others of the same size.
    using std::filesystem::last_write_time;
    last_write_time(model.weights, last_write_time(model.weights) + std::chrono::seconds(5));
    QCOMPARE(model.load(), 3);
    QCOMPARE(model.load(), 3);
    std::filesystem::remove(model.weights);
    QCOMPARE(model.load(), 4);
}

QTEST_GUILESS_MAIN(EngineSlotTest)
#include "engine_slot_test.moc"
