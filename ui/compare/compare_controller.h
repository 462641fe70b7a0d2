#pragma once

#include "core/base/cancel.h"
#include "ui/canvas/canvas_view.h"
#include "ui/compare/compare_numbers.h"
#include "ui/compare/compare_side.h"

#include <QObject>
#include <QTimer>

#include <filesystem>

namespace dh
{

class Document;
struct SceneChange;
class LatestTask;
class Notices;

/// Decides what the canvas compares and measures it. Numbers and files come from a thread of its own, from snapshots;
/// the newest question wins. GUI thread.
class CompareController : public QObject
{
    Q_OBJECT
public:
    static constexpr double kLeastGain = 1.0;
    static constexpr double kMostGain = 32.0;

    CompareController(Document& document, CanvasView& canvas, Notices& notices, QObject* parent = nullptr);
    ~CompareController() override;

    [[nodiscard]] CompareMode mode() const { return m_mode; }
    void setMode(CompareMode mode);
    /// Off, or the mode that was on last.
    void toggle();
    /// Shows the before side while on; the mode comes back afterwards. Works with the mode off too.
    void setHolding(bool holding);
    [[nodiscard]] bool isHolding() const { return m_holding; }

    [[nodiscard]] const CompareSide& before() const { return m_before; }
    [[nodiscard]] const CompareSide& after() const { return m_after; }
    void setSides(const CompareSide& before, const CompareSide& after);
    /// Puts two kept results side against side, switched on if need be; `before` 0 is the untouched composite.
    void compareResults(ResultId before, ResultId after);

    /// Reads the picture of the real scene and makes it the before side. A file that can't be read is told to the user.
    void openGroundTruth(const std::filesystem::path& file);
    void closeGroundTruth();
    [[nodiscard]] bool hasGroundTruth() const { return !m_groundTruth.isNull(); }

    [[nodiscard]] double gain() const { return m_gain; } ///< kLeastGain..kMostGain
    void setGain(double gain);
    void moveSplit(double byShare);

    [[nodiscard]] const Document& document() const { return m_document; }
    /// One line for a user; empty while off.
    [[nodiscard]] const QString& numbersText() const { return m_numbersText; }
    /// Nothing when there is none for what is compared now.
    [[nodiscard]] const std::optional<CompareNumbers>& numbers() const { return m_numbers; }

Q_SIGNALS:
    /// Mode, sides, the sides to choose from, or gain.
    void changed();
    void numbersChanged();

private:
    void documentChanged(const SceneChange& change);
    void follow();
    void takeGroundTruth(const Image& image);
    /// Tells the canvas, then measures.
    void apply();
    void showOnCanvas();
    void measure();
    /// A sentence when the ground truth doesn't fit the canvas; empty when it does.
    [[nodiscard]] QString misfit() const;
    /// The untouched composite against the document, which the canvas follows by itself.
    [[nodiscard]] bool isPlain() const;
    [[nodiscard]] bool involves(CompareSide::Kind kind) const;
    /// @return whether a side was lost
    bool dropLostSides();
    void setNumbers(const std::optional<CompareNumbers>& numbers, const QString& text);

    Document& m_document;
    CanvasView& m_canvas;
    Notices& m_notices;
    CompareMode m_mode = CompareMode::Off;
    CompareMode m_lastMode = CompareMode::SplitVertical;
    bool m_holding = false;
    CompareSide m_before{CompareSide::Kind::Untouched};
    CompareSide m_after{CompareSide::Kind::Document};
    double m_gain;
    Image m_groundTruth;
    QTimer m_settled;
    CancelSource m_cancel;
    std::optional<CompareNumbers> m_numbers;
    QString m_numbersText;
    LatestTask* m_measuring;
    LatestTask* m_reading;
};

} // namespace dh
