"""What one more form of a name adds to an entity: the fullest form names it, nicknames and slips of the pen do not."""

from __future__ import annotations

from sayso.speakers.entities.entity import PERSONS, Entity
from sayso.speakers.entities.name_matching import misspelt, short_of
from sayso.speakers.mentions.names import Name


def another_of(entity: Entity, name: Name) -> bool:
    """Whether a form is another name of the same person, or a short form, so that the first one stays."""
    if entity.kind not in PERSONS:
        return False
    other = entity.key != name.key and name.key in entity.nicknames and not name.nickname
    same_length = len(name.words) == len(entity.words) > 1
    return other or (same_length and short_of(name.words[0], entity.words[0]))  # Pat for Patrick


def take_on(entity: Entity, name: Name) -> None:
    """Take on a form: it names the entity where it is longer, in full, or more frequent than the one before."""
    persons = entity.kind in PERSONS
    same_length = len(name.words) == len(entity.words)
    longer = len(name.words) > len(entity.words)
    full = persons and same_length and len(name.words) > 1 and short_of(entity.words[0], name.words[0])
    if full or (longer and (persons or entity.name.isupper() or len(entity.words) == 1)):
        _call(entity, name)
    count = entity.forms[name.text] = entity.forms.get(name.text, 0) + 1
    counted = entity.forms.get(entity.name, 0)
    slip = count == counted and name.text != entity.name and persons and misspelt(name.words[0], entity.words[0])
    if len(name.words) == len(entity.words) and (count > counted or slip):
        _call(entity, name)
    if entity.kind is None:
        entity.kind = name.sort
    if entity.sex == "-":
        entity.sex = name.sex


def _call(entity: Entity, name: Name) -> None:
    entity.name, entity.words, entity.name_span = name.text, name.words, name.span
