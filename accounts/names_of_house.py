"""What only the house is called: whoever bore such a name would be taken to speak for the paper, or for nobody.

Which words those are stands here; in whatever letters they are written, they are read as accounts/readings.py reads them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from django.conf import settings

from accounts import letters, readings

# Alone, or as a part that is set off by a sign, a digit, a capital or another script: “mod-anna”, “編集部より”.
_ROLES = """
    admin administration administrator admins editor editorial editors mod moderation moderator moderators mods newsroom
    official staff sysadmin sysop verified webmaster
    公式 公认 公認 広報 広報部 運営 運營 運営者 運営局 編集部 編集者 編集長 編集局 管理人 管理者 管理部 事務局 報道部
    スタッフ モデレーター モデレータ アドミン こうしき うんえい かんりにん かんりしゃ へんしゅうぶ へんしゅうちょう じむきょく
    kanrinin kanrisha koushiki henshubu henshuubu jimukyoku
    官方 编辑部 編輯部 管理员 管理員 版主 站长 小编
    공식 관리자 관리팀 운영자 운영진 운영팀 편집자 편집부 편집장 스태프
    админ администратор администрация админы модер модератор модераторы редактор редакция официальный главред
    адміністратор редакція
    διαχειριστής συντάκτης επίσημος
    مشرف المشرف الإدارة محرر المحرر رسمي الرسمي
    מנהל עורך רשמי
    แอดมิน ผู้ดูแล ทีมงาน
    व्यवस्थापक संपादक आधिकारिक
    administrador administradora administrateur administratrice amministratore beheerder moderador moderadora moderatore
    modérateur modératrice éditeur éditrice moderatorin moderatör officiel officielle oficial offiziell redactie redacción
    redactor redação redakcja redaksi redaktion redakteur redakteurin redaktör redazione rédaction rédacteur rédactrice
    ufficiale yönetici
"""
# Alone or joined with each other and the words below, nothing else: “pressoffice” is the house's, “presstige” nobody's.
_OFFICES = """
    communitymanager contact correspondent customercare editorinchief feedback help helpdesk info journalist mail news press
    publisher reporter root security staffer support system team techsupport unei
    サポート ニュース ヘルプ ヘルプデスク カスタマーサポート お知らせ お問い合わせ 問い合わせ 記者 編集 管理 報道
    客服 编辑 记者 고객센터 뉴스 поддержка новости soporte suporte presse prensa redaksjon
"""
_BESIDE_OFFICES = """
    account assistant bot bureau center centre chief comment comments community crew customer department deputy desk editing
    forum global group head hq japan jp lead live manager office officer online our page real senior service services site
    the tokyo user web writer
    より から です だよ の さん ちゃん くん 君 様 さま チーム アカウント センター デスク ボット サイト コメント システム
    部 局 係 室 課 班 長 員 者 団 本部 支部 支局 担当 担当者 代表 責任者 代行 専用 東京 新聞 窓口
    계정 팀 님 입니다 账号 团队 小组
"""
# Alone.
_OF_NOBODY = """
    abuse anonymous customerservice customersupport deleted deletedaccount deletedreader deleteduser erased everybody
    everyone formerreader formeruser hostmaster nobody noreply office postmaster
"""
# Beside the word that names a paper these name it, too, or a part of it: "tidewater-news" where there is The Tidewater Post.
_OF_PAPERS = """
    alerts daily desk gazette herald journal magazine media mirror newspaper office online paper post radio times today tribune
    weekly
