#pragma once

class QLayout;

namespace dh
{

/// Lets Tab go through what lies in `layout`, at any depth, in the order in which it was added, whatever the order in
/// which it was made. To be called when all is there. @pre the layout is its parent's own
void tabInLayoutOrder(QLayout& layout);

} // namespace dh
