"""Language detection: a warning for pages in other languages, none for English pages, however short."""

from __future__ import annotations

import time

import pytest

import sayso
from sayso.reading.metadata.language import language_of

OTHER = {
    "de": (
        "Der Bürgermeister von Seedorf hat am Montag gesagt, dass die Brücke bis zum Frühling geschlossen "
        "bleibt und nicht vor Mai öffnet."
    ),
    "fr": (
        "Le maire de Valbrune a déclaré lundi que le pont resterait fermé jusqu’au printemps et que les "
        "travaux ne sont pas finis."
    ),
    "es": (
        "La alcaldesa de Rioalto dijo el lunes que el puente seguirá cerrado hasta la primavera y que las "
        "obras no han terminado."
    ),
    "it": (
        "Il sindaco di Montebrina ha detto lunedì che il ponte resterà chiuso fino alla primavera e che i "
        "lavori non sono finiti."
    ),
    "pt": (
        "O prefeito de Serranova disse na segunda-feira que a ponte vai ficar fechada até a primavera e que "
        "as obras não foram concluídas."
    ),
    "nl": (
        "De burgemeester van Oudkerk heeft maandag gezegd dat de brug tot het voorjaar dicht blijft en dat "
        "het werk nog niet klaar is."
    ),
    "sv": (
        "Borgmästaren i Norrtuna sade på måndagen att bron är stängd till våren och att arbetet inte är "
        "klart, men att det går bra."
    ),
    "da": (
        "Borgmesteren i Nordby siger, at broen er lukket til foråret, og at arbejdet ikke er færdigt, men "
        "hun ved også, hvad det koster."
    ),
    "nb": (
        "Ordføreren i Nordvik sier at broen er stengt til våren, og at arbeidet ikke er ferdig, men hun vet "
        "også hva det koster nå."
    ),
    "fi": (
        "Kaupunginjohtaja sanoi maanantaina, että silta on kiinni kevääseen, mutta työt eivät ole vielä "
        "valmiita ja se on hänen mukaan paha."
    ),
    "pl": (
        "Burmistrz powiedział w poniedziałek, że most jest zamknięty do wiosny i że prace nie zostały "
        "jeszcze zakończone, ale nie ma już pieniędzy."
    ),
    "cs": (
        "Starosta v pondělí řekl, že most je zavřený až do jara a že práce se ještě neskončily, ale peníze "
        "na to už jsou a budou."
    ),
    "tr": (
        "Belediye başkanı pazartesi günü köprünün bahara kadar kapalı olacak dedi ve bu işlerin daha çok "
        "zaman için bir sorun olduğunu söyledi ama o değil."
    ),
    "id": (
        "Wali kota mengatakan pada hari Senin bahwa jembatan itu akan ditutup hingga musim semi dan "
        "pekerjaan tersebut tidak selesai."
    ),
    "vi": (
        "Thị trưởng nói rằng cây cầu sẽ đóng cửa cho đến mùa xuân và các công việc đã không được hoàn thành "
        "trong năm này."
    ),
    "ru": (
        "Мэр города сказал в понедельник, что мост будет закрыт до весны и что работы ещё не закончены, но "
        "деньги на это есть."
    ),
    "uk": (
        "Мер міста сказав у понеділок, що міст буде закритий до весни і що роботи ще не закінчені, але "
        "гроші на це є."
    ),
    "ar": (
        "قال رئيس البلدية يوم الاثنين إن الجسر سيبقى مغلقا حتى الربيع وإن الأعمال لم تنته بعد ولكن المال "
        "موجود في البلدة"
    ),
    "fa": "شهردار روز دوشنبه گفت که این پل تا بهار بسته است و کارها هنوز تمام نشده است و آن را باز می کنند",
    "he": "ראש העיר אמר ביום שני כי הגשר יהיה סגור עד האביב וכי העבודות לא הסתיימו",
    "hi": "महापौर ने सोमवार को कहा कि पुल वसंत तक बंद रहेगा और काम अभी पूरा नहीं हुआ है",
    "ko": "시장은 월요일 다리가 봄까지 폐쇄될 것이라고 말했다. 공사는 아직 끝나지 않았다.",
    "ja": "市長は月曜日、橋は春まで閉鎖されると述べた。工事はまだ終わっていない。",
    "zh": "市长周一表示，大桥将关闭到春天，工程尚未完成。",
    "el": "Ο δήμαρχος είπε τη Δευτέρα ότι η γέφυρα θα μείνει κλειστή μέχρι την άνοιξη και ότι τα έργα δεν τελείωσαν",
    "th": "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานจะปิดจนถึงฤดูใบไม้ผลิ",
}  # fmt: skip

ENGLISH = [
    "“No comment,” said Le Marchand.",
    "Fire guts mill",
    "Bayern Seedorf v Real Rioalto, FC De La Cruz v El Sol",
    "Der Rat schwieg. The mayor said the bridge would stay shut, and that was all he would say about it on Monday.",
    "La Casa de los Abuelos, a restaurant in Port Anselm, has closed, its owner Maria de la Fuente said in an e-mail.",
    "She wrote on 小红书: “The café is gone.” Zoë said 価格 had risen.",
    "The word شكرا means thanks, the teacher said, and children say it each day when they leave the school.",
    "Saturday: Calder Town v Brackwater Rovers; Harrow Mechanics v St Brannoc; Vellan v Low Meadow (1pm).",
    "Mr van den Berg said nobody in the town was to blame.",
]


@pytest.mark.issue(20)
@pytest.mark.parametrize(("language", "text"), OTHER.items())
def test_a_page_in_another_language_has_a_warning(language: str, text: str) -> None:
    article = sayso.read(text)
    assert article.language == language
    assert article.warnings == (f"language: {language}; attributions are searched in English only",)


@pytest.mark.issue(20)
@pytest.mark.parametrize("text", ENGLISH)
def test_an_english_page_has_no_warning(text: str) -> None:
    article = sayso.read(text)
    assert article.warnings == ()
    assert article.language in ("en", None)


@pytest.mark.issue(20)
def test_the_stated_language_counts_unless_the_text_shows_another() -> None:
    page = "<html lang='{}'><body><article><h1>{}</h1><p>{}</p></article></body></html>"
    austrian = sayso.read(page.format("de-AT", "Die Brücke", OTHER["de"]))
    assert (austrian.language, len(austrian.warnings)) == ("de-AT", 1)
    wrong = sayso.read(page.format("en", "Le pont", OTHER["fr"]))
    assert (wrong.language, len(wrong.warnings)) == ("fr", 1)
    english = sayso.read(
        page.format("en-GB", "The bridge", "The bridge at Seedorf will stay shut until the spring, the mayor said.")
    )
    assert (english.language, english.warnings) == ("en-GB", ())
    short = sayso.read(page.format("eu", "Zubia", "Zubia itxita dago."))
    assert (short.language, len(short.warnings)) == ("eu", 1)


def test_language_detection_takes_less_than_two_milliseconds() -> None:
    text = " ".join(ENGLISH) * 20
    language_of(text)
    start = time.process_time()
    for _ in range(50):
        language_of(text)
    assert (time.process_time() - start) / 50 < 0.002  # 0.4 ms on an idle machine


def test_a_text_without_words_has_no_language() -> None:
    assert language_of("") is None
    assert language_of("1956 – 2026 …") is None
