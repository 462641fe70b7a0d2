// Edits, saves and autosaves until it is killed. After each step that is due on the disk it says so on its output:
// "s<n>" when the project file holds step n, "e<n>" when step n was made and told to the autosave.
// Arguments: project file ("-" never saves), recovery folder, autosave interval and pause after a step in milliseconds.

#include "crash_picture.h"

#include "core/document/autosave.h"
#include "core/document/document.h"
#include "core/document/project_file.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

int main(int argc, char** argv)
{
    if (argc != 5)
        return EXIT_FAILURE;
    constexpr std::uint64_t kHistoryBytes = 1U << 20U;
    constexpr int kStepsPerSave = 400;
    dh::Document document(kHistoryBytes);
    document.reset(dh::test::crashStart());
    dh::Autosave autosave(argv[2], std::chrono::milliseconds(std::atoi(argv[3])));
    const std::string file = argv[1];
    const std::chrono::milliseconds pause(std::atoi(argv[4]));
    for (int step = 1;; ++step) {
        document.edit("Step", [step](dh::Composition& composition) {
            dh::Layer& layer = composition.layers[0];
            layer.name = std::to_string(step);
            layer.mask = dh::Mask(layer.image.size(), dh::test::crashMaskValue(step));
        });
        autosave.changed(document.composition(), {}, file);
        std::printf("e%d\n", step);
        std::fflush(stdout);
        std::this_thread::sleep_for(pause);
        if (step % kStepsPerSave != 0 || file == "-")
            continue;
        dh::writeProject(file, {document.composition(), {}});
        document.markSaved(file, document.revision());
        autosave.clean();
        std::printf("s%d\n", step);
        std::fflush(stdout);
    }
}
