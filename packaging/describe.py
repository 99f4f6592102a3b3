#!/usr/bin/env python3
"""Writes the manual pages and the completion of bash out of what a program's --help says.

Usage: describe.py PROGRAM FOLDER                 FOLDER/man/temoin*.1 and FOLDER/temoin.bash
       describe.py --page NAME FOLDER COMMAND...  FOLDER/man/NAME.1 of a program without commands

The text stands in the program alone: a page is never edited by hand.
"""

import dataclasses
import os
import pathlib
import re
import subprocess
import sys

SECTIONS = ("Positionals:", "Options:", "Subcommands:")
EXIT_STATUS = (("0", "Done; nothing was found."),
               ("1", "Findings, or nobody agreed; the output says which."),
               ("2", "It could not run; standard error says why and what to do."))


@dataclasses.dataclass
class Command:
    """One command as its --help tells it; rows are (name, description)."""
    path: tuple
    version: str
    about: list
    usage: str
    rows: dict
    footer: list
    commands: list

    @property
    def title(self):
        return " ".join(self.path)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8",
                          env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


def read_rows(lines):
    """Rows of one section: a name at two spaces, its description beside or below it."""
    rows = []
    for line in lines:
        if line.startswith("  ") and not line.startswith("   "):
            name, _, text = line.strip().partition("  ")
            rows.append([name, text.strip()])
        elif rows:
            rows[-1][1] = f"{rows[-1][1]} {line.strip()}".strip()
    return [tuple(row) for row in rows]


def read(program, path, version):
    """The command `path` and all below it."""
    lines = run(program, *path[1:], "--help").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Usage:"))
    rows, footer, section = {}, [], None
    for line in lines[start + 1:]:
        if line in SECTIONS:
            section = rows.setdefault(line[:-1], [])
        elif section is not None and (line.startswith("  ") or not line):
            section.append(line)
        elif line or footer:
            section = None
            footer.append(line)
    rows = {name: read_rows(found) for name, found in rows.items()}
    commands = [read(program, (*path, name), version) for name, _ in rows.get("Subcommands", [])]
    return Command(path, version, [line for line in lines[:start] if line],
                   lines[start].removeprefix("Usage:").strip(), rows, footer, commands)


# ---- manual pages ----

