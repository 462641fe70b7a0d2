#pragma once

#include "app/studio/studio.h"
#include "core/document/document.h"
#include "ui/canvas/canvas_view.h"
#include "ui/main_window/actions.h"
#include "ui/main_window/main_window.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace dh::test
{

/// The whole program in its window, with real events. Settings are kept from one session to the next.
class StudioFixture
{
protected:
    /// The first session of a user.
    void open()
    {
        QStandardPaths::setTestModeEnabled(true); // no recovery copies among the user's
        m_folder = std::make_unique<QTemporaryDir>();
        make();
        show();
    }
    void close()
    {
        m_studio.reset();
        m_window = nullptr;
    }
    void restart()
    {
        close();
        make();
        show();
    }
    /// A session that isn't shown yet.
    void make()
    {
        StudioOptions options;
        options.settingsFile = m_folder->filePath(QStringLiteral("settings.ini"));
        m_studio = std::make_unique<Studio>(options);
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* found = qobject_cast<MainWindow*>(widget))
                m_window = found;
        }
    }
    void show()
    {
        m_studio->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window));
        QTRY_VERIFY(!document().composition().isEmpty());
        canvas()->setFocus();
    }

    [[nodiscard]] Document& document() const { return m_window->context().document; }
    [[nodiscard]] CanvasView* canvas() const { return &m_window->context().canvas; }
    [[nodiscard]] const Layer& layer() const { return *document().composition().layer(document().selectedLayer()); }
    [[nodiscard]] QAction* action(const char* id) const
    {
        return m_window->context().actions.action(QLatin1String(id));
    }

    MainWindow* m_window = nullptr;

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Studio> m_studio;
};

} // namespace dh::test
