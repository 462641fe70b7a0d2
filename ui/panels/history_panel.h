#pragma once

#include <QWidget>

class QLabel;

namespace dh
{

class Document;

/// The steps of the document by name; a click goes there. Tells what the history holds in memory.
class HistoryPanel : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryPanel(Document& document, QWidget* parent = nullptr);

private:
    void showBytes();

    Document& m_document;
    QLabel* m_bytes;
};

} // namespace dh
