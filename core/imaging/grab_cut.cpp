#include "core/imaging/convert.h"
#include "core/imaging/guided_edge.h"
#include "core/imaging/mask_edit.h"
#include "core/imaging/opencv_errors.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

namespace dh
{

namespace
{

constexpr std::uint8_t kHalf = 128;
/// The first guess is found at this size: a cut takes much longer on more pixels, and there it only has to follow the
/// edge.
constexpr int kCoarseSide = 300;
constexpr int kCoarseRounds = 5;
constexpr int kFineRounds = 2;
/// How far from the coarse edge the fine one may lie, in coarse pixels.
constexpr int kUnsureReach = 3;

/// What is to be cut out, at full size.
struct Question {
    const Image& image;
    Rect box; ///< nothing outside is foreground, unless marked
    const Mask& present;
    std::span<const CutHint> hints;
    Rect area; ///< what is looked at: the box, the marks and some background around them
};

CutHint hintAt(const Question& question, int x, int y)
{
    return question.hints.empty()
               ? CutHint::Unknown
               : question.hints[static_cast<std::size_t>(y) * question.image.width() + static_cast<std::size_t>(x)];
}

Rect hintedArea(const Image& image, std::span<const CutHint> hints)
{
    Rect area;
    for (int y = 0; y < image.height() && !hints.empty(); ++y) {
        const auto row = hints.subspan(static_cast<std::size_t>(y) * image.width(), image.width());
        const auto isMarked = [](CutHint hint) { return hint != CutHint::Unknown; };
        const auto first = std::find_if(row.begin(), row.end(), isMarked);
        if (first == row.end())
            continue;
        const auto last = std::find_if(row.rbegin(), row.rend(), isMarked);
        area = area.united({static_cast<int>(first - row.begin()), y, static_cast<int>(last.base() - first), 1});
    }
    return area;
}

/// With background around it, which the method learns from.
Rect withSurroundings(const Rect& area, const Rect& whole)
{
    constexpr double kShare = 0.25;
    constexpr int kLeast = 16;
    const int margin = std::max(kLeast, static_cast<int>(std::max(area.width, area.height) * kShare));
    const Rect wide{area.x - margin, area.y - margin, area.width + 2 * margin, area.height + 2 * margin};
    return wide.intersected(whole);
}

/// The looked-at part as 8-bit pixels of at most `side` pixels.
Image pictureAt(const Question& question, int side)
{
    const Image& image = question.image;
    const Rect& area = question.area;
    const double scale = std::min(1.0, static_cast<double>(side) / std::max(area.width, area.height));
    const Size size{std::max(1, static_cast<int>(std::lround(area.width * scale))),
                    std::max(1, static_cast<int>(std::lround(area.height * scale)))};
    const int depth = image.type() == SampleType::U8 ? CV_8U : image.type() == SampleType::U16 ? CV_16U : CV_32F;
    const int type = CV_MAKETYPE(depth, image.channels());
    const cv::Mat whole(image.height(), image.width(), type, const_cast<std::byte*>(image.bytes()));
    ImageBuffer buffer(size, image.channels(), image.type());
    cv::Mat target(size.height, size.width, type, buffer.bytes());
    cv::resize(whole(cv::Rect(area.x, area.y, area.width, area.height)), target, target.size(), 0.0, 0.0,
               cv::INTER_AREA);
    return convertedToType(std::move(buffer).finish(), SampleType::U8);
}

cv::Mat threeChannels(const Image& picture)
{
    const cv::Mat pixels(picture.height(), picture.width(), CV_8UC(picture.channels()),
                         const_cast<std::byte*>(picture.bytes()));
    cv::Mat colour = pixels;
    if (picture.hasAlpha())
        cv::cvtColor(pixels, colour, cv::COLOR_RGBA2RGB);
    return colour;
}

std::uint8_t firstLabel(const Question& question, int x, int y)
{
    if (!question.box.contains({x, y, 1, 1}))
        return cv::GC_BGD;
    if (question.present.isNull())
        return cv::GC_PR_FGD;
    return question.present.row(y)[x] >= kHalf ? cv::GC_PR_FGD : cv::GC_PR_BGD;
}

/// What is known before the cut. Every mark counts, however thin.
cv::Mat firstLabels(const Question& question, cv::Size size)
{
    const Rect& area = question.area;
    const double stepX = static_cast<double>(area.width) / size.width;
    const double stepY = static_cast<double>(area.height) / size.height;
    cv::Mat labels(size, CV_8UC1);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            labels.at<std::uint8_t>(y, x) = firstLabel(question, area.x + static_cast<int>((x + 0.5) * stepX),
                                                       area.y + static_cast<int>((y + 0.5) * stepY));
    for (int y = 0; y < area.height && !question.hints.empty(); ++y)
        for (int x = 0; x < area.width; ++x) {
            const CutHint hint = hintAt(question, area.x + x, area.y + y);
            if (hint != CutHint::Unknown)
                labels.at<std::uint8_t>(std::min(static_cast<int>(y / stepY), size.height - 1),
                                        std::min(static_cast<int>(x / stepX), size.width - 1)) =
                    hint == CutHint::Foreground ? cv::GC_FGD : cv::GC_BGD;
        }
    return labels;
}

/// Foreground of either certainty, 0 or 255.
cv::Mat foregroundOf(const cv::Mat& labels)
{
    return (labels == cv::GC_FGD) | (labels == cv::GC_PR_FGD);
}

bool hasBothSides(const cv::Mat& labels)
{
    const int count = cv::countNonZero(foregroundOf(labels));
    return count > 0 && count < static_cast<int>(labels.total());
}

/// The method needs examples of background; of a box around everything the frame is the best guess.
void assumeBackground(cv::Mat& labels)
{
    if (cv::countNonZero(foregroundOf(labels)) < static_cast<int>(labels.total()))
        return;
    cv::Mat frame(labels.size(), CV_8UC1, cv::Scalar(1));
    cv::rectangle(frame, cv::Rect(1, 1, std::max(0, labels.cols - 2), std::max(0, labels.rows - 2)), 0, cv::FILLED);
    labels.setTo(cv::GC_PR_BGD, frame & (labels == cv::GC_PR_FGD));
}

void cut(const cv::Mat& colour, cv::Mat& labels, int rounds, const CancelToken& cancel)
{
    // The method draws its first clusters at random; equal questions deserve equal answers.
    constexpr int kSeed = 1;
    cv::setRNGSeed(kSeed);
    cv::Mat background;
    cv::Mat foreground;
    for (int round = 0; round < rounds && hasBothSides(labels); ++round) {
        cancel.throwIfCancelled();
        cv::grabCut(colour, labels, {}, background, foreground, 1, round == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
    }
    cancel.throwIfCancelled();
}

/// Puts the coarse answer into the labels of the fine cut, sure of it where its edge is far.
void followCoarse(cv::Mat& labels, const cv::Mat& coarse)
{
    constexpr int kSide = 2 * kUnsureReach + 1;
    const cv::Mat kernel = cv::Mat::ones(kSide, kSide, CV_8UC1);
    const cv::Mat foreground = foregroundOf(coarse);
    cv::Mat least;
    cv::Mat most;
    cv::erode(foreground, least, kernel);
    cv::dilate(foreground, most, kernel);
    cv::Mat guess(coarse.size(), CV_8UC1, cv::Scalar(cv::GC_PR_BGD));
    guess.setTo(cv::GC_PR_FGD, foreground);
    guess.setTo(cv::GC_FGD, least);
    guess.setTo(cv::GC_BGD, most == 0);
    cv::resize(guess, guess, labels.size(), 0.0, 0.0, cv::INTER_NEAREST);
    guess.copyTo(labels, (labels == cv::GC_PR_FGD) | (labels == cv::GC_PR_BGD));
}

/// Marks and the box hold to the pixel, whatever the low resolution made of them.
void enforce(const Question& question, Mask& part)
{
    const Rect& area = question.area;
    for (int y = 0; y < area.height; ++y) {
        std::uint8_t* values = part.writableRow(y);
        for (int x = 0; x < area.width; ++x) {
            const CutHint hint = hintAt(question, area.x + x, area.y + y);
            if (hint == CutHint::Foreground)
                values[x] = 255;
            else if (hint == CutHint::Background || !question.box.contains({area.x + x, area.y + y, 1, 1}))
                values[x] = 0;
        }
    }
}

/// The answer for the looked-at part, at full size.
Mask answer(const Question& question, const CancelToken& cancel, int workingSide)
{
    const Image picture = pictureAt(question, workingSide);
    const cv::Mat colour = threeChannels(picture);
    cv::Mat labels = firstLabels(question, colour.size());
    assumeBackground(labels);
    if (std::max(colour.cols, colour.rows) > kCoarseSide) {
        const Image coarsePicture = pictureAt(question, kCoarseSide);
        const cv::Mat coarseColour = threeChannels(coarsePicture);
        cv::Mat coarse = firstLabels(question, coarseColour.size());
        assumeBackground(coarse);
        cut(coarseColour, coarse, kCoarseRounds, cancel);
        followCoarse(labels, coarse);
        cut(colour, labels, kFineRounds, cancel);
    } else {
        cut(colour, labels, kCoarseRounds, cancel);
    }
    const cv::Mat foreground = foregroundOf(labels);
    Mask selection(picture.size());
    std::memcpy(selection.writableRow(0), foreground.ptr(), foreground.total());
    Mask part = selectionAlongEdges(question.image, question.area, picture, selection);
    enforce(question, part);
    return part;
}

} // namespace

Mask grabCut(const Image& image, const Rect& box, const Mask& present, std::span<const CutHint> hints,
             const CancelToken& cancel, int workingSide)
{
    assert(hints.empty() || static_cast<long long>(hints.size()) == image.size().area());
    assert(present.isNull() || present.size() == image.size());
    Mask result(image.size());
    const Rect whole{0, 0, image.width(), image.height()};
    const Rect marked = hintedArea(image, hints);
    if (image.isNull() || (box.isEmpty() && present.isNull() && marked.isEmpty()))
        return result;
    const Rect allowed = box.isEmpty() ? whole : box.intersected(whole);
    const Rect looked = allowed.united(marked);
    if (looked.isEmpty())
        return result;
    const Question question{image, allowed, present, hints, withSurroundings(looked, whole)};
    Mask part;
    translatingOpenCvErrors([&] { part = answer(question, cancel, std::max(1, workingSide)); });
    for (int y = 0; y < part.height(); ++y)
        std::memcpy(result.writableRow(question.area.y + y) + question.area.x, part.row(y),
                    static_cast<std::size_t>(part.width()));
    return result;
}

} // namespace dh
