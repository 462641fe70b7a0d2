<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>dh::AboutDialog</name>
    <message>
        <source>About %1</source>
        <translation>关于 %1</translation>
    </message>
    <message>
        <source>Puts a foreground into a background and makes light and colour fit, with the DiffHarmony method: latent diffusion conditioned on the composite and its mask, then refinement.</source>
        <translation>把前景放入背景，并使光线与色彩相互协调。采用 DiffHarmony 方法：以合成图及其蒙版为条件的潜在扩散，再进行细化。</translation>
    </message>
    <message>
        <source>Everything runs on this computer; nothing is sent anywhere.</source>
        <translation>一切都在本机运行，不会发送任何数据。</translation>
    </message>
    <message>
        <source>Qt %1 on %2</source>
        <translation>Qt %1，%2</translation>
    </message>
</context>
<context>
    <name>dh::ActionRegistry</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Layer</source>
        <translation>图层(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Harmonize</source>
        <translation>协调(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <source>Hel&amp;p</source>
        <translation>帮助(&amp;P)</translation>
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
        <translation>先协调图层或应用一个结果，即可在此调整而无需重新运行。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光线</translation>
    </message>
    <message>
        <source>Adjust light</source>
        <translation>调整光线</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>Adjust colour</source>
        <translation>调整色彩</translation>
    </message>
    <message>
        <source>Detail lock</source>
        <translation>细节锁定</translation>
    </message>
    <message>
        <source>Lock detail</source>
        <translation>锁定细节</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>The result as the run gave it</source>
        <translation>恢复为运行得到的结果</translation>
    </message>
    <message>
        <source>Reset the adjustment</source>
        <translation>重置此调整</translation>
    </message>
    <message>
        <source>Reset adjustment</source>
        <translation>重置调整</translation>
    </message>
</context>
<context>
    <name>dh::AutosaveController</name>
    <message>
        <source>Unsaved work can&apos;t be kept for recovery: %1. Save it yourself; it is tried again.</source>
        <translation>无法为恢复而保留未保存的工作：%1。请自行保存；程序会再次尝试。</translation>
    </message>
</context>
<context>
    <name>dh::AutosavePage</name>
    <message>
        <source>Keep a copy of &amp;unsaved work</source>
        <translation>保留未保存工作的副本(&amp;U)</translation>
    </message>
    <message>
        <source>Autosave</source>
        <translation>自动保存</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Autosave: seconds after a change</source>
        <translation>自动保存：更改后的秒数</translation>
    </message>
    <message>
        <source>&amp;At most this long after a change:</source>
        <translation>更改后最长间隔(&amp;A)：</translation>
    </message>
    <message>
        <source>After a crash or a power cut, the next start offers what was there.</source>
        <translation>崩溃或断电之后，下次启动时会提供当时的内容。</translation>
    </message>
</context>
<context>
    <name>dh::BrushTool</name>
    <message>
        <source>Paint the mask. Shift-click: straight line. [ ]: size, Shift+[ ]: hardness, or drag with the right button.</source>
        <translation>绘制蒙版。Shift 单击：直线。[ ]：大小，Shift+[ ]：硬度，也可按住右键拖动。</translation>
    </message>
    <message>
        <source>Erase the mask. Shift-click: straight line. [ ]: size, Shift+[ ]: hardness, or drag with the right button.</source>
        <translation>擦除蒙版。Shift 单击：直线。[ ]：大小，Shift+[ ]：硬度，也可按住右键拖动。</translation>
    </message>
    <message>
        <source>Erase mask</source>
        <translation>擦除蒙版</translation>
    </message>
    <message>
        <source>Paint mask</source>
        <translation>绘制蒙版</translation>
    </message>
</context>
<context>
    <name>dh::CanvasPage</name>
    <message>
        <source>Checkerboard, light</source>
        <translation>棋盘格，浅色</translation>
    </message>
    <message>
        <source>Checkerboard, dark</source>
        <translation>棋盘格，深色</translation>
    </message>
    <message>
        <source>Around the picture</source>
        <translation>图片周围</translation>
    </message>
    <message>
        <source>As the &amp;theme</source>
        <translation>与主题一致(&amp;T)</translation>
    </message>
    <message>
        <source>Mask overlay</source>
        <translation>蒙版叠加</translation>
    </message>
    <message>
        <source>Around the picture: as the theme</source>
        <translation>图片周围：与主题一致</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Opacity of the mask overlay</source>
        <translation>蒙版叠加的不透明度</translation>
    </message>
    <message>
        <source>&amp;Defaults</source>
        <translation>默认值(&amp;D)</translation>
    </message>
    <message>
        <source>Default colours</source>
        <translation>默认颜色</translation>
    </message>
    <message>
        <source>Checkerboard, &amp;light:</source>
        <translation>棋盘格，浅色(&amp;L)：</translation>
    </message>
    <message>
        <source>Checkerboard, d&amp;ark:</source>
        <translation>棋盘格，深色(&amp;A)：</translation>
    </message>
    <message>
        <source>Around the &amp;picture:</source>
        <translation>图片周围(&amp;P)：</translation>
    </message>
    <message>
        <source>&amp;Mask overlay:</source>
        <translation>蒙版叠加(&amp;M)：</translation>
    </message>
    <message>
        <source>Mask &amp;opacity:</source>
        <translation>蒙版不透明度(&amp;O)：</translation>
    </message>
</context>
<context>
    <name>dh::CanvasView</name>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Difference × %1</source>
        <translation>差异 × %1</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Shows the picture. Plus and minus zoom, 0 fits the picture, 1 shows it at 100 %, the arrow keys pan or move.</source>
        <translation>显示图片。加号和减号缩放，0 适合窗口，1 以 100% 显示，方向键平移或移动。</translation>
    </message>
    <message>
        <source>Open a background, or drop a picture here</source>
        <translation>打开一张背景，或把图片拖放到这里</translation>
    </message>
    <message>
        <source>The next picture becomes a layer on top of it</source>
        <translation>下一张图片会成为其上的图层</translation>
    </message>
</context>
<context>
    <name>dh::Chart</name>
    <message>
        <source>infinite</source>
        <translation>无穷大</translation>
    </message>
    <message>
        <source>%1 over %2.</source>
        <translation>%1（按%2）。</translation>
    </message>
    <message>
        <source>%1: %2 to %3.</source>
        <translation>%1：%2 到 %3。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 (%2 %3)</source>
        <translation>%1（%2 %3）</translation>
    </message>
    <message>
        <source>%1 · %2: %3 %4</source>
        <translation>%1 · %2：%3 %4</translation>
    </message>
</context>
<context>
    <name>dh::ChartView</name>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
</context>
<context>
    <name>dh::ChartsModule</name>
    <message>
        <source>Open the results of an evaluation</source>
        <translation>打开评估结果</translation>
    </message>
    <message>
        <source>Results (report.json *.json)</source>
        <translation>结果 (report.json *.json)</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <source>Char&amp;ts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Open e&amp;valuation results…</source>
        <translation>打开评估结果…</translation>
    </message>
    <message>
        <source>Export c&amp;hart…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>There is no chart to export yet.</source>
        <translation>还没有可导出的图表。</translation>
    </message>
    <message>
        <source>chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>The chart was exported.</source>
        <translation>图表已导出。</translation>
    </message>
</context>
<context>
    <name>dh::ChartsPanel</name>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Tone and colour</source>
        <translation>色调与色彩</translation>
    </message>
    <message>
        <source>Time of each stage</source>
        <translation>各阶段用时</translation>
    </message>
    <message>
        <source>Change in each step</source>
        <translation>每一步的变化</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Luminance</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Export the chart as PNG or PDF</source>
        <translation>将图表导出为 PNG 或 PDF</translation>
    </message>
</context>
<context>
    <name>dh::CompareBar</name>
    <message>
        <source>Split, left and right</source>
        <translation>左右分割</translation>
    </message>
    <message>
        <source>Split, top and bottom</source>
        <translation>上下分割</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>How to compare</source>
        <translation>比较方式</translation>
    </message>
    <message>
        <source>Before:</source>
        <translation>之前：</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After:</source>
        <translation>之后：</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>停止比较</translation>
    </message>
    <message>
        <source>Hold: before</source>
        <translation>按住：之前</translation>
    </message>
    <message>
        <source>Shows the before side while held down</source>
        <translation>按住时显示“之前”一侧</translation>
    </message>
    <message>
        <source>Ground truth…</source>
        <translation>真实图像…</translation>
    </message>
    <message>
        <source>Open the picture of the real scene and measure against it</source>
        <translation>打开真实场景的图片并以它为准进行测量</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Numbers of the comparison</source>
        <translation>比较数值</translation>
    </message>
</context>
<context>
    <name>dh::CompareController</name>
    <message>
        <source>infinite (equal)</source>
        <translation>无穷大（相同）</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>Mean colour difference inside the mask: %1 (CIEDE2000)</source>
        <translation>蒙版内的平均色差：%1 (CIEDE2000)</translation>
    </message>
    <message>
        <source>No layer shows, so there is no mask to measure in</source>
        <translation>没有可见的图层，因此没有可供测量的蒙版</translation>
    </message>
    <message>
        <source>Changed samples outside: %1</source>
        <translation>蒙版外改变的样本：%1</translation>
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
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>There is not enough memory to measure the difference.</source>
        <translation>内存不足，无法测量差异。</translation>
    </message>
    <message>
        <source>The ground truth measures %1 × %2 pixels, the picture %3 × %4. Only pictures of one size can be compared.</source>
        <translation>真实图像为 %1 × %2 像素，图片为 %3 × %4。只能比较尺寸相同的图片。</translation>
    </message>
</context>
<context>
    <name>dh::CompareModule</name>
    <message>
        <source>&amp;Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Open the ground truth</source>
        <translation>打开真实图像</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp);;All files (*)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;Compare before and after</source>
        <translation>比较之前与之后</translation>
    </message>
    <message>
        <source>Shows the picture before and after side against side</source>
        <translation>对照显示图片的之前与之后</translation>
    </message>
    <message>
        <source>&amp;Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Split, &amp;left and right</source>
        <translation>左右分割</translation>
    </message>
    <message>
        <source>Split, &amp;top and bottom</source>
        <translation>上下分割</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Show &amp;before while held</source>
        <translation>按住时显示之前</translation>
    </message>
    <message>
        <source>Hold the key down to see the picture before</source>
        <translation>按住按键可查看之前的图片</translation>
    </message>
    <message>
        <source>C&amp;hoose what to compare</source>
        <translation>选择要比较的内容</translation>
    </message>
    <message>
        <source>Open &amp;ground truth…</source>
        <translation>打开真实图像…</translation>
    </message>
    <message>
        <source>Close g&amp;round truth</source>
        <translation>关闭真实图像</translation>
    </message>
    <message>
        <source>Move the divider left or up</source>
        <translation>向左或向上移动分割线</translation>
    </message>
    <message>
        <source>Move the divider right or down</source>
        <translation>向右或向下移动分割线</translation>
    </message>
    <message>
        <source>More gain of the difference</source>
        <translation>增大差异增益</translation>
    </message>
    <message>
        <source>Less gain of the difference</source>
        <translation>减小差异增益</translation>
    </message>
</context>
<context>
    <name>dh::CompareSide</name>
    <message>
        <source>Untouched composite</source>
        <translation>未处理的合成图</translation>
    </message>
    <message>
        <source>Picture now</source>
        <translation>当前图片</translation>
    </message>
    <message>
        <source>Ground truth</source>
        <translation>真实图像</translation>
    </message>
    <message>
        <source>Result %1</source>
        <translation>结果 %1</translation>
    </message>
</context>
<context>
    <name>dh::ContextFrameLink</name>
    <message>
        <source>the subject gets %1 of %2 px</source>
        <translation>主体占 %2 px 中的 %1</translation>
    </message>
</context>
<context>
    <name>dh::DialogsModule</name>
    <message>
        <source>Pre&amp;ferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Autosave</source>
        <translation>自动保存</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>dh::EditModule</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
</context>
<context>
    <name>dh::EllipseTool</name>
    <message>
        <source>Drag an ellipse. Before: Shift adds, Alt subtracts, both intersect. Meanwhile: Shift for a circle, Alt from the centre.</source>
        <translation>拖动出椭圆。拖动前：Shift 添加，Alt 减去，两者同按则相交。拖动中：Shift 为正圆，Alt 从中心开始。</translation>
    </message>
    <message>
        <source>Select ellipse</source>
        <translation>椭圆选择</translation>
    </message>
</context>
<context>
    <name>dh::ErrorWords</name>
    <message>
        <source>The setting %1 can&apos;t be used</source>
        <translation>无法使用设置 %1</translation>
    </message>
    <message>
        <source>There is no file %1</source>
        <translation>没有文件 %1</translation>
    </message>
    <message>
        <source>The file %1 can&apos;t be read</source>
        <translation>无法读取文件 %1</translation>
    </message>
    <message>
        <source>The file %1 can&apos;t be written</source>
        <translation>无法写入文件 %1</translation>
    </message>
    <message>
        <source>There is no space left on the disk to write %1</source>
        <translation>磁盘空间不足，无法写入 %1</translation>
    </message>
    <message>
        <source>The program doesn&apos;t know the format of %1</source>
        <translation>程序不认识 %1 的格式</translation>
    </message>
    <message>
        <source>The file %1 is damaged</source>
        <translation>文件 %1 已损坏</translation>
    </message>
    <message>
        <source>The sizes don&apos;t fit: %1</source>
        <translation>尺寸不一致：%1</translation>
    </message>
    <message>
        <source>The mask selects nothing</source>
        <translation>蒙版没有选中任何内容</translation>
    </message>
    <message>
        <source>There is no model at %1</source>
        <translation>%1 处没有模型</translation>
    </message>
    <message>
        <source>The model is incomplete: %1</source>
        <translation>模型不完整：%1</translation>
    </message>
    <message>
        <source>The model can&apos;t be used because of %1</source>
        <translation>无法使用模型，原因在于 %1</translation>
    </message>
    <message>
        <source>The model&apos;s numbers aren&apos;t finite in %1</source>
        <translation>模型中的数值不是有限值：%1</translation>
    </message>
    <message>
        <source>The memory isn&apos;t enough %1</source>
        <translation>内存不足 %1</translation>
    </message>
    <message>
        <source>The device %1 isn&apos;t available</source>
        <translation>设备 %1 不可用</translation>
    </message>
    <message>
        <source>The engine can&apos;t be loaded %1</source>
        <translation>无法加载引擎 %1</translation>
    </message>
    <message>
        <source>Something unexpected went wrong %1</source>
        <translation>发生了意外错误 %1</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>请选择其他值。</translation>
    </message>
    <message>
        <source>It may have been moved or renamed.</source>
        <translation>它可能已被移动或重命名。</translation>
    </message>
    <message>
        <source>Check that you may read it.</source>
        <translation>请检查您是否有读取权限。</translation>
    </message>
    <message>
        <source>Check that its folder exists and that you may write there, or choose another place.</source>
        <translation>请检查其文件夹是否存在以及您能否在那里写入，或选择其他位置。</translation>
    </message>
    <message>
        <source>The old file is as it was. Free some space or choose another place.</source>
        <translation>旧文件保持原样。请释放一些空间或选择其他位置。</translation>
    </message>
    <message>
        <source>Pictures can be PNG, JPEG, TIFF, WebP or BMP. A project of a newer version needs that version of the program.</source>
        <translation>图片可以是 PNG、JPEG、TIFF、WebP 或 BMP。较新版本的项目需要用该版本的程序打开。</translation>
    </message>
    <message>
        <source>Get an intact copy of it and try again.</source>
        <translation>请获取一份完好的副本后重试。</translation>
    </message>
    <message>
        <source>Both need the same width and height.</source>
        <translation>两者的宽度和高度必须相同。</translation>
    </message>
    <message>
        <source>Paint over what shall be harmonized, and see that it lies inside the picture.</source>
        <translation>请涂抹要协调的部分，并确保它位于图片之内。</translation>
    </message>
    <message>
        <source>The page Models tells the state of every file; the built-in model always works.</source>
        <translation>“模型”页面会显示每个文件的状态；内置模型始终可用。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller size.</source>
        <translation>请关闭其他程序，或选择较小的尺寸。</translation>
    </message>
    <message>
        <source>Choose another device; the processor always works.</source>
        <translation>请选择其他设备；处理器始终可用。</translation>
    </message>
    <message>
        <source>Install the program again. Everything but Harmonize works without it.</source>
        <translation>请重新安装程序。除“协调”之外的功能仍可使用。</translation>
    </message>
    <message>
        <source>Your picture is as it was. Please report what you did.</source>
        <translation>您的图片保持原样。请报告您进行了什么操作。</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <extracomment>What happened, then what to do about it, which brings its own full stop</extracomment>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>The mask of %1 selects nothing</source>
        <translation>%1 的蒙版没有选中任何内容</translation>
    </message>
</context>
<context>
    <name>dh::EvaluationCharts</name>
    <message>
        <source>Sub-set</source>
        <translation>子集</translation>
    </message>
    <message>
        <source>This table has no such numbers.</source>
        <translation>此表没有这类数值。</translation>
    </message>
    <message>
        <source>fMSE of each picture: %1</source>
        <translation>每张图片的 fMSE：%1</translation>
    </message>
    <message>
        <source>fMSE untouched</source>
        <translation>未处理的 fMSE</translation>
    </message>
    <message>
        <source>fMSE harmonized</source>
        <translation>协调后的 fMSE</translation>
    </message>
    <message>
        <source>The numbers of single pictures are in items.csv, which was not beside the report.</source>
        <translation>单张图片的数值在 items.csv 中，但它不在报告旁边。</translation>
    </message>
    <message>
        <source>No picture was finished both untouched and by this system.</source>
        <translation>没有图片同时完成了未处理和本系统处理两种结果。</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>未改变</translation>
    </message>
</context>
<context>
    <name>dh::EvaluationPanel</name>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Published results beside</source>
        <translation>并列的已发表结果</translation>
    </message>
    <message>
        <source>Results of the evaluation</source>
        <translation>评估结果</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open the results of an evaluation</source>
        <translation>打开评估结果</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>%1 by sub-set</source>
        <translation>按子集的 %1</translation>
    </message>
    <message>
        <source>Untouched against %1</source>
        <translation>未处理与 %1 对比</translation>
    </message>
    <message>
        <source>No published row</source>
        <translation>无已发表的行</translation>
    </message>
    <message>
        <source>Beside %1 (published)</source>
        <translation>与 %1（已发表）并列</translation>
    </message>
    <message>
        <source>Beside all published rows</source>
        <translation>与所有已发表的行并列</translation>
    </message>
    <message>
        <source>Open the report.json that &quot;diffharmony evaluate&quot; wrote.</source>
        <translation>请打开由“diffharmony evaluate”写出的 report.json。</translation>
    </message>
    <message>
        <source>%1 of %2 pictures finished. %3</source>
        <translation>已完成 %1 / %2 张图片。%3</translation>
    </message>
    <message>
        <source>Charts of an evaluation show here.</source>
        <translation>评估的图表会显示在这里。</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>dh::ExamplePicture</name>
    <message>
        <source>Foreground</source>
        <translation>前景</translation>
    </message>
</context>
<context>
    <name>dh::ExportController</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>-harmonized</source>
        <translation>-协调</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>%1 pictures (*.%2)</source>
        <translation>%1 图片 (*.%2)</translation>
    </message>
    <message>
        <source>Exporting “%1”</source>
        <translation>正在导出“%1”</translation>
    </message>
    <message>
        <source>Exported “%1”.</source>
        <translation>已导出“%1”。</translation>
    </message>
    <message>
        <source>The export was stopped; no file was written.</source>
        <translation>导出已停止；没有写入文件。</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Nothing of the layer shows, so nothing was copied.</source>
        <translation>图层没有可见的内容，因此没有复制任何东西。</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
</context>
<context>
    <name>dh::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Layer “%1” with transparency</source>
        <translation>图层“%1”，带透明度</translation>
    </message>
    <message>
        <source>File size:</source>
        <translation>文件大小：</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>导出内容</translation>
    </message>
    <message>
        <source>&amp;What:</source>
        <translation>内容(&amp;W)：</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>格式(&amp;F)：</translation>
    </message>
    <message>
        <source>Bits a channel</source>
        <translation>每通道位数</translation>
    </message>
    <message>
        <source>16 bits keep fine gradations for further editing</source>
        <translation>16 位可保留细腻的层次，便于继续编辑</translation>
    </message>
    <message>
        <source>8 bits a channel</source>
        <translation>每通道 8 位</translation>
    </message>
    <message>
        <source>16 bits a channel</source>
        <translation>每通道 16 位</translation>
    </message>
    <message>
        <source>&amp;Depth:</source>
        <translation>位深(&amp;D)：</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品质</translation>
    </message>
    <message>
        <source>100 makes WebP lossless</source>
        <translation>100 使 WebP 无损</translation>
    </message>
    <message>
        <source>&amp;Quality:</source>
        <translation>品质(&amp;Q)：</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>&amp;Scale:</source>
        <translation>缩放(&amp;S)：</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>For printing; the pixels stay the same</source>
        <translation>用于打印；像素保持不变</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>&amp;Resolution:</source>
        <translation>分辨率(&amp;R)：</translation>
    </message>
    <message>
        <source>Colour profile</source>
        <translation>颜色配置文件</translation>
    </message>
    <message>
        <source>Otherwise the colours are converted to sRGB</source>
        <translation>否则颜色将转换为 sRGB</translation>
    </message>
    <message>
        <source>Keep the &amp;colour profile</source>
        <translation>保留颜色配置文件(&amp;C)</translation>
    </message>
    <message>
        <source>Camera data</source>
        <translation>相机数据</translation>
    </message>
    <message>
        <source>EXIF and XMP, which may tell when and where it was taken</source>
        <translation>EXIF 和 XMP，可能透露拍摄的时间和地点</translation>
    </message>
    <message>
        <source>Keep the camera&apos;s d&amp;ata (EXIF)</source>
        <translation>保留相机数据 (EXIF)(&amp;A)</translation>
    </message>
    <message>
        <source>Settings of the run</source>
        <translation>运行设置</translation>
    </message>
    <message>
        <source>With them, the harmonizing can be made again from the file; PNG only</source>
        <translation>有了它们，就能从文件重现协调过程；仅限 PNG</translation>
    </message>
    <message>
        <source>Write the settings of the &amp;harmonizing into the file</source>
        <translation>将协调设置写入文件(&amp;H)</translation>
    </message>
    <message>
        <source>nothing of it shows</source>
        <translation>其内容均不可见</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 像素</translation>
    </message>
    <message>
        <source>calculating…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>JPEG has no transparency: it becomes white.</source>
        <translation>JPEG 不支持透明：透明部分会变成白色。</translation>
    </message>
</context>
<context>
    <name>dh::FileQuestions</name>
    <message>
        <source>What the file holds now is lost. It lies in %1.</source>
        <translation>文件现有的内容将丢失。它位于 %1。</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>替换(&amp;R)</translation>
    </message>
    <message>
        <source>Save the changes to “%1”?</source>
        <translation>保存对“%1”的更改吗？</translation>
    </message>
    <message>
        <source>Without saving, they are lost.</source>
        <translation>如不保存，更改将丢失。</translation>
    </message>
    <message>
        <source>“%1” exists. Replace it?</source>
        <translation>“%1”已存在。要替换吗？</translation>
    </message>
    <message>
        <source>“%1” has changed since it was opened here. Replace it?</source>
        <translation>“%1”在此处打开之后已发生更改。要替换吗？</translation>
    </message>
    <message>
        <source>Discard “%1”?</source>
        <translation>放弃“%1”吗？</translation>
    </message>
    <message>
        <source>This work is kept nowhere else.</source>
        <translation>这些工作没有保存在其他任何地方。</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>放弃(&amp;D)</translation>
    </message>
    <message>
        <source>“%1” needs %2, %3 are free: open it anyway?</source>
        <translation>“%1”需要 %2，可用 %3：仍要打开吗？</translation>
    </message>
    <message>
        <source>With too little memory everything becomes slow, and the system may end programs. Save your work before.</source>
        <translation>内存太少时一切都会变慢，系统可能会终止程序。请先保存您的工作。</translation>
    </message>
    <message>
        <source>&amp;Open anyway</source>
        <translation>仍然打开(&amp;O)</translation>
    </message>
</context>
<context>
    <name>dh::FilesModule</name>
    <message>
        <source>Dropped picture</source>
        <translation>拖放的图片</translation>
    </message>
    <message>
        <source>Earlier steps can&apos;t be undone any more: %1. The picture is as it was.</source>
        <translation>较早的步骤无法再撤销：%1。图片保持原样。</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>An empty document, ready for a background</source>
        <translation>一个空文档，可放入背景</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>The first picture becomes the background, the next ones layers</source>
        <translation>第一张图片成为背景，其余成为图层</translation>
    </message>
    <message>
        <source>Open as new &amp;background…</source>
        <translation>作为新背景打开…</translation>
    </message>
    <message>
        <source>Begins a new document with a picture</source>
        <translation>用一张图片开始新文档</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Everything, with layers, masks and results, as a project</source>
        <translation>将全部内容连同图层、蒙版和结果保存为项目</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>The picture or a layer as PNG, JPEG, TIFF or WebP</source>
        <translation>将图片或图层存为 PNG、JPEG、TIFF 或 WebP</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>&amp;Copy layer</source>
        <translation>复制图层</translation>
    </message>
    <message>
        <source>Copy &amp;whole picture</source>
        <translation>复制整张图片</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>The window closes when the file is written.</source>
        <translation>文件写入完成后窗口将关闭。</translation>
    </message>
    <message>
        <source>Pictures (%1)</source>
        <translation>图片 (%1)</translation>
    </message>
    <message>
        <source>Pictures and projects (%1 *.dhs *.ora)</source>
        <translation>图片和项目 (%1 *.dhs *.ora)</translation>
    </message>
    <message>
        <source>Open a background</source>
        <translation>打开背景</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>;;All files (*)</source>
        <translation>;;所有文件 (*)</translation>
    </message>
    <message>
        <source>Restoring “%1”</source>
        <translation>正在恢复“%1”</translation>
    </message>
    <message>
        <source>“%1” is back as it was kept. Save it to be sure.</source>
        <translation>“%1”已恢复到保留时的状态。请保存以确保安全。</translation>
    </message>
    <message>
        <source>Working on a file</source>
        <translation>正在处理文件</translation>
    </message>
    <message>
        <source>Stop reading or writing</source>
        <translation>停止读写</translation>
    </message>
</context>
<context>
    <name>dh::GeneralPage</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>A new language shows after the next start.</source>
        <translation>新语言将在下次启动后生效。</translation>
    </message>
    <message>
        <source>&amp;Theme:</source>
        <translation>主题(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>dh::GrabCutTool</name>
    <message>
        <source>Stroke over what belongs to it; with the right button or Alt over what does not. Enter ends.</source>
        <translation>涂抹属于主体的部分；用右键或 Alt 涂抹不属于的部分。Enter 结束。</translation>
    </message>
    <message>
        <source>Drag a box around what to cut out. Shift adds, Alt subtracts, both intersect.</source>
        <translation>拖出方框围住要抠出的内容。Shift 添加，Alt 减去，两者同按则相交。</translation>
    </message>
    <message>
        <source>Cut out</source>
        <translation>抠图</translation>
    </message>
</context>
<context>
    <name>dh::HarmonizeModule</name>
    <message>
        <source>Show &amp;what the model sees</source>
        <translation>显示模型所见</translation>
    </message>
    <message>
        <source>A frame on the canvas that can be dragged</source>
        <translation>画布上可以拖动的边框</translation>
    </message>
    <message>
        <source>M&amp;odels…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>&amp;Harmonize</source>
        <translation>协调</translation>
    </message>
    <message>
        <source>Makes the selected layer belong to what is below it</source>
        <translation>让所选图层与其下方的内容融为一体</translation>
    </message>
    <message>
        <source>Harmonize &amp;all layers</source>
        <translation>协调所有图层</translation>
    </message>
    <message>
        <source>One after the other, from the bottom up</source>
        <translation>从下到上逐个进行</translation>
    </message>
    <message>
        <source>&amp;Cancel the run</source>
        <translation>取消运行</translation>
    </message>
    <message>
        <source>Leaves the picture as it was</source>
        <translation>图片保持原样</translation>
    </message>
    <message>
        <source>P&amp;rotect brush</source>
        <translation>保护画笔</translation>
    </message>
    <message>
        <source>Harmonize</source>
        <translation>协调</translation>
    </message>
    <message>
        <source>Adjustment</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>&amp;Let all of the background count</source>
        <translation>让全部背景参与计算(&amp;L)</translation>
    </message>
    <message>
        <source>Forgets what the background brush painted</source>
        <translation>清除背景画笔涂抹的内容</translation>
    </message>
    <message>
        <source>Let all count</source>
        <translation>全部参与计算</translation>
    </message>
    <message>
        <source>Swa&amp;p what counts</source>
        <translation>交换参与计算的部分(&amp;P)</translation>
    </message>
    <message>
        <source>What the background brush painted counts, and nothing else</source>
        <translation>只有背景画笔涂抹的部分参与计算</translation>
    </message>
    <message>
        <source>Swap what counts</source>
        <translation>交换参与计算的部分</translation>
    </message>
    <message>
        <source>&amp;Background brush</source>
        <translation>背景画笔</translation>
    </message>
</context>
<context>
    <name>dh::HarmonizePanel</name>
    <message>
        <source>Keep the seed for the next run</source>
        <translation>下次运行保留此种子</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>Choose the context by itself</source>
        <translation>自动选择上下文</translation>
    </message>
    <message>
        <source>Forget the frame that was dragged on the canvas</source>
        <translation>放弃在画布上拖出的边框</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same picture, settings and seed give the same result</source>
        <translation>相同的图片、设置和种子会得到相同的结果</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>How many seeds are tried, one after the other</source>
        <translation>依次尝试多少个种子</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>See the state of every model, add one</source>
        <translation>查看每个模型的状态，添加模型</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Takes about %1 and %2 of memory.</source>
        <translation>大约需要 %1，占用 %2 内存。</translation>
    </message>
    <message>
        <source>May take %1 and %2 of memory.</source>
        <translation>可能需要 %1，占用 %2 内存。</translation>
    </message>
    <message>
        <source>Select a layer whose mask selects something.</source>
        <translation>请选择一个蒙版不为空的图层。</translation>
    </message>
    <message>
        <source>Only %1 of memory are free; a size of %2 px would fit.</source>
        <translation>仅有 %1 可用内存；%2 px 的尺寸可以容纳。</translation>
    </message>
    <message>
        <source>Only %1 of memory are free, too little for any size. Close other programs.</source>
        <translation>仅有 %1 可用内存，任何尺寸都不够。请关闭其他程序。</translation>
    </message>
    <message numerus="yes">
        <source>; %n more to come</source>
        <translation>
            <numerusform>；还有 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::HistoryPanel</name>
    <message>
        <source>As opened</source>
        <translation>打开时的状态</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Click a step to go back to it</source>
        <translation>单击某一步骤即可返回到该步骤</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s), %1</source>
        <translation>
            <numerusform>%n 个步骤，%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::InfluenceTool</name>
    <message>
        <source>Let background count</source>
        <translation>让背景参与计算</translation>
    </message>
    <message>
        <source>Ignore background</source>
        <translation>忽略背景</translation>
    </message>
    <message>
        <source>Paint the background that the model shall not go by. Alt: let it count again. [ ]: size.</source>
        <translation>涂抹模型不应参考的背景。Alt：重新参与计算。[ ]：大小。</translation>
    </message>
</context>
<context>
    <name>dh::LassoTool</name>
    <message>
        <source>Draw around what belongs to the mask. Shift adds, Alt subtracts, both intersect.</source>
        <translation>圈出属于蒙版的部分。Shift 添加，Alt 减去，两者同按则相交。</translation>
    </message>
    <message>
        <source>Select with lasso</source>
        <translation>套索选择</translation>
    </message>
</context>
<context>
    <name>dh::LayerDelegate</name>
    <message>
        <source>Show or hide the layer</source>
        <translation>显示或隐藏图层</translation>
    </message>
    <message>
        <source>Lock the layer against changes</source>
        <translation>锁定图层以防更改</translation>
    </message>
    <message>
        <source>Mask: white belongs to the foreground</source>
        <translation>蒙版：白色属于前景</translation>
    </message>
</context>
<context>
    <name>dh::LayerModel</name>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Rename layer</source>
        <translation>重命名图层</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>显示图层</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>隐藏图层</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>锁定图层</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>解锁图层</translation>
    </message>
    <message>
        <source>Reorder layers</source>
        <translation>重新排列图层</translation>
    </message>
</context>
<context>
    <name>dh::LayerModule</name>
    <message>
        <source>&amp;Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>&amp;Raise</source>
        <translation>上移一层</translation>
    </message>
    <message>
        <source>Raise layer</source>
        <translation>上移图层</translation>
    </message>
    <message>
        <source>Lo&amp;wer</source>
        <translation>下移一层</translation>
    </message>
    <message>
        <source>Lower layer</source>
        <translation>下移图层</translation>
    </message>
    <message>
        <source>To the &amp;top</source>
        <translation>移至顶层</translation>
    </message>
    <message>
        <source>Raise layer to the top</source>
        <translation>将图层移至顶层</translation>
    </message>
    <message>
        <source>To the &amp;bottom</source>
        <translation>移至底层</translation>
    </message>
    <message>
        <source>Lower layer to the bottom</source>
        <translation>将图层移至底层</translation>
    </message>
    <message>
        <source>Select the layer &amp;above</source>
        <translation>选择上方图层</translation>
    </message>
    <message>
        <source>Select the layer b&amp;elow</source>
        <translation>选择下方图层</translation>
    </message>
    <message>
        <source>Flip &amp;horizontally</source>
        <translation>水平翻转</translation>
    </message>
    <message>
        <source>Flip &amp;vertically</source>
        <translation>垂直翻转</translation>
    </message>
    <message>
        <source>Rotate 90° to the ri&amp;ght</source>
        <translation>向右旋转 90°</translation>
    </message>
    <message>
        <source>R&amp;otate 90° to the left</source>
        <translation>向左旋转 90°</translation>
    </message>
    <message>
        <source>&amp;Centre on the canvas</source>
        <translation>在画布上居中</translation>
    </message>
    <message>
        <source>&amp;Fit into the canvas</source>
        <translation>适合画布</translation>
    </message>
    <message>
        <source>Reset the &amp;placement</source>
        <translation>重置位置</translation>
    </message>
    <message>
        <source>&amp;Show or hide</source>
        <translation>显示或隐藏</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>隐藏图层</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>显示图层</translation>
    </message>
    <message>
        <source>Loc&amp;k or unlock</source>
        <translation>锁定或解锁</translation>
    </message>
    <message>
        <source>Unlock layer</source>
        <translation>解锁图层</translation>
    </message>
    <message>
        <source>Lock layer</source>
        <translation>锁定图层</translation>
    </message>
    <message>
        <source>Placement</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Navigator</source>
        <translation>导航器</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Duplicate layer</source>
        <translation>复制图层</translation>
    </message>
    <message>
        <source>%1 copy</source>
        <translation>%1 副本</translation>
    </message>
    <message>
        <source>Delete layer</source>
        <translation>删除图层</translation>
    </message>
</context>
<context>
    <name>dh::LayerPanel</name>
    <message>
        <source>No picture yet. Open one, drop it on the canvas, or paste it.</source>
        <translation>还没有图片。请打开一张，拖放到画布上，或粘贴。</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Change opacity</source>
        <translation>更改不透明度</translation>
    </message>
</context>
<context>
    <name>dh::LayerPropertyEdit</name>
    <message>
        <source>The layer is locked. Unlock it to change this.</source>
        <translation>图层已锁定。解锁后才能更改。</translation>
    </message>
</context>
<context>
    <name>dh::LoadingView</name>
    <message>
        <source>Preview of the picture that is being opened</source>
        <translation>正在打开的图片的预览</translation>
    </message>
</context>
<context>
    <name>dh::MagicWandTool</name>
    <message>
        <source>Click a colour to select it. Shift adds, Alt subtracts, both intersect.</source>
        <translation>单击一种颜色将其选中。Shift 添加，Alt 减去，两者同按则相交。</translation>
    </message>
    <message>
        <source>Select by colour</source>
        <translation>按颜色选择</translation>
    </message>
</context>
<context>
    <name>dh::MainWindow</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>%1[*] — %2</source>
        <translation>%1[*] — %2</translation>
    </message>
    <message>
        <source>1  Place: drag the foreground where it belongs.
2  Mask: paint over what belongs to it.
3  Harmonize: light and colour follow the background.</source>
        <translation>1  放置：把前景拖到合适的位置。
2  蒙版：涂抹属于前景的部分。
3  协调：光线与色彩随背景而变。</translation>
    </message>
</context>
<context>
    <name>dh::MaskCommandQueue</name>
    <message>
        <source>The mask changed meanwhile: “%1” was dropped.</source>
        <translation>蒙版在此期间已更改：“%1”未被应用。</translation>
    </message>
</context>
<context>
    <name>dh::MaskCommands</name>
    <message>
        <source>Fill mask</source>
        <translation>填充蒙版</translation>
    </message>
    <message>
        <source>Clear mask</source>
        <translation>清除蒙版</translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation>反转蒙版</translation>
    </message>
    <message>
        <source>Grow mask</source>
        <translation>扩展蒙版</translation>
    </message>
    <message>
        <source>Shrink mask</source>
        <translation>收缩蒙版</translation>
    </message>
    <message>
        <source>Feather mask</source>
        <translation>羽化蒙版</translation>
    </message>
    <message>
        <source>Smooth mask</source>
        <translation>平滑蒙版</translation>
    </message>
    <message>
        <source>Border of mask</source>
        <translation>蒙版边界</translation>
    </message>
    <message>
        <source>Mask from alpha</source>
        <translation>从 Alpha 创建蒙版</translation>
    </message>
    <message>
        <source>Mask from luminance</source>
        <translation>从亮度创建蒙版</translation>
    </message>
    <message>
        <source>Load mask</source>
        <translation>载入蒙版</translation>
    </message>
    <message>
        <source>Save mask</source>
        <translation>保存蒙版</translation>
    </message>
</context>
<context>
    <name>dh::MaskModule</name>
    <message>
        <source>Load mask</source>
        <translation>载入蒙版</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.bmp)</translation>
    </message>
    <message>
        <source>Save mask</source>
        <translation>保存蒙版</translation>
    </message>
    <message>
        <source>mask.png</source>
        <translation>蒙版.png</translation>
    </message>
    <message>
        <source>PNG or TIFF (*.png *.tif *.tiff)</source>
        <translation>PNG 或 TIFF (*.png *.tif *.tiff)</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>&amp;Grow…</source>
        <translation>扩展…</translation>
    </message>
    <message>
        <source>Grow by (pixels of the layer):</source>
        <translation>扩展量（图层像素）：</translation>
    </message>
    <message>
        <source>Sh&amp;rink…</source>
        <translation>收缩…</translation>
    </message>
    <message>
        <source>Shrink by (pixels of the layer):</source>
        <translation>收缩量（图层像素）：</translation>
    </message>
    <message>
        <source>F&amp;eather…</source>
        <translation>羽化…</translation>
    </message>
    <message>
        <source>Feather by (pixels of the layer):</source>
        <translation>羽化半径（图层像素）：</translation>
    </message>
    <message>
        <source>&amp;Smooth…</source>
        <translation>平滑…</translation>
    </message>
    <message>
        <source>Smooth over (pixels of the layer):</source>
        <translation>平滑半径（图层像素）：</translation>
    </message>
    <message>
        <source>&amp;Border…</source>
        <translation>边界…</translation>
    </message>
    <message>
        <source>Width of the border (pixels of the layer):</source>
        <translation>边界宽度（图层像素）：</translation>
    </message>
    <message>
        <source>From trans&amp;parency</source>
        <translation>从透明度</translation>
    </message>
    <message>
        <source>From l&amp;uminance</source>
        <translation>从亮度</translation>
    </message>
    <message>
        <source>&amp;Load…</source>
        <translation>载入…</translation>
    </message>
    <message>
        <source>Sa&amp;ve…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Working on the mask</source>
        <translation>正在处理蒙版</translation>
    </message>
    <message>
        <source>Stop working on the mask</source>
        <translation>停止处理蒙版</translation>
    </message>
