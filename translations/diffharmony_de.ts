<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>dh::AboutDialog</name>
    <message>
        <source>About %1</source>
        <translation>Über %1</translation>
    </message>
    <message>
        <source>Puts a foreground into a background and makes light and colour fit, with the DiffHarmony method: latent diffusion conditioned on the composite and its mask, then refinement.</source>
        <translation>Setzt einen Vordergrund in einen Hintergrund und passt Licht und Farbe an, mit dem Verfahren DiffHarmony: latente Diffusion, gesteuert durch Komposition und Maske, danach Verfeinerung.</translation>
    </message>
    <message>
        <source>Everything runs on this computer; nothing is sent anywhere.</source>
        <translation>Alles läuft auf diesem Computer; nichts wird irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>Qt %1 on %2</source>
        <translation>Qt %1 auf %2</translation>
    </message>
</context>
<context>
    <name>dh::ActionRegistry</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Layer</source>
        <translation>&amp;Ebene</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>&amp;Maske</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Harmonize</source>
        <translation>&amp;Harmonisieren</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>&amp;Fenster</translation>
    </message>
    <message>
        <source>Hel&amp;p</source>
        <translation>H&amp;ilfe</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>dh::AdjustmentPanel</name>
    <message>
        <source>Harmonize the layer, or apply a result, to adjust it here without running again.</source>
        <translation>Harmonisieren Sie die Ebene oder wenden Sie ein Ergebnis an, um es hier ohne erneuten Lauf anzupassen.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Adjust light</source>
        <translation>Licht anpassen</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Adjust colour</source>
        <translation>Farbe anpassen</translation>
    </message>
    <message>
        <source>Detail lock</source>
        <translation>Details erhalten</translation>
    </message>
    <message>
        <source>Lock detail</source>
        <translation>Details erhalten</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>The result as the run gave it</source>
        <translation>Das Ergebnis, wie der Lauf es lieferte</translation>
    </message>
    <message>
        <source>Reset the adjustment</source>
        <translation>Die Anpassung zurücksetzen</translation>
    </message>
    <message>
        <source>Reset adjustment</source>
        <translation>Anpassung zurücksetzen</translation>
    </message>
</context>
<context>
    <name>dh::AutosaveController</name>
    <message>
        <source>Unsaved work can&apos;t be kept for recovery: %1. Save it yourself; it is tried again.</source>
        <translation>Nicht gespeicherte Arbeit lässt sich nicht zur Wiederherstellung sichern: %1. Speichern Sie selbst; es wird erneut versucht.</translation>
    </message>
</context>
<context>
    <name>dh::AutosavePage</name>
    <message>
        <source>Keep a copy of &amp;unsaved work</source>
        <translation>Eine &amp;Kopie nicht gespeicherter Arbeit aufbewahren</translation>
    </message>
    <message>
        <source>Autosave</source>
        <translation>Autosicherung</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Autosave: seconds after a change</source>
        <translation>Autosicherung: Sekunden nach einer Änderung</translation>
    </message>
    <message>
        <source>&amp;At most this long after a change:</source>
        <translation>&amp;Spätestens so lange nach einer Änderung:</translation>
    </message>
    <message>
        <source>After a crash or a power cut, the next start offers what was there.</source>
        <translation>Nach einem Absturz oder Stromausfall bietet der nächste Start an, was da war.</translation>
    </message>
</context>
<context>
    <name>dh::BrushTool</name>
    <message>
        <source>Paint the mask. Shift-click: straight line. [ ]: size, Shift+[ ]: hardness, or drag with the right button.</source>
        <translation>Malt die Maske. Umschalt-Klick: gerade Linie. [ ]: Größe, Umschalt+[ ]: Härte, oder mit der rechten Taste ziehen.</translation>
    </message>
    <message>
        <source>Erase the mask. Shift-click: straight line. [ ]: size, Shift+[ ]: hardness, or drag with the right button.</source>
        <translation>Radiert die Maske. Umschalt-Klick: gerade Linie. [ ]: Größe, Umschalt+[ ]: Härte, oder mit der rechten Taste ziehen.</translation>
    </message>
    <message>
        <source>Erase mask</source>
        <translation>Maske radieren</translation>
    </message>
    <message>
        <source>Paint mask</source>
        <translation>Maske malen</translation>
    </message>
</context>
<context>
    <name>dh::CanvasPage</name>
    <message>
        <source>Checkerboard, light</source>
        <translation>Schachbrett, hell</translation>
    </message>
    <message>
        <source>Checkerboard, dark</source>
        <translation>Schachbrett, dunkel</translation>
    </message>
    <message>
        <source>Around the picture</source>
        <translation>Um das Bild herum</translation>
    </message>
    <message>
        <source>As the &amp;theme</source>
        <translation>Wie das Erscheinungs&amp;bild</translation>
    </message>
    <message>
        <source>Mask overlay</source>
        <translation>Maskenüberlagerung</translation>
    </message>
    <message>
        <source>Around the picture: as the theme</source>
        <translation>Um das Bild herum: wie das Erscheinungsbild</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Opacity of the mask overlay</source>
        <translation>Deckkraft der Maskenüberlagerung</translation>
    </message>
    <message>
        <source>&amp;Defaults</source>
        <translation>&amp;Standardwerte</translation>
    </message>
    <message>
        <source>Default colours</source>
        <translation>Standardfarben</translation>
    </message>
    <message>
        <source>Checkerboard, &amp;light:</source>
        <translation>Schachbrett, &amp;hell:</translation>
    </message>
    <message>
        <source>Checkerboard, d&amp;ark:</source>
        <translation>Schachbrett, &amp;dunkel:</translation>
    </message>
    <message>
        <source>Around the &amp;picture:</source>
        <translation>&amp;Um das Bild herum:</translation>
    </message>
    <message>
        <source>&amp;Mask overlay:</source>
        <translation>&amp;Maskenüberlagerung:</translation>
    </message>
    <message>
        <source>Mask &amp;opacity:</source>
        <translation>Mas&amp;kendeckkraft:</translation>
    </message>
</context>
<context>
    <name>dh::CanvasView</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Difference × %1</source>
        <translation>Differenz × %1</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Leinwand</translation>
    </message>
    <message>
        <source>Shows the picture. Plus and minus zoom, 0 fits the picture, 1 shows it at 100 %, the arrow keys pan or move.</source>
        <translation>Zeigt das Bild. Plus und Minus zoomen, 0 passt das Bild ein, 1 zeigt es bei 100 %, die Pfeiltasten verschieben die Ansicht oder die Ebene.</translation>
    </message>
    <message>
        <source>Open a background, or drop a picture here</source>
        <translation>Öffnen Sie einen Hintergrund oder legen Sie hier ein Bild ab</translation>
    </message>
    <message>
        <source>The next picture becomes a layer on top of it</source>
        <translation>Das nächste Bild wird eine Ebene darüber</translation>
    </message>
</context>
<context>
    <name>dh::Chart</name>
    <message>
        <source>infinite</source>
        <translation>unendlich</translation>
    </message>
    <message>
        <source>%1 over %2.</source>
        <translation>%1 über %2.</translation>
    </message>
    <message>
        <source>%1: %2 to %3.</source>
        <translation>%1: %2 bis %3.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 (%2 %3)</source>
        <translation>%1 (%2 %3)</translation>
    </message>
    <message>
        <source>%1 · %2: %3 %4</source>
        <translation>%1 · %2: %3 %4</translation>
    </message>
</context>
<context>
    <name>dh::ChartView</name>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
</context>
<context>
    <name>dh::ChartsModule</name>
    <message>
        <source>Open the results of an evaluation</source>
        <translation>Ergebnisse einer Auswertung öffnen</translation>
    </message>
    <message>
        <source>Results (report.json *.json)</source>
        <translation>Ergebnisse (report.json *.json)</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF-Dokument (*.pdf)</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>Das Diagramm exportieren</translation>
    </message>
    <message>
        <source>Char&amp;ts</source>
        <translation>Dia&amp;gramme</translation>
    </message>
    <message>
        <source>Open e&amp;valuation results…</source>
        <translation>Auswe&amp;rtungsergebnisse öffnen…</translation>
    </message>
    <message>
        <source>Export c&amp;hart…</source>
        <translation>Dia&amp;gramm exportieren…</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>There is no chart to export yet.</source>
        <translation>Es gibt noch kein Diagramm zum Exportieren.</translation>
    </message>
    <message>
        <source>chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>The chart was exported.</source>
        <translation>Das Diagramm wurde exportiert.</translation>
    </message>
</context>
<context>
    <name>dh::ChartsPanel</name>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Tone and colour</source>
        <translation>Ton und Farbe</translation>
    </message>
    <message>
        <source>Time of each stage</source>
        <translation>Dauer der einzelnen Abschnitte</translation>
    </message>
    <message>
        <source>Change in each step</source>
        <translation>Änderung in jedem Schritt</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>Luminanz</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Export the chart as PNG or PDF</source>
        <translation>Das Diagramm als PNG oder PDF exportieren</translation>
    </message>
</context>
<context>
    <name>dh::CompareBar</name>
    <message>
        <source>Split, left and right</source>
        <translation>Geteilt, links und rechts</translation>
    </message>
    <message>
        <source>Split, top and bottom</source>
        <translation>Geteilt, oben und unten</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>How to compare</source>
        <translation>Art des Vergleichs</translation>
    </message>
    <message>
        <source>Before:</source>
        <translation>Vorher:</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After:</source>
        <translation>Nachher:</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>Hold: before</source>
        <translation>Halten: vorher</translation>
    </message>
    <message>
        <source>Shows the before side while held down</source>
        <translation>Zeigt die Vorher-Seite, solange gedrückt wird</translation>
    </message>
    <message>
        <source>Ground truth…</source>
        <translation>Referenzbild…</translation>
    </message>
    <message>
        <source>Open the picture of the real scene and measure against it</source>
        <translation>Das Bild der echten Szene öffnen und daran messen</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Numbers of the comparison</source>
        <translation>Zahlen zum Vergleich</translation>
    </message>
