#include "ui/compare/compare_controller.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "core/imaging/image_file.h"
#include "ui/main_window/studio_context.h"
#include "ui/panels/latest_task.h"

#include <QLocale>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace dh
{

namespace
{

using namespace std::chrono_literals;

constexpr auto kSettle = 200ms; ///< without a change before a comparison follows the document
constexpr double kFirstGain = 4.0;

using Kind = CompareSide::Kind;

QString decibels(double value)
{
    return std::isinf(value) ? CompareController::tr("infinite (equal)")
                             : CompareController::tr("%1 dB").arg(QLocale().toString(value, 'f', 2));
}

QString sentence(const CompareNumbers& numbers)
{
    const QLocale locale;
    QStringList parts;
    if (numbers.hasMask)
        parts << CompareController::tr("Mean colour difference inside the mask: %1 (CIEDE2000)")
                     .arg(locale.toString(numbers.colourDifference, 'f', 2));
    else
        parts << CompareController::tr("No layer shows, so there is no mask to measure in");
    parts << CompareController::tr("Changed samples outside: %1").arg(locale.toString(numbers.changedOutside));
    if (numbers.metrics) {
        parts << CompareController::tr("PSNR %1").arg(decibels(numbers.metrics->psnr))
              << CompareController::tr("MSE %1").arg(locale.toString(numbers.metrics->mse, 'f', 2))
              << CompareController::tr("fMSE %1").arg(locale.toString(numbers.metrics->fmse, 'f', 2));
    }
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace

CompareController::CompareController(Document& document, CanvasView& canvas, Notices& notices, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_canvas(canvas),
      m_notices(notices),
      m_gain(kFirstGain),
      m_measuring(new LatestTask(this)),
      m_reading(new LatestTask(this))
{
    m_settled.setSingleShot(true);
    m_settled.setInterval(kSettle);
    connect(&m_settled, &QTimer::timeout, this, &CompareController::follow);
    connect(&document, &Document::changed, this, &CompareController::documentChanged);
    m_canvas.setDifferenceGain(m_gain);
}

CompareController::~CompareController()
{
    m_cancel.cancel();
}

void CompareController::setMode(CompareMode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    if (mode != CompareMode::Off)
        m_lastMode = mode;
    apply();
    Q_EMIT changed();
}

void CompareController::toggle()
{
    setMode(m_mode == CompareMode::Off ? m_lastMode : CompareMode::Off);
}

void CompareController::setHolding(bool holding)
{
    if (holding == m_holding)
        return;
    m_holding = holding;
    showOnCanvas();
    Q_EMIT changed();
}

void CompareController::setSides(const CompareSide& before, const CompareSide& after)
{
    if (before == m_before && after == m_after)
        return;
    m_before = before;
    m_after = after;
    dropLostSides(); // a result may have outlived its layer
    apply();
    Q_EMIT changed();
}

void CompareController::compareResults(ResultId before, ResultId after)
{
    setSides(before == 0 ? CompareSide{Kind::Untouched} : CompareSide{Kind::Result, before}, {Kind::Result, after});
    if (m_mode == CompareMode::Off)
        toggle();
}

void CompareController::openGroundTruth(const std::filesystem::path& file)
{
    m_reading->start([file] { return readImageFile(file).image; },
                     [this](const Image& image) { takeGroundTruth(image); },
                     [this](const Error& error) { m_notices.report(error); });
}

void CompareController::takeGroundTruth(const Image& image)
{
    m_groundTruth = image;
    m_before = {Kind::GroundTruth};
    if (m_after.kind == Kind::GroundTruth)
        m_after = {Kind::Document};
    if (const QString problem = misfit(); !problem.isEmpty())
        m_notices.warn(problem);
    if (m_mode == CompareMode::Off)
        m_mode = m_lastMode;
    apply();
    Q_EMIT changed();
}

void CompareController::closeGroundTruth()
{
    m_reading->drop();
    m_groundTruth = {};
    dropLostSides();
    apply();
    Q_EMIT changed();
}

void CompareController::setGain(double gain)
{
    const double wanted = std::clamp(gain, kLeastGain, kMostGain);
    if (wanted == m_gain)
        return;
    m_gain = wanted;
    m_canvas.setDifferenceGain(m_gain);
    Q_EMIT changed();
}

void CompareController::moveSplit(double byShare)
{
    m_canvas.setSplit(m_canvas.split() + byShare);
}

void CompareController::documentChanged(const SceneChange& change)
{
    if (dropLostSides())
        showOnCanvas();
    m_settled.start();
    if ((change.kinds & (SceneChange::Results | SceneChange::Layers | SceneChange::Canvas)) != 0)
        Q_EMIT changed();
}

void CompareController::follow()
{
    if (m_mode == CompareMode::Off && !m_holding)
        return;
    if (!isPlain())
        showOnCanvas();
    measure();
}

bool CompareController::dropLostSides()
{
    const std::vector<CompareSide> sides = sidesOf(m_document.composition(), hasGroundTruth());
    const auto isLost = [&sides](const CompareSide& side) {
        return std::find(sides.begin(), sides.end(), side) == sides.end();
    };
    const bool isBeforeLost = isLost(m_before);
    const bool isAfterLost = isLost(m_after);
    if (isBeforeLost)
        m_before = {Kind::Untouched};
    if (isAfterLost)
        m_after = {Kind::Document};
    return isBeforeLost || isAfterLost;
}

void CompareController::apply()
{
    m_settled.stop();
    showOnCanvas();
    measure();
}

void CompareController::showOnCanvas()
{
    const Composition& document = m_document.composition();
    const CompareMode wanted = m_holding ? CompareMode::Before : m_mode;
    if (wanted == CompareMode::Off || document.isEmpty() || !misfit().isEmpty()) {
        m_canvas.setCompareNames({}, {});
        m_canvas.setCompare(CompareMode::Off);
        return;
    }
    m_canvas.setCompareNames(isPlain() ? QString() : nameOf(m_before, document),
                             isPlain() ? QString() : nameOf(m_after, document));
    const auto sideOf = [&](const CompareSide& side, Kind byItself) {
        return side.kind == byItself ? nullptr : compositionOf(side, document, m_groundTruth);
    };
    m_canvas.setCompare(wanted, sideOf(m_before, Kind::Untouched), sideOf(m_after, Kind::Document));
}

void CompareController::measure()
{
    m_cancel.cancel();
    m_cancel = CancelSource();
    m_measuring->drop();
    const Composition& document = m_document.composition();
    if (m_mode == CompareMode::Off || document.isEmpty()) {
        setNumbers(std::nullopt, {});
        return;
    }
    if (const QString problem = misfit(); !problem.isEmpty()) {
        setNumbers(std::nullopt, problem);
        return;
    }
    setNumbers(std::nullopt, tr("Measuring…"));
    CompareQuestion question{document, compositionOf(m_before, document, m_groundTruth),
                             compositionOf(m_after, document, m_groundTruth), involves(Kind::GroundTruth)};
    m_measuring->start(
        [question = std::move(question), cancel = m_cancel.token()] { return compareNumbers(question, cancel); },
        [this](const CompareNumbers& numbers) { setNumbers(numbers, sentence(numbers)); },
        [this](const Error&) {
            setNumbers(std::nullopt, tr("There is not enough memory to measure the difference."));
        });
}

QString CompareController::misfit() const
{
    const Size canvas = m_document.composition().size();
    if (!involves(Kind::GroundTruth) || m_groundTruth.size() == canvas)
        return {};
    return tr("The ground truth measures %1 × %2 pixels, the picture %3 × %4. Only pictures of one size can be "
              "compared.")
        .arg(m_groundTruth.width())
        .arg(m_groundTruth.height())
        .arg(canvas.width)
        .arg(canvas.height);
}

bool CompareController::isPlain() const
{
    return m_before.kind == Kind::Untouched && m_after.kind == Kind::Document;
}

bool CompareController::involves(CompareSide::Kind kind) const
{
    return m_before.kind == kind || m_after.kind == kind;
}

void CompareController::setNumbers(const std::optional<CompareNumbers>& numbers, const QString& text)
{
    m_numbers = numbers;
    m_numbersText = text;
    Q_EMIT numbersChanged();
}

} // namespace dh