</context>
<context>
    <name>dh::MaskPanel</name>
    <message>
        <source>Overlay opacity</source>
        <translation>叠加不透明度</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Grow or shrink</source>
        <translation>扩展或收缩</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Select a layer to see and edit its mask.</source>
        <translation>选择一个图层以查看和编辑其蒙版。</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>Mask alone</source>
        <translation>仅蒙版</translation>
    </message>
    <message>
        <source>How the mask shows</source>
        <translation>蒙版的显示方式</translation>
    </message>
    <message>
        <source>Colour of the overlay</source>
        <translation>叠加颜色</translation>
    </message>
    <message>
        <source>Moves the mask&apos;s edge outwards, or inwards below zero</source>
        <translation>将蒙版边缘向外移动，小于零则向内</translation>
    </message>
    <message>
        <source>Softens the mask&apos;s edge</source>
        <translation>柔化蒙版边缘</translation>
    </message>
    <message>
        <source>Grow or shrink mask</source>
        <translation>扩展或收缩蒙版</translation>
    </message>
    <message>
        <source>Feather mask</source>
        <translation>羽化蒙版</translation>
    </message>
    <message>
        <source>Colour of the mask overlay</source>
        <translation>蒙版叠加的颜色</translation>
    </message>
    <message>
        <source>The mask is empty: nothing would be harmonized. Paint over the foreground, or fill the mask.</source>
        <translation>蒙版是空的：不会协调任何内容。请涂抹前景，或填充蒙版。</translation>
    </message>
    <message>
        <source>The mask covers the whole layer. If parts of it don&apos;t belong to the foreground, erase them.</source>
        <translation>蒙版覆盖了整个图层。如有不属于前景的部分，请将其擦除。</translation>
    </message>
    <message>
        <source>The mask looks inverted: the surroundings are selected rather than the subject.</source>
        <translation>蒙版看起来是反的：选中的是周围环境而不是主体。</translation>
    </message>
