#pragma once

#include "core/scene/composition.h"

#include <QObject>

#include <utility>
#include <vector>

namespace dh
{

/// Which results the user has selected in the strip, in its order; what acts on them needs no panel. GUI thread.
class ResultSelection : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] const std::vector<ResultId>& ids() const { return m_ids; }
    void set(std::vector<ResultId> ids)
    {
        if (ids == m_ids)
            return;
        m_ids = std::move(ids);
        Q_EMIT changed();
    }

Q_SIGNALS:
    void changed();

private:
    std::vector<ResultId> m_ids;
};

} // namespace dh
