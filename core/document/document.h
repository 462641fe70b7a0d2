#pragma once

#include "core/scene/composition.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>

class QUndoStack;

namespace dh
{

struct CompositionStep;
class DocumentEdit;
class HistoryBudget;
struct MaskChange;

/// What an edit touched, for views.
struct SceneChange {
    enum Kind : unsigned {
        Pixels = 1,     ///< what renderArea gives inside `area`
        Mask = 2,       ///< a layer's mask inside `area`
        Layers = 4,     ///< the list, names, order, visibility or locks
        Placement = 8,  ///< a transform, opacity or mask edge
        Canvas = 16,    ///< the background's size: everything
        Results = 32,   ///< the list of kept results, or which is applied
        Influence = 64, ///< which parts of the background count, inside `area`; changes no pixel
    };
    unsigned kinds = 0;
    Rect area;         ///< canvas pixels that may look different
    LayerId layer = 0; ///< the one concerned; 0 = several or none
};

/// The picture being edited, its history and its file. The only QObject of the model; lives on the GUI thread. Every
/// change goes through an edit that becomes one undoable step. Copies of composition() may go to other threads.
class Document : public QObject
{
    Q_OBJECT
public:
    /// @param historyBytes what undo may hold in memory; older steps spill to a temporary file, then go. The newest
    /// step
    ///                     stays, whatever it takes.
    explicit Document(std::uint64_t historyBytes, QObject* parent = nullptr);
    ~Document() override;

    [[nodiscard]] const Composition& composition() const { return m_composition; }
    /// Grows with every change of the composition, undo and redo included; a job remembers it to see whether the
    /// document moved on.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// The steps, for menus and the history panel; texts are translated names. Its clean index is the saved state.
    [[nodiscard]] QUndoStack& history() { return *m_history; }
    /// @param diskBytes what older steps may take in the temporary file; what doesn't fit there goes for good
    void setHistoryBytes(std::uint64_t bytes, std::uint64_t diskBytes);
    /// With kDiskShare times as much on the disk.
    void setHistoryBytes(std::uint64_t bytes);
    /// Memory that only the history holds; pixels of the present composition don't count.
    [[nodiscard]] std::uint64_t historyBytesInUse() const;
    [[nodiscard]] std::uint64_t historyBytesOnDisk() const;
    static constexpr std::uint64_t kDiskShare = 4;

    /// Selection is part of the session, not of the history.
    [[nodiscard]] LayerId selectedLayer() const { return m_selected; }
    void select(LayerId layer);

    /// Begins a change that shows at once and becomes a step when committed; destroyed without commit(), it leaves
    /// everything as it was. One at a time: another edit commits this one first, undo and redo take it back; it then
    /// ignores what is still asked of it. @param name translated, imperative ("Move layer")
    [[nodiscard]] std::unique_ptr<DocumentEdit> beginEdit(const QString& name);
    [[nodiscard]] bool hasOpenEdit() const { return m_openEdit != nullptr; }
    /// Takes it back without a step of the history.
    void abandonOpenEdit();
    /// One step in one go: `change` alters a copy of the composition, the rest is found out. Changes nothing and adds
    /// no step when `change` throws or alters nothing. @return whether something changed
    /// @param mergeKey an edit with the same key as the last step's, soon after it, becomes part of that step (nudges);
    ///                 only where nothing but layer properties changes
    bool edit(const QString& name, const std::function<void(Composition&)>& change, const QString& mergeKey = {});
    /// One step with a mask that was made elsewhere. @return false, and nothing changes, when the layer is gone, locked
    /// or has another mask than the change began with; true too when the change is none
    bool apply(const QString& name, const MaskChange& change);
    /// How soon is soon enough for a mergeKey.
    void setMergeWindow(std::chrono::milliseconds window) { m_mergeWindow = window; }
    /// A fresh LayerId or ResultId.
    [[nodiscard]] std::uint64_t newId();

    /// Replaces everything and empties the history (a new or opened picture).
    void reset(Composition composition, const std::filesystem::path& projectFile = {});
    /// The project file; empty for a picture that was never saved.
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] bool isModified() const;
    /// The state at `revision` is now what `file` holds. When edits came after it, the document stays modified; when
    /// reset() did, it was another picture, and this one has nothing to do with the file.
    void markSaved(const std::filesystem::path& file, std::uint64_t revision);
    /// For a recovered picture: differs from every file until saved.
    void markModified();

Q_SIGNALS:
    void changed(const dh::SceneChange& change);
    void selectionChanged(dh::LayerId layer);
    void pathChanged();
    void modifiedChanged(bool modified);
    /// The temporary file of old steps can't be read any more: the picture is as it was, the history is empty.
    void historyLost(const QString& why);

private:
    friend class DocumentEdit;
    friend class CompositionCommand;
    void replaceBy(Composition composition, const SceneChange& change);
    void announce(const SceneChange& change);
    void push(const QString& name, std::shared_ptr<CompositionStep> step, const QString& mergeKey);
    void rememberState();
    void keepSelectionValid(LayerId preferred, int formerIndex);
    void keepToBudget();
    void dropOldest(int count);
    void withSilentHistory(const std::function<void()>& work);
    void setCleanAt(int index);
    void finishOpenEdit();
    void loseHistory(const QString& why);
    void tellModified();
    [[nodiscard]] std::vector<std::shared_ptr<CompositionStep>> steps() const;

    Composition m_composition;
    std::uint64_t m_revision = 0;
    std::uint64_t m_firstRevision = 0; ///< since reset()
    std::uint64_t m_nextId = 1;
    LayerId m_selected = 0;
    std::unique_ptr<HistoryBudget> m_budget;
    std::unique_ptr<QUndoStack> m_history;
    std::filesystem::path m_path;
    DocumentEdit* m_openEdit = nullptr;
    std::map<std::uint64_t, int> m_indexOfRevision; ///< of the states that a save may still report
    std::chrono::milliseconds m_mergeWindow{1000};
    bool m_isReplaying = false;   ///< the stack walks over its steps without effect
    bool m_isHistoryLost = false; ///< until the event loop empties the history
    bool m_wasModified = false;   ///< as modifiedChanged() told last
};

/// A change in progress: a drag, a stroke, a slider. GUI thread.
class DocumentEdit
{
public:
    ~DocumentEdit();
    DocumentEdit(const DocumentEdit&) = delete;
    DocumentEdit& operator=(const DocumentEdit&) = delete;

    /// Changes a layer's properties (not its mask's pixels). @pre the layer exists
    void changeLayer(LayerId layer, const std::function<void(Layer&)>& change);
    /// Changes mask pixels in place: `paint` returns the rectangle of mask pixels it altered. A null mask is first made
    /// a full one. Copies the mask once for the whole edit, not once a dab.
    void paintMask(LayerId layer, const std::function<Rect(Mask&)>& paint);
    /// The same for the composition's influence, which is made anew when it is null or of another size.
    void paintInfluence(const std::function<Rect(Mask&)>& paint);
    /// Adds the step to the history. @return false when nothing differs from the beginning
    bool commit();

private:
    friend class Document;
    struct State;
    DocumentEdit(Document& document, const QString& name);
    void abandon();
    std::unique_ptr<State> m_state; ///< null once committed or taken back
};

} // namespace dh

Q_DECLARE_METATYPE(dh::SceneChange)