"""
# What holds such a word and means another thing.
_OTHER_WORDS = re.compile("creditor|expeditor|unofficial|非公式|公式戦|公認会計士", re.IGNORECASE)
# What is shorter would be found in names that have nothing to do with the site.
_SHORTEST_OF_SITE = 4
# Modesty, Wagstaff and Stafford mean nothing by these; longer ones stand in no other word: “adminanna”, “addmin”.
_SHORTEST_FIRM = 5
_IN_OTHER_WORDS = {"staff"}
# Letters that are read as several: ə as e, which readings.py does, and as a.
_READ_AS_A = str.maketrans({"ə": "a", "Ə": "a", "ǝ": "a", "Ǝ": "a", "æ": "a", "Æ": "a", "œ": "o", "Œ": "o"})
_KATAKANA = {chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
_SMALL_KANA = dict(zip("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ", strict=True))
_KANA = str.maketrans(
    {one: _SMALL_KANA.get(plain, plain) for one, plain in _KATAKANA.items()} | _SMALL_KANA | {"ー": ""}
)


def is_of_house(name: str) -> bool:
    """Whether it says, or looks as if it said, that its bearer is of the house."""
    kept = _kept(settings.SITE_NAME, settings.SITE_OWNER)
    text = _OTHER_WORDS.sub("-", unicodedata.normalize("NFKC", name))
    whole, parts = _read(text), _parts(text)
    return (
        any(_is_role(part, kept) for part in parts)
        or any(kept.whole.fullmatch(one) for one in whole)
        or any(site in one for site in kept.sites for one in whole)
        or any(_is_of(paper, one, kept.of_papers) for paper in kept.papers for one in whole)
    )


class _Kept(NamedTuple):
    """What is kept for the house, as it is read: `whole` are full names, `sites` its own, `papers` the words in them that are
    its alone, `firm` the roles that stand in no other word, `undoubled` those without their double letters."""

    roles: set[str]
    firm: tuple[str, ...]
    undoubled: set[str]
    whole: re.Pattern[str]
    sites: set[str]
    papers: set[str]
    of_papers: set[str]


@cache
def _kept(*sites: str) -> _Kept:
    names = _read_all(re.sub(r"^the\s+", "", site, flags=re.IGNORECASE) for site in sites)
    roles = _ROLES.split()
    offices = _read_all(roles) | _read_all(_OFFICES.split())
    of_papers = _read_all(_OF_PAPERS.split()) | offices
    words = _read_all(word for site in sites for word in site.split()) - of_papers - _read_all(["the"])
    firm = [role for role in roles if _is_firm(role)]
    house, beside = _any_of(offices), _any_of(_read_all(_BESIDE_OFFICES.split()))
    alone = _any_of(_read_all(_OF_NOBODY.split()) | names)
    return _Kept(
        roles=_read_all(roles),
        firm=tuple(_read_all(firm)),
        undoubled=_read_all(map(_undoubled, firm)),
        whole=re.compile(f"{alone}|{beside}*{house}(?:{house}|{beside})*"),
        sites={name for name in names if len(name) >= _SHORTEST_OF_SITE},
        papers={word for word in words if len(word) >= _SHORTEST_OF_SITE},
        of_papers=of_papers,
    )


def _any_of(words: set[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words)))})"


def _is_firm(role: str) -> bool:
    """Chinese, Japanese and Korean set nothing between words, but say whole words by a sign or two."""
    return _writing(role[0]) in {"Hani", "Hang"} or (
        len(role) >= _SHORTEST_FIRM and role not in _IN_OTHER_WORDS
    )


def _is_role(part: str, kept: _Kept) -> bool:
    read, undoubled = _read(part), _undoubled(part)
    return (
        bool(read & kept.roles)
        or any(one.startswith(kept.firm) or one.endswith(kept.firm) for one in read)
        or (undoubled != part and bool(_read(undoubled) & kept.undoubled))
    )


def _undoubled(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", text, flags=re.IGNORECASE)


def _is_of(paper: str, name: str, words: set[str]) -> bool:
    return name.removeprefix(paper) in words - {name} or name.removesuffix(paper) in words - {name}


def _parts(name: str) -> set[str]:
    """Between signs, before a capital, after some, where the script changes: “EditorInChief” has three. Once with digits as
    letters, once as what stands between words."""
    set_off = "".join(f"-{two}" if _is_edge(one, two) else two for one, two in pairwise(f"-{name}"))
    set_off = re.sub(r"(?<=[A-Z]{3})(?=[a-z])", "-", set_off)
    return {part for part in (*re.split(r"[._-]", set_off), *re.split(r"[._\d-]", set_off)) if part}


def _is_edge(one: str, two: str) -> bool:
    return (one.islower() and two.isupper()) or (one != "-" and _writing(one) != _writing(two))


def _writing(letter: str) -> str:
    """Of letters which of the scripts that stand beside each other in one word or sentence."""
    if letter == "ー":
        return "Kana"
    return next(
        (script for script in ("Hani", "Hira", "Kana", "Hang") if script in letters.scripts_of(letter)), ""
    )


def _read_all(names: Iterable[str]) -> set[str]:
    return set().union(*map(_read, names))


def _read(name: str) -> set[str]:
    """What one reads at a glance, also without numbers before and after; kana of either kind are the same."""
    text = unicodedata.normalize("NFKC", name)
    spelled = {text, text.translate(_READ_AS_A), text.translate(_KANA)}
    trimmed = {re.sub(end, "", one) for one in spelled for end in ("$", r"^\d+", r"\d+$", r"^\d+|\d+$")}
    # In a narrow type nn is an m, which is read as rn.
    return {glance.replace("nn", "rn") for one in trimmed for glance in readings.at_a_glance(one)} - {""}