</context>
<context>
    <name>dh::CompareController</name>
    <message>
        <source>infinite (equal)</source>
        <translation>unendlich (gleich)</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>Mean colour difference inside the mask: %1 (CIEDE2000)</source>
        <translation>Mittlerer Farbabstand innerhalb der Maske: %1 (CIEDE2000)</translation>
    </message>
    <message>
        <source>No layer shows, so there is no mask to measure in</source>
        <translation>Keine Ebene ist sichtbar, daher gibt es keine Maske, in der gemessen werden kann</translation>
    </message>
    <message>
        <source>Changed samples outside: %1</source>
        <translation>Geänderte Werte außerhalb: %1</translation>
    </message>
    <message>
        <source>PSNR %1</source>
        <translation>PSNR %1</translation>
    </message>
    <message>
        <source>MSE %1</source>
        <translation>MSE %1</translation>
    </message>
    <message>
        <source>fMSE %1</source>
        <translation>fMSE %1</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen…</translation>
    </message>
    <message>
        <source>There is not enough memory to measure the difference.</source>
        <translation>Der Speicher reicht nicht, um die Differenz zu messen.</translation>
    </message>
    <message>
        <source>The ground truth measures %1 × %2 pixels, the picture %3 × %4. Only pictures of one size can be compared.</source>
        <translation>Das Referenzbild misst %1 × %2 Pixel, das Bild %3 × %4. Nur Bilder gleicher Größe lassen sich vergleichen.</translation>
    </message>
