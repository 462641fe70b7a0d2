#include "core/document/composition_step.h"
#include "core/document/history_budget.h"

#include <cassert>

namespace dh
{

struct DocumentEdit::State {
    Document& document;
    QString name;
    Composition before;
    MaskAreas painted;
    MaskBounds bounds;
};

namespace
{

constexpr std::uint8_t kSelected = 255;

} // namespace

DocumentEdit::DocumentEdit(Document& document, const QString& name)
    : m_state(new State{document, name, document.m_composition, {}, {}})
{
}

DocumentEdit::~DocumentEdit()
{
    abandon();
}

void DocumentEdit::changeLayer(LayerId id, const std::function<void(Layer&)>& change)
{
    if (!m_state)
        return;
    Document& document = m_state->document;
    Layer* layer = document.m_composition.layer(id);
    assert(layer != nullptr);
    Composition before;
    before.background = document.m_composition.background;
    before.layers = {*layer};
    change(*layer);
    Composition after;
    after.background = before.background;
    after.layers = {*layer};
    if (const SceneChange shown = changeBetween(before, after, {}, m_state->bounds); shown.kinds != 0)
        document.announce(shown);
}

void DocumentEdit::paintMask(LayerId id, const std::function<Rect(Mask&)>& paint)
{
    if (!m_state)
        return;
    Document& document = m_state->document;
    Layer* layer = document.m_composition.layer(id);
    assert(layer != nullptr);
    const bool wasNull = layer->mask.isNull();
    if (wasNull)
        layer->mask = Mask(layer->image.size(), kSelected);
    const Rect area = paint(layer->mask);
    if (area.isEmpty()) {
        if (wasNull)
            layer->mask = {};
        return;
    }
    Rect& painted = m_state->painted[id];
    painted = painted.united(area);
    document.announce(changeOfStroke(document.m_composition.size(), *layer, area));
}

void DocumentEdit::paintInfluence(const std::function<Rect(Mask&)>& paint)
{
    if (!m_state)
        return;
    Document& document = m_state->document;
    Mask& influence = document.m_composition.influence;
    const bool isNew = influence.size() != document.m_composition.size();
    if (isNew)
        influence = Mask(document.m_composition.size(), kSelected);
    const Rect area = paint(influence);
    if (area.isEmpty()) {
        if (isNew)
            influence = {};
        return;
    }
    Rect& painted = m_state->painted[kInfluenceArea];
    painted = painted.united(area);
    document.announce({SceneChange::Influence, area, 0});
}

bool DocumentEdit::commit()
{
    if (!m_state)
        return false;
    const std::unique_ptr<State> state = std::move(m_state);
    Document& document = state->document;
    document.m_openEdit = nullptr;
    auto step = std::make_shared<CompositionStep>(
        stepBetween(state->before, document.m_composition, state->painted, state->bounds, document.m_budget->pool()));
    if (step->isEmpty()) {
        document.rememberState(); // the same as before under a later revision
        return false;
    }
    document.push(state->name, std::move(step), {});
    return true;
}

void DocumentEdit::abandon()
{
    if (!m_state)
        return;
    const std::unique_ptr<State> state = std::move(m_state);
    Document& document = state->document;
    document.m_openEdit = nullptr;
    const SceneChange back = changeBetween(document.m_composition, state->before, state->painted, state->bounds);
    if (back.kinds != 0)
        document.replaceBy(std::move(state->before), back);
    document.rememberState();
}

void Document::finishOpenEdit()
{
    if (m_openEdit != nullptr)
        m_openEdit->commit();
}

void Document::abandonOpenEdit()
{
    if (m_openEdit != nullptr)
        m_openEdit->abandon();
}

} // namespace dh
