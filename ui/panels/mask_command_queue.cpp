#include "ui/panels/mask_command_queue.h"

#include "core/base/error.h"
#include "core/document/document.h"
#include "core/document/mask_change.h"
#include "ui/main_window/studio_context.h"
#include "ui/tools/another_picture.h"

namespace dh
{

namespace
{

/// Nothing when the mask stays.
std::optional<MaskChange> changeBy(const MaskCommand& command, const Layer& layer, const CancelToken& cancel)
{
    const std::optional<Mask> made = command.make(layer, cancel);
    cancel.throwIfCancelled();
    return made ? std::optional(maskChange(layer, *made)) : std::nullopt;
}

} // namespace

MaskCommandQueue::MaskCommandQueue(StudioContext& context) : m_context(context), m_job(context.document)
{
    connect(&context.document, &Document::changed, this, [this](const SceneChange& change) {
        if (isAnotherPicture(m_context.document, change))
            cancel();
    });
}

void MaskCommandQueue::add(const MaskCommand& command)
{
    const Entry entry{command, m_context.document.selectedLayer()};
    if (!m_entries.empty()) {
        m_entries.push_back(entry);
    } else if (!command.isQuick) {
        m_entries.push_back(entry);
        startNext();
    } else if (const Layer* layer = layerFor(entry)) {
        try {
            apply(command, changeBy(command, *layer, {}));
        } catch (const Error& error) {
            m_context.notices.report(error);
        }
    }
}

bool MaskCommandQueue::cancel()
{
    if (m_entries.empty())
        return false;
    m_entries.erase(m_entries.begin() + 1, m_entries.end());
    m_entries.front().command.name.clear();
    m_job.cancel();
    Q_EMIT changed();
    return true;
}

QString MaskCommandQueue::working() const
{
    return m_entries.empty() ? QString() : m_entries.front().command.name;
}

const Layer* MaskCommandQueue::layerFor(const Entry& entry) const
{
    const Layer* layer = m_context.document.composition().layer(entry.layer);
    const bool mayUse = layer != nullptr && !layer->image.isNull() && !(layer->locked && entry.command.changesMask);
    return mayUse ? layer : nullptr;
}

void MaskCommandQueue::startNext()
{
    while (!m_entries.empty() && layerFor(m_entries.front()) == nullptr)
        m_entries.pop_front();
    Q_EMIT changed();
    if (m_entries.empty())
        return;
    m_job.start(
        [this, command = m_entries.front().command,
         layer = *layerFor(m_entries.front())](const CancelToken& cancel) -> MaskJob::Answer {
            return [this, command, change = changeBy(command, layer, cancel)] { apply(command, change); };
        },
        [this](const Error& error) { m_context.notices.report(error); },
        [this] {
            m_entries.pop_front();
            startNext();
        });
}

void MaskCommandQueue::apply(const MaskCommand& command, const std::optional<MaskChange>& change)
{
    if (change && !m_context.document.apply(command.name, *change))
        m_context.notices.inform(tr("The mask changed meanwhile: “%1” was dropped.").arg(command.name));
}

} // namespace dh