</context>
<context>
    <name>dh::CompareModule</name>
    <message>
        <source>&amp;Compare</source>
        <translation>Vergl&amp;eichen</translation>
    </message>
    <message>
        <source>Open the ground truth</source>
        <translation>Das Referenzbild öffnen</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp);;All files (*)</source>
        <translation>Bilder (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>&amp;Compare before and after</source>
        <translation>&amp;Vorher und Nachher vergleichen</translation>
    </message>
    <message>
        <source>Shows the picture before and after side against side</source>
        <translation>Zeigt das Bild vorher und nachher gegenübergestellt</translation>
    </message>
    <message>
        <source>&amp;Off</source>
        <translation>&amp;Aus</translation>
    </message>
    <message>
        <source>Split, &amp;left and right</source>
        <translation>Geteilt, &amp;links und rechts</translation>
    </message>
    <message>
        <source>Split, &amp;top and bottom</source>
        <translation>Geteilt, &amp;oben und unten</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>&amp;Differenz</translation>
    </message>
    <message>
        <source>Show &amp;before while held</source>
        <translation>Vor&amp;her anzeigen, solange gehalten</translation>
    </message>
    <message>
        <source>Hold the key down to see the picture before</source>
        <translation>Taste gedrückt halten, um das Bild vorher zu sehen</translation>
    </message>
    <message>
        <source>C&amp;hoose what to compare</source>
        <translation>Ver&amp;gleichsseiten wählen</translation>
    </message>
    <message>
        <source>Open &amp;ground truth…</source>
        <translation>&amp;Referenzbild öffnen…</translation>
    </message>
    <message>
        <source>Close g&amp;round truth</source>
        <translation>Referenzbild &amp;schließen</translation>
    </message>
    <message>
        <source>Move the divider left or up</source>
        <translation>Trennlinie nach links oder oben bewegen</translation>
    </message>
    <message>
        <source>Move the divider right or down</source>
        <translation>Trennlinie nach rechts oder unten bewegen</translation>
    </message>
    <message>
        <source>More gain of the difference</source>
        <translation>Differenz stärker verstärken</translation>
    </message>
    <message>
        <source>Less gain of the difference</source>
        <translation>Differenz schwächer verstärken</translation>
    </message>
</context>
<context>
    <name>dh::CompareSide</name>
    <message>
        <source>Untouched composite</source>
        <translation>Unbearbeitete Komposition</translation>
    </message>
    <message>
        <source>Picture now</source>
        <translation>Bild, wie es jetzt ist</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>Referenzbild</translation>
    </message>
    <message>
        <source>Result %1</source>
        <translation>Ergebnis %1</translation>
    </message>
</context>
<context>
    <name>dh::ContextFrameLink</name>
    <message>
        <source>the subject gets %1 of %2 px</source>
        <translation>das Motiv erhält %1 von %2 px</translation>
    </message>
</context>
<context>
    <name>dh::DialogsModule</name>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation>&amp;Voreinstellungen…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastaturkürzel</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>&amp;Über</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Leinwand</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Autosave</source>
        <translation>Autosicherung</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastaturkürzel</translation>
    </message>
</context>
<context>
    <name>dh::EditModule</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Wiederherstellen: %1</translation>
    </message>
</context>
<context>
    <name>dh::EllipseTool</name>
    <message>
        <source>Drag an ellipse. Before: Shift adds, Alt subtracts, both intersect. Meanwhile: Shift for a circle, Alt from the centre.</source>
        <translation>Eine Ellipse aufziehen. Davor: Umschalt fügt hinzu, Alt zieht ab, beide bilden die Schnittmenge. Währenddessen: Umschalt für einen Kreis, Alt von der Mitte aus.</translation>
    </message>
    <message>
        <source>Select ellipse</source>
        <translation>Ellipse auswählen</translation>
    </message>
</context>
<context>
    <name>dh::ErrorWords</name>
    <message>
        <source>The setting %1 can&apos;t be used</source>
        <translation>Die Einstellung %1 kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>There is no file %1</source>
        <translation>Es gibt keine Datei %1</translation>
    </message>
    <message>
        <source>The file %1 can&apos;t be read</source>
        <translation>Die Datei %1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The file %1 can&apos;t be written</source>
        <translation>Die Datei %1 kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>There is no space left on the disk to write %1</source>
        <translation>Auf dem Datenträger ist kein Platz mehr, um %1 zu schreiben</translation>
    </message>
    <message>
        <source>The program doesn&apos;t know the format of %1</source>
        <translation>Das Programm kennt das Format von %1 nicht</translation>
    </message>
    <message>
        <source>The file %1 is damaged</source>
        <translation>Die Datei %1 ist beschädigt</translation>
    </message>
    <message>
        <source>The sizes don&apos;t fit: %1</source>
        <translation>Die Größen passen nicht zusammen: %1</translation>
    </message>
    <message>
        <source>The mask selects nothing</source>
        <translation>Die Maske wählt nichts aus</translation>
    </message>
    <message>
        <source>There is no model at %1</source>
        <translation>Unter %1 gibt es kein Modell</translation>
    </message>
    <message>
        <source>The model is incomplete: %1</source>
        <translation>Das Modell ist unvollständig: %1</translation>
    </message>
    <message>
        <source>The model can&apos;t be used because of %1</source>
        <translation>Das Modell kann nicht verwendet werden wegen %1</translation>
    </message>
    <message>
        <source>The model&apos;s numbers aren&apos;t finite in %1</source>
        <translation>Die Zahlen des Modells sind nicht endlich in %1</translation>
    </message>
    <message>
        <source>The memory isn&apos;t enough %1</source>
        <translation>Der Speicher reicht nicht %1</translation>
    </message>
    <message>
        <source>The device %1 isn&apos;t available</source>
        <translation>Das Gerät %1 ist nicht verfügbar</translation>
    </message>
    <message>
        <source>The engine can&apos;t be loaded %1</source>
        <translation>Der Rechenkern kann nicht geladen werden %1</translation>
    </message>
    <message>
        <source>Something unexpected went wrong %1</source>
        <translation>Etwas Unerwartetes ist schiefgegangen %1</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>Wählen Sie einen anderen Wert.</translation>
    </message>
    <message>
        <source>It may have been moved or renamed.</source>
        <translation>Sie wurde vielleicht verschoben oder umbenannt.</translation>
    </message>
    <message>
        <source>Check that you may read it.</source>
        <translation>Prüfen Sie, ob Sie sie lesen dürfen.</translation>
    </message>
    <message>
        <source>Check that its folder exists and that you may write there, or choose another place.</source>
        <translation>Prüfen Sie, ob der Ordner existiert und Sie dort schreiben dürfen, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The old file is as it was. Free some space or choose another place.</source>
        <translation>Die alte Datei ist, wie sie war. Schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Pictures can be PNG, JPEG, TIFF, WebP or BMP. A project of a newer version needs that version of the program.</source>
        <translation>Bilder können PNG, JPEG, TIFF, WebP oder BMP sein. Ein Projekt einer neueren Version braucht diese Version des Programms.</translation>
    </message>
    <message>
        <source>Get an intact copy of it and try again.</source>
        <translation>Besorgen Sie eine unversehrte Kopie und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Both need the same width and height.</source>
        <translation>Beide brauchen dieselbe Breite und Höhe.</translation>
    </message>
    <message>
        <source>Paint over what shall be harmonized, and see that it lies inside the picture.</source>
        <translation>Malen Sie über das, was harmonisiert werden soll, und achten Sie darauf, dass es innerhalb des Bildes liegt.</translation>
    </message>
    <message>
        <source>The page Models tells the state of every file; the built-in model always works.</source>
        <translation>Die Seite „Modelle“ zeigt den Zustand jeder Datei; das eingebaute Modell funktioniert immer.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller size.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie eine kleinere Größe.</translation>
    </message>
    <message>
        <source>Choose another device; the processor always works.</source>
        <translation>Wählen Sie ein anderes Gerät; der Prozessor funktioniert immer.</translation>
    </message>
    <message>
        <source>Install the program again. Everything but Harmonize works without it.</source>
        <translation>Installieren Sie das Programm erneut. Alles außer „Harmonisieren“ funktioniert auch so.</translation>
    </message>
    <message>
        <source>Your picture is as it was. Please report what you did.</source>
        <translation>Ihr Bild ist, wie es war. Bitte melden Sie, was Sie getan haben.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <extracomment>What happened, then what to do about it, which brings its own full stop</extracomment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>The mask of %1 selects nothing</source>
        <translation>Die Maske von %1 wählt nichts aus</translation>
    </message>
</context>
<context>
    <name>dh::EvaluationCharts</name>
    <message>
        <source>Sub-set</source>
        <translation>Teilmenge</translation>
    </message>
    <message>
        <source>This table has no such numbers.</source>
        <translation>Diese Tabelle enthält keine solchen Zahlen.</translation>
    </message>
    <message>
        <source>fMSE of each picture: %1</source>
        <translation>fMSE jedes Bildes: %1</translation>
    </message>
    <message>
        <source>fMSE untouched</source>
        <translation>fMSE unbearbeitet</translation>
    </message>
    <message>
        <source>fMSE harmonized</source>
        <translation>fMSE harmonisiert</translation>
    </message>
    <message>
        <source>The numbers of single pictures are in items.csv, which was not beside the report.</source>
        <translation>Die Zahlen der einzelnen Bilder stehen in items.csv, das nicht neben dem Bericht lag.</translation>
    </message>
    <message>
        <source>No picture was finished both untouched and by this system.</source>
        <translation>Kein Bild wurde sowohl unbearbeitet als auch von diesem System fertiggestellt.</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
</context>
<context>
    <name>dh::EvaluationPanel</name>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Published results beside</source>
        <translation>Veröffentlichte Ergebnisse daneben</translation>
    </message>
    <message>
        <source>Results of the evaluation</source>
        <translation>Ergebnisse der Auswertung</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Open the results of an evaluation</source>
        <translation>Ergebnisse einer Auswertung öffnen</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>Diagramm exportieren…</translation>
    </message>
    <message>
        <source>%1 by sub-set</source>
        <translation>%1 nach Teilmenge</translation>
    </message>
    <message>
        <source>Untouched against %1</source>
        <translation>Unbearbeitet gegen %1</translation>
    </message>
    <message>
        <source>No published row</source>
        <translation>Keine veröffentlichte Zeile</translation>
    </message>
    <message>
        <source>Beside %1 (published)</source>
        <translation>Neben %1 (veröffentlicht)</translation>
    </message>
    <message>
        <source>Beside all published rows</source>
        <translation>Neben allen veröffentlichten Zeilen</translation>
    </message>
    <message>
        <source>Open the report.json that &quot;diffharmony evaluate&quot; wrote.</source>
        <translation>Öffnen Sie die Datei report.json, die „diffharmony evaluate“ geschrieben hat.</translation>
    </message>
    <message>
        <source>%1 of %2 pictures finished. %3</source>
        <translation>%1 von %2 Bildern fertig. %3</translation>
    </message>
    <message>
        <source>Charts of an evaluation show here.</source>
        <translation>Hier erscheinen die Diagramme einer Auswertung.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>dh::ExamplePicture</name>
    <message>
        <source>Foreground</source>
        <translation>Vordergrund</translation>
    </message>
</context>
<context>
    <name>dh::ExportController</name>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>-harmonized</source>
        <translation>-harmonisiert</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>Das Bild exportieren</translation>
    </message>
    <message>
        <source>%1 pictures (*.%2)</source>
        <translation>%1-Bilder (*.%2)</translation>
    </message>
    <message>
        <source>Exporting “%1”</source>
        <translation>„%1“ wird exportiert</translation>
    </message>
    <message>
        <source>Exported “%1”.</source>
        <translation>„%1“ wurde exportiert.</translation>
    </message>
    <message>
        <source>The export was stopped; no file was written.</source>
        <translation>Der Export wurde abgebrochen; keine Datei wurde geschrieben.</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>Wird kopiert</translation>
    </message>
    <message>
        <source>Nothing of the layer shows, so nothing was copied.</source>
        <translation>Von der Ebene ist nichts sichtbar, daher wurde nichts kopiert.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>dh::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>Das ganze Bild</translation>
    </message>
    <message>
        <source>Layer “%1” with transparency</source>
        <translation>Ebene „%1“ mit Transparenz</translation>
    </message>
    <message>
        <source>File size:</source>
        <translation>Dateigröße:</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>&amp;What:</source>
        <translation>&amp;Was:</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <source>Bits a channel</source>
        <translation>Bit je Kanal</translation>
    </message>
    <message>
        <source>16 bits keep fine gradations for further editing</source>
        <translation>16 Bit bewahren feine Abstufungen für die weitere Bearbeitung</translation>
    </message>
    <message>
        <source>8 bits a channel</source>
        <translation>8 Bit je Kanal</translation>
    </message>
    <message>
        <source>16 bits a channel</source>
        <translation>16 Bit je Kanal</translation>
    </message>
    <message>
        <source>&amp;Depth:</source>
        <translation>Far&amp;btiefe:</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>100 makes WebP lossless</source>
        <translation>100 macht WebP verlustfrei</translation>
    </message>
    <message>
        <source>&amp;Quality:</source>
        <translation>&amp;Qualität:</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>&amp;Scale:</source>
        <translation>&amp;Skalierung:</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>For printing; the pixels stay the same</source>
        <translation>Für den Druck; die Pixel bleiben gleich</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>&amp;Resolution:</source>
        <translation>&amp;Auflösung:</translation>
    </message>
    <message>
        <source>Colour profile</source>
        <translation>Farbprofil</translation>
    </message>
    <message>
        <source>Otherwise the colours are converted to sRGB</source>
        <translation>Sonst werden die Farben nach sRGB umgewandelt</translation>
    </message>
    <message>
        <source>Keep the &amp;colour profile</source>
        <translation>Farb&amp;profil beibehalten</translation>
    </message>
    <message>
        <source>Camera data</source>
        <translation>Kameradaten</translation>
    </message>
    <message>
        <source>EXIF and XMP, which may tell when and where it was taken</source>
        <translation>EXIF und XMP, die verraten können, wann und wo aufgenommen wurde</translation>
    </message>
    <message>
        <source>Keep the camera&apos;s d&amp;ata (EXIF)</source>
        <translation>&amp;Kameradaten beibehalten (EXIF)</translation>
    </message>
    <message>
        <source>Settings of the run</source>
        <translation>Einstellungen des Laufs</translation>
    </message>
    <message>
        <source>With them, the harmonizing can be made again from the file; PNG only</source>
        <translation>Damit lässt sich die Harmonisierung aus der Datei wiederholen; nur PNG</translation>
    </message>
    <message>
        <source>Write the settings of the &amp;harmonizing into the file</source>
        <translation>Einstellungen der &amp;Harmonisierung in die Datei schreiben</translation>
    </message>
    <message>
        <source>nothing of it shows</source>
        <translation>nichts davon ist sichtbar</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
    <message>
        <source>calculating…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>JPEG has no transparency: it becomes white.</source>
        <translation>JPEG kennt keine Transparenz: Sie wird weiß.</translation>
    </message>
</context>
<context>
    <name>dh::FileQuestions</name>
    <message>
        <source>What the file holds now is lost. It lies in %1.</source>
        <translation>Der jetzige Inhalt der Datei geht verloren. Sie liegt in %1.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>Save the changes to “%1”?</source>
        <translation>Die Änderungen an „%1“ speichern?</translation>
    </message>
    <message>
        <source>Without saving, they are lost.</source>
        <translation>Ohne Speichern gehen sie verloren.</translation>
    </message>
    <message>
        <source>“%1” exists. Replace it?</source>
        <translation>„%1“ ist vorhanden. Ersetzen?</translation>
    </message>
    <message>
        <source>“%1” has changed since it was opened here. Replace it?</source>
        <translation>„%1“ hat sich geändert, seit es hier geöffnet wurde. Ersetzen?</translation>
    </message>
    <message>
        <source>Discard “%1”?</source>
        <translation>„%1“ verwerfen?</translation>
    </message>
    <message>
        <source>This work is kept nowhere else.</source>
        <translation>Diese Arbeit ist nirgends sonst aufgehoben.</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>“%1” needs %2, %3 are free: open it anyway?</source>
        <translation>„%1“ braucht %2, frei sind %3: trotzdem öffnen?</translation>
    </message>
    <message>
        <source>With too little memory everything becomes slow, and the system may end programs. Save your work before.</source>
        <translation>Mit zu wenig Speicher wird alles langsam, und das System kann Programme beenden. Speichern Sie vorher Ihre Arbeit.</translation>
    </message>
    <message>
        <source>&amp;Open anyway</source>
        <translation>Trotzdem ö&amp;ffnen</translation>
    </message>
</context>
<context>
    <name>dh::FilesModule</name>
    <message>
        <source>Dropped picture</source>
        <translation>Abgelegtes Bild</translation>
    </message>
    <message>
        <source>Earlier steps can&apos;t be undone any more: %1. The picture is as it was.</source>
        <translation>Frühere Schritte lassen sich nicht mehr rückgängig machen: %1. Das Bild ist, wie es war.</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>An empty document, ready for a background</source>
        <translation>Ein leeres Dokument, bereit für einen Hintergrund</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>The first picture becomes the background, the next ones layers</source>
        <translation>Das erste Bild wird der Hintergrund, die nächsten werden Ebenen</translation>
    </message>
    <message>
        <source>Open as new &amp;background…</source>
        <translation>Als neuen &amp;Hintergrund öffnen…</translation>
    </message>
    <message>
        <source>Begins a new document with a picture</source>
        <translation>Beginnt ein neues Dokument mit einem Bild</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Everything, with layers, masks and results, as a project</source>
        <translation>Alles, mit Ebenen, Masken und Ergebnissen, als Projekt</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>The picture or a layer as PNG, JPEG, TIFF or WebP</source>
        <translation>Das Bild oder eine Ebene als PNG, JPEG, TIFF oder WebP</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>Sch&amp;ließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Copy layer</source>
        <translation>Ebene &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;whole picture</source>
        <translation>&amp;Ganzes Bild kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>The window closes when the file is written.</source>
        <translation>Das Fenster schließt sich, sobald die Datei geschrieben ist.</translation>
    </message>
    <message>
        <source>Pictures (%1)</source>
        <translation>Bilder (%1)</translation>
    </message>
    <message>
        <source>Pictures and projects (%1 *.dhs *.ora)</source>
        <translation>Bilder und Projekte (%1 *.dhs *.ora)</translation>
    </message>
    <message>
        <source>Open a background</source>
        <translation>Einen Hintergrund öffnen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>;;All files (*)</source>
        <translation>;;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Restoring “%1”</source>
        <translation>„%1“ wird wiederhergestellt</translation>
    </message>
    <message>
        <source>“%1” is back as it was kept. Save it to be sure.</source>
        <translation>„%1“ ist wieder da, wie es aufbewahrt wurde. Speichern Sie es, um sicherzugehen.</translation>
    </message>
    <message>
        <source>Working on a file</source>
        <translation>Mit einer Datei beschäftigt</translation>
    </message>
    <message>
        <source>Stop reading or writing</source>
        <translation>Lesen oder Schreiben abbrechen</translation>
    </message>
</context>
<context>
    <name>dh::GeneralPage</name>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>A new language shows after the next start.</source>
        <translation>Eine neue Sprache erscheint nach dem nächsten Start.</translation>
    </message>
    <message>
        <source>&amp;Theme:</source>
        <translation>&amp;Erscheinungsbild:</translation>
    </message>
</context>
<context>
    <name>dh::GrabCutTool</name>
    <message>
        <source>Stroke over what belongs to it; with the right button or Alt over what does not. Enter ends.</source>
        <translation>Überstreichen Sie, was dazugehört; mit der rechten Taste oder Alt, was nicht. Enter beendet.</translation>
    </message>
    <message>
        <source>Drag a box around what to cut out. Shift adds, Alt subtracts, both intersect.</source>
        <translation>Ziehen Sie einen Rahmen um das, was freigestellt werden soll. Umschalt fügt hinzu, Alt zieht ab, beide bilden die Schnittmenge.</translation>
    </message>
    <message>
        <source>Cut out</source>
        <translation>Freistellen</translation>
    </message>
</context>
<context>
    <name>dh::HarmonizeModule</name>
    <message>
        <source>Show &amp;what the model sees</source>
        <translation>Zeigen, was das Modell &amp;sieht</translation>
    </message>
    <message>
        <source>A frame on the canvas that can be dragged</source>
        <translation>Ein Rahmen auf der Leinwand, der sich ziehen lässt</translation>
    </message>
    <message>
        <source>M&amp;odels…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Harmonize</source>
        <translation>&amp;Harmonisieren</translation>
    </message>
    <message>
        <source>Makes the selected layer belong to what is below it</source>
        <translation>Passt die ausgewählte Ebene an das an, was darunter liegt</translation>
    </message>
    <message>
        <source>Harmonize &amp;all layers</source>
        <translation>&amp;Alle Ebenen harmonisieren</translation>
    </message>
    <message>
        <source>One after the other, from the bottom up</source>
        <translation>Eine nach der anderen, von unten nach oben</translation>
    </message>
    <message>
        <source>&amp;Cancel the run</source>
        <translation>Lauf ab&amp;brechen</translation>
    </message>
    <message>
        <source>Leaves the picture as it was</source>
        <translation>Lässt das Bild, wie es war</translation>
    </message>
    <message>
        <source>P&amp;rotect brush</source>
        <translation>S&amp;chutzpinsel</translation>
    </message>
    <message>
        <source>Harmonize</source>
        <translation>Harmonisieren</translation>
    </message>
    <message>
        <source>Adjustment</source>
        <translation>Anpassung</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>&amp;Let all of the background count</source>
        <translation>Den &amp;ganzen Hintergrund zählen lassen</translation>
    </message>
    <message>
        <source>Forgets what the background brush painted</source>
        <translation>Vergisst, was der Hintergrundpinsel gemalt hat</translation>
    </message>
    <message>
        <source>Let all count</source>
        <translation>Alles zählen lassen</translation>
    </message>
    <message>
        <source>Swa&amp;p what counts</source>
        <translation>&amp;Vertauschen, was zählt</translation>
    </message>
    <message>
        <source>What the background brush painted counts, and nothing else</source>
        <translation>Was der Hintergrundpinsel gemalt hat, zählt, und sonst nichts</translation>
    </message>
    <message>
        <source>Swap what counts</source>
        <translation>Vertauschen, was zählt</translation>
    </message>
    <message>
        <source>&amp;Background brush</source>
        <translation>Hinter&amp;grundpinsel</translation>
    </message>
</context>
<context>
    <name>dh::HarmonizePanel</name>
    <message>
        <source>Keep the seed for the next run</source>
        <translation>Den Startwert für den nächsten Lauf behalten</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
        <source>Choose the context by itself</source>
        <translation>Den Kontext automatisch wählen</translation>
    </message>
    <message>
        <source>Forget the frame that was dragged on the canvas</source>
        <translation>Den Rahmen vergessen, der auf der Leinwand gezogen wurde</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same picture, settings and seed give the same result</source>
        <translation>Gleiches Bild, gleiche Einstellungen und gleicher Startwert ergeben das gleiche Ergebnis</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>Variationen</translation>
    </message>
    <message>
        <source>How many seeds are tried, one after the other</source>
        <translation>Wie viele Startwerte nacheinander probiert werden</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>Anderer Startwert</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>See the state of every model, add one</source>
        <translation>Den Zustand jedes Modells ansehen, eines hinzufügen</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Eingebaut</translation>
    </message>
    <message>
        <source>Takes about %1 and %2 of memory.</source>
        <translation>Dauert etwa %1 und braucht %2 Speicher.</translation>
    </message>
    <message>
        <source>May take %1 and %2 of memory.</source>
        <translation>Kann %1 dauern und %2 Speicher brauchen.</translation>
    </message>
    <message>
        <source>Select a layer whose mask selects something.</source>
        <translation>Wählen Sie eine Ebene aus, deren Maske etwas auswählt.</translation>
    </message>
    <message>
        <source>Only %1 of memory are free; a size of %2 px would fit.</source>
        <translation>Nur %1 Speicher sind frei; eine Größe von %2 px würde passen.</translation>
    </message>
    <message>
        <source>Only %1 of memory are free, too little for any size. Close other programs.</source>
        <translation>Nur %1 Speicher sind frei, zu wenig für jede Größe. Schließen Sie andere Programme.</translation>
    </message>
    <message numerus="yes">
        <source>; %n more to come</source>
        <translation>
            <numerusform>; noch %n weiterer</numerusform>
            <numerusform>; noch %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::HistoryPanel</name>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Click a step to go back to it</source>
        <translation>Auf einen Schritt klicken, um zu ihm zurückzugehen</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s), %1</source>
        <translation>
            <numerusform>%n Schritt, %1</numerusform>
            <numerusform>%n Schritte, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::InfluenceTool</name>
    <message>
        <source>Let background count</source>
        <translation>Hintergrund zählen lassen</translation>
    </message>
    <message>
        <source>Ignore background</source>
        <translation>Hintergrund übergehen</translation>
    </message>
    <message>
        <source>Paint the background that the model shall not go by. Alt: let it count again. [ ]: size.</source>
        <translation>Übermalen Sie den Hintergrund, nach dem sich das Modell nicht richten soll. Alt: wieder zählen lassen. [ ]: Größe.</translation>
    </message>
