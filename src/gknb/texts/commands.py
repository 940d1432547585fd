"""What the command line says of itself."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "cli.command": ("要做什么（见下）", "what to do (see below)"),
    "cli.version": ("显示程序和标准的版本", "print the versions of the program and of the standard"),
    "cli.lang": (
        "输出语言；默认随系统：中文环境用中文，其他用英文",
        "language of the output; by default Chinese in a Chinese locale, else English",
    ),
    "cli.commands": ("命令：", "commands:"),
    "cli.start": (
        "从这里开始：gknb new --organ 某某镇人民政府 --year 2025 -o report.yaml，填好后 gknb check report.yaml\n某个命令的用法：gknb COMMAND --help",
        "start here: gknb new --organ NAME --year 2025 -o report.yaml, fill it in, then gknb check report.yaml\nhelp on one command: gknb COMMAND --help",
    ),
    "cli.unknown-command": (
        "没有 {command} 这个命令；试试 gknb {closest}",
        "there is no command {command}; try gknb {closest}",
    ),
    "cli.usage": ("用法见 {prog} --help", "see {prog} --help"),
    "cli.output": ("输出写不出去：{problem}", "the output cannot be written: {problem}"),
    "cli.pipe": ("输出端提前关闭，后面的内容没有写出", "the output was closed before everything was written"),
    "cli.interrupted": ("已中断", "interrupted"),
    "cli.exit-codes": (
        "退出码：0 没有错误；1 有错误；2 读不出或用法不对；130 被中断。多个文件取最差的。",
        "exit codes: 0 no errors; 1 errors found; 2 unreadable input or wrong usage; 130 interrupted. With several files, the worst of them.",
    ),
    "cli.check": (
        "检查报告：结构、勾稽关系、版本和日期",
        "check reports: structure, consistency relations, edition and dates",
    ),
    "cli.check.files": (
        "报告文件（JSON 或 YAML）、每行一份报告的 .ndjson、文件夹、通配符，也可以是 .gz；- 表示标准输入；默认取配置文件的 paths",
        "report files (JSON or YAML), .ndjson with one report a line, folders, globs, each also as .gz; - for standard input; by default paths of the configuration",
    ),
    "cli.check.series": (
        "把同一机关各年的报告逐年对照；检查文件夹时默认对照",
        "hold the reports of an organ against those of the year before; by default where a folder is checked",
    ),
    "cli.check.roster": (
        "名册：谁该报告、谁汇总谁；据此指出缺的、不认识的，并逐格核对汇总",
        "the roster: who reports, and whose reports include whose; says who is missing or unknown, and checks consolidated reports cell by cell",
    ),
    "cli.check.previous": (
        "上年的报告：把这一份与它对照",
        "last year's report: the one report is held against it",
    ),
    "cli.check.format": (
        "屏幕输出的格式，默认 text；json 和 ndjson 给程序用（见 finding.schema.json）",
        "what is printed, by default text; json and ndjson are for machines (see finding.schema.json)",
    ),
    "cli.check.output": (
        "另写一份这种格式的文件；可以写多次",
        "write a file in this format as well; may be given several times",
    ),
    "cli.check.jobs": (
        "最多用几个进程；默认每个处理器一个",
        "the most processes that check; by default one a processor",
    ),
    "cli.check.profile": (
        "县里的补充规定，在全国标准之上加严",
        "a county's profile, on top of the national standard",
    ),
    "cli.check.baseline": (
        "这个文件里已有的问题不算；只有新问题算",
        "what is in this file does not count: only what is new does",
    ),
    "cli.check.write-baseline": (
        "把现有的问题写进这个文件，供 --baseline 使用",
        "write what is wrong now into this file, for --baseline",
    ),
    "cli.check.config": (
        "用这个配置文件，不去找 gknb.toml 或 pyproject.toml",
        "read this configuration instead of looking for gknb.toml or pyproject.toml",
    ),
    "cli.check.no-config": ("不读配置文件", "read no configuration"),
    "cli.check.stream": (
        "标准输入每行一份 JSON 报告，每行立即回答一行 JSON 结果",
        "read one JSON report a line from standard input, answer each at once with one line of JSON",
    ),
    "cli.check.edition": (
        "按这一版格式检查，不看文件里写的版本",
        "check against this edition, whatever the document says",
    ),
    "cli.check.draft": ("草稿：允许空白（null）", "a draft: blank cells (null) are allowed"),
    "cli.check.select": (
        "只检查这些规则：代码或代码的开头，如 T3,E101",
        "only these relations: codes or their beginnings, such as T3,E101",
    ),
    "cli.check.ignore": ("不检查这些规则", "leave these relations out"),
    "cli.check.strict": ("提醒也算不合格", "warnings count as errors do"),
    "cli.check.explain": (
        "指出最可能写错的格子和能使关系成立的数",
        "say which cells are likeliest wrong, and what would restore the relations",
    ),
    "cli.check.set": (
        "设定由县里规定的参数，如 township_deadline=02-15",
        "set what a relation leaves to the county, such as township_deadline=02-15",
    ),
    "cli.check.verbose": ("逐格列出", "list every cell"),
    "cli.check.color": ("颜色：auto 只在终端上用", "colour: auto uses it on a terminal only"),
    "cli.rules": ("列出全部规则", "list every relation"),
    "cli.rules.format": ("text 列表，json 全部数据", "a table as text, or all data as json"),
    "cli.explain": ("说明一条规则：依据、含义、例子", "explain one relation: basis, meaning, examples"),
    "cli.explain.code": ("规则代码，如 T301", "the code of a relation, such as T301"),
    "cli.schema": (
        "输出 JSON Schema，或写出整套标准文件",
        "print the JSON Schema, or write the whole published set",
    ),
    "cli.schema.edition": ("格式版本；默认最新一版", "the edition; by default the newest"),
    "cli.schema.draft": ("草稿用的 schema（允许空白）", "the draft variant (blank cells allowed)"),
    "cli.schema.base-url": (
        "发布网址，替换各文件的 $id",
        "where it will be published; replaces the base of every $id",
    ),
    "cli.schema.out": (
        "把整套文件写进这个（新的或空的）文件夹",
        "write the whole set into this (new or empty) folder",
    ),
    "cli.schema.written": ("写好 {count} 个文件：{path}", "wrote {count} files: {path}"),
    "cli.extract": (
        "从公布的网页、Word、Excel、PDF 读出标准的文档",
        "make documents of the standard from published pages, Word, Excel and PDF files",
    ),
    "cli.render": (
        "把文档画成官方表格：网页、Word、Excel、Markdown、PDF",
        "draw the official form of a document: web page, Word, Excel, Markdown, PDF",
    ),
    "cli.repair": (
        "列出可能的改法；选定一种后写出改好的副本",
        "list what may be wrong, and write a copy with the repair that you choose",
    ),
    "cli.conformance": (
        "用一致性测试集检验任何一个检查程序",
        "hold any checker against the conformance suite",
    ),
    "cli.consolidate": (
        "把下级各机关的报告汇总成一份",
        "make one report of those of the organs below",
    ),
    "cli.new": ("新建一份填 0 的报告", "write a report filled with zeros, ready to edit"),
    "cli.new.organ": ("机关名称", "name of the organ"),
    "cli.new.year": ("报告年度", "reporting year"),
    "cli.new.edition": ("格式版本；默认取该年度适用的一版", "the edition; by default the one for the year"),
    "cli.new.level": ("机关层级（默认 township）", "level of the organ (default: township)"),
    "cli.new.kind": ("机关类别（默认 government）", "kind of the organ (default: government)"),
    "cli.new.scope": ("统计范围（默认 own）", "scope of the figures (default: own)"),
    "cli.new.to": (
        "yaml（默认）；或者 docx、xlsx：空白的官方表格，手工填写后用 gknb extract 读出",
        "yaml (the default); or docx, xlsx: the official form, empty, to be filled in by hand and read by gknb extract",
    ),
    "cli.new.out": (
        "写到这个文件（不覆盖已有文件）；默认写到屏幕",
        "write to this file (never over an existing one); by default to the screen",
    ),
    "new.head": (
        "政府信息公开工作年度报告（{edition} 版格式）。把 0 改成实际数，把“无”改成文字；# 后面是说明。\n检查：gknb check 本文件",
        "Annual report on government information disclosure (form of {edition}). Replace 0 with the figures and 无 with the texts; what follows # is explanation.\nCheck it: gknb check THIS-FILE",
    ),
}
