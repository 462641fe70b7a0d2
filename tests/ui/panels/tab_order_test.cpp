#include "ui/panels/tab_order.h"
#include "ui/panels/value_slider.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QTest>
#include <QVBoxLayout>

#include <vector>

using namespace dh;

namespace
{

/// What Tab comes to, by their accessible names, from the first one on.
QStringList stopsOf(const QWidget& window)
{
    QStringList stops;
    for (const QWidget* widget = window.nextInFocusChain(); widget != &window; widget = widget->nextInFocusChain()) {
        if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr)
            stops << widget->accessibleName();
    }
    return stops;
}

template <typename Widget, typename... Arguments>
Widget* named(const char* name, Arguments&&... arguments)
{
    auto* widget = new Widget(std::forward<Arguments>(arguments)...);
    widget->setAccessibleName(QLatin1String(name));
    return widget;
}

} // namespace

class TabOrderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followsTheLayoutsAtAnyDepth()
    {
        QWidget window;
        // Made in another order than they are laid out in.
        auto* last = named<QPushButton>("last", &window);
        auto* list = named<QListView>("list", &window);
        auto* second = named<QPushButton>("second", &window);
        auto* first = named<QCheckBox>("first", &window);
        auto* slider = new ValueSlider(QStringLiteral("slider"), {}, &window);
        auto* splitter = new QSplitter(&window);
        auto* holder = new QWidget;
        auto* grid = new QGridLayout(holder);
        grid->addWidget(new QLabel(QStringLiteral("List"), holder), 0, 0);
        grid->addWidget(list, 0, 1);
        splitter->addWidget(holder);
        splitter->addWidget(slider);
        auto* row = new QHBoxLayout;
        row->addWidget(first);
        row->addStretch(1);
        row->addWidget(second);
        auto* column = new QVBoxLayout(&window);
        column->addLayout(row);
        column->addWidget(splitter);
        column->addWidget(last);
        QVERIFY(stopsOf(window) != (QStringList{"first", "second", "list", "slider", "slider", "last"}));
        tabInLayoutOrder(*column);
        QCOMPARE(stopsOf(window), (QStringList{"first", "second", "list", "slider", "slider", "last"}));
    }

    void numberComesBeforeItsSlider()
    {
        const ValueSlider slider(QStringLiteral("slider"), {});
        std::vector<const char*> classes;
        for (const QWidget* widget = slider.nextInFocusChain(); widget != &slider;
             widget = widget->nextInFocusChain()) {
            if (widget->accessibleName() == QStringLiteral("slider"))
                classes.push_back(widget->metaObject()->className());
        }
        QCOMPARE(classes.size(), std::size_t{2});
        QCOMPARE(classes[0], "QDoubleSpinBox");
        QCOMPARE(classes[1], "QSlider");
    }
};

QTEST_MAIN(TabOrderTest)
#include "tab_order_test.moc"
