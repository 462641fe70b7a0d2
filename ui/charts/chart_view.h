#pragma once

#include "ui/charts/chart.h"

#include <QWidget>

#include <filesystem>
#include <memory>

class QLabel;

namespace dh
{

class Plot;

/// Shows one chart in the program's colours. Drag to move, wheel or + and - to zoom, 0 for everything; the arrow keys
/// walk through the values (Left, Right, Home, End, Page Up, Page Down) and the series (Up, Down) and say what they
/// are.
class ChartView : public QWidget
{
    Q_OBJECT
public:
    explicit ChartView(QWidget* parent = nullptr);
    ~ChartView() override;

    void setChart(Chart chart);
    [[nodiscard]] const Chart& chart() const { return m_chart; }
    /// The value that the keys chose, in words; empty when none is.
    [[nodiscard]] const QString& readOutText() const { return m_readOut; }
    /// How much of the horizontal axis shows.
    [[nodiscard]] double shownWidth() const;
    /// Writes what shows, atomically, as PNG at twice the screen's size or, for ".pdf", as vectors.
    /// @throws Error FileUnwritable, DiskFull; UnsupportedFormat for another extension
    void exportTo(const std::filesystem::path& file) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void redraw();
    /// By `points` in the series, or to another series at about the same x.
    void step(int points, int series);
    void showReadOut();
    void forgetPoint();

    Chart m_chart;
    std::unique_ptr<Plot> m_plot;
    QLabel* m_empty;
    std::size_t m_series = 0;
    std::size_t m_point = 0;
    bool m_hasPoint = false;
    QString m_readOut;
};

} // namespace dh
