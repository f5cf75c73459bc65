<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Banner</name>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭这条提示</translation>
    </message>
</context>
<context>
    <name>BulkCard</name>
    <message>
        <source>Note for all of them</source>
        <translation>说明（写给所选各项）</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>全部打勾</translation>
    </message>
    <message>
        <source>Those that cannot be ticked are left out, and named.</source>
        <translation>不能打勾的会留下，并逐项说明。</translation>
    </message>
    <message>
        <source>{n} rows selected</source>
        <translation>已选{n}行</translation>
    </message>
    <message>
        <source>Tick {n} milestones</source>
        <translation>打勾{n}个节点</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>ended</source>
        <translation>期满</translation>
    </message>
    <message>
        <source>{n} days left</source>
        <translation>剩{n}天</translation>
    </message>
    <message>
        <source>due soon</source>
        <translation>临期</translation>
    </message>
    <message>
        <source>{n} files of evidence</source>
        <translation>佐证{n}份</translation>
    </message>
    <message>
        <source>Part of the group {name}</source>
        <translation>属于「{name}」</translation>
    </message>
</context>
<context>
    <name>ChecklistDelegate</name>
    <message>
        <source>Figure</source>
        <translation>完成值</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Duban</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>This step was not carried out because of a fault in the program.</source>
        <translation>程序出错，这一步没有完成。</translation>
    </message>
    <message>
        <source>Everything saved so far is on disk, and what was typed is kept. The details below help to mend it.</source>
        <translation>已保存的内容都在，填写的内容也还在。把下面的详情交给维护人员，便于修好。</translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Data as of</source>
        <translation>数据截至</translation>
    </message>
    <message>
        <source>Nature</source>
        <translation>数性</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>佐证</translation>
    </message>
    <message>
        <source>Date of the evidence</source>
        <translation>佐证日期</translation>
    </message>
    <message>
        <source> Press again if it is right.</source>
        <translation>核对无误就再按一次。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is gone, perhaps moved. Choose it again; what you typed is kept.</source>
        <translation>找不到「{name}」，可能已移走。请重新选择，填写的内容还在。</translation>
    </message>
    <message>
        <source>Say why the tick is taken back.</source>
        <translation>写明取消打勾的原因。</translation>
    </message>
    <message>
        <source>The target is not met: say in the note why it is ticked all the same.</source>
        <translation>还没有达到目标，打勾要在说明里写明原因。</translation>
    </message>
    <message>
        <source>Write a figure, a note or add a file.</source>
        <translation>填完成值、写说明或添加文件，至少一项。</translation>
    </message>
    <message>
        <source>Write a note or add a file.</source>
        <translation>写说明或添加文件，至少一项。</translation>
    </message>
    <message>
        <source>After recording: {after} as before. {why}</source>
        <translation>记录后亮灯仍为{after}：{why}</translation>
    </message>
    <message>
        <source>After recording: {after}, before {before}. {why}</source>
        <translation>记录后亮灯由{before}转为{after}：{why}</translation>
    </message>
    <message>
        <source>Done on</source>
        <translation>完成日期</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>完成值</translation>
    </message>
    <message>
        <source>Own contribution</source>
        <translation>本级贡献值</translation>
    </message>
    <message>
        <source> ({value} on {day})</source>
        <translation>（{day}为{value}）</translation>
    </message>
    <message>
        <source>Reason for taking the tick back</source>
        <translation>取消打勾的原因</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Flash</source>
        <translation>快报</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预计</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>核定</translation>
    </message>
    <message>
        <source>The date must be a day, such as 2021-06-30.</source>
        <translation>日期要写成某一天，例如2021-06-30。</translation>
    </message>
</context>
<context>
    <name>DrawerFoot</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Tick as done</source>
        <translation>打勾</translation>
    </message>
    <message>
        <source>Record progress</source>
        <translation>记录进展</translation>
    </message>
    <message>
        <source>Untick</source>
        <translation>取消打勾</translation>
    </message>
    <message>
        <source>Record contribution</source>
        <translation>记录配合情况</translation>
    </message>
