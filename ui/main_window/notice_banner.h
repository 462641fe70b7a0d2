#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace dh
{

class IconLabel;

/// A message at the top of another widget that leaves everything else usable. Hidden until show...() is called. Several
/// lie below each other, the last one that came lowest.
class NoticeBanner : public QFrame
{
    Q_OBJECT
public:
    /// @param host  what it lies over
    explicit NoticeBanner(QWidget& host);
    void showMessage(const QString& icon, const QString& text);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    /// The user closed it.
    void dismissed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void placeAll();
    [[nodiscard]] QRect placeBelow(int y) const;

    QWidget& m_host;
    IconLabel* m_icon;
    QLabel* m_text;
};

} // namespace dh