</context>
<context>
    <name>dh::LassoTool</name>
    <message>
        <source>Draw around what belongs to the mask. Shift adds, Alt subtracts, both intersect.</source>
        <translation>Umfahren Sie, was zur Maske gehört. Umschalt fügt hinzu, Alt zieht ab, beide bilden die Schnittmenge.</translation>
    </message>
    <message>
        <source>Select with lasso</source>
        <translation>Mit Lasso auswählen</translation>
    </message>
</context>
<context>
    <name>dh::LayerDelegate</name>
    <message>
        <source>Show or hide the layer</source>
        <translation>Die Ebene ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Lock the layer against changes</source>
        <translation>Die Ebene gegen Änderungen sperren</translation>
    </message>
    <message>
        <source>Mask: white belongs to the foreground</source>
        <translation>Maske: Weiß gehört zum Vordergrund</translation>
    </message>
</context>
<context>
    <name>dh::LayerModel</name>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>Rename layer</source>
        <translation>Ebene umbenennen</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>Ebene einblenden</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>Ebene ausblenden</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>Ebene sperren</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>Ebene entsperren</translation>
    </message>
    <message>
        <source>Reorder layers</source>
        <translation>Ebenen umordnen</translation>
    </message>
</context>
<context>
    <name>dh::LayerModule</name>
    <message>
        <source>&amp;Duplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Raise</source>
        <translation>&amp;Anheben</translation>
    </message>
    <message>
        <source>Raise layer</source>
        <translation>Ebene anheben</translation>
    </message>
    <message>
        <source>Lo&amp;wer</source>
        <translation>Ab&amp;senken</translation>
    </message>
    <message>
        <source>Lower layer</source>
        <translation>Ebene absenken</translation>
    </message>
    <message>
        <source>To the &amp;top</source>
        <translation>Nach ganz &amp;oben</translation>
    </message>
    <message>
        <source>Raise layer to the top</source>
        <translation>Ebene nach ganz oben</translation>
    </message>
    <message>
        <source>To the &amp;bottom</source>
        <translation>Nach ganz u&amp;nten</translation>
    </message>
    <message>
        <source>Lower layer to the bottom</source>
        <translation>Ebene nach ganz unten</translation>
    </message>
    <message>
        <source>Select the layer &amp;above</source>
        <translation>Ebene darü&amp;ber auswählen</translation>
    </message>
    <message>
        <source>Select the layer b&amp;elow</source>
        <translation>Ebene darun&amp;ter auswählen</translation>
    </message>
    <message>
        <source>Flip &amp;horizontally</source>
        <translation>&amp;Horizontal spiegeln</translation>
    </message>
    <message>
        <source>Flip &amp;vertically</source>
        <translation>&amp;Vertikal spiegeln</translation>
    </message>
    <message>
        <source>Rotate 90° to the ri&amp;ght</source>
        <translation>Um 90° nach &amp;rechts drehen</translation>
    </message>
    <message>
        <source>R&amp;otate 90° to the left</source>
        <translation>Um 90° nach l&amp;inks drehen</translation>
    </message>
    <message>
        <source>&amp;Centre on the canvas</source>
        <translation>Auf der Leinwand &amp;zentrieren</translation>
    </message>
    <message>
        <source>&amp;Fit into the canvas</source>
        <translation>In die Leinwand ein&amp;passen</translation>
    </message>
    <message>
        <source>Reset the &amp;placement</source>
        <translation>Platzierun&amp;g zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Show or hide</source>
        <translation>&amp;Ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>Ebene ausblenden</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>Ebene einblenden</translation>
    </message>
    <message>
        <source>Loc&amp;k or unlock</source>
        <translation>Sperren oder &amp;freigeben</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>Ebene entsperren</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>Ebene sperren</translation>
    </message>
    <message>
        <source>Placement</source>
        <translation>Platzierung</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Navigator</source>
        <translation>Navigator</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Duplicate layer</source>
        <translation>Ebene duplizieren</translation>
    </message>
    <message>
        <source>%1 copy</source>
        <translation>%1 Kopie</translation>
    </message>
    <message>
        <source>Delete layer</source>
        <translation>Ebene löschen</translation>
    </message>
</context>
<context>
    <name>dh::LayerPanel</name>
    <message>
        <source>No picture yet. Open one, drop it on the canvas, or paste it.</source>
        <translation>Noch kein Bild. Öffnen Sie eines, legen Sie es auf der Leinwand ab oder fügen Sie es ein.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Change opacity</source>
        <translation>Deckkraft ändern</translation>
    </message>
</context>
<context>
    <name>dh::LayerPropertyEdit</name>
    <message>
        <source>The layer is locked. Unlock it to change this.</source>
        <translation>Die Ebene ist gesperrt. Entsperren Sie sie, um das zu ändern.</translation>
    </message>
</context>
<context>
    <name>dh::LoadingView</name>
    <message>
        <source>Preview of the picture that is being opened</source>
        <translation>Vorschau des Bildes, das gerade geöffnet wird</translation>
    </message>
</context>
<context>
    <name>dh::MagicWandTool</name>
    <message>
        <source>Click a colour to select it. Shift adds, Alt subtracts, both intersect.</source>
        <translation>Auf eine Farbe klicken, um sie auszuwählen. Umschalt fügt hinzu, Alt zieht ab, beide bilden die Schnittmenge.</translation>
    </message>
    <message>
        <source>Select by colour</source>
        <translation>Nach Farbe auswählen</translation>
    </message>
</context>
<context>
    <name>dh::MainWindow</name>
    <message>
        <source>Canvas</source>
        <translation>Leinwand</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>%1[*] — %2</source>
        <translation>%1[*] — %2</translation>
    </message>
    <message>
        <source>1  Place: drag the foreground where it belongs.