</context>
<context>
    <name>dh::MaskTool</name>
    <message>
        <source>Select a layer to edit its mask.</source>
        <translation>选择一个图层以编辑其蒙版。</translation>
    </message>
    <message>
        <source>The layer is locked. Unlock it to edit its mask.</source>
        <translation>图层已锁定。请解锁后再编辑其蒙版。</translation>
    </message>
    <message>
        <source>The layer is hidden. Show it to edit its mask.</source>
        <translation>图层已隐藏。请显示后再编辑其蒙版。</translation>
    </message>
    <message>
        <source>Selecting... Escape cancels.</source>
        <translation>正在选择…… Esc 取消。</translation>
    </message>
    <message>
        <source>The mask changed meanwhile: “%1” was dropped.</source>
        <translation>蒙版在此期间已更改：“%1”未被应用。</translation>
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
        <translation>撤销历史</translation>
    </message>
    <message>
        <source>Picture cache</source>
        <translation>图片缓存</translation>
    </message>
    <message>
        <source>&amp;Undo history:</source>
        <translation>撤销历史(&amp;U)：</translation>
    </message>
    <message>
        <source>Older steps move to a temporary file, then go, the oldest first.</source>
        <translation>较早的步骤会移入临时文件，随后从最旧的开始删除。</translation>
    </message>
    <message>
        <source>&amp;Picture cache:</source>
        <translation>图片缓存(&amp;P)：</translation>
    </message>
    <message>
        <source>What the canvas has drawn, and shrunken copies that make zooming quick.</source>
        <translation>画布已绘制的内容，以及使缩放更快的缩小副本。</translation>
    </message>