def roff(text):
    """Text as troff takes it: nothing of it is a request, and a hyphen can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def prose(lines):
    return "\n.br\n".join(roff(line.strip()) for line in lines if line.strip())


def tagged(rows):
    return "".join(f".TP\n.B {roff(name)}\n{roff(text) or '.br'}\n" for name, text in rows)


def head(name, version, about):
    return (f'.\\" Written by packaging/describe.py out of --help.\n'
            f'.TH {name.upper()} 1 "" "{version}" "User Commands"\n'
            f".SH NAME\n{roff(name)} \\- {roff(about)}\n")


def body(command, level):
    """What a command takes, under headings of `level` (SH of a page, SS inside of one)."""
    out = ""
    for section in ("Positionals", "Options"):
        rows = [row for row in command.rows.get(section, []) if not row[0].startswith("-h,")]
        if rows:
            heading = "ARGUMENTS" if section == "Positionals" else "OPTIONS"
            out += (f".SH {heading}\n" if level == "SH" else "") + tagged(rows)
    if command.footer:
        out += (".SH NOTES\n" if level == "SH" else ".PP\n") + prose(command.footer) + "\n"
    return out


def leaves(command):
    """The commands that do something, in order."""
    return [leaf for each in command.commands for leaf in leaves(each)] or [command]


def page(command):
    name = "-".join(command.path)
    about = " ".join(command.about)
    first = re.split(r"(?<=[.;]) ", about)[0].rstrip(".;")
    out = head(name, command.version, first) + ".SH SYNOPSIS\n"
    for leaf in leaves(command):
        arguments = leaf.usage.removeprefix(" ".join(leaf.path))
        out += f".B {roff(leaf.title)}\n{roff(arguments.strip())}\n.br\n"
    out += f".SH DESCRIPTION\n{prose(command.about)}\n"
    if command.commands:
        out += ".SH COMMANDS\n"
        for leaf in leaves(command):
            out += f".SS {roff(leaf.title)}\n{prose(leaf.about)}\n{body(leaf, 'SS')}"
    else:
        out += body(command, "SH")
    return out + ".SH EXIT STATUS\n" + tagged(EXIT_STATUS) + ".SH SEE ALSO\n.BR temoin (1)\n"


def main_page(root):
    out = head("temoin", root.version, " ".join(root.about).rstrip("."))
    out += (".SH SYNOPSIS\n.B temoin\nCOMMAND [OPTION]...\n.SH COMMANDS\n"
            + tagged(root.rows["Subcommands"])
            + ".PP\nEach has a page of its own, such as\n.BR temoin\\-serve (1),\n"
            "and\n.BR \\-\\-help .\n.SH EXIT STATUS\n"
            + tagged(EXIT_STATUS) + ".SH FILES\n"
            + tagged((("/var/lib/temoin", "The data directory of the packaged service."),
                      ("/var/lib/temoin/catalog", "Its catalogue; publish with `temoin catalog "
                       "publish`, or systemctl reload temoin."),
                      ("/etc/temoin/temoin.toml", "Its settings; temoin\\-config (1)."),
                      ("/etc/default/temoin", "Options of its units.")))
            + ".SH SEE ALSO\n")
    return out + ",\n".join(f".BR temoin\\-{each.path[-1]} (1)" for each in root.commands) + "\n"


def reflow(paragraph):
    """Its lines joined, but for those that are set in and what follows them."""
    lines, apart = [], True
    for line in paragraph.splitlines():
        if apart or line.startswith("  "):
            lines.append(line)
        else:
            lines[-1] += f" {line}"
        apart = line.startswith("  ")
    return lines


def plain_page(name, version, text):
    """Of a program whose --help is a usage line and prose."""
    usage, _, rest = text.partition("\n\n")
    paragraphs = rest.strip().split("\n\n")
    about = re.split(r"[.:] ", " ".join(paragraphs[0].split()))[0]
    usage = " ".join(usage.removeprefix("Usage:").split()).removeprefix(name).strip()
    told = "\n.PP\n".join(prose(reflow(each)) for each in paragraphs)
    return (head(name, version, about)
            + f".SH SYNOPSIS\n.B {roff(name)}\n{roff(usage)}\n.SH DESCRIPTION\n{told}\n")


# ---- completion ----

def option_names(command):
    return [name for row in command.rows.get("Options", [])
            for name in row[0].split()[0].split(",")]


def completion(root):
    words, values = [], []

    def walk(command):
        names = [each.path[-1] for each in command.commands] + option_names(command)
        words.append(f"    '{command.title}') echo '{' '.join(names)}' ;;")
        for row in command.rows.get("Options", []):
            given = re.search(r":\{([\w,.-]+)\}", row[0])
            for name in row[0].split()[0].split(",") if given else ():
                values.append(f"    '{command.title} {name}') "
                              f"echo '{given[1].replace(',', ' ')}' ;;")
        for each in command.commands:
            walk(each)
    walk(root)
    return COMPLETION.replace("@WORDS@", "\n".join(words)).replace("@VALUES@", "\n".join(values))


COMPLETION = """# bash completion of temoin. Written by packaging/describe.py out of --help.

_temoin_words() {
  case $1 in
@WORDS@
  esac
}

_temoin_values() {
  case $1 in
@VALUES@
  esac
}

_temoin() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path=temoin at known
  for ((at = 1; at < COMP_CWORD; at++)); do
    known=" $(_temoin_words "$path") "
    case ${COMP_WORDS[at]} in
      -*) ;;
      *) [[ $known != *" ${COMP_WORDS[at]} "* ]] || path+=" ${COMP_WORDS[at]}" ;;
    esac
  done
  known=$(_temoin_values "$path $before")
  [[ -n $known || $before == -* ]] || known=$(_temoin_words "$path")
  mapfile -t COMPREPLY < <(compgen -W "$known" -- "$word")
}
complete -o default -F _temoin temoin
"""


def main(arguments):
    if len(arguments) > 3 and arguments[0] == "--page":
        name, folder, *command = arguments[1:]
        target = pathlib.Path(folder) / "man"
        target.mkdir(parents=True, exist_ok=True)
        (target / f"{name}.1").write_text(plain_page(name, "temoin", run(*command)), "utf-8")
        return 0
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    program, folder = arguments[0], pathlib.Path(arguments[1])
    target = folder / "man"
    target.mkdir(parents=True, exist_ok=True)
    for stale in target.glob("*.1"):
        stale.unlink()
    root = read(program, ("temoin",), run(program, "--version").strip())
    (target / "temoin.1").write_text(main_page(root), "utf-8")
    for command in root.commands:
        (target / f"temoin-{command.path[-1]}.1").write_text(page(command), "utf-8")
    (folder / "temoin.bash").write_text(completion(root), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