2  Mask: paint over what belongs to it.
3  Harmonize: light and colour follow the background.</source>
        <translation>1  Platzieren: den Vordergrund dorthin ziehen, wo er hingehört.
2  Maske: übermalen, was dazugehört.
3  Harmonisieren: Licht und Farbe folgen dem Hintergrund.</translation>
    </message>
</context>
<context>
    <name>dh::MaskCommandQueue</name>
    <message>
        <source>The mask changed meanwhile: “%1” was dropped.</source>
        <translation>Die Maske hat sich inzwischen geändert: „%1“ wurde verworfen.</translation>
    </message>
</context>
<context>
    <name>dh::MaskCommands</name>
    <message>
        <source>Fill mask</source>
        <translation>Maske füllen</translation>
    </message>
    <message>
        <source>Clear mask</source>
        <translation>Maske leeren</translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Grow mask</source>
        <translation>Maske erweitern</translation>
    </message>
    <message>
        <source>Shrink mask</source>
        <translation>Maske verkleinern</translation>
    </message>
    <message>
        <source>Feather mask</source>
        <translation>Maske weich abgrenzen</translation>
    </message>
    <message>
        <source>Smooth mask</source>
        <translation>Maske glätten</translation>
    </message>
    <message>
        <source>Border of mask</source>
        <translation>Rand der Maske</translation>
    </message>
    <message>
        <source>Mask from alpha</source>
        <translation>Maske aus Alpha</translation>
    </message>
    <message>
        <source>Mask from luminance</source>
        <translation>Maske aus Luminanz</translation>
    </message>
    <message>
        <source>Load mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Save mask</source>
        <translation>Maske speichern</translation>
    </message>
</context>
<context>
    <name>dh::MaskModule</name>
    <message>
        <source>Load mask</source>
        <translation>Maske laden</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)</source>
        <translation>Bilder (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)</translation>
    </message>
    <message>
        <source>Save mask</source>
        <translation>Maske speichern</translation>
    </message>
    <message>
        <source>mask.png</source>
        <translation>maske.png</translation>
    </message>
    <message>
        <source>PNG or TIFF (*.png *.tif *.tiff)</source>
        <translation>PNG oder TIFF (*.png *.tif *.tiff)</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>&amp;Füllen</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>&amp;Umkehren</translation>
    </message>
    <message>
        <source>&amp;Grow…</source>
        <translation>&amp;Erweitern…</translation>
    </message>
    <message>
        <source>Grow by (pixels of the layer):</source>
        <translation>Erweitern um (Pixel der Ebene):</translation>
    </message>
    <message>
        <source>Sh&amp;rink…</source>
        <translation>&amp;Verkleinern…</translation>
    </message>
    <message>
        <source>Shrink by (pixels of the layer):</source>
        <translation>Verkleinern um (Pixel der Ebene):</translation>
    </message>
    <message>
        <source>F&amp;eather…</source>
        <translation>&amp;Weiche Kante…</translation>
    </message>
    <message>
        <source>Feather by (pixels of the layer):</source>
        <translation>Weiche Kante (Pixel der Ebene):</translation>
    </message>
    <message>
        <source>&amp;Smooth…</source>
        <translation>&amp;Glätten…</translation>
    </message>
    <message>
        <source>Smooth over (pixels of the layer):</source>
        <translation>Glätten über (Pixel der Ebene):</translation>
    </message>
    <message>
        <source>&amp;Border…</source>
        <translation>&amp;Rand…</translation>
    </message>
    <message>
        <source>Width of the border (pixels of the layer):</source>
        <translation>Breite des Randes (Pixel der Ebene):</translation>
    </message>
    <message>
        <source>From trans&amp;parency</source>
        <translation>Aus Trans&amp;parenz</translation>
    </message>
    <message>
        <source>From l&amp;uminance</source>
        <translation>Aus Lumi&amp;nanz</translation>
    </message>
    <message>
        <source>&amp;Load…</source>
        <translation>La&amp;den…</translation>
    </message>
    <message>
        <source>Sa&amp;ve…</source>
        <translation>Speic&amp;hern…</translation>
    </message>
    <message>
        <source>Working on the mask</source>
        <translation>Mit der Maske beschäftigt</translation>
    </message>
    <message>
        <source>Stop working on the mask</source>
        <translation>Arbeit an der Maske abbrechen</translation>
    </message>
</context>
<context>
    <name>dh::MaskPanel</name>
    <message>
        <source>Overlay opacity</source>
        <translation>Deckkraft der Überlagerung</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Grow or shrink</source>
        <translation>Erweitern oder verkleinern</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>Select a layer to see and edit its mask.</source>
        <translation>Wählen Sie eine Ebene aus, um ihre Maske zu sehen und zu bearbeiten.</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Ausgeblendet</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Überlagerung</translation>
    </message>
    <message>
        <source>Mask alone</source>
        <translation>Nur die Maske</translation>
    </message>
    <message>
        <source>How the mask shows</source>
        <translation>Darstellung der Maske</translation>
    </message>
    <message>
        <source>Colour of the overlay</source>
        <translation>Farbe der Überlagerung</translation>
    </message>
    <message>
        <source>Moves the mask&apos;s edge outwards, or inwards below zero</source>
        <translation>Verschiebt die Maskenkante nach außen, unter null nach innen</translation>
    </message>
    <message>
        <source>Softens the mask&apos;s edge</source>
        <translation>Macht die Maskenkante weich</translation>
    </message>
    <message>
        <source>Grow or shrink mask</source>
        <translation>Maske erweitern oder verkleinern</translation>
    </message>
    <message>
        <source>Feather mask</source>
        <translation>Maske weich abgrenzen</translation>
    </message>
    <message>
        <source>Colour of the mask overlay</source>
        <translation>Farbe der Maskenüberlagerung</translation>
    </message>
    <message>
        <source>The mask is empty: nothing would be harmonized. Paint over the foreground, or fill the mask.</source>
        <translation>Die Maske ist leer: Nichts würde harmonisiert. Übermalen Sie den Vordergrund oder füllen Sie die Maske.</translation>
    </message>
    <message>
        <source>The mask covers the whole layer. If parts of it don&apos;t belong to the foreground, erase them.</source>
        <translation>Die Maske bedeckt die ganze Ebene. Radieren Sie Teile, die nicht zum Vordergrund gehören.</translation>
    </message>
    <message>
        <source>The mask looks inverted: the surroundings are selected rather than the subject.</source>
        <translation>Die Maske sieht umgekehrt aus: Ausgewählt ist die Umgebung statt des Motivs.</translation>
    </message>
</context>
<context>
    <name>dh::MaskTool</name>
    <message>
        <source>Select a layer to edit its mask.</source>
        <translation>Wählen Sie eine Ebene aus, um ihre Maske zu bearbeiten.</translation>
    </message>
    <message>
        <source>The layer is locked. Unlock it to edit its mask.</source>
        <translation>Die Ebene ist gesperrt. Entsperren Sie sie, um ihre Maske zu bearbeiten.</translation>
    </message>
    <message>
        <source>The layer is hidden. Show it to edit its mask.</source>
        <translation>Die Ebene ist ausgeblendet. Blenden Sie sie ein, um ihre Maske zu bearbeiten.</translation>
    </message>
    <message>
        <source>Selecting... Escape cancels.</source>
        <translation>Auswahl läuft … Escape bricht ab.</translation>
    </message>
    <message>
        <source>The mask changed meanwhile: “%1” was dropped.</source>
        <translation>Die Maske hat sich inzwischen geändert: „%1“ wurde verworfen.</translation>
    </message>
</context>
<context>
    <name>dh::MemoryPage</name>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Undo history</source>
        <translation>Rückgängig-Verlauf</translation>
    </message>
    <message>
        <source>Picture cache</source>
        <translation>Bild-Zwischenspeicher</translation>
    </message>
    <message>
        <source>&amp;Undo history:</source>
        <translation>&amp;Rückgängig-Verlauf:</translation>
    </message>
    <message>
        <source>Older steps move to a temporary file, then go, the oldest first.</source>
        <translation>Ältere Schritte wandern in eine temporäre Datei und verschwinden dann, die ältesten zuerst.</translation>
    </message>
    <message>
        <source>&amp;Picture cache:</source>
        <translation>&amp;Bild-Zwischenspeicher:</translation>
    </message>
    <message>
        <source>What the canvas has drawn, and shrunken copies that make zooming quick.</source>
        <translation>Was die Zeichenfläche gezeichnet hat, und verkleinerte Kopien, die das Zoomen schnell machen.</translation>
    </message>
</context>
<context>
    <name>dh::ModelWords</name>
    <message>
        <source>with a refiner</source>
        <translation>mit Verfeinerung</translation>
    </message>
    <message>
        <source>without a refiner</source>
        <translation>ohne Verfeinerung</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) at %1 px by default, %2 parameters, %3.</source>
        <translation>
            <numerusform>Standardmäßig %n Schritt bei %1 px, %2 Parameter, %3.</numerusform>
            <numerusform>Standardmäßig %n Schritte bei %1 px, %2 Parameter, %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::ModelsDialog</name>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>Folder of a model, with its model_index.json</source>
        <translation>Ordner eines Modells mit seiner model_index.json</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>&amp;Remove from list</source>
        <translation>Aus der Liste &amp;entfernen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>&amp;Hinzufügen…</translation>
    </message>
    <message>
        <source>Files of the model</source>
        <translation>Dateien des Modells</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>What the model is for</source>
        <translation>Wofür das Modell gedacht ist</translation>
    </message>
    <message>
        <source>Builds every network and looks at every weight</source>
        <translation>Baut jedes Netz auf und sieht sich jedes Gewicht an</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Eingebaut</translation>
    </message>
    <message>
        <source>Looking at the files…</source>
        <translation>Die Dateien werden angesehen…</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n file(s).</source>
        <translation>
            <numerusform>%1 in %n Datei.</numerusform>
            <numerusform>%1 in %n Dateien.</numerusform>
        </translation>
    </message>
    <message>
        <source>The files are complete.</source>
        <translation>Die Dateien sind vollständig.</translation>
    </message>
    <message>
        <source>Waiting for the run to end…</source>
        <translation>Es wird auf das Ende des Laufs gewartet…</translation>
    </message>
    <message>
        <source>Looking at every weight…</source>
        <translation>Jedes Gewicht wird angesehen…</translation>
    </message>
    <message>
        <source>The check was cancelled.</source>
        <translation>Die Prüfung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Every weight is as it should be; the model can be used.</source>
        <translation>Jedes Gewicht ist, wie es sein soll; das Modell kann verwendet werden.</translation>
    </message>
    <message>
        <source>The model can&apos;t be used:
%1</source>
        <translation>Das Modell kann nicht verwendet werden:
