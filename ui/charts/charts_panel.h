#pragma once

#include <QWidget>

class QComboBox;

namespace dh
{

class ChartView;
class Document;
class StatisticsFeed;

/// Charts of the document: histograms, tone and colour, and what a run did.
class ChartsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ChartsPanel(Document& document, QWidget* parent = nullptr);
    [[nodiscard]] ChartView& view() const { return *m_view; }

Q_SIGNALS:
    void exportWanted();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void listResults();
    void showChart();

    Document& m_document;
    StatisticsFeed* m_feed;
    QComboBox* m_kind;
    QComboBox* m_channel;
    QComboBox* m_result;
    ChartView* m_view;
};

} // namespace dh
