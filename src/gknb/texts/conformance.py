"""What the runner of the conformance suite says."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # Why what was printed is no answer.
    "conformance.answer.one-result": (
        "“results”里应当正好有一个结果",
        "“results” must hold exactly one result",
    ),
    "conformance.answer.object": (
        '回答应当是一个 JSON 对象：结果，或 {{"results": [结果]}}',
        'the answer must be a JSON object: a result, or {{"results": [RESULT]}}',
    ),
    "conformance.answer.valid": (
        "回答里没有 true 或 false 的“valid”",
        "the answer has no “valid” that is true or false",
    ),
    "conformance.answer.rows": (
        "“{name}”应当是对象的列表",
        "“{name}” must be a list of objects",
    ),
    "conformance.answer.code": (
        "有一条结果没有文字的“code”",
        "an entry has no “code” that is a text",
    ),
    "conformance.answer.cells": (
        "“cells”应当是对象的列表，各有文字的“pointer”",
        "“cells” must be a list of objects, each with a “pointer” that is a text",
    ),
    "conformance.answer.flood": (
        "输出超过 {limit}，已终止；一个回答只有几 kB",
        "it printed more than {limit} and was killed; an answer is a few kB",
    ),
    "conformance.answer.timeout.once": (
        "{seconds} 秒内没有回答，已终止；需要更久就加大 --timeout",
        "no answer within {seconds} s, so it was killed; raise --timeout if it needs longer",
    ),
    "conformance.answer.timeout.line": (
        "{seconds} 秒内没有回答，已终止；--stream 时每读一行就要立即输出一行并刷新缓冲，不能等输入结束",
        "no answer within {seconds} s, so it was killed; with --stream each line is answered at once with a line, and flushed, without waiting for the end of the input",
    ),
    "conformance.answer.timeout.partial": (
        "{seconds} 秒内没有输出完，已终止；回答以后请换行（--stream）或结束进程",
        "it began an answer and did not end it within {seconds} s, so it was killed; end the line (--stream) or the process",
    ),
    "conformance.answer.signal": (
        "被信号 {signal} 终止，没有可用的回答",
        "ended by signal {signal} without an answer that can be used",
    ),
    "conformance.answer.exit": (
        "以退出码 {code} 结束，没有可用的回答；无法读取的文件也是一种回答",
        "exit code {code} without an answer that can be used; a document that cannot be read gets an answer as well",
    ),
    "conformance.answer.ended": (
        "没有输出一整行就结束了（退出码 {code}）；--stream 时进程要一直回答到输入结束",
        "it ended (exit code {code}) before a whole line was out; with --stream a process goes on until its input ends",
    ),
    "conformance.answer.lines": (
        "一份文档回答了不止一行；--stream 时一个回答写成一行 JSON，日志请写到标准错误",
        "more than one line for one document; with --stream an answer is one line of JSON, and logs go to standard error",
    ),
    "conformance.answer.nothing.once": (
        "什么也没有输出（退出码 {code}）；请把结果以 JSON 写到标准输出",
        "it printed nothing (exit code {code}); print the result as JSON to standard output",
    ),
    "conformance.answer.nothing.line": (
        "回答是一个空行；请把结果写成一行 JSON",
        "the answer is an empty line; print the result as one line of JSON",
    ),
    "conformance.answer.deep": (
        "回答嵌套太深，读不出来",
        "the answer is nested too deeply to be read",
    ),
    "conformance.answer.syntax": (
        "输出的不是 JSON（{problem}）：{text}",
        "what it printed is not JSON ({problem}): {text}",
    ),
    "conformance.answer.encoding": (
        "输出的不是 UTF-8，而像是 {encoding}；请以 UTF-8 输出",
        "what it printed is not UTF-8 but reads as {encoding}; print UTF-8",
    ),
    "conformance.answer.no-text": (
        "输出的不是 UTF-8 文本；请以 UTF-8 输出 JSON",
        "what it printed is not UTF-8 text; print JSON in UTF-8",
    ),
    "conformance.answer.before": (
        "JSON 前面还有别的文字：{text}；日志请写到标准错误",
        "there is text before the JSON: {text}; print logs to standard error",
    ),
    "conformance.answer.after": (
        "JSON 后面还有别的文字：{text}；日志请写到标准错误",
        "there is text after the JSON: {text}; print logs to standard error",
    ),
    "conformance.answer.several": (
        "一份文档给了不止一个结果；请只输出一个",
        "several results for one document; print exactly one",
    ),
    "conformance.answer.number": (
        "回答里有一个位数过多的数，报告里不会有这样的数",
        "the answer has a number of more digits than any report has",
    ),
    "conformance.answer.constant": (
        "回答里的 {name} 不是 JSON；没有数值时请写 null",
        "{name} in the answer is not JSON; write null where there is no figure",
    ),
    "conformance.answer.organ": (
        "回答的是另一份文档：机关是 {given}，不是 {organ}；回答与提问错位了",
        "it answers for the wrong document: the organ is {given}, not {organ}; its answers are out of step",
    ),
    # Why a vector was not put to the command.
    "conformance.problem.start": (
        "{command} 启动不了（{problem}）；脚本请检查首行 #! 所指的解释器",
        "{command} cannot be started ({problem}); if it is a script, check the interpreter that its first line names",
    ),
    "conformance.problem.silent": (
        "没有再问：一开始 {count} 份文档都没有任何输出；请先单独运行这条命令",
        "not asked: the first {count} documents got no word at all; run the command by itself first",
    ),
    "conformance.problem.hanging": (
        "没有再问：接连 {count} 份文档超时",
        "not asked: {count} documents in a row took too long",
    ),
    # What is odd all the same.
    "conformance.remark.signal": (
        "回答以后被信号 {signal} 终止",
        "ended by signal {signal} after its answer",
    ),
    "conformance.remark.previous": (
        "回答正是前一个用例（{id}）应有的；回答与提问可能错位了",
        "the answer is the one for the vector before, {id}: answers seem to be out of step",
    ),
    "conformance.remark.outlived": (
        "命令结束后还有 {count} 个进程没有结束，已全部终止；请等子进程结束再退出",
        "{count} process(es) went on after the command had ended and were killed; wait for children before ending",
    ),
    # What cannot be run.
    "conformance.platform": (
        "这里只能在 Linux、macOS 等 POSIX 系统上运行命令；可以用 --export 导出用例自行检验，或在 WSL 里运行",
        "commands can be run on POSIX systems only, such as Linux and macOS; use WSL, or write the vectors out with --export",
    ),
    "conformance.command.none": (
        "没有写明要检验的命令；把它写在 -- 后面，例如：gknb conformance -- gknb check --format json -",
        "no command to run is named; write it after --, as in: gknb conformance -- gknb check --format json -",
    ),
    "conformance.command.missing": (
        "没有 {command} 这个命令；请检查名称和 PATH，当前文件夹里的文件写成 ./名称",
        "there is no command {command}; check its name and PATH, and write ./NAME for a file in this folder",
    ),
    "conformance.command.not-executable": (
        "{command} 不是可执行文件；请 chmod +x，或把解释器写在前面，例如：-- node {command}",
        "{command} is not executable; use chmod +x, or name its interpreter first, as in: -- node {command}",
    ),
    "conformance.select.unknown": (
        "没有叫 {given} 的规则、种类、主题或用例；是不是 {closest}？",
        "no relation, kind, topic or vector is called {given}; did you mean {closest}?",
    ),
    "conformance.select.nothing": (
        "没有同时符合这些条件的用例；草稿用例只在 --draft 时运行，其他用例只在没有它时运行",
        "no vector meets all of this; those for drafts are run with --draft only, and the others without it only",
    ),
    "conformance.export.exists": (
        "{path} 里已经有内容；请换一个新的或空的文件夹",
        "{path} has something in it; name a new or empty folder",
    ),
    "conformance.export.command": (
        "--export 只写出文件，不运行命令；请去掉 -- 后面的部分",
        "--export writes files and runs nothing; leave out what follows --",
    ),
    "conformance.export.done": (
        "写好 {count} 个用例：{path}（ID.json 是文档，ID.expected.json 是应有的回答）",
        "wrote {count} vectors to {path} (ID.json is the document, ID.expected.json the answer)",
    ),
    "conformance.jobs": ("--jobs 要在 1 到 {most} 之间，不是 {given}", "--jobs is from 1 to {most}, not {given}"),
    "conformance.timeout": (
        "--timeout 是大于 0 的秒数，不是 {given}",
        "--timeout is a number of seconds above 0, not {given}",
    ),
    # The skip file.
    "conformance.skip.shape": (
        '{path} 应当有 suite（测试集版本，如 "{version}"）和 skip（列表）两项',
        '{path} has to hold suite (the version of the suite, such as "{version}") and skip (a list), and nothing else',
    ),
    "conformance.skip.entry": (
        "{path} 的第 {number} 项应当有 id 和 reason 两项",
        "entry {number} of {path} has to hold id and reason, and nothing else",
    ),
    "conformance.skip.reason": (
        "{path} 里的 {id} 没有写理由；请写上 reason",
        "{id} in {path} has no reason; write one",
    ),
    "conformance.skip.unknown": (
        "{path} 里的 {id} 不是任何用例；是不是 {closest}？",
        "{id} in {path} is no vector; did you mean {closest}?",
    ),
    "conformance.skip.expired": (
        "例外清单是为测试集 {expired} 写的，对 {version} 已经失效，没有跳过任何用例；请逐条重看后改版本",
        "the skip file is for suite {expired} and has expired with it: for {version} nothing is skipped; look at each entry again, then change its version",
    ),
    "conformance.skip.passes": (
        "{id} 在例外清单里（{reason}），但已经通过；请从清单里删去",
        "{id} is skipped ({reason}) but passes; remove it from the skip file",
    ),
    "conformance.skip.skipped": ("跳过 {id}：{reason}", "skipped {id}: {reason}"),
    # The report.
    "conformance.heading": (
        "一致性测试集 {version}（标准 {standard}）",
        "conformance suite {version} (standard {standard})",
    ),
    "conformance.heading.draft": ("草稿", "drafts"),
    "conformance.level.verdict": ("级别 verdict", "level verdict"),
    "conformance.level.codes": ("级别 codes", "level codes"),
    "conformance.level.cells": ("级别 cells", "level cells"),
    "conformance.count.passed": ("{count} 个通过", "{count} passed"),
    "conformance.count.failed": ("{count} 个不通过", "{count} failed"),
    "conformance.count.skipped": ("{count} 个跳过", "{count} skipped"),
    "conformance.count.skipped-but-passes": (
        "{count} 个在例外清单里但已通过",
        "{count} skipped although they pass",
    ),
    "conformance.verdict.suite": ("符合（级别 {level}）：{parts}", "conforms at level {level}: {parts}"),
    "conformance.verdict.selection": (
        "所选用例符合（级别 {level}）：{parts}",
        "the vectors selected conform at level {level}: {parts}",
    ),
    "conformance.verdict.fails": ("不符合：{parts}", "does not conform: {parts}"),
    "conformance.verdict.interrupted": (
        "已中断，{planned} 个用例运行了 {all} 个：{parts}",
        "interrupted after {all} of {planned} vectors: {parts}",
    ),
    "conformance.verdict.valid": ("合格", "valid"),
    "conformance.verdict.invalid": ("不合格", "invalid"),
    "conformance.verdict.unreadable": ("无法读取（error 不是 null）", "unreadable (error is not null)"),
    "conformance.figures": (
        "相符的 {found} 条结果中，{given} 条给出了 expected 和 actual，并已比较；这两项可以不给",
        "of {found} findings that match, {given} came with expected and actual, which were compared; both may be left out",
    ),
    "conformance.progress": ("{done}/{all}，{failed} 个不通过", "{done}/{all}, {failed} failed"),
    "conformance.named": ("{text}（{count} 个用例：{names}）", "{text} ({count} vector{s}: {names})"),
    "conformance.named.more": ("{text}（{count} 个用例：{names} 等）", "{text} ({count} vector{s}: {names}, …)"),
    "conformance.table.all": ("全部", "all"),
    "conformance.table.whole": (
        "{count} 条规则的用例在各级别全部通过：",
        "relations whose vectors all pass at every level: {count}",
    ),
    "conformance.problems": ("没有可用的回答", "no answer that can be used"),
    "conformance.topics": ("不通过的用例有什么共同点", "what the failures have in common"),
    "conformance.topic": ("{failed}/{all} 不通过：{title}", "{failed} of {all} fail: {title}"),
    "conformance.topic.vectors": ("例如 {names}", "such as {names}"),
    "conformance.section": ("见 {section}", "see {section}"),
    "conformance.differences": (
        "差异（- 应有，+ 给出），共 {count} 个用例",
        "differences (- expected, + given) of all {count} vectors",
    ),
    "conformance.differences.first": (
        "差异（- 应有，+ 给出），{count} 个用例中最简短的 {shown} 个，各不相同；--verbose 全部列出",
        "differences (- expected, + given) of {shown} of {count} vectors, the shortest of each sort; --verbose shows all",
    ),
    "conformance.diff.lines": ("……另有 {count} 行", "… and {count} more lines"),
    "conformance.diff.more": ("……另有 {count} 处差异", "… and {count} more"),
    "conformance.diff.cells": ("……另有 {count} 格", "… and {count} more cells"),
    "conformance.diff.other-cells": ("报了，但不是这些格", "reported, but for other cells"),
    "conformance.diff.missing": ("应当报出", "has to be reported"),
    "conformance.diff.unexpected": ("不应当报出", "must not be reported"),
    "conformance.diff.undecided-missing": ("应当是无法判定", "has to be undecided"),
    "conformance.diff.undecided-unexpected": ("不应当是无法判定", "must not be undecided"),
    "conformance.diff.left-out": (
        "回答里没有“{member}”，这一级别需要它",
        "the answer has no “{member}”, which this level needs",
    ),
    "conformance.diff.figure": ("{member} 不同", "another {member}"),
    "conformance.status.passed": ("通过", "passed"),
    "conformance.status.failed": ("不通过", "failed"),
    "conformance.status.skipped": ("跳过", "skipped"),
    "conformance.status.skipped-but-passes": ("跳过但已通过", "skipped but passes"),
    "conformance.html.matrix": ("规则与种类（通过/全部）", "relations by kind (passed/all)"),
    "conformance.html.vectors": ("没有通过或跳过的用例：{count} 个", "vectors that failed or are skipped: {count}"),
    # What the command takes.
    "conformance.option.level": (
        "比较什么：verdict 合格与否；codes 加上规则代码；cells 加上单元格和数值（默认）",
        "what is compared: verdict, valid or not; codes, the relations as well; cells, the cells and figures as well (default)",
    ),
    "conformance.option.edition": ("只用这一版格式的用例", "only vectors of this edition"),
    "conformance.option.select": (
        "只用这些：规则代码、种类、主题或用例名，可用 *，如 T301,boundary",
        "only these: relations, kinds, topics or vectors, with * if you like, such as T301,boundary",
    ),
    "conformance.option.draft": (
        "只用草稿用例；命令自己要按草稿检查",
        "only the vectors for drafts; the command has to check drafts",
    ),
    "conformance.option.stream": (
        "一个进程连续回答：每行一份文档，每行一个结果",
        "one process answers many: a document a line in, a result a line out",
    ),
    "conformance.option.jobs": ("同时运行几个进程（默认：处理器个数）", "processes at once (default: one a processor)"),
    "conformance.option.timeout": ("每份文档最多几秒（默认 10）", "seconds for a document (default: 10)"),
    "conformance.option.skip-file": (
        "已知不通过的用例清单（YAML 或 JSON）：suite: 版本；skip: 各有 id 和 reason",
        "vectors known to fail (YAML or JSON): suite: VERSION, skip: a list of id and reason",
    ),
    "conformance.option.format": ("报告格式", "format of the report"),
    "conformance.option.output": (
        "把报告写进文件，屏幕上照常显示文字",
        "write the report to a file; the screen shows the text all the same",
    ),
    "conformance.option.badge": ("写出 shields.io 徽章的 JSON", "write the JSON of a shields.io badge"),
    "conformance.option.export": (
        "把用例写成普通文件，放进这个（新的或空的）文件夹，不运行命令",
        "write the vectors as plain files into this (new or empty) folder, and run nothing",
    ),
    "conformance.option.verbose": ("列出全部差异和规则", "show all differences and relations"),
    "conformance.option.command": (
        "要检验的命令；从标准输入读一份文档，向标准输出写一个 JSON 结果",
        "the command to hold against the suite; it reads a document from standard input and prints a result as JSON",
    ),
    "conformance.usage": (
        "要检验的命令写在 -- 后面，例如：gknb conformance -- gknb check --format json -",
        "the command follows --, as in: gknb conformance -- gknb check --format json -",
    ),
    "conformance.epilog": (
        "退出码：0 全部通过；1 有不通过的；2 无法运行或用法不对；130 被中断。",
        "exit codes: 0 all pass; 1 some fail; 2 nothing could be run, or wrong usage; 130 interrupted.",
    ),
}