%1</translation>
    </message>
    <message>
        <source>The folder itself stays.</source>
        <translation>Der Ordner selbst bleibt.</translation>
    </message>
    <message>
        <source>The built-in model always stays.</source>
        <translation>Das eingebaute Modell bleibt immer.</translation>
    </message>
</context>
<context>
    <name>dh::MoreSettings</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Size in pixels</source>
        <translation>Größe in Pixeln</translation>
    </message>
    <message>
        <source>Refine the result</source>
        <translation>Das Ergebnis verfeinern</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>Size at which the networks run</source>
        <translation>Größe, in der die Netze rechnen</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Graphics card %1</source>
        <translation>Grafikkarte %1</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>32 bit</source>
        <translation>32 Bit</translation>
    </message>
    <message>
        <source>bfloat16: half the memory</source>
        <translation>bfloat16: halber Speicher</translation>
    </message>
    <message>
        <source>float16: graphics card only</source>
        <translation>float16: nur Grafikkarte</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>The model&apos;s (%1)</source>
        <translation>Wie das Modell (%1)</translation>
    </message>
    <message>
        <source>The model&apos;s</source>
        <translation>Wie das Modell</translation>
    </message>
    <message>
        <source>The model&apos;s (%1 px)</source>
        <translation>Wie das Modell (%1 px)</translation>
    </message>
    <message>
        <source>This model has no refiner.</source>
        <translation>Dieses Modell hat keine Verfeinerung.</translation>
    </message>
    <message>
        <source>At %1 px</source>
        <translation>Bei %1 px</translation>
    </message>
    <message>
        <source>At the size above</source>
        <translation>In der Größe oben</translation>
    </message>
</context>
<context>
    <name>dh::MovedOnBar</name>
    <message>
        <source>&amp;Apply anyway</source>
        <translation>Trotzdem an&amp;wenden</translation>
    </message>
    <message>
        <source>The picture changed during the run</source>
        <translation>Das Bild hat sich während des Laufs geändert</translation>
    </message>
    <message>
        <source>The picture changed during the run. Its result is kept in the list but not applied.</source>
        <translation>Das Bild hat sich während des Laufs geändert. Sein Ergebnis bleibt in der Liste, wird aber nicht angewendet.</translation>
    </message>
    <message>
        <source>&amp;Keep in results</source>
        <translation>Als Er&amp;gebnis behalten</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>Its layer is locked, or was deleted.</source>
        <translation>Seine Ebene ist gesperrt oder wurde gelöscht.</translation>
    </message>
</context>
<context>
    <name>dh::NavigatorPanel</name>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Herauszoomen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Hineinzoomen</translation>
    </message>
</context>
<context>
    <name>dh::NavigatorView</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Drag the frame to move the view</source>
        <translation>Den Rahmen ziehen, um die Ansicht zu verschieben</translation>
    </message>
    <message>
        <source>The whole picture shows here</source>
        <translation>Hier erscheint das ganze Bild</translation>
    </message>
</context>
<context>
    <name>dh::NoticeBanner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>dh::OpenController</name>
    <message>
        <source>Only one project can be open at a time: “%1” was taken, the others were left.</source>
        <translation>Es kann nur ein Projekt gleichzeitig offen sein: „%1“ wurde genommen, die anderen nicht.</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Only pictures on this computer can be opened. Save it first, or copy the picture itself.</source>
        <translation>Nur Bilder auf diesem Computer lassen sich öffnen. Speichern Sie es zuerst, oder kopieren Sie das Bild selbst.</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
    <message>
        <source>Opening “%1”</source>
        <translation>„%1“ wird geöffnet</translation>
    </message>
    <message>
        <source>Add layer “%1”</source>
        <translation>Ebene „%1“ hinzufügen</translation>
    </message>
    <message>
        <source>The colours of “%1” were converted to sRGB.</source>
        <translation>Die Farben von „%1“ wurden in sRGB umgewandelt.</translation>
    </message>
</context>
<context>
    <name>dh::PictureCharts</name>
    <message>
        <source>Histogram: red</source>
        <translation>Histogramm: Rot</translation>
    </message>
    <message>
        <source>Histogram: green</source>
        <translation>Histogramm: Grün</translation>
    </message>
    <message>
        <source>Histogram: blue</source>
        <translation>Histogramm: Blau</translation>
    </message>
    <message>
        <source>Histogram: luminance</source>
        <translation>Histogramm: Luminanz</translation>
    </message>
    <message>
        <source>Place a foreground to see how its tones compare with the background&apos;s.</source>
        <translation>Platzieren Sie einen Vordergrund, um seine Töne mit denen des Hintergrunds zu vergleichen.</translation>
    </message>
    <message>
        <source>Value (0 to 255)</source>
        <translation>Wert (0 bis 255)</translation>
    </message>
    <message>
        <source>% of its pixels</source>
        <translation>% seiner Pixel</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Foreground before</source>
        <translation>Vordergrund vorher</translation>
    </message>
    <message>
        <source>Foreground after</source>
        <translation>Vordergrund nachher</translation>
    </message>
    <message>
        <source>Tone and colour (CIELAB)</source>
        <translation>Ton und Farbe (CIELAB)</translation>
    </message>
    <message>
        <source>Lightness L, green to red a, blue to yellow b</source>
        <translation>Helligkeit L, Grün bis Rot a, Blau bis Gelb b</translation>
    </message>
    <message>
        <source>CIELAB units</source>
        <translation>CIELAB-Einheiten</translation>
    </message>
    <message>
        <source>L mean</source>
        <translation>L Mittelwert</translation>
    </message>
    <message>
        <source>L spread</source>
        <translation>L Streuung</translation>
    </message>
    <message>
        <source>a mean</source>
        <translation>a Mittelwert</translation>
    </message>
    <message>
        <source>a spread</source>
        <translation>a Streuung</translation>
    </message>
    <message>
        <source>b mean</source>
        <translation>b Mittelwert</translation>
    </message>
    <message>
        <source>b spread</source>
        <translation>b Streuung</translation>
    </message>
</context>
<context>
    <name>dh::PlacementPanel</name>
    <message>
        <source>Select a layer to place it by numbers.</source>
        <translation>Wählen Sie eine Ebene aus, um sie mit Zahlen zu platzieren.</translation>
    </message>
    <message>
        <source>Keep the proportions</source>
        <translation>Seitenverhältnis beibehalten</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Centre from the left</source>
        <translation>Mitte von links</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>Ebene verschieben</translation>
    </message>
    <message>
        <source>Centre from the top</source>
        <translation>Mitte von oben</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Scale layer</source>
        <translation>Ebene skalieren</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Rotate layer</source>
        <translation>Ebene drehen</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>W</source>
        <translation>B</translation>
    </message>
    <message>
        <source>H</source>
        <translation>H</translation>
    </message>
    <message>
        <source>S</source>
        <translation>S</translation>
    </message>
    <message>
        <source>R</source>
        <translation>D</translation>
    </message>
</context>
<context>
    <name>dh::PolygonTool</name>
    <message>
        <source>Click the corners of a polygon. Shift adds, Alt subtracts, both intersect.</source>
        <translation>Auf die Ecken eines Polygons klicken. Umschalt fügt hinzu, Alt zieht ab, beide bilden die Schnittmenge.</translation>
    </message>
    <message>
        <source>Double click or Enter: close. Backspace: take the last corner back. Escape: drop.</source>
        <translation>Doppelklick oder Enter: schließen. Rücktaste: letzte Ecke zurücknehmen. Escape: verwerfen.</translation>
    </message>
    <message>
        <source>Select polygon</source>
        <translation>Polygon auswählen</translation>
    </message>
</context>
<context>
    <name>dh::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Voreinstellungen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>dh::ProtectTool</name>
    <message>
        <source>Remove protection</source>
        <translation>Schutz entfernen</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>Schützen</translation>
    </message>
    <message>
        <source>Protecting needs a layer with a result in use: harmonize it first.</source>
        <translation>Schützen braucht eine Ebene mit einem angewendeten Ergebnis: Harmonisieren Sie sie zuerst.</translation>
    </message>
    <message>
        <source>Paint where the original shall stay. Alt: take protection away. [ ]: size.</source>
        <translation>Übermalen Sie, wo das Original bleiben soll. Alt: Schutz wegnehmen. [ ]: Größe.</translation>
    </message>
</context>
<context>
    <name>dh::RecentFiles</name>
    <message>
        <source>No recent files</source>
        <translation>Keine zuletzt geöffneten Dateien</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Diese Liste &amp;leeren</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t there any more; it was taken off the list of recent files. It may have been moved or renamed, or its disk isn&apos;t connected.</source>
        <translation>„%1“ ist nicht mehr da und wurde aus der Liste der zuletzt geöffneten Dateien genommen. Die Datei wurde vielleicht verschoben oder umbenannt, oder ihr Datenträger ist nicht angeschlossen.</translation>
    </message>
</context>
<context>
    <name>dh::RecoveryDialog</name>
    <message>
        <source>%1
Kept on %2</source>
        <translation>%1
Aufbewahrt am %2</translation>
    </message>
    <message>
        <source>A picture that was never saved</source>
        <translation>Ein Bild, das nie gespeichert wurde</translation>
    </message>
    <message>
        <source>Recover unsaved work</source>
        <translation>Nicht gespeicherte Arbeit wiederherstellen</translation>
    </message>
    <message>
        <source>The program ended before this work was saved. Nothing of it is lost until you discard it.</source>
        <translation>Das Programm endete, bevor diese Arbeit gespeichert war. Nichts davon geht verloren, bis Sie es verwerfen.</translation>
    </message>
    <message>
        <source>Unsaved work</source>
        <translation>Nicht gespeicherte Arbeit</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Später</translation>
    </message>
    <message>
        <source>Asks again at the next start</source>
        <translation>Fragt beim nächsten Start erneut</translation>
    </message>
    <message>
        <source>It can&apos;t be read: %1</source>
        <translation>Kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 Pixel</translation>
    </message>
</context>
<context>
    <name>dh::RectangleTool</name>
    <message>
        <source>Drag a rectangle. Before: Shift adds, Alt subtracts, both intersect. Meanwhile: Shift for a square, Alt from the centre.</source>
        <translation>Ein Rechteck aufziehen. Davor: Umschalt fügt hinzu, Alt zieht ab, beide bilden die Schnittmenge. Währenddessen: Umschalt für ein Quadrat, Alt von der Mitte aus.</translation>
    </message>
    <message>
        <source>Select rectangle</source>
        <translation>Rechteck auswählen</translation>
    </message>
