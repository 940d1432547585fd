"""Why something cannot be checked: sources, the catalogue, arguments."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "source.empty": (
        "文件是空的；用 `gknb new` 可以写出一份待填写的表",
        "the file is empty; `gknb new` writes a form to fill in",
    ),
    "source.too-large": (
        "文件超过 {limit}；一份年度报告约 7 kB，请确认没有选错文件",
        "the file is larger than {limit}; a report is about 7 kB, so check that this is the right file",
    ),
    "source.binary": (
        "这是 {kind} 文件；只能读取 JSON 和 YAML，请提供报告的 JSON 或 YAML 数据",
        "this is {kind}; only JSON and YAML can be read, so give the data of the report in one of them",
    ),
    "source.nul-bytes": (
        "文件里有 NUL 字节，不是文本；请提供以 UTF-8 保存的 JSON 或 YAML",
        "the file has NUL bytes in it, so it is not text; give JSON or YAML saved as UTF-8",
    ),
    "source.utf-16": (
        "文件以 {encoding} 编码保存；请另存为 UTF-8",
        "the file is saved in {encoding}; save it as UTF-8",
    ),
    "source.encoding": (
        "从这里起既不是 UTF-8 也不是 GB18030 文本；文件可能已损坏，请重新导出并存为 UTF-8",
        "from here on this is neither UTF-8 nor GB18030 text; export it again, as UTF-8",
    ),
    "source.not-found": (
        "没有这个文件；请检查路径",
        "there is no such file; check the path",
    ),
    "source.is-a-folder": (
        "这是文件夹，不是文件；请指明其中的一个文件",
        "this is a folder, not a file; name a file inside it",
    ),
    "source.not-permitted": (
        "没有读取这个文件的权限；请修改权限，或把文件复制到可以读取的位置",
        "this file may not be read; change its permissions, or copy it to where it may be",
    ),
    "source.not-readable": (
        "文件读不出来（{problem}）；请把它复制到本机磁盘后再试",
        "the file cannot be read ({problem}); copy it to a local disk and try again",
    ),
    "source.gzip": (
        "压缩文件已损坏或不完整；请重新压缩，或解压后再检查",
        "the gzip file is damaged or cut off; compress it again, or check the file that it was made from",
    ),
    "source.no-match": (
        "没有符合这个写法的文件；请检查路径，* 代表任意字符，** 代表任意层文件夹",
        "no file matches this pattern; check it: * stands for any characters, ** for any folders",
    ),
    "source.json-syntax": (
        "这里不符合 JSON 语法；请在编辑器里检查这里及前一行的标点",
        "this is not JSON here; check the punctuation here and on the line before in an editor",
    ),
    "source.json-syntax.value": (
        "这里应当是一个值（数、带英文双引号的文字、true、null、{{ 等）；请写上",
        "a value belongs here (a number, text in double quotes, true, null, {{ …); write it",
    ),
    "source.json-syntax.key": (
        "这里应当是一个带英文双引号的名称；请补上引号，JSON 不能用单引号，也不能写注释",
        "a name in double quotes belongs here; quote it: JSON has neither single quotes nor comments",
    ),
    "source.json-syntax.colon": (
        "名称后面缺少英文冒号；请在这里补上 :",
        "the name is not followed by a colon; add : here",
    ),
    "source.json-syntax.comma": (
        "这里缺少英文逗号，或者前面少了引号或括号；请补上",
        "a comma is missing here, or a quote or bracket before it; add what is missing",
    ),
    "source.json-syntax.trailing-comma": (
        "最后一项后面多了一个逗号；请删去它",
        "there is a comma after the last item; remove it",
    ),
    "source.json-syntax.extra": (
        "文档到这里已经结束，后面还有内容；请删去多余部分，一个文件只放一份报告",
        "the document has ended and more follows here; remove it: a file holds one report",
    ),
    "source.json-syntax.string": (
        '从这里开始的文字没有结束的双引号；请补上 "',
        'the text that begins here has no closing quote; add "',
    ),
    "source.json-syntax.control": (
        "引号里有换行、制表符或其他控制字符；请删去，或写成 \\n、\\t",
        "a line break, tab or other control character is inside quotes; remove it, or write \\n or \\t",
    ),
    "source.json-syntax.escape": (
        "反斜杠后面不是 JSON 的转义字符；反斜杠本身请写成 \\\\",
        "what follows the backslash is not an escape of JSON; write a backslash itself as \\\\",
    ),
    "source.json-syntax.end": (
        "文件到这里就断了，内容不完整；请补上缺少的部分，或重新导出",
        "the file ends here, but the document does not; add the rest, or export the file again",
    ),
    "source.yaml-syntax": (
        "这里不符合 YAML 语法（{problem}）；请检查这里及前一行的缩进，以及冒号、逗号、引号是不是半角",
        "this is not YAML ({problem}); check indentation here and just before, and that colons, commas and quotes are ASCII",
    ),
    "source.yaml-tab": (
        "YAML 不能用制表符缩进；请改用空格",
        "YAML may not be indented with a tab; use spaces",
    ),
    "source.yaml-character": (
        "YAML 里不能有控制字符 {character}；请删去它",
        "YAML may not hold the control character {character}; remove it",
    ),
    "source.yaml-tag": (
        "YAML 标签 {tag} 不在读取之列；请删去它，直接写值",
        "the YAML tag {tag} is not read; remove it and write the plain value",
    ),
    "source.yaml-key": (
        "YAML 的键必须是文字，这里是列表或映射；请改成文字",
        "a key in YAML must be text, and this is a list or a mapping; write text instead",
    ),
    "source.yaml-merge-key": (
        "YAML 合并键 << 不在读取之列；请把要合并的内容直接写出来",
        "the YAML merge key << is not read; write out what it would merge",
    ),
    "source.yaml-alias": (
        "别名 *{alias} 前面没有对应的锚点 &{alias}；请检查名称，或把内容直接写出来",
        "no anchor &{alias} stands before the alias *{alias}; check the name, or write the value out",
    ),
    "source.yaml-recursive-alias": (
        "别名 *{alias} 包含在它自己所指的内容里，没有尽头；请把内容直接写出来",
        "the alias *{alias} stands inside what it stands for and would never end; write the value out",
    ),
    "source.yaml-several-documents": (
        "文件里不止一个 YAML 文档；请一个文件只放一份报告",
        "there is more than one YAML document here; put one report in one file",
    ),
    "source.too-deep": (
        "{where}嵌套超过 {limit} 层；请确认这是一份年度报告",
        "{where}more than {limit} levels are nested here; check that this is an annual report",
    ),
    "source.too-many-values": (
        "{where}值的个数超过 {limit}；一份年度报告约有 330 个值，请确认没有选错文件",
        "{where}there are more than {limit} values; check that this is an annual report (about 330)",
    ),
    "source.too-many-duplicates": (
        "重复的键太多，无法一一列出；请确认没有选错文件",
        "too many keys are repeated to list them; check that this is the right file",
    ),
    "source.number-too-long": (
        "{where}这个数写全超过 {limit} 位；请改成实际的数",
        "{where}this number has more than {limit} digits written out; write the actual number",
    ),
    "source.not-json-number": (
        "{where}NaN、Infinity 不是 JSON 的数；没有数据时请写 null",
        "{where}NaN and Infinity are not numbers in JSON; write null where there is no figure",
    ),
    "source.lone-surrogate": (
        "{where}\\ud800 至 \\udfff 的转义只是半个字符；请写出完整的字符",
        "{where}an escape from \\ud800 to \\udfff is only half a character; write the whole character",
    ),
    "source.not-json-type": (
        "{where}{type} 不是 JSON 的类型；请改成字典、列表、文字、数、布尔值或 None",
        "{where}{type} is not a type of JSON; use a dict, list, str, int, float, Decimal, bool or None",
    ),
    "source.not-json-key": (
        "{where}键的类型是 {type}；JSON 的键只能是文字，请改成 str",
        "{where}a key is of type {type}; keys in JSON are text, so make it a str",
    ),
    "catalog.unreadable": (
        "标准文件 {path} 读不出来；请重新安装 gknb",
        "the file {path} of the standard cannot be read; reinstall gknb",
    ),
    "catalog.withdrawn": (
        "标准的所有版本都已撤销；请指定一个版本",
        "every version of the standard is withdrawn; ask for one by name",
    ),
    "catalog.reference": (
        "{path} 中的引用 {reference} 没有指向任何定义",
        "the reference {reference} in {path} leads to no definition",
    ),
    "catalog.keyword": (
        "schema 用了不认识的关键字 {keyword}（{path}）",
        "the schema uses an unknown keyword, {keyword} ({path})",
    ),
    "catalog.relation": ("规则 {code} 无法展开：{problem}", "relation {code} cannot be laid out: {problem}"),
    "usage.edition": (
        "没有 {edition} 版格式；现有：{editions}",
        "there is no edition {edition}; there are: {editions}",
    ),
    "usage.version": (
        "没有 {version} 版标准；现有：{versions}",
        "there is no version {version}; there are: {versions}",
    ),
    "usage.code": (
        "没有代码为 {code} 的规则；是不是 {closest}？`gknb rules` 列出全部",
        "no relation has the code {code}; did you mean {closest}? `gknb rules` lists them all",
    ),
    "usage.parameter": (
        "没有名为 {name} 的参数；现有：{names}",
        "there is no parameter {name}; there are: {names}",
    ),
    "usage.parameter-value": (
        "参数 {name} 不能是 {value}；写法如 {default}",
        "the parameter {name} cannot be {value}; write it like {default}",
    ),
    "source.no-reports": (
        "文件夹里没有报告（{suffixes}）；请指明文件，或用 `gknb new` 新建一份",
        "the folder holds no report ({suffixes}); name a file, or start one with `gknb new`",
    ),
    "usage.year": (
        "{year} 年度没有适用的格式；2019 年度起才有",
        "no edition is for reporting year {year}; the first is for 2019",
    ),
    "usage.files": (
        "没有指明文件；请写上文件或文件夹，- 表示标准输入（用法见 `gknb check --help`）",
        "no file is named; name files or folders, or - for standard input (`gknb check --help` tells all)",
    ),
    "usage.previous": (
        "--previous 只用于一份报告，也不能与 --no-series、--roster 一起用",
        "--previous is for one report, and does not go together with --no-series or --roster",
    ),
    "usage.file": ("{path}：{problem}", "{path}: {problem}"),
    "usage.stream": (
        "--stream 从标准输入逐行读取、逐行回答 JSON；请去掉文件名、--format text、--output、--jobs 和 --write-baseline",
        "--stream reads lines from standard input and answers each with a line of JSON; leave out files, --format text, --output, --jobs and --write-baseline",
    ),
    "usage.config": (
        "--config 和 --no-config 不能同时用；请去掉一个",
        "--config and --no-config exclude each other; leave one out",
    ),
    "usage.jobs": (
        "--jobs 是进程数，至少为 1，不能是 {given}",
        "--jobs is a number of processes, at least 1, not {given}",
    ),
    "usage.output": (
        "--output 后面写成 格式=文件，不是 {given}；格式有：{formats}；要输出到屏幕请用 --format",
        "--output takes FORMAT=FILE, not {given}; formats: {formats}; what is printed is chosen with --format",
    ),
    "usage.output-twice": (
        "{path} 被指定写两次；请换一个文件名",
        "{path} would be written twice; name another file",
    ),
    "usage.overwrite": (
        "{path} 是这次要读的报告或名册，不能同时写进去；请换一个文件名",
        "{path} is one of the files to check, or the roster, and would be overwritten; name another file",
    ),
    "usage.set": ("--set 后面写成 名称=值，不是 {given}", "--set takes NAME=VALUE, not {given}"),
    "usage.new": ("这样写出来的表通不过检查：{message}", "the form would not pass the check: {message}"),
    "usage.exists": (
        "{path} 已经存在，不覆盖；换一个 -o 位置，或先移开它",
        "{path} exists and is not overwritten; choose another place, or move it away first",
    ),
    "usage.document-name": (
        "{path} 这个文件名表示的不是单份文档；写出的是 JSON 或 YAML，文件名请以 .json、.yaml 或 .yml 结尾",
        "{path} is no name for one document; what is written is JSON or YAML: let its name end in .json, .yaml or .yml",
    ),
    "usage.cannot-write": ("{path} 写不进去：{problem}", "cannot write {path}: {problem}"),
    "usage.base-url": (
        "网址 {url} 要以 http:// 或 https:// 开头",
        "the address {url} has to begin with http:// or https://",
    ),
}
