#pragma once

#include <QPointer>
#include <QStringList>

#include <random>

class QWidget;

namespace dh
{
class MainWindow;
}

namespace dh::test
{

/// Does one random thing after the other to the window: pointer, wheel, pen, gestures, keys, commands, dropped files.
/// GUI thread.
class RandomHand
{
public:
    explicit RandomHand(unsigned seed) : m_random(seed) {}
    /// @param files  what may be dropped
    void holdWindow(MainWindow& window, const QStringList& files);
    /// @return what was done, for a trace
    QString act();

private:
    QString drag();
    QString click();
    QString turnWheel();
    QString drawWithPen();
    QString pinch();
    QString pressKeys();
    QString trigger();
    QString drop();
    QString harmonize();

    /// Where events go: the topmost popup or dialog, or the window.
    [[nodiscard]] QWidget* stage() const;
    [[nodiscard]] QWidget* randomWidget();
    [[nodiscard]] QPointF pointIn(const QWidget& widget);
    [[nodiscard]] Qt::KeyboardModifiers modifiers();
    [[nodiscard]] int below(int count);

    std::mt19937 m_random;
    MainWindow* m_window = nullptr;
    QStringList m_files;
};

} // namespace dh::test
