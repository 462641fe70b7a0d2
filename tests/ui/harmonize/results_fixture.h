#pragma once

#include "tests/ui/harmonize/harmonize_fixture.h"

#include <QListView>

namespace dh::test
{

/// A fixture with three results of layer 1, seeds 10 to 12; the first is applied.
class Results : public HarmonizeFixture
{
public:
    Results()
    {
        m_isReady = waitForOutlook();
        module->choices().setSeed(10);
        module->choices().setVariations(3);
        action("harmonize.run")->trigger();
        m_isReady = m_isReady && QTest::qWaitFor([this] { return composition().results.size() == 3; }, kPatience) &&
                    waitUntilIdle();
        list = widget<QListView>(QStringLiteral("Results"));
    }
    [[nodiscard]] bool isReady() const { return m_isReady; }
    /// The strip shows the newest first.
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        const QRect cell = list->visualRect(list->model()->index(row, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, modifiers, cell.center());
    }
    [[nodiscard]] ResultId idOf(std::uint64_t seed) const
    {
        for (const ResultPtr& result : composition().results) {
            if (result->seed == seed)
                return result->id;
        }
        return 0;
    }
    [[nodiscard]] QImage shown() const
    {
        CanvasView& canvas = window->context().canvas;
        canvas.finishTiles();
        return canvas.grab().toImage();
    }

    /// Takes a brush with a hard edge. @param diameter  canvas pixels
    CanvasView& takeBrush(const char* tool, double diameter)
    {
        toolSettings.setBrushDiameter(diameter);
        toolSettings.setBrushHardness(1.0);
        action(tool)->trigger();
        return window->context().canvas;
    }

    QListView* list = nullptr;

private:
    bool m_isReady = false;
};

} // namespace dh::test