</context>
<context>
    <name>dh::ModelWords</name>
    <message>
        <source>with a refiner</source>
        <translation>带细化网络</translation>
    </message>
    <message>
        <source>without a refiner</source>
        <translation>不带细化网络</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) at %1 px by default, %2 parameters, %3.</source>
        <translation>
            <numerusform>默认 %n 步，%1 px，%2 个参数，%3。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::ModelsDialog</name>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Folder of a model, with its model_index.json</source>
        <translation>包含 model_index.json 的模型文件夹</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>&amp;Remove from list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Files of the model</source>
        <translation>模型的文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>What the model is for</source>
        <translation>模型的用途</translation>
    </message>
    <message>
        <source>Builds every network and looks at every weight</source>
        <translation>构建每个网络并检查每个权重</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Looking at the files…</source>
        <translation>正在查看文件…</translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n file(s).</source>
        <translation>
            <numerusform>%n 个文件，共 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>The files are complete.</source>
        <translation>文件完整。</translation>
    </message>
    <message>
        <source>Waiting for the run to end…</source>
        <translation>正在等待运行结束…</translation>
    </message>
    <message>
        <source>Looking at every weight…</source>
        <translation>正在检查每个权重…</translation>
    </message>
    <message>
        <source>The check was cancelled.</source>
        <translation>验证已取消。</translation>
    </message>
    <message>
        <source>Every weight is as it should be; the model can be used.</source>
        <translation>所有权重均正常；模型可以使用。</translation>
    </message>
    <message>
        <source>The model can&apos;t be used:
%1</source>
        <translation>无法使用该模型：
%1</translation>
    </message>
    <message>
        <source>The folder itself stays.</source>
        <translation>文件夹本身会保留。</translation>
    </message>
    <message>
        <source>The built-in model always stays.</source>
        <translation>内置模型始终保留。</translation>
    </message>
</context>
<context>
    <name>dh::MoreSettings</name>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Size in pixels</source>
        <translation>以像素为单位的尺寸</translation>
    </message>
    <message>
        <source>Refine the result</source>
        <translation>细化结果</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Size at which the networks run</source>
        <translation>网络运行的尺寸</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics card %1</source>
        <translation>显卡 %1</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>32 bit</source>
        <translation>32 位</translation>
    </message>
    <message>
        <source>bfloat16: half the memory</source>
        <translation>bfloat16：内存减半</translation>
    </message>
    <message>
        <source>float16: graphics card only</source>
        <translation>float16：仅限显卡</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>The model&apos;s (%1)</source>
        <translation>模型默认 (%1)</translation>
    </message>
    <message>
        <source>The model&apos;s</source>
        <translation>模型默认</translation>
    </message>
    <message>
        <source>The model&apos;s (%1 px)</source>
        <translation>模型默认 (%1 px)</translation>
    </message>
    <message>
        <source>This model has no refiner.</source>
        <translation>此模型没有细化网络。</translation>
    </message>
    <message>
        <source>At %1 px</source>
        <translation>在 %1 px 下</translation>
    </message>
    <message>
        <source>At the size above</source>
        <translation>使用上方的尺寸</translation>
    </message>