</context>
<context>
    <name>EvidenceItem</name>
    <message>
        <source>Open {name}</source>
        <translation>打开{name}</translation>
    </message>
    <message>
        <source>Withdraw {name}</source>
        <translation>撤下{name}</translation>
    </message>
</context>
<context>
    <name>EvidencePage</name>
    <message>
        <source>Add evidence…</source>
        <translation>添加佐证…</translation>
    </message>
    <message>
        <source>There is no evidence yet. Files are kept inside the data folder.</source>
        <translation>还没有佐证。文件会存进数据文件夹。</translation>
    </message>
</context>
<context>
    <name>FileBox</name>
    <message>
        <source>Drop files, or Ctrl+V</source>
        <translation>拖入文件，Ctrl+V粘贴截图，或</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose evidence files</source>
        <translation>选择佐证文件</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>Leave out {name}</source>
        <translation>去掉{name}</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年度</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Tree or flat list</source>
        <translation>树或平铺</translation>
    </message>
    <message>
        <source>Export this list</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>All plans</source>
        <translation>全部计划</translation>
    </message>
    <message>
        <source>{year}</source>
        <translation>{year}年</translation>
    </message>
    <message>
        <source>All roles</source>
        <translation>全部角色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>亮灯</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Start working</source>
        <translation>开始办理</translation>
    </message>
    <message>
        <source>Characters, full pinyin initials and former names all work.</source>
        <translation>可输汉字、全拼首字母，旧名称也认。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Which unit do you work for?</source>
        <translation>选择本单位</translation>
    </message>
    <message>
        <source>Filled in from this computer&apos;s user; it is written into every record.</source>
        <translation>已按本机用户名填好，写进每条记录。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Who does the work?</source>
        <translation>经办人</translation>
    </message>
    <message>
        <source>The data stay on this computer; nothing goes over a network.</source>
        <translation>数据只在本机，不联网。</translation>
    </message>
    <message>
        <source>Ready to start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>{plans} plans, {tasks} tasks, {milestones} milestones this year</source>
        <translation>{plans}个计划，{tasks}项任务，本年{milestones}个节点</translation>
    </message>
    <message>
        <source>due soon {n}</source>
        <translation>临期 {n}</translation>
    </message>
    <message>
        <source>Data folder: {path}</source>
        <translation>数据文件夹：{path}</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Nothing has been recorded yet.</source>
        <translation>还没有记录。</translation>
    </message>
    <message>
        <source>Undo adds a counter-entry; what was said before stays on record.</source>
        <translation>撤销会新增一条相反的记录，原记录保留。</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>answered anew</source>
        <translation>已有新记录</translation>
    </message>
    <message>
        <source>the clock ran backwards here</source>
        <translation>此处本机时钟倒退</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Anywhere</source>
        <translation>任何地方</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Undo, redo</source>
        <translation>撤销、重做</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Report of this period</source>
        <translation>制作本期报表</translation>
    </message>
    <message>
        <source>Print the report</source>
        <translation>打印报表</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Change unit</source>
        <translation>更换单位</translation>
    </message>
    <message>
        <source>Compute again</source>
        <translation>重算</translation>
    </message>
    <message>
        <source>Next, previous region</source>
        <translation>下一、上一区域</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Close the top layer</source>
        <translation>关闭最上一层</translation>
    </message>
    <message>
        <source>This sheet</source>
        <translation>本表</translation>
    </message>
    <message>
        <source>List</source>
        <translation>任务列表</translation>
    </message>
    <message>
        <source>Move, fold and unfold</source>
        <translation>移动，折叠和展开</translation>
    </message>
    <message>
        <source>Fold all, unfold all</source>
        <translation>全部折叠、展开</translation>
    </message>
    <message>
        <source>Tick or record; on a ticked one, untick</source>
        <translation>打勾或记录；已打勾的取消打勾</translation>
    </message>
    <message>
        <source>Into the pane</source>
        <translation>进入右侧</translation>
    </message>
    <message>
        <source>Edit the figure</source>
        <translation>改完成值</translation>
    </message>
    <message>
        <source>Next, previous that needs work</source>
        <translation>下一个、上一个需要处理的</translation>
    </message>
    <message>
        <source>Tree or flat list</source>
        <translation>树或平铺</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>多选</translation>
    </message>
    <message>
        <source>Copy rows as a table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Add evidence</source>
        <translation>添加佐证</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写说明</translation>
    </message>
    <message>
        <source>Carry last period&apos;s texts forward</source>
        <translation>沿用上期</translation>
    </message>
    <message>
        <source>Drawer and evidence</source>
        <translation>抽屉和佐证</translation>
    </message>
    <message>
        <source>From the figure to the note</source>
        <translation>由完成值到说明</translation>
    </message>
    <message>
        <source>Main button</source>
        <translation>主按钮</translation>
    </message>
    <message>
        <source>The other button</source>
        <translation>另一个按钮</translation>
    </message>
    <message>
        <source>Today&apos;s date</source>
        <translation>今天的日期</translation>
    </message>
    <message>
        <source>Close; what was typed is kept</source>
        <translation>关闭，填写的内容还在</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Withdraw the file</source>
        <translation>撤下文件</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Light strip</source>
        <translation>亮灯筛选</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Next region</source>
        <translation>下一区域</translation>
    </message>
    <message>
        <source>Previous region</source>
        <translation>上一区域</translation>
    </message>
    <message>
        <source>Next that needs work</source>
        <translation>下一个需要处理的</translation>
    </message>
    <message>
        <source>Previous that needs work</source>
        <translation>上一个需要处理的</translation>
    </message>
