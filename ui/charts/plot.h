#pragma once

#include "ui/charts/chart.h"

#include <QPalette>
#include <QSize>

#include <memory>

class QFont;
class QImage;
class QPaintDevice;
class QWidget;

namespace dh
{

/// The drawing of one chart by QCustomPlot, whose header stays behind this one. GUI thread.
class Plot
{
public:
    /// `parent` owns the widget and outlives this.
    explicit Plot(QWidget& parent);
    ~Plot();
    Plot(const Plot&) = delete;
    Plot& operator=(const Plot&) = delete;

    [[nodiscard]] QWidget* widget() const;
    void show(const Chart& chart, const QPalette& palette, const QFont& font);
    /// Marks a place on the horizontal axis, with words about it.
    void mark(double x, const QString& text);
    void unmark();
    /// Shows everything again.
    void zoomToAll();
    /// About the middle; > 1 enlarges.
    void zoomBy(double factor);
    /// What the horizontal axis shows now.
    [[nodiscard]] double shownWidth() const;
    /// As vectors, filling the device's width; height in proportion.
    void paint(QPaintDevice& device, QSize size) const;
    [[nodiscard]] QImage picture(QSize size, double scale) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace dh
