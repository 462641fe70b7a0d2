#include "core/document/document.h"

#include "core/document/composition_command.h"
#include "core/document/history_budget.h"
#include "core/document/mask_change.h"

#include <QSignalBlocker>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace dh
{

namespace
{

/// More states than a save that is under way can lag behind.
constexpr std::size_t kRememberedRevisions = 4096;
/// The history shrinks by this part of its length at a time, so that dropping steps stays cheap.
constexpr int kDropDivisor = 16;

std::uint64_t largestId(const Composition& composition)
{
    std::uint64_t largest = 0;
    for (const Layer& layer : composition.layers)
        largest = std::max({largest, layer.id, layer.applied ? layer.applied->result->id : 0});
    for (const ResultPtr& result : composition.results)
        largest = std::max(largest, result->id);
    return largest;
}

const CompositionCommand& commandAt(const QUndoStack& history, int index)
{
    return *static_cast<const CompositionCommand*>(history.command(index));
}

} // namespace

Document::Document(std::uint64_t historyBytes, QObject* parent)
    : QObject(parent),
      m_budget(std::make_unique<HistoryBudget>(historyBytes, kDiskShare * historyBytes)),
      m_history(std::make_unique<QUndoStack>())
{
    connect(m_history.get(), &QUndoStack::cleanChanged, this, &Document::tellModified);
    connect(m_history.get(), &QUndoStack::indexChanged, this, [this] { rememberState(); });
}

Document::~Document()
{
    abandonOpenEdit();
    m_history->disconnect(this);
}

void Document::setHistoryBytes(std::uint64_t bytes, std::uint64_t diskBytes)
{
    m_budget->setLimits(bytes, diskBytes);
    keepToBudget();
}

void Document::setHistoryBytes(std::uint64_t bytes)
{
    setHistoryBytes(bytes, kDiskShare * bytes);
}

std::uint64_t Document::historyBytesInUse() const
{
    return m_budget->bytesInUse(steps(), m_composition);
}

std::uint64_t Document::historyBytesOnDisk() const
{
    return m_budget->bytesOnDisk();
}

void Document::select(LayerId layer)
{
    if (m_composition.layer(layer) == nullptr)
        layer = 0;
    if (layer == m_selected)
        return;
    m_selected = layer;
    Q_EMIT selectionChanged(layer);
}

std::unique_ptr<DocumentEdit> Document::beginEdit(const QString& name)
{
    finishOpenEdit();
    std::unique_ptr<DocumentEdit> edit(new DocumentEdit(*this, name));
    m_openEdit = edit.get();
    return edit;
}

bool Document::edit(const QString& name, const std::function<void(Composition&)>& change, const QString& mergeKey)
{
    finishOpenEdit();
    Composition next = m_composition;
    change(next);
    MaskBounds bounds;
    auto step = std::make_shared<CompositionStep>(stepBetween(m_composition, next, {}, bounds, m_budget->pool()));
    if (step->isEmpty())
        return false;
    const SceneChange shown = step->change;
    replaceBy(std::move(next), shown);
    push(name, std::move(step), mergeKey);
    return true;
}

bool Document::apply(const QString& name, const MaskChange& change)
{
    const Layer* layer = m_composition.layer(change.layer);
    if (layer == nullptr || layer->locked || layer->image.size() != change.after.size() ||
        !(layer->mask == change.before))
        return false;
    if (change.area.isEmpty())
        return true;
    finishOpenEdit();
    Composition next = m_composition;
    next.layer(change.layer)->mask = change.after;
    MaskBounds bounds;
    auto step = std::make_shared<CompositionStep>(
        stepBetween(m_composition, next, {{change.layer, change.area}}, bounds, m_budget->pool(), &change));
    const SceneChange shown = step->change;
    replaceBy(std::move(next), shown);
    push(name, std::move(step), {});
    return true;
}

std::uint64_t Document::newId()
{
    return m_nextId++;
}

void Document::reset(Composition composition, const std::filesystem::path& projectFile)
{
    abandonOpenEdit();
    const SceneChange all{SceneChange::Pixels | SceneChange::Mask | SceneChange::Layers | SceneChange::Placement |
                              SceneChange::Canvas | SceneChange::Results | SceneChange::Influence,
                          {0, 0, composition.size().width, composition.size().height},
                          0};
    m_indexOfRevision.clear();
    m_isHistoryLost = false;
    m_history->clear();
    // A stack without steps stays as it was when it is cleared, also one that isn't clean.
    m_history->setClean();
    tellModified();
    m_path = projectFile;
    m_firstRevision = m_revision + 1;
    replaceBy(std::move(composition), all);
    rememberState();
    Q_EMIT pathChanged();
}

bool Document::isModified() const
{
    // A step that could not be shown may have led the stack to where it was saved, but not the picture.
    return m_isHistoryLost || !m_history->isClean();
}

void Document::tellModified()
{
    const bool modified = isModified();
    if (std::exchange(m_wasModified, modified) != modified)
        Q_EMIT modifiedChanged(modified);
}

void Document::markSaved(const std::filesystem::path& file, std::uint64_t revision)
{
    if (revision < m_firstRevision)
        return;
    const auto state = m_indexOfRevision.find(revision);
    if (state != m_indexOfRevision.end())
        setCleanAt(state->second);
    else
        m_history->resetClean(); // the file holds a state that no step leads to
    if (file == m_path)
        return;
    m_path = file;
    Q_EMIT pathChanged();
}

void Document::markModified()
{
    m_history->resetClean();
}

void Document::replaceBy(Composition composition, const SceneChange& change)
{
    const int formerIndex = m_composition.indexOf(m_selected);
    m_composition = std::move(composition);
    m_nextId = std::max(m_nextId, largestId(m_composition) + 1);
    announce(change);
    keepSelectionValid(change.layer, formerIndex);
}

void Document::announce(const SceneChange& change)
{
    ++m_revision;
    Q_EMIT changed(change);
}

void Document::push(const QString& name, std::shared_ptr<CompositionStep> step, const QString& mergeKey)
{
    // What could be redone goes, and with it the states that it led to.
    std::erase_if(m_indexOfRevision, [this](const auto& state) { return state.second > m_history->index(); });
    const int index = m_history->index();
    m_history->push(new CompositionCommand(*this, name, std::move(step), mergeKey));
    if (m_history->index() <= index) // merged: the step's end is another state now
        std::erase_if(m_indexOfRevision,
                      [&](const auto& state) { return state.second >= index && state.first != m_revision; });
    rememberState();
    keepToBudget();
}

void Document::rememberState()
{
    if (m_isReplaying)
        return;
    m_indexOfRevision[m_revision] = m_history->index();
    if (m_indexOfRevision.size() > kRememberedRevisions)
        m_indexOfRevision.erase(m_indexOfRevision.begin());
}

void Document::keepSelectionValid(LayerId preferred, int formerIndex)
{
    if (m_composition.layer(m_selected) != nullptr)
        return;
    LayerId next = m_composition.layer(preferred) != nullptr ? preferred : 0;
    if (next == 0 && m_selected != 0 && !m_composition.layers.empty()) {
        const int last = static_cast<int>(m_composition.layers.size()) - 1;
        next = m_composition.layers[static_cast<std::size_t>(std::clamp(formerIndex, 0, last))].id;
    }
    select(next);
}

std::vector<std::shared_ptr<CompositionStep>> Document::steps() const
{
    std::vector<std::shared_ptr<CompositionStep>> all;
    for (int i = 0; i < m_history->count(); ++i)
        all.push_back(commandAt(*m_history, i).step());
    return all;
}

void Document::keepToBudget()
{
    while (!m_budget->fit(steps(), m_composition) && m_history->index() > 1)
        dropOldest(std::min(m_history->index() - 1, std::max(1, m_history->count() / kDropDivisor)));
}

/// QUndoStack can't forget its oldest commands, so it is filled anew with the others.
void Document::dropOldest(int count)
{
    const int index = m_history->index() - count;
    const int cleanIndex = m_history->cleanIndex() - count;
    withSilentHistory([&] {
        std::vector<CompositionCommand*> kept;
        for (int i = count; i < m_history->count(); ++i) {
            const CompositionCommand& old = commandAt(*m_history, i);
            kept.push_back(new CompositionCommand(*this, old.text(), old.step(), old.mergeKey()));
        }
        m_history->clear();
        m_history->resetClean();
        for (CompositionCommand* command : kept)
            m_history->push(command);
        if (cleanIndex >= 0) {
            m_history->setIndex(cleanIndex);
            m_history->setClean();
        }
        m_history->setIndex(index);
    });
    std::map<std::uint64_t, int> moved;
    for (const auto& [revision, former] : m_indexOfRevision)
        if (former >= count)
            moved.emplace(revision, former - count);
    m_indexOfRevision = std::move(moved);
    Q_EMIT m_history->indexChanged(index);
}

/// Runs `work`, which may move the stack to and fro, without effect on the composition, and tells only the outcome.
void Document::withSilentHistory(const std::function<void()>& work)
{
    const bool wasModified = isModified();
    m_isReplaying = true;
    {
        const QSignalBlocker blocker(m_history.get());
        work();
    }
    m_isReplaying = false;
    if (isModified() != wasModified)
        Q_EMIT m_history->cleanChanged(wasModified);
}

void Document::setCleanAt(int index)
{
    withSilentHistory([&] {
        const int present = m_history->index();
        m_history->setIndex(index);
        m_history->setClean();
        m_history->setIndex(present);
    });
}

void Document::loseHistory(const QString& why)
{
    m_isHistoryLost = true;
    // The stack is in the middle of a step.
    QMetaObject::invokeMethod(
        this,
        [this, why] {
            if (!m_isHistoryLost)
                return;
            m_indexOfRevision.clear();
            // Meanwhile clean, but not to be told so: the recovery copy would go.
            m_history->clear();
            m_history->resetClean();
            m_isHistoryLost = false;
            tellModified();
            Q_EMIT historyLost(why);
        },
        Qt::QueuedConnection);
}

} // namespace dh