</context>
<context>
    <name>LightBar</name>
    <message>
        <source>Lights</source>
        <translation>亮灯</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>No evidence</source>
        <translation>缺佐证</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Duban</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务清单</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报送</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>没有可撤销的操作</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>没有可重做的操作</translation>
    </message>
    <message>
        <source>Exported {names}</source>
        <translation>已导出{names}</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; could not be opened: its file is gone or no program opens it.</source>
        <translation>打不开「{name}」：文件不在，或没有能打开它的程序。</translation>
    </message>
</context>
<context>
    <name>MilestoneCard</name>
    <message>
        <source>Tick {name}</source>
        <translation>打勾：{name}</translation>
    </message>
    <message>
        <source>{n} days left</source>
        <translation>剩{n}天</translation>
    </message>
    <message>
        <source>As at {day}</source>
        <translation>截至{day}</translation>
    </message>
    <message>
        <source>There are several answers; all are kept. Record again to choose one.</source>
        <translation>有几个说法，都已保留；再记录一次，就采用新的。</translation>
    </message>
    <message>
        <source>The target has changed since this was answered: please confirm it.</source>
        <translation>目标在填报之后有变，待确认。</translation>
    </message>
    <message>
        <source>{unit} answers for this; you may add your contribution.</source>
        <translation>由{unit}主报；可填本单位的配合情况。</translation>
    </message>
    <message>
        <source>Points {done}/{total}</source>
        <translation>工作要点 {done}/{total}</translation>
    </message>
