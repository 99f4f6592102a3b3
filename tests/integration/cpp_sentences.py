"""What the sources say in an error: the sentences of every `Error(…)` and of what makes one."""

import re

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|\s+|R"(\w*)\((.*?)\)\1"|"((?:[^"\\\n]|\\.)*)"'
                   r"|'(?:[^'\\\n]|\\.)+'|[A-Za-z_]\w*(?:::\w+)*|\d[\w']*|->|.", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t"}


class Text(str):
    """A string of the source, told from a token."""


def tokens(source):
    out = []
    for each in TOKEN.finditer(source):
        token = each[0]
        if token.isspace() or token.startswith(("//", "/*")):
            continue
        if each[3] is None and each[2] is None:
            out.append(token)
            continue
        text = each[2] if each[3] is None else re.sub(
            r"\\(.)", lambda escaped: ESCAPES.get(escaped[1], escaped[1]), each[3])
        if out and isinstance(out[-1], Text):
            text = out.pop() + text
        out.append(Text(text))
    return out


def is_word(token, word):
    return token == word and not isinstance(token, Text)


def inside(all_tokens, at):
    """What stands between the bracket at `at` and the one that closes it."""
    depth = 0
    for end in range(at, len(all_tokens)):
        if not isinstance(all_tokens[end], Text):
            depth += (all_tokens[end] in "([{") - (all_tokens[end] in ")]}")
        if depth == 0:
            return all_tokens[at + 1:end]
    raise ValueError("a bracket that nothing closes")


def split(part, *separators):
    """`part` at its separators that stand in no bracket."""
    out, depth = [[]], 0
    for token in part:
        if not isinstance(token, Text):
            depth += (token in "([{") - (token in ")]}")
        if depth == 0 and token in separators and not isinstance(token, Text):
            out.append([])
        else:
            out[-1].append(token)
    return out


def plain(part):
    """The text that an expression is, alone or as a std::string."""
    if part[:2] == ["std::string", "("]:
        part = part[2:-1]
    return part[0] if len(part) == 1 and isinstance(part[0], Text) else None


def phrases(part):
    """The sentences that an expression can be, holes as {}."""
    if len(branches := split(part, "?", ":")) == 3:
        return phrases(branches[1]) + phrases(branches[2])
    if any(isinstance(token, Text) for token in part) and len(sum_of := split(part, "+")) > 1:
        joined = "".join(plain(each) or "{}" for each in sum_of)
        return [joined] + [nested for each in sum_of if not plain(each) for nested in phrases(each)]
    out = [token for token in part[:1] if isinstance(token, Text)]
    for at, token in enumerate(part):
        if not isinstance(token, Text) and token in ("(", "{"):
            name = part[at - 1] if at else ""
            for argument in split(inside(part, at), ","):
                if name != "ErrorCode":
                    out += phrases(argument)
            break
    return out


def makers(files):
    """The names of the functions that return an error, as the sources declare them."""
    return {"Error"} | {name for part in files for error, name, bracket in
                        zip(part, part[1:], part[2:])
                        if is_word(error, "Error") and bracket == "(" and name[:1].isupper()}


def local_makers(part):
    """The names of the functions within functions whose first act is to return an error."""
    out = set()
    for at in range(len(part) - 2):
        if is_word(part[at + 1], "=") and is_word(part[at + 2], "["):
            body = next((end for end in range(at, len(part)) if is_word(part[end], "{")), at)
            if part[body:body + 3] == ["{", "return", "Error"]:
                out.add(part[at])
    return out


def said_by(part, names):
    """For each call of one of `names`: its own name and the sentences that it is given."""
    for at, token in enumerate(part[:-1]):
        called = not isinstance(token, Text) and {token, token.split("::")[-1]} & names
        if called and not isinstance(part[at + 1], Text) and part[at + 1] in ("(", "{"):
            found = [phrase for argument in split(inside(part, at + 1), ",")
                     for phrase in phrases(argument)]
            yield token, [re.sub(r"\{[^{}]*\}", "{}", phrase) for phrase in found]


def is_sentence(text):
    """Whether it has words, and more than one."""
    return len(re.findall(r"[A-Za-z]+", text)) > 1 and " " in text.strip()


def around(part, at):
    """The expression that the string at `at` stands in: up to a comma, an end, a bracket."""
    ends, out = {",", ";", "=", "+=", "return", "<<"}, []
    for step in (-1, 1):
        depth, each = 0, at + step
        while 0 <= each < len(part) and (isinstance(part[each], Text) or (
                depth or part[each] not in ends)):
            if not isinstance(part[each], Text):
                depth += step * ((part[each] in "([{") - (part[each] in ")]}"))
                if depth < 0:
                    break
            each += step
        out.append(each)
    return part[out[0] + 1:out[1]]


def all_sentences(paths):
    """As error_sentences, of every string."""
    out = {}
    for path in paths:
        part = tokens(path.read_text())
        for at, token in enumerate(part):
            if isinstance(token, Text):
                for sentence in filter(is_sentence, phrases(around(part, at))):
                    out.setdefault(re.sub(r"\{[^{}]*\}", "{}", sentence), path)
    return out


def error_sentences(paths):
    """Each sentence with the file that says it, holes as {}."""
    files = {path: tokens(path.read_text()) for path in paths}
    everywhere = makers(files.values())
    out = {}
    for path, part in files.items():
        for name, found in said_by(part, everywhere | local_makers(part)):
            if name.endswith("ErrnoError") and found:
                found[0] = f"cannot {found[0]} {{}}: {{}}"
            for sentence in filter(is_sentence, found):
                out.setdefault(sentence, path)
    return out