</context>
<context>
    <name>dh::ReportTableModel</name>
    <message>
        <source>infinite</source>
        <translation>unendlich</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>dh::ResultActions</name>
    <message>
        <source>Export as LUT</source>
        <translation>Als LUT exportieren</translation>
    </message>
    <message>
        <source>Cube LUT (*.cube)</source>
        <translation>Cube-LUT (*.cube)</translation>
    </message>
    <message>
        <source>Appl&amp;y result</source>
        <translation>Ergebnis an&amp;wenden</translation>
    </message>
    <message>
        <source>Uses it on its layer; the layer&apos;s own pixels stay</source>
        <translation>Verwendet es auf seiner Ebene; die eigenen Pixel der Ebene bleiben</translation>
    </message>
    <message>
        <source>Ta&amp;ke result off</source>
        <translation>Ergebnis &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>The layer as it was before any run</source>
        <translation>Die Ebene, wie sie vor jedem Lauf war</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>Vergl&amp;eichen</translation>
    </message>
    <message>
        <source>Two results with each other, or one with the picture before</source>
        <translation>Zwei Ergebnisse miteinander oder eines mit dem Bild vorher</translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation>Mit S&amp;tern markieren</translation>
    </message>
    <message>
        <source>Re&amp;name result</source>
        <translation>Ergebnis &amp;umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete result</source>
        <translation>Ergebnis &amp;löschen</translation>
    </message>
    <message>
        <source>Mean of s&amp;eeds</source>
        <translation>M&amp;ittelwert über Startwerte</translation>
    </message>
    <message>
        <source>A new result from those that are selected</source>
        <translation>Ein neues Ergebnis aus den ausgewählten</translation>
    </message>
    <message>
        <source>Show where seeds di&amp;ffer</source>
        <translation>Zeigen, wo Startwerte sich unterschei&amp;den</translation>
    </message>
    <message>
        <source>Yellow where the model is unsure</source>
        <translation>Gelb, wo das Modell unsicher ist</translation>
    </message>
    <message>
        <source>Run a&amp;gain</source>
        <translation>E&amp;rneut ausführen</translation>
    </message>
    <message>
        <source>With the same settings and seed</source>
        <translation>Mit denselben Einstellungen und demselben Startwert</translation>
    </message>
    <message>
        <source>E&amp;xport as LUT…</source>
        <translation>Als LUT e&amp;xportieren…</translation>
    </message>
    <message>
        <source>The change of colours as a .cube file for other programs</source>
        <translation>Die Farbänderung als .cube-Datei für andere Programme</translation>
    </message>
    <message>
        <source>Mean of seeds</source>
        <translation>Mittelwert über Startwerte</translation>
    </message>
    <message>
        <source>%1 is in the list of results.</source>
        <translation>%1 steht in der Liste der Ergebnisse.</translation>
    </message>
    <message>
        <source>Wrote %1. The table differs from the result by %2 of 255 levels on average, %3 at most.</source>
        <translation>%1 geschrieben. Die Tabelle weicht vom Ergebnis im Mittel um %2 von 255 Stufen ab, höchstens um %3.</translation>
    </message>
</context>
<context>
    <name>dh::ResultModel</name>
    <message>
        <source>applied</source>
        <translation>angewendet</translation>
    </message>
</context>
<context>
    <name>dh::ResultWords</name>
    <message>
        <source>Apply result</source>
        <translation>Ergebnis anwenden</translation>
    </message>
    <message>
        <source>Take result off</source>
        <translation>Ergebnis zurücknehmen</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n result(s)</source>
        <translation>
            <numerusform>%n Ergebnis löschen</numerusform>
            <numerusform>%n Ergebnisse löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>Rename result</source>
        <translation>Ergebnis umbenennen</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>Stern entfernen</translation>
    </message>
    <message>
        <source>Star result</source>
        <translation>Ergebnis mit Stern markieren</translation>
    </message>
    <message numerus="yes">
        <source>Mean of %n seed(s)</source>
        <translation>
            <numerusform>Mittelwert über %n Startwert</numerusform>
            <numerusform>Mittelwert über %n Startwerte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::ResultsPanel</name>
    <message>
        <source>No results yet. Harmonize a layer; every result is kept here with its settings.</source>
        <translation>Noch keine Ergebnisse. Harmonisieren Sie eine Ebene; jedes Ergebnis wird hier mit seinen Einstellungen aufbewahrt.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
</context>
<context>
    <name>dh::RunCharts</name>
    <message>
        <source>load</source>
        <translation>laden</translation>
    </message>
    <message>
        <source>prepare</source>
        <translation>vorbereiten</translation>
    </message>
    <message>
        <source>encode</source>
        <translation>kodieren</translation>
    </message>
    <message>
        <source>denoise</source>
        <translation>entrauschen</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>dekodieren</translation>
    </message>
    <message>
        <source>refine</source>
        <translation>verfeinern</translation>
    </message>
    <message>
        <source>transfer</source>
        <translation>übertragen</translation>
    </message>
    <message>
        <source>write</source>
        <translation>schreiben</translation>
    </message>
    <message>
        <source>Time of each stage</source>
        <translation>Dauer der einzelnen Abschnitte</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Harmonize, and the time of each stage shows here.</source>
        <translation>Harmonisieren Sie, dann erscheint hier die Dauer der einzelnen Abschnitte.</translation>
    </message>
    <message>
        <source>Change in each step</source>
        <translation>Änderung in jedem Schritt</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Mean change (0 to 255)</source>
        <translation>Mittlere Änderung (0 bis 255)</translation>
    </message>
    <message>
        <source>Harmonize, and the change of each step shows here.</source>
        <translation>Harmonisieren Sie, dann erscheint hier die Änderung in jedem Schritt.</translation>
    </message>
</context>
<context>
    <name>dh::RunController</name>
    <message>
        <source>Cancelled. The results that are finished stay.</source>
        <translation>Abgebrochen. Die fertigen Ergebnisse bleiben.</translation>
    </message>
    <message>
        <source>Cancelled. The picture is as it was.</source>
        <translation>Abgebrochen. Das Bild ist, wie es war.</translation>
    </message>
    <message>
        <source>The picture has another size than when the run began, so its result was dropped.</source>
        <translation>Das Bild hat eine andere Größe als zu Beginn des Laufs, daher wurde das Ergebnis verworfen.</translation>
    </message>
    <message>
        <source>Keep result</source>
        <translation>Ergebnis behalten</translation>
    </message>
    <message>
        <source>Harmonize</source>
        <translation>Harmonisieren</translation>
    </message>
    <message>
        <source>Keep variation</source>
        <translation>Variation behalten</translation>
    </message>
    <message>
        <source>Harmonized in %1.</source>
        <translation>In %1 harmonisiert.</translation>
    </message>
</context>
<context>
    <name>dh::RunWords</name>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation>Das Bild wird vorbereitet</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodieren</translation>
    </message>
    <message>
        <source>Harmonizing</source>
        <translation>Harmonisieren</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Dekodieren</translation>
    </message>
    <message>
        <source>Refining</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Carrying it to the full size</source>
        <translation>Übertragen auf die volle Größe</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>%1, step %2 of %3</source>
        <translation>%1, Schritt %2 von %3</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1, noch etwa %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>Seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>a part of the background</source>
        <translation>ein Teil des Hintergrunds</translation>
    </message>
</context>
<context>
    <name>dh::SaveController</name>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation>Das Projekt speichern</translation>
    </message>
    <message>
        <source>DiffHarmony Studio projects (*%1)</source>
        <translation>DiffHarmony-Studio-Projekte (*%1)</translation>
    </message>
    <message>
        <source>Saving “%1”</source>
        <translation>„%1“ wird gespeichert</translation>
    </message>
    <message>
        <source>Saving was stopped; the file is as it was.</source>
        <translation>Das Speichern wurde abgebrochen; die Datei ist, wie sie war.</translation>
    </message>
    <message>
        <source>Saved “%1”.</source>
        <translation>„%1“ wurde gespeichert.</translation>
    </message>
    <message>
        <source>While the question about unsaved changes was open, something else was to take the picture&apos;s place. It was left out; do it again when you want it.</source>
        <translation>Während die Frage nach ungespeicherten Änderungen offen war, sollte etwas anderes an die Stelle des Bildes treten. Es wurde weggelassen; wiederholen Sie es, wenn Sie es wünschen.</translation>
    </message>
</context>
<context>
    <name>dh::ScreenModule</name>
    <message>
        <source>F&amp;ull screen</source>
        <translation>Vollbil&amp;d</translation>
    </message>
    <message>
        <source>&amp;Hide panels</source>
        <translation>Bedienfelder aus&amp;blenden</translation>
    </message>
    <message>
        <source>Only the picture; once more brings them back</source>
        <translation>Nur das Bild; noch einmal bringt sie zurück</translation>
    </message>
    <message>
        <source>&amp;Next panel</source>
        <translation>&amp;Nächstes Bedienfeld</translation>
    </message>
    <message>
        <source>Moves the keyboard focus from the canvas through the panels</source>
        <translation>Führt den Tastaturfokus von der Leinwand durch die Bedienfelder</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
</context>
<context>
    <name>dh::Screenshot</name>
    <message>
        <source>There is no command “%1”.</source>
        <translation>Es gibt keinen Befehl „%1“.</translation>
    </message>
    <message>
        <source>No picture could be opened.</source>
        <translation>Es konnte kein Bild geöffnet werden.</translation>
    </message>
    <message>
        <source>The picture of the window can&apos;t be written to “%1”.</source>
        <translation>Das Bild des Fensters kann nicht nach „%1“ geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>dh::ShortcutSheetDialog</name>
    <message>
        <source>Zoom at the pointer</source>
        <translation>Am Zeiger zoomen</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Mausrad</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>Ansicht verschieben</translation>
    </message>
    <message>
        <source>Space and drag, middle button</source>
        <translation>Leertaste und ziehen, mittlere Taste</translation>
    </message>
    <message>
        <source>Brush size and hardness</source>
        <translation>Pinselgröße und -härte</translation>
    </message>
    <message>
        <source>Right-drag</source>
        <translation>Mit rechter Taste ziehen</translation>
    </message>
    <message>
        <source>Straight line with the brush</source>
        <translation>Gerade Linie mit dem Pinsel</translation>
    </message>
    <message>
        <source>Shift-click</source>
        <translation>Umschalt-Klick</translation>
    </message>
    <message>
        <source>Add to the mask</source>
        <translation>Zur Maske hinzufügen</translation>
    </message>
    <message>
        <source>Shift and drag</source>
        <translation>Umschalt und ziehen</translation>
    </message>
    <message>
        <source>Take away from the mask</source>
        <translation>Von der Maske abziehen</translation>
    </message>
    <message>
        <source>Alt and drag</source>
        <translation>Alt und ziehen</translation>
    </message>
    <message>
        <source>Nudge the layer by 1 or 10 pixels</source>
        <translation>Ebene um 1 oder 10 Pixel verrücken</translation>
    </message>
    <message>
        <source>Arrow keys, with Shift</source>
        <translation>Pfeiltasten, mit Umschalt</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>Auf der Leinwand</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastaturkürzel</translation>
    </message>