</context>
<context>
    <name>MilestonesPage</name>
    <message>
        <source>{year}</source>
        <translation>{year}年</translation>
    </message>
    <message>
        <source>this year</source>
        <translation>本年</translation>
    </message>
    <message>
        <source>Milestones of the action above</source>
        <translation>所在行动的节点</translation>
    </message>
    <message>
        <source>No milestones here; they stand in the tasks below.</source>
        <translation>这里没有节点，节点在下面的任务里。</translation>
    </message>
    <message>
        <source>{year}  milestones: {n}</source>
        <translation>{year}年  {n}个节点</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Needs work</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>Progress by plan</source>
        <translation>各计划进度</translation>
    </message>
    <message>
        <source>Last entries</source>
        <translation>最近记录</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>{done} of {total} milestones ticked ({percent}%)</source>
        <translation>{total}个节点自报完成{done}个（{percent}%）</translation>
    </message>
    <message>
        <source>As of {day}: {elapsed}% of the year has gone, {rate}.</source>
        <translation>截至{day}，全年时间过去{elapsed}%，{rate}</translation>
    </message>
    <message>
        <source>past the date</source>
        <translation>已过时限</translation>
    </message>
    <message>
        <source>far behind</source>
        <translation>差距较大</translation>
    </message>
    <message>
        <source>behind schedule</source>
        <translation>未达序时进度</translation>
    </message>
    <message>
        <source>30 days or less</source>
        <translation>30天内到期</translation>
    </message>
    <message>
        <source>on schedule</source>
        <translation>在序时进度内</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>自报完成</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已销号</translation>
    </message>
    <message>
        <source>no current figure</source>
        <translation>没有本期填报</translation>
    </message>
    <message>
        <source>Nothing is late, behind, unfiled or due soon.</source>
        <translation>没有逾期、滞后、未填报和临期的节点。</translation>
    </message>
    <message>
        <source>All {n} in the list</source>
        <translation>全部{n}项</translation>
    </message>
    <message>
        <source>from {year} on</source>
        <translation>{year}年起</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>期满</translation>
    </message>
    <message>
        <source>Nothing has been recorded yet.</source>
        <translation>还没有记录。</translation>
    </message>
</context>
<context>
    <name>Pane</name>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Previous row</source>
        <translation>上一行</translation>
    </message>
    <message>
        <source>Next row</source>
        <translation>下一行</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Milestones</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>本期进展</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>佐证</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>分工</translation>
    </message>
    <message>
        <source>{first} and {more} more</source>
        <translation>{first}等{n}个单位</translation>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message>
        <source>Carry last period&apos;s forward</source>
        <translation>沿用上期</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>本期无新进展</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>责任领导</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>责任科室</translation>
    </message>
    <message>
        <source>Handled by</source>
        <translation>承办人</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>存在问题</translation>
    </message>
    <message>
        <source>Next steps</source>
        <translation>下一步措施</translation>
    </message>
    <message>
        <source>There is nothing from the period before.</source>
        <translation>上期没有填写。</translation>
    </message>
    <message>
        <source>carried forward, not edited</source>
        <translation>沿用未改</translation>
    </message>
    <message>
        <source>No new progress this period.</source>
        <translation>本期无新进展。</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>未保存</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>{n} late</source>
        <translation>逾期{n}项</translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Summary, what is late, and the ledger of every task.</source>
        <translation>总体进展、未达序时进度事项和全部任务台账。</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Before it goes out</source>
        <translation>报送前检查</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报送</translation>
    </message>
    <message>
        <source>{unit}: progress of key tasks, {period}</source>
        <translation>{unit}{period}重点任务进展情况</translation>
    </message>
    <message>
        <source>{n} overdue</source>
        <translation>逾期{n}个</translation>
    </message>
    <message>
        <source>{n} far behind</source>
        <translation>严重滞后{n}个</translation>
    </message>
    <message>
        <source>{n} behind</source>
        <translation>滞后{n}个</translation>
    </message>
    <message>
        <source>{n} returned</source>
        <translation>退回{n}个</translation>
    </message>
    <message>
        <source>{n} without a current figure</source>
        <translation>未填报{n}个</translation>
    </message>
    <message>
        <source>{n} ticked without evidence</source>
        <translation>缺佐证{n}个</translation>
    </message>
    <message>
        <source>Everything is filed and nothing is late.</source>
        <translation>都已填报，没有逾期和滞后。</translation>
    </message>
    <message>
        <source>Tick at least one format.</source>
        <translation>至少选一种格式。</translation>
    </message>
    <message>
        <source>There is no folder &quot;{path}&quot;. Choose another.</source>
        <translation>没有「{path}」这个文件夹，请另选一个。</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Exporting {done}/{total}</source>
        <translation>正在导出 {done}/{total}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Exported {n} rows; they match the data.</source>
        <translation>已导出{n}行，与数据核对一致。</translation>
    </message>
    <message>
        <source>Open Excel</source>
        <translation>打开Excel</translation>
    </message>
    <message>
        <source>Open PDF</source>
        <translation>打开PDF</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; could not be opened; it lies in {folder}.</source>
        <translation>打不开「{name}」，文件在{folder}。</translation>
    </message>
    <message>
        <source>No printer was found; the file has been opened, print it from there.</source>
        <translation>没有找到打印机，已打开文件，请在其中打印。</translation>
    </message>
    <message>
        <source>Cancelled; no file was left behind.</source>
        <translation>已取消，没有留下文件。</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Tasks, indicators, points, pinyin initials</source>
        <translation>搜索任务、指标、要点，拼音首字母</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
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
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Unit and name</source>
        <translation>单位与姓名</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更换…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Everything stays in this folder; nothing goes over a network.</source>
        <translation>数据都在这个文件夹里，不联网。</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence texts</source>
        <translation>许可文本</translation>
    </message>
