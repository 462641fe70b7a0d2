#include "app/studio/example_picture.h"

#include "core/imaging/image_file.h"

#include <QCoreApplication>

#include <utility>

namespace dh
{

namespace
{

struct ExampleWords {
    Q_DECLARE_TR_FUNCTIONS(dh::ExamplePicture)
};

/// Where the foreground was cut out of the example's picture.
constexpr Point kCornerInCanvas{561, 32};

} // namespace

Composition readExample(const std::filesystem::path& folder, LayerId layerId)
{
    Composition example;
    example.background = readImageFile(folder / "background.png").image;
    Layer subject;
    subject.id = layerId;
    subject.name = ExampleWords::tr("Foreground").toStdString();
    subject.image = readImageFile(folder / "foreground.png").image;
    subject.transform.pivotInLayer = {subject.image.width() / 2.0, subject.image.height() / 2.0};
    subject.transform.pivotInCanvas = {kCornerInCanvas.x + subject.transform.pivotInLayer.x,
                                       kCornerInCanvas.y + subject.transform.pivotInLayer.y};
    example.layers.push_back(std::move(subject));
    return example;
}

} // namespace dh