</context>
<context>
    <name>dh::MovedOnBar</name>
    <message>
        <source>&amp;Apply anyway</source>
        <translation>仍然应用(&amp;A)</translation>
    </message>
    <message>
        <source>The picture changed during the run</source>
        <translation>图片在运行期间发生了更改</translation>
    </message>
    <message>
        <source>The picture changed during the run. Its result is kept in the list but not applied.</source>
        <translation>图片在运行期间发生了更改。其结果保留在列表中，但没有应用。</translation>
    </message>
    <message>
        <source>&amp;Keep in results</source>
        <translation>保留在结果中(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>放弃(&amp;D)</translation>
    </message>
    <message>
        <source>Its layer is locked, or was deleted.</source>
        <translation>其图层已锁定或已删除。</translation>
    </message>
</context>
<context>
    <name>dh::NavigatorPanel</name>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
</context>
<context>
    <name>dh::NavigatorView</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Drag the frame to move the view</source>
        <translation>拖动边框以移动视图</translation>
    </message>
    <message>
        <source>The whole picture shows here</source>
        <translation>这里显示整张图片</translation>
    </message>
</context>
<context>
    <name>dh::NoticeBanner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>dh::OpenController</name>
    <message>
        <source>Only one project can be open at a time: “%1” was taken, the others were left.</source>
        <translation>一次只能打开一个项目：已采用“%1”，其余被忽略。</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Only pictures on this computer can be opened. Save it first, or copy the picture itself.</source>
        <translation>只能打开本机上的图片。请先保存它，或直接复制图片本身。</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>Opening “%1”</source>
        <translation>正在打开“%1”</translation>
    </message>
    <message>
        <source>Add layer “%1”</source>
        <translation>添加图层“%1”</translation>
    </message>
    <message>
        <source>The colours of “%1” were converted to sRGB.</source>
        <translation>“%1”的颜色已转换为 sRGB。</translation>
    </message>
</context>
<context>
    <name>dh::PictureCharts</name>
    <message>
        <source>Histogram: red</source>
        <translation>直方图：红</translation>
    </message>
    <message>
        <source>Histogram: green</source>
        <translation>直方图：绿</translation>
    </message>
    <message>
        <source>Histogram: blue</source>
        <translation>直方图：蓝</translation>
    </message>
    <message>
        <source>Histogram: luminance</source>
        <translation>直方图：亮度</translation>
    </message>
    <message>
        <source>Place a foreground to see how its tones compare with the background&apos;s.</source>
        <translation>放置一个前景，即可查看其色调与背景的对比。</translation>
    </message>
    <message>
        <source>Value (0 to 255)</source>
        <translation>数值（0 到 255）</translation>
    </message>
    <message>
        <source>% of its pixels</source>
        <translation>其像素的百分比 (%)</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Foreground before</source>
        <translation>之前的前景</translation>
    </message>
    <message>
        <source>Foreground after</source>
        <translation>之后的前景</translation>
    </message>
    <message>
        <source>Tone and colour (CIELAB)</source>
        <translation>色调与色彩 (CIELAB)</translation>
    </message>
    <message>
        <source>Lightness L, green to red a, blue to yellow b</source>
        <translation>明度 L，绿到红 a，蓝到黄 b</translation>
    </message>
    <message>
        <source>CIELAB units</source>
        <translation>CIELAB 单位</translation>
    </message>
    <message>
        <source>L mean</source>
        <translation>L 均值</translation>
    </message>
    <message>
        <source>L spread</source>
        <translation>L 离散度</translation>
    </message>
    <message>
        <source>a mean</source>
        <translation>a 均值</translation>
    </message>
    <message>
        <source>a spread</source>
        <translation>a 离散度</translation>
    </message>
    <message>
        <source>b mean</source>
        <translation>b 均值</translation>
    </message>
    <message>
        <source>b spread</source>
        <translation>b 离散度</translation>
    </message>
</context>
<context>
    <name>dh::PlacementPanel</name>
    <message>
        <source>Select a layer to place it by numbers.</source>
        <translation>选择一个图层以用数值放置它。</translation>
    </message>
    <message>
        <source>Keep the proportions</source>
        <translation>保持比例</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Centre from the left</source>
        <translation>中心距左侧</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>移动图层</translation>
    </message>
    <message>
        <source>Centre from the top</source>
        <translation>中心距顶部</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Scale layer</source>
        <translation>缩放图层</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Rotate layer</source>
        <translation>旋转图层</translation>
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
        <translation>W</translation>
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
        <translation>R</translation>
    </message>
</context>
<context>
    <name>dh::PolygonTool</name>
    <message>
        <source>Click the corners of a polygon. Shift adds, Alt subtracts, both intersect.</source>
        <translation>单击多边形的各个顶点。Shift 添加，Alt 减去，两者同按则相交。</translation>
    </message>
    <message>
        <source>Double click or Enter: close. Backspace: take the last corner back. Escape: drop.</source>
        <translation>双击或 Enter：闭合。退格键：撤回上一个顶点。Esc：放弃。</translation>
    </message>
    <message>
        <source>Select polygon</source>
        <translation>多边形选择</translation>
    </message>
</context>
<context>
    <name>dh::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>dh::ProtectTool</name>
    <message>
        <source>Remove protection</source>
        <translation>移除保护</translation>
    </message>
    <message>
        <source>Protect</source>
        <translation>保护</translation>
    </message>
    <message>
        <source>Protecting needs a layer with a result in use: harmonize it first.</source>
        <translation>保护需要图层已应用结果：请先协调它。</translation>
    </message>
    <message>
        <source>Paint where the original shall stay. Alt: take protection away. [ ]: size.</source>
        <translation>涂抹要保留原样的地方。Alt：取消保护。[ ]：大小。</translation>
    </message>
</context>
<context>
    <name>dh::RecentFiles</name>
    <message>
        <source>No recent files</source>
        <translation>没有最近打开的文件</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>清除此列表</translation>
    </message>
    <message>
        <source>“%1” isn&apos;t there any more; it was taken off the list of recent files. It may have been moved or renamed, or its disk isn&apos;t connected.</source>
        <translation>“%1”已不存在，已从最近打开的文件列表中移除。它可能已被移动或重命名，或者所在磁盘未连接。</translation>
    </message>
</context>
<context>
    <name>dh::RecoveryDialog</name>
    <message>
        <source>%1
Kept on %2</source>
        <translation>%1
保留于 %2</translation>
    </message>
    <message>
        <source>A picture that was never saved</source>
        <translation>从未保存过的图片</translation>
    </message>
    <message>
        <source>Recover unsaved work</source>
        <translation>恢复未保存的工作</translation>
    </message>
    <message>
        <source>The program ended before this work was saved. Nothing of it is lost until you discard it.</source>
        <translation>程序在保存这些工作之前结束了。在您放弃之前，内容不会丢失。</translation>
    </message>
    <message>
        <source>Unsaved work</source>
        <translation>未保存的工作</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>放弃(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>稍后(&amp;L)</translation>
    </message>
    <message>
        <source>Asks again at the next start</source>
        <translation>下次启动时再次询问</translation>
    </message>
    <message>
        <source>It can&apos;t be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 像素</translation>
    </message>
</context>
<context>
    <name>dh::RectangleTool</name>
    <message>
        <source>Drag a rectangle. Before: Shift adds, Alt subtracts, both intersect. Meanwhile: Shift for a square, Alt from the centre.</source>
        <translation>拖动出矩形。拖动前：Shift 添加，Alt 减去，两者同按则相交。拖动中：Shift 为正方形，Alt 从中心开始。</translation>
    </message>
    <message>
        <source>Select rectangle</source>
        <translation>矩形选择</translation>
    </message>
</context>
<context>
    <name>dh::ReportTableModel</name>
    <message>
        <source>infinite</source>
        <translation>无穷大</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>dh::ResultActions</name>
    <message>
        <source>Export as LUT</source>
        <translation>导出为 LUT</translation>
    </message>
    <message>
        <source>Cube LUT (*.cube)</source>
        <translation>Cube LUT (*.cube)</translation>
    </message>
    <message>
        <source>Appl&amp;y result</source>
        <translation>应用结果</translation>
    </message>
    <message>
        <source>Uses it on its layer; the layer&apos;s own pixels stay</source>
        <translation>用于其图层；图层自身的像素保持不变</translation>
    </message>
    <message>
        <source>Ta&amp;ke result off</source>
        <translation>取下结果</translation>
    </message>
    <message>
        <source>The layer as it was before any run</source>
        <translation>恢复到任何运行之前的图层</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Two results with each other, or one with the picture before</source>
        <translation>两个结果互相比较，或一个结果与之前的图片比较</translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Re&amp;name result</source>
        <translation>重命名结果</translation>
    </message>
    <message>
        <source>&amp;Delete result</source>
        <translation>删除结果</translation>
    </message>
    <message>
        <source>Mean of s&amp;eeds</source>
        <translation>种子平均</translation>
    </message>
    <message>
        <source>A new result from those that are selected</source>
        <translation>由选中的结果生成新结果</translation>
    </message>
    <message>
        <source>Show where seeds di&amp;ffer</source>
        <translation>显示种子差异之处</translation>
    </message>
    <message>
        <source>Yellow where the model is unsure</source>
        <translation>黄色表示模型不确定的地方</translation>
    </message>
    <message>
        <source>Run a&amp;gain</source>
        <translation>再次运行</translation>
    </message>
    <message>
        <source>With the same settings and seed</source>
        <translation>使用相同的设置和种子</translation>
    </message>
    <message>
        <source>E&amp;xport as LUT…</source>
        <translation>导出为 LUT…</translation>
    </message>
    <message>
        <source>The change of colours as a .cube file for other programs</source>
        <translation>将颜色变化存为 .cube 文件供其他程序使用</translation>
    </message>
    <message>
        <source>Mean of seeds</source>
        <translation>种子平均</translation>
    </message>
    <message>
        <source>%1 is in the list of results.</source>
        <translation>%1 已在结果列表中。</translation>
    </message>
    <message>
        <source>Wrote %1. The table differs from the result by %2 of 255 levels on average, %3 at most.</source>
        <translation>已写入 %1。查找表与结果平均相差 %2 级（共 255 级），最多相差 %3 级。</translation>
    </message>
</context>
<context>
    <name>dh::ResultModel</name>
    <message>
        <source>applied</source>
        <translation>已应用</translation>
    </message>
</context>
<context>
    <name>dh::ResultWords</name>
    <message>
        <source>Apply result</source>
        <translation>应用结果</translation>
    </message>
    <message>
        <source>Take result off</source>
        <translation>取下结果</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n result(s)</source>
        <translation>
            <numerusform>删除 %n 个结果</numerusform>
        </translation>
    </message>
    <message>
        <source>Rename result</source>
        <translation>重命名结果</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>移除星标</translation>
    </message>
    <message>
        <source>Star result</source>
        <translation>为结果加星标</translation>
    </message>
    <message numerus="yes">
        <source>Mean of %n seed(s)</source>
        <translation>
            <numerusform>%n 个种子的平均</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::ResultsPanel</name>
    <message>
        <source>No results yet. Harmonize a layer; every result is kept here with its settings.</source>
        <translation>还没有结果。协调一个图层；每个结果都会连同其设置保留在这里。</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>dh::RunCharts</name>
    <message>
        <source>load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>prepare</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>encode</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>denoise</source>
        <translation>去噪</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>refine</source>
        <translation>细化</translation>
    </message>
    <message>
        <source>transfer</source>
        <translation>迁移</translation>
    </message>
    <message>
        <source>write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Time of each stage</source>
        <translation>各阶段用时</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Harmonize, and the time of each stage shows here.</source>
        <translation>进行协调后，各阶段的用时会显示在这里。</translation>
    </message>
    <message>
        <source>Change in each step</source>
        <translation>每一步的变化</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Mean change (0 to 255)</source>
        <translation>平均变化（0 到 255）</translation>
    </message>
    <message>
        <source>Harmonize, and the change of each step shows here.</source>
        <translation>进行协调后，每一步的变化会显示在这里。</translation>
    </message>
</context>
<context>
    <name>dh::RunController</name>
    <message>
        <source>Cancelled. The results that are finished stay.</source>
        <translation>已取消。已完成的结果会保留。</translation>
    </message>
    <message>
        <source>Cancelled. The picture is as it was.</source>
        <translation>已取消。图片保持原样。</translation>
    </message>
    <message>
        <source>The picture has another size than when the run began, so its result was dropped.</source>
        <translation>图片尺寸与运行开始时不同，因此放弃了其结果。</translation>
    </message>
    <message>
        <source>Keep result</source>
        <translation>保留结果</translation>
    </message>
    <message>
        <source>Harmonize</source>
        <translation>协调</translation>
    </message>
    <message>
        <source>Keep variation</source>
        <translation>保留变体</translation>
    </message>
    <message>
        <source>Harmonized in %1.</source>
        <translation>协调完成，用时 %1。</translation>
    </message>
</context>
<context>
    <name>dh::RunWords</name>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Preparing the picture</source>
        <translation>正在准备图片</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>正在编码</translation>
    </message>
    <message>
        <source>Harmonizing</source>
        <translation>正在协调</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>正在解码</translation>
    </message>
    <message>
        <source>Refining</source>
        <translation>正在细化</translation>
    </message>
    <message>
        <source>Carrying it to the full size</source>
        <translation>正在迁移到完整尺寸</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>%1, step %2 of %3</source>
        <translation>%1，第 %2 步，共 %3 步</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1，大约还需 %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>Seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>a part of the background</source>
        <translation>部分背景</translation>
    </message>
</context>
<context>
    <name>dh::SaveController</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>DiffHarmony Studio projects (*%1)</source>
        <translation>DiffHarmony Studio 项目 (*%1)</translation>
    </message>
    <message>
        <source>Saving “%1”</source>
        <translation>正在保存“%1”</translation>
    </message>
    <message>
        <source>Saving was stopped; the file is as it was.</source>
        <translation>保存已停止；文件保持原样。</translation>
    </message>
    <message>
        <source>Saved “%1”.</source>
        <translation>已保存“%1”。</translation>
    </message>
    <message>
        <source>While the question about unsaved changes was open, something else was to take the picture&apos;s place. It was left out; do it again when you want it.</source>
        <translation>在询问未保存的更改时，另有内容要取代当前图片。该内容已被略过；如有需要，请再次操作。</translation>
    </message>
</context>
<context>
    <name>dh::ScreenModule</name>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>&amp;Hide panels</source>
        <translation>隐藏面板</translation>
    </message>
    <message>
        <source>Only the picture; once more brings them back</source>
        <translation>仅显示图片；再按一次恢复面板</translation>
    </message>
    <message>
        <source>&amp;Next panel</source>
        <translation>下一个面板</translation>
    </message>
    <message>
        <source>Moves the keyboard focus from the canvas through the panels</source>
        <translation>将键盘焦点从画布依次移过各面板</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>重置布局</translation>
    </message>
</context>
<context>
    <name>dh::Screenshot</name>
    <message>
        <source>There is no command “%1”.</source>
        <translation>没有命令“%1”。</translation>
    </message>
    <message>
        <source>No picture could be opened.</source>
        <translation>无法打开任何图片。</translation>
    </message>
    <message>
        <source>The picture of the window can&apos;t be written to “%1”.</source>
        <translation>无法将窗口截图写入“%1”。</translation>
    </message>
</context>
<context>
    <name>dh::ShortcutSheetDialog</name>
    <message>
        <source>Zoom at the pointer</source>
        <translation>在指针处缩放</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Space and drag, middle button</source>
        <translation>空格键加拖动，或鼠标中键</translation>
    </message>
    <message>
        <source>Brush size and hardness</source>
        <translation>画笔大小和硬度</translation>
    </message>
    <message>
        <source>Right-drag</source>
        <translation>右键拖动</translation>
    </message>
    <message>
        <source>Straight line with the brush</source>
        <translation>用画笔画直线</translation>
    </message>
    <message>
        <source>Shift-click</source>
        <translation>Shift 单击</translation>
    </message>
    <message>
        <source>Add to the mask</source>
        <translation>添加到蒙版</translation>
    </message>
    <message>
        <source>Shift and drag</source>
        <translation>Shift 加拖动</translation>
    </message>
    <message>
        <source>Take away from the mask</source>
        <translation>从蒙版减去</translation>
    </message>
    <message>
        <source>Alt and drag</source>
        <translation>Alt 加拖动</translation>
    </message>
    <message>
        <source>Nudge the layer by 1 or 10 pixels</source>
        <translation>将图层微移 1 或 10 像素</translation>
    </message>
    <message>
        <source>Arrow keys, with Shift</source>
        <translation>方向键，配合 Shift</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>在画布上</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>dh::ShortcutsPage</name>
    <message>
        <source>&amp;Take it from there</source>
        <translation>从那里取用(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Default</source>
        <translation>默认(&amp;D)</translation>
    </message>
    <message>
        <source>Search a command or a key</source>
        <translation>搜索命令或按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>New shortcut</source>
        <translation>新快捷键</translation>
    </message>
    <message>
        <source>&amp;All defaults</source>
        <translation>全部恢复默认(&amp;A)</translation>
    </message>
    <message>
        <source>New shortcut:</source>
        <translation>新快捷键：</translation>
    </message>
    <message>
        <source>Already used by: %1</source>
        <translation>已被使用：%1</translation>
    </message>
    <message>
        <source>Choose a command to change its shortcut.</source>
        <translation>请选择一个命令以更改其快捷键。</translation>
    </message>
</context>
<context>
    <name>dh::StudioOptions</name>
    <message>
        <source>--theme is light, dark or system, not &apos;%1&apos;.</source>
        <translation>--theme 应为 light、dark 或 system，而不是“%1”。</translation>
    </message>
    <message>
        <source>--size is WIDTHxHEIGHT, for instance 1280x800, not &apos;%1&apos;.</source>
        <translation>--size 应为 宽x高，例如 1280x800，而不是“%1”。</translation>
    </message>
    <message>
        <source>--scale is a number above 0, not &apos;%1&apos;.</source>
        <translation>--scale 应为大于 0 的数，而不是“%1”。</translation>
    </message>
    <message>
        <source>Makes a pasted foreground belong to its background.</source>
        <translation>让粘贴的前景与其背景融为一体。</translation>
    </message>
    <message>
        <source>Pictures or a project to open</source>
        <translation>要打开的图片或项目</translation>
    </message>
    <message>
        <source>light, dark or system, for this time</source>
        <translation>light、dark 或 system，仅限本次</translation>
    </message>
    <message>
        <source>Size of the window, for instance 1280x800</source>
        <translation>窗口大小，例如 1280x800</translation>
    </message>
    <message>
        <source>Settings file to use instead of the user&apos;s</source>
        <translation>用于代替用户设置的设置文件</translation>
    </message>
    <message>
        <source>Write a picture of the window and leave</source>
        <translation>写出窗口的图片后退出</translation>
    </message>
    <message>
        <source>Resolution of that picture: 1, 1.5, 2, ...</source>
        <translation>该图片的分辨率：1、1.5、2、...</translation>
    </message>
    <message>
        <source>Command to trigger before that picture; may be repeated</source>
        <translation>在生成该图片之前触发的命令；可重复</translation>
    </message>
</context>
<context>
    <name>dh::StudioStatusBar</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Pointer</source>
        <translation>指针</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>图片尺寸</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Zoom: choose or type a percentage</source>
        <translation>缩放：选择或输入百分比</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>可用 %1</translation>
    </message>
    <message>
        <source>Memory that is free: %1
Undo history: %2</source>
        <translation>可用内存：%1
撤销历史：%2</translation>
    </message>
</context>
<context>
    <name>dh::ToolBox</name>
    <message>
        <source>&amp;Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>dh::ToolModule</name>
    <message>
        <source>&amp;Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>&amp;Larger brush</source>
        <translation>增大画笔</translation>
    </message>
    <message>
        <source>&amp;Smaller brush</source>
        <translation>减小画笔</translation>
    </message>
    <message>
        <source>&amp;Harder brush</source>
        <translation>增加画笔硬度</translation>
    </message>
    <message>
        <source>S&amp;ofter brush</source>
        <translation>降低画笔硬度</translation>
    </message>
    <message>
        <source>&amp;Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>&amp;Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Ell&amp;ipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Magic &amp;wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>&amp;Cut out</source>
        <translation>抠图</translation>
    </message>
</context>
<context>
    <name>dh::ToolOptionBar</name>
    <message>
        <source>Tool options</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>Active tool</source>
        <translation>当前工具</translation>
    </message>
</context>
<context>
    <name>dh::ToolOptions</name>
    <message>
        <source>Replace the mask</source>
        <translation>替换蒙版</translation>
    </message>
    <message>
        <source>Add to the mask (Shift)</source>
        <translation>添加到蒙版 (Shift)</translation>
    </message>
    <message>
        <source>Take away from the mask (Alt)</source>
        <translation>从蒙版减去 (Alt)</translation>
    </message>
    <message>
        <source>Keep what both have in common (Shift+Alt)</source>
        <translation>仅保留两者共有的部分 (Shift+Alt)</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Sample from</source>
        <translation>取样来源</translation>
    </message>
    <message>
        <source>Whose colours are compared</source>
        <translation>比较哪里的颜色</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Softness of a new selection&apos;s edge</source>
        <translation>新选区边缘的柔和度</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>Hardness of the brush&apos;s edge</source>
        <translation>画笔边缘的硬度</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>How much one touch covers</source>
        <translation>一次点涂的覆盖量</translation>
    </message>
    <message>
        <source>Spacing</source>
        <translation>间距</translation>
    </message>
    <message>
        <source>Distance of touches, as a share of the size</source>
        <translation>点涂之间的距离，以大小的比例表示</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>压力</translation>
    </message>
    <message>
        <source>A pen&apos;s pressure sets the size</source>
        <translation>笔的压力决定大小</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>How different a colour may be</source>
        <translation>颜色允许的差异程度</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>Only pixels that touch the clicked one</source>
        <translation>仅与所单击像素相连的像素</translation>
    </message>
    <message>
        <source>From the mask</source>
        <translation>从蒙版</translation>
    </message>
    <message>
        <source>Start from the present mask instead of a box</source>
        <translation>从当前蒙版而不是方框开始</translation>
    </message>
</context>
<context>
    <name>dh::TransformTool</name>
    <message>
        <source>Rotate layer</source>
        <translation>旋转图层</translation>
    </message>
    <message>
        <source>Move pivot</source>
        <translation>移动轴心</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>移动图层</translation>
    </message>
    <message>
        <source>Scale layer</source>
        <translation>缩放图层</translation>
    </message>
    <message>
        <source>Drag to rotate. Shift: steps of 15°</source>
        <translation>拖动以旋转。Shift：以 15° 为步长</translation>
    </message>
    <message>
        <source>Drag to move the point that the layer turns and scales about</source>
        <translation>拖动以移动图层旋转和缩放所围绕的点</translation>
    </message>
    <message>
        <source>Drag to move, arrow keys nudge (Shift: 10 px). Shift: one direction; Ctrl: no snapping</source>
        <translation>拖动以移动，方向键微移（Shift：10 px）。Shift：单一方向；Ctrl：不对齐</translation>
    </message>
    <message>
        <source>Drag to scale. Shift: free proportions; Alt: about the pivot; Ctrl: no snapping</source>
        <translation>拖动以缩放。Shift：自由比例；Alt：围绕轴心；Ctrl：不对齐</translation>
    </message>
    <message>
        <source>Drag to stretch. Shift: keep proportions; Alt: about the pivot; Ctrl: no snapping</source>
        <translation>拖动以拉伸。Shift：保持比例；Alt：围绕轴心；Ctrl：不对齐</translation>
    </message>
</context>
<context>
    <name>dh::ViewModule</name>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>&amp;Fit on screen</source>
        <translation>适合屏幕</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>100%</translation>
    </message>
    <message>
        <source>&amp;200 %</source>
        <translation>200%</translation>
    </message>
    <message>
        <source>Show &amp;mask</source>
        <translation>显示蒙版</translation>
    </message>
    <message>
        <source>Tints what the mask selects</source>
        <translation>为蒙版选中的部分着色</translation>
    </message>
    <message>
        <source>Show the mask &amp;alone</source>
        <translation>仅显示蒙版</translation>
    </message>
    <message>
        <source>White is selected, black is not</source>
        <translation>白色为选中，黑色为未选中</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>抓手</translation>
    </message>
    <message>
        <source>Drag to move the view. With any tool: hold Space, or drag with the middle button.</source>
        <translation>拖动以移动视图。使用任何工具时：按住空格键，或用中键拖动。</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Click to zoom in, Alt-click to zoom out. With any tool: turn the wheel.</source>
        <translation>单击放大，Alt 单击缩小。使用任何工具时：滚动滚轮。</translation>
    </message>
</context>
</TS>
