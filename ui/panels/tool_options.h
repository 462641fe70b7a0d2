#pragma once

class QWidget;

namespace dh
{

class ToolSettings;

/// The option bar's contents for the kinds of mask tools. Each shows the settings as they are, whoever changes them.
/// `parent` owns the widget; the settings outlive it.
[[nodiscard]] QWidget* makeBrushOptions(ToolSettings& settings, QWidget* parent);
[[nodiscard]] QWidget* makeSelectionOptions(ToolSettings& settings, QWidget* parent);
[[nodiscard]] QWidget* makeWandOptions(ToolSettings& settings, QWidget* parent);
[[nodiscard]] QWidget* makeCutOptions(ToolSettings& settings, QWidget* parent);

} // namespace dh