</context>
<context>
    <name>dh::ShortcutsPage</name>
    <message>
        <source>&amp;Take it from there</source>
        <translation>&amp;Von dort übernehmen</translation>
    </message>
    <message>
        <source>&amp;Default</source>
        <translation>Stan&amp;dard</translation>
    </message>
    <message>
        <source>Search a command or a key</source>
        <translation>Einen Befehl oder eine Taste suchen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Tastaturkürzel</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>New shortcut</source>
        <translation>Neues Tastaturkürzel</translation>
    </message>
    <message>
        <source>&amp;All defaults</source>
        <translation>&amp;Alle Standards</translation>
    </message>
    <message>
        <source>New shortcut:</source>
        <translation>Neues Tastaturkürzel:</translation>
    </message>
    <message>
        <source>Already used by: %1</source>
        <translation>Schon verwendet von: %1</translation>
    </message>
    <message>
        <source>Choose a command to change its shortcut.</source>
        <translation>Wählen Sie einen Befehl, um sein Tastenkürzel zu ändern.</translation>
    </message>
</context>
<context>
    <name>dh::StudioOptions</name>
    <message>
        <source>--theme is light, dark or system, not &apos;%1&apos;.</source>
        <translation>--theme ist light, dark oder system, nicht „%1“.</translation>
    </message>
    <message>
        <source>--size is WIDTHxHEIGHT, for instance 1280x800, not &apos;%1&apos;.</source>
        <translation>--size ist BREITExHÖHE, zum Beispiel 1280x800, nicht „%1“.</translation>
    </message>
    <message>
        <source>--scale is a number above 0, not &apos;%1&apos;.</source>
        <translation>--scale ist eine Zahl über 0, nicht „%1“.</translation>
    </message>
    <message>
        <source>Makes a pasted foreground belong to its background.</source>
        <translation>Passt einen eingefügten Vordergrund an seinen Hintergrund an.</translation>
    </message>
    <message>
        <source>Pictures or a project to open</source>
        <translation>Bilder oder ein Projekt zum Öffnen</translation>
    </message>
    <message>
        <source>light, dark or system, for this time</source>
        <translation>light, dark oder system, für dieses Mal</translation>
    </message>
    <message>
        <source>Size of the window, for instance 1280x800</source>
        <translation>Größe des Fensters, zum Beispiel 1280x800</translation>
    </message>
    <message>
        <source>Settings file to use instead of the user&apos;s</source>
        <translation>Einstellungsdatei, die statt der des Benutzers verwendet wird</translation>
    </message>
    <message>
        <source>Write a picture of the window and leave</source>
        <translation>Ein Bild des Fensters schreiben und beenden</translation>
    </message>
    <message>
        <source>Resolution of that picture: 1, 1.5, 2, ...</source>
        <translation>Auflösung dieses Bildes: 1, 1.5, 2, ...</translation>
    </message>
    <message>
        <source>Command to trigger before that picture; may be repeated</source>
        <translation>Befehl, der vor diesem Bild ausgelöst wird; mehrfach möglich</translation>
    </message>
</context>
<context>
    <name>dh::StudioStatusBar</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Pointer</source>
        <translation>Zeiger</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>Größe des Bildes</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom: choose or type a percentage</source>
        <translation>Zoom: Prozentwert wählen oder eingeben</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>Memory that is free: %1
Undo history: %2</source>
        <translation>Freier Speicher: %1
Rückgängig-Verlauf: %2</translation>
    </message>
</context>
<context>
    <name>dh::ToolBox</name>
    <message>
        <source>&amp;Tools</source>
        <translation>Werk&amp;zeuge</translation>
    </message>
</context>
<context>
    <name>dh::ToolModule</name>
    <message>
        <source>&amp;Brush</source>
        <translation>&amp;Pinsel</translation>
    </message>
    <message>
        <source>&amp;Larger brush</source>
        <translation>&amp;Größerer Pinsel</translation>
    </message>
    <message>
        <source>&amp;Smaller brush</source>
        <translation>&amp;Kleinerer Pinsel</translation>
    </message>
    <message>
        <source>&amp;Harder brush</source>
        <translation>&amp;Härterer Pinsel</translation>
    </message>
    <message>
        <source>S&amp;ofter brush</source>
        <translation>&amp;Weicherer Pinsel</translation>
    </message>
    <message>
        <source>&amp;Move</source>
        <translation>&amp;Verschieben</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>&amp;Radierer</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>&amp;Lasso</translation>
    </message>
    <message>
        <source>&amp;Polygon</source>
        <translation>P&amp;olygon</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>R&amp;echteck</translation>
    </message>
    <message>
        <source>Ell&amp;ipse</source>
        <translation>Ell&amp;ipse</translation>
    </message>
    <message>
        <source>Magic &amp;wand</source>
        <translation>&amp;Zauberstab</translation>
    </message>
    <message>
        <source>&amp;Cut out</source>
        <translation>&amp;Freistellen</translation>
    </message>
</context>
<context>
    <name>dh::ToolOptionBar</name>
    <message>
        <source>Tool options</source>
        <translation>Werkzeugoptionen</translation>
    </message>
    <message>
        <source>Active tool</source>
        <translation>Aktives Werkzeug</translation>
    </message>
</context>
<context>
    <name>dh::ToolOptions</name>
    <message>
        <source>Replace the mask</source>
        <translation>Die Maske ersetzen</translation>
    </message>
    <message>
        <source>Add to the mask (Shift)</source>
        <translation>Zur Maske hinzufügen (Umschalt)</translation>
    </message>
    <message>
        <source>Take away from the mask (Alt)</source>
        <translation>Von der Maske abziehen (Alt)</translation>
    </message>
    <message>
        <source>Keep what both have in common (Shift+Alt)</source>
        <translation>Nur das Gemeinsame behalten (Umschalt+Alt)</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>Ganzes Bild</translation>
    </message>
    <message>
        <source>Sample from</source>
        <translation>Aufnehmen aus</translation>
    </message>
    <message>
        <source>Whose colours are compared</source>
        <translation>Wessen Farben verglichen werden</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>Weiche Kante</translation>
    </message>
    <message>
        <source>Softness of a new selection&apos;s edge</source>
        <translation>Weichheit der Kante einer neuen Auswahl</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>Härte</translation>
    </message>
    <message>
        <source>Hardness of the brush&apos;s edge</source>
        <translation>Härte der Pinselkante</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>How much one touch covers</source>
        <translation>Wie stark ein Auftupfen deckt</translation>
    </message>
    <message>
        <source>Spacing</source>
        <translation>Malabstand</translation>
    </message>
    <message>
        <source>Distance of touches, as a share of the size</source>
        <translation>Abstand der Tupfer als Anteil der Größe</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>A pen&apos;s pressure sets the size</source>
        <translation>Der Druck eines Stifts bestimmt die Größe</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>How different a colour may be</source>
        <translation>Wie stark eine Farbe abweichen darf</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Zusammenhängend</translation>
    </message>
    <message>
        <source>Only pixels that touch the clicked one</source>
        <translation>Nur Pixel, die mit dem angeklickten zusammenhängen</translation>
    </message>
    <message>
        <source>From the mask</source>
        <translation>Aus der Maske</translation>
    </message>
    <message>
        <source>Start from the present mask instead of a box</source>
        <translation>Mit der jetzigen Maske statt mit einem Rahmen beginnen</translation>
    </message>
</context>
<context>
    <name>dh::TransformTool</name>
    <message>
        <source>Rotate layer</source>
        <translation>Ebene drehen</translation>
    </message>
    <message>
        <source>Move pivot</source>
        <translation>Drehpunkt verschieben</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>Ebene verschieben</translation>
    </message>
    <message>
        <source>Scale layer</source>
        <translation>Ebene skalieren</translation>
    </message>
    <message>
        <source>Drag to rotate. Shift: steps of 15°</source>
        <translation>Ziehen zum Drehen. Umschalt: Schritte von 15°</translation>
    </message>
    <message>
        <source>Drag to move the point that the layer turns and scales about</source>
        <translation>Ziehen, um den Punkt zu verschieben, um den die Ebene gedreht und skaliert wird</translation>
    </message>
    <message>
        <source>Drag to move, arrow keys nudge (Shift: 10 px). Shift: one direction; Ctrl: no snapping</source>
        <translation>Ziehen zum Verschieben, Pfeiltasten verrücken (Umschalt: 10 px). Umschalt: eine Richtung; Strg: kein Einrasten</translation>
    </message>
    <message>
        <source>Drag to scale. Shift: free proportions; Alt: about the pivot; Ctrl: no snapping</source>
        <translation>Ziehen zum Skalieren. Umschalt: freies Seitenverhältnis; Alt: um den Drehpunkt; Strg: kein Einrasten</translation>
    </message>
    <message>
        <source>Drag to stretch. Shift: keep proportions; Alt: about the pivot; Ctrl: no snapping</source>
        <translation>Ziehen zum Strecken. Umschalt: Seitenverhältnis beibehalten; Alt: um den Drehpunkt; Strg: kein Einrasten</translation>
    </message>
</context>
<context>
    <name>dh::ViewModule</name>
    <message>
        <source>Zoom &amp;in</source>
        <translation>&amp;Vergrößern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Fit on screen</source>
        <translation>An Fenster &amp;anpassen</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>&amp;200 %</source>
        <translation>&amp;200 %</translation>
    </message>
    <message>
        <source>Show &amp;mask</source>
        <translation>Maske an&amp;zeigen</translation>
    </message>
    <message>
        <source>Tints what the mask selects</source>
        <translation>Färbt ein, was die Maske auswählt</translation>
    </message>
    <message>
        <source>Show the mask &amp;alone</source>
        <translation>Nur die &amp;Maske anzeigen</translation>
    </message>
    <message>
        <source>White is selected, black is not</source>
        <translation>Weiß ist ausgewählt, Schwarz nicht</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>&amp;Hand</translation>
    </message>
    <message>
        <source>Drag to move the view. With any tool: hold Space, or drag with the middle button.</source>
        <translation>Ziehen, um die Ansicht zu verschieben. Mit jedem Werkzeug: Leertaste halten oder mit der mittleren Taste ziehen.</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>Zoo&amp;m</translation>
    </message>
    <message>
        <source>Click to zoom in, Alt-click to zoom out. With any tool: turn the wheel.</source>
        <translation>Klicken zum Hineinzoomen, Alt-Klick zum Herauszoomen. Mit jedem Werkzeug: am Rad drehen.</translation>
    </message>
</context>
</TS>