</context>
<context>
    <name>SharesPage</name>
    <message>
        <source>Part of the group {name}</source>
        <translation>属于「{name}」</translation>
    </message>
    <message>
        <source>Points (summary of the document)</source>
        <translation>工作要点（摘要）</translation>
    </message>
    <message>
        <source>Note on the text</source>
        <translation>文本说明</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Offline · data on this computer</source>
        <translation>离线 · 数据在本机</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>没有保存</translation>
    </message>
    <message>
        <source>Today is taken as {day}</source>
        <translation>今天按{day}计算</translation>
    </message>
    <message>
        <source>All saved {time}</source>
        <translation>已全部保存 {time}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存</translation>
    </message>
</context>
<context>
    <name>TasksPage</name>
    <message>
        <source>Tasks</source>
        <translation>任务清单</translation>
    </message>
    <message>
        <source>Figure / target</source>
        <translation>完成值/目标</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>本年节点</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>亮灯</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>最近时限</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>佐证</translation>
    </message>
    <message>
        <source>The plans hold no task for this unit.</source>
        <translation>内置计划里没有本单位的任务。</translation>
    </message>
    <message>
        <source>Change unit</source>
        <translation>更换单位</translation>
    </message>
    <message>
        <source>No task meets the filter.</source>
        <translation>没有符合条件的任务。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Nothing here needs work.</source>
        <translation>这里没有需要处理的任务。</translation>
    </message>
    <message>
        <source>There is nothing to record here; the milestones stand in the tasks below.</source>
        <translation>这里没有可记录的节点，节点在下面的任务里。</translation>
    </message>
    <message>
        <source>The clipboard holds no file and no picture.</source>
        <translation>剪贴板里没有文件和图片。</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Change unit</source>
        <translation>更换单位</translation>
    </message>
    <message>
        <source>Reporting period</source>
        <translation>报告期</translation>
    </message>
    <message>
        <source>Make the report</source>
        <translation>制作月报</translation>
    </message>
    <message>
        <source>Period {period}</source>
        <translation>报告期 {period}</translation>
    </message>
</context>
<context>
    <name>UnitDialog</name>
    <message>
        <source>Change unit</source>
        <translation>更换单位</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更换</translation>
    </message>
</context>
<context>
    <name>UnitPicker</name>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Name, pinyin initials or a former name</source>
        <translation>名称、拼音首字母或旧名称</translation>
    </message>
    <message>
        <source>Units found</source>
        <translation>找到的单位</translation>
    </message>
    <message>
        <source>No unit is called &quot;{text}&quot;. Did you mean &quot;{name}&quot;?</source>
        <translation>没有「{text}」这个单位。是不是「{name}」？</translation>
    </message>
    <message>
        <source>No unit is called &quot;{text}&quot;.</source>
        <translation>没有「{text}」这个单位。</translation>
    </message>
    <message>
        <source>{n} tasks</source>
        <translation>{n}项任务</translation>
    </message>
    <message>
        <source>no tasks</source>
        <translation>没有任务</translation>
    </message>
</context>
</TS>
