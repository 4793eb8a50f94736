"""What every engine must do, run against each."""

import datetime
from dataclasses import astuple, replace

import pytest

from search.answering import NOT_AS_QUOTED
from search.document import Document, Passage
from search.engine import EngineUnavailable
from search.engines import open_engine
from search.near_numbers import NEAR
from search.parse import EMPTY, NO_WORDS
from search.query import SORTS, Filters
from search.service import answer, explain, suggest

GUIDELINE = Document(
    key="guideline",
    type="guideline",
    title="แนวทางการจัดตั้งศูนย์บริการร่วม",
    url="/guidelines/centre/",
    body=(
        Passage("ศูนย์บริการร่วมคือที่ที่หลายหน่วยงานให้บริการด้วยกัน", "ความหมาย", "meaning"),
        Passage("ให้มอบอำนาจแก่เจ้าหน้าที่ประจำเคาน์เตอร์", "การมอบอำนาจ", "delegation"),
    ),
)
OFFICE = Document(
    key="office",
    type="organisation",
    title="สำนักงานคณะกรรมการพัฒนาระบบราชการ",
    url="/organisations/opdc/",
    keywords=("ก.พ.ร.", "OPDC"),
)
LETTER = Document(
    key="letter",
    type="circular",
    title="การจัดตั้งศูนย์บริการร่วม",
    url="/circulars/1/",
    body=(Passage("ตามที่ ก.พ.ร. เสนอแนวทางการจัดตั้งศูนย์บริการร่วม ศูนย์บริการร่วม ศูนย์บริการร่วม"),),
    number="คค 0201/77",
    date=datetime.date(2005, 3, 9),
    organisations=("transport",),
)
LOST_CARD = Document(
    key="card",
    type="service",
    title="การขอมีบัตรประจำตัวประชาชนใหม่ กรณีบัตรหายหรือถูกทำลาย",
    url="/services/card/",
    summary="ออกบัตรใบใหม่แทนใบที่หาย",
    organisations=("dopa", "interior"),
    topics=("เอกสารหาย",),
)
SECRET = Document(
    key="secret",
    type="circular",
    title="ศูนย์บริการร่วมปรีชาญาณ",
    url="/circulars/2/",
    number="คค 0201/78",
    date=datetime.date(2006, 1, 1),
    organisations=("hidden",),
    access=("staff",),
)
SECRET_DATED = Document(
    key="secret-dated",
    type="page",
    title="งบประมาณรายจ่ายลับ",
    url="/secret/",
    date=datetime.date(2024, 1, 1),
    topics=("ลับ", "ภาษี"),
    status="held",
    access=("staff",),
)


def dated():
    """Pages on both sides of 1 October 2566, and one without a date."""
    given = (
        ("d0", "ประกาศงบประมาณรายจ่าย", None, ("บุคลากร",), "verifying"),
        ("d1", "แผนงบประมาณรายจ่าย", datetime.date(2023, 9, 30), ("ภาษี",), "published"),
        ("d2", "เกณฑ์งบประมาณรายจ่าย", datetime.date(2023, 10, 1), ("บุคลากร",), "published"),
        ("d3", "ผลงบประมาณรายจ่าย", datetime.date(2023, 12, 31), ("ภาษี",), "published"),
    )
    return [
        Document(key=k, type="page", title=t, url=f"/{k}/", date=d, topics=topics, status=status)
        for k, t, d, topics, status in given
    ]


EVERYTHING = (GUIDELINE, OFFICE, LETTER, LOST_CARD, SECRET)


def circular(year, running, unit="0505"):
    return Document(
        key=f"{unit}-{year}-{running}",
        type="circular",
        title=f"หนังสือเวียนเรื่องที่ {running}",
        url=f"/circulars/{unit}-{year}-{running}/",
        number=f"นร {unit}/ว {running}",
        date=datetime.date(year - 543, 6, 1),
    )


def pages(texts):
    """A public page of each text, its key the text's place."""
    return [
        Document(key=f"{n}", type="page", title=f"เรื่องที่ {n}", url=f"/{n}/", body=(Passage(text),))
        for n, text in enumerate(texts)
    ]


def keys(engine, text, **options):
    return [hit.key for hit in answer(engine, text, **options).hits]


class Contract:
    """What holds for every engine. A subclass gives `new`: it opens an engine that has no index yet,
    and `again`: it opens the same one another time.
    """

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, new):
        """An engine that nobody writes to."""
        engine = new()
        engine.rebuild(EVERYTHING)
        return engine

    @pytest.fixture
    def written(self, new):
        """An engine to write to."""
        engine = new()
        engine.rebuild(EVERYTHING)
        return engine

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("ศูนย์บริการร่วม", "guideline"),
            ("บริการร่วม", "guideline"),
            ("ก.พ.ร.", "office"),
            ("opdc", "office"),
            ("คค 0201/77", "letter"),
            ("ที่ คค ๐๒๐๑ / ๗๗", "letter"),
            ("๐๒๐๑/๗๗", "letter"),
            ("9 มี.ค. 48", "letter"),
            ("2005-03-09", "letter"),
            ("บัตรหาย", "card"),
            ("บัตรหาาย", "card"),
            ("แนวทางจัดตั้งศูนย์บรการร่วม", "guideline"),
        ],
    )
    def test_the_meant_thing_comes_first(self, engine, text, first):
        assert keys(engine, text)[0] == first

    def test_quotes_and_minus(self, engine):
        assert keys(engine, '"การจัดตั้งศูนย์บริการร่วม" -แนวทาง') == []
        assert keys(engine, '"บริการด้วยกัน"') == ["guideline"]
        assert "guideline" not in keys(engine, "ศูนย์บริการร่วม -มอบอำนาจ")

    def test_an_abbreviation_that_a_text_explains_finds_the_name_and_the_name_finds_it(self, written):
        explaining = Document(
            key="explaining",
            type="page",
            title="ข่าวประชาสัมพันธ์",
            url="/e/",
            body=(Passage("วันนี้สถาบันวิจัยเมฆและหมอกแห่งชาติ (สวมห.) แถลง"),),
        )
        named = Document(key="named", type="page", title="สถาบันวิจัยเมฆและหมอกแห่งชาติรับสมัครงาน", url="/n/")
        short = Document(key="short", type="page", title="สวมห เปิดบ้าน", url="/s/")
        written.index([named, short, replace(explaining, access=("staff",))])

        assert "named" not in keys(written, "สวมห.")
        assert {"named", "short"} <= set(keys(written, "สวมห.", access=("public", "staff")))

        written.index([replace(explaining, version=1)])

        assert {"named", "short"} <= set(keys(written, "สวมห."))
        assert {"named", "short"} <= set(keys(written, "สถาบันวิจัยเมฆและหมอกแห่งชาติ"))

        written.delete(["explaining"])

        assert "named" not in keys(written, "สวมห.")

    def test_what_a_reader_may_not_see_leaves_no_trace(self, engine):
        for text in ("ปรีชาญาณ", "คค 0201/78", "ศูนย์บริการร่วม", "ศูนย์บริการร่วมปรีชาญาณ"):
            results = answer(engine, text)
            assert "secret" not in [hit.key for hit in results.hits]
            assert "hidden" not in [value.value for value in results.facet("organisation")]
            assert "2549" not in [value.value for value in results.facet("year")]
        assert answer(engine, "คค 0201/78").total == 0
        assert keys(engine, "ปรีชาญาณ", access=("public", "staff")) == ["secret"]

    def test_facets_count_with_the_other_choices_only(self, engine):
        results = answer(engine, "ศูนย์บริการร่วม", filters=Filters(types=("circular",)))
        assert [hit.key for hit in results.hits] == ["letter"]
        assert {v.value: (v.count, v.selected) for v in results.facet("type")} == {
            "guideline": (1, False),
            "circular": (1, True),
        }
        assert [(v.value, v.count) for v in results.facet("year")] == [("2548", 1)]
        assert answer(engine, "ศูนย์บริการร่วม", filters=Filters(years=(2548,))).total == 1
        assert answer(engine, "บัตร", filters=Filters(organisations=("interior",))).total == 1

    def test_every_facet_is_counted_chosen_and_leaks_nothing(self, written):
        written.index([*dated(), SECRET_DATED])
        chosen = {
            "topic": Filters(topics=("ภาษี",)),
            "status": Filters(statuses=("published",)),
            "fiscal_year": Filters(fiscal_years=(2567,)),
        }
        expected = {
            "topic": ({"ภาษี": 2, "บุคลากร": 2}, ["d1", "d3"]),
            "status": ({"published": 3, "verifying": 1}, ["d1", "d2", "d3"]),
            "fiscal_year": ({"2567": 2, "2566": 1}, ["d2", "d3"]),
        }
        for name, filters in chosen.items():
            counts, found = expected[name]
            for sort in SORTS:
                whole = answer(written, "งบประมาณรายจ่าย", sort=sort)
                assert {v.value: v.count for v in whole.facet(name)} == counts
                results = answer(written, "งบประมาณรายจ่าย", filters=filters, sort=sort)
                assert (results.total, sorted(hit.key for hit in results.hits)) == (len(found), found)
                assert {v.value: v.count for v in results.facet(name)} == counts
                assert [v.value for v in results.facet(name) if v.selected] == [
                    str(value) for values in astuple(filters) for value in values
                ]
            assert answer(written, "", filters=filters).total == len(found)
        assert answer(written, "", filters=Filters(topics=("ลับ",))).total == 0
        assert answer(written, "", filters=Filters(topics=("ลับ",)), access=("public", "staff")).total == 1

    def test_a_choice_without_words_lists_what_fits_newest_first(self, written):
        written.index([*dated(), SECRET_DATED])
        assert keys(written, "", filters=Filters(types=("page",))) == ["d3", "d2", "d1", "d0"]
        assert keys(written, "  ", filters=Filters(types=("page",), years=(2566,))) == ["d3", "d2", "d1"]
        assert keys(written, "-แผน", filters=Filters(types=("page",))) == ["d3", "d2", "d0"]
        assert answer(written, "", filters=Filters(types=("centre",))).total == 0
        assert answer(written, "").message == EMPTY
        assert answer(written, "!!!", filters=Filters(types=("page",))).message == NO_WORDS

    def test_results_are_sorted_by_date_and_by_dictionary(self, written):
        written.index([*dated(), SECRET_DATED])
        orders = {
            "newest": ["d3", "d2", "d1", "d0"],
            "oldest": ["d1", "d2", "d3", "d0"],
            "title": ["d2", "d0", "d3", "d1"],
        }
        for sort, expected in orders.items():
            assert keys(written, "งบประมาณรายจ่าย", sort=sort) == expected
            assert keys(written, "", filters=Filters(types=("page",)), sort=sort) == expected

    def test_the_passage_that_matched_is_shown_and_marked(self, engine):
        hit = answer(engine, "มอบอำนาจ").hits[0]
        assert hit.anchor == "delegation"
        assert "มอบอำนาจ" in [span.text for span in hit.snippet if span.hit]
        assert hit.title_text == GUIDELINE.title

    def test_what_is_being_typed_is_continued(self, engine):
        assert suggest(engine, "บริการร่ว")[0] == GUIDELINE.title
        assert suggest(engine, "บัตรหา") == [LOST_CARD.title]
        assert suggest(engine, "OPD") == ["OPDC"]
        assert suggest(engine, "คค ๐๒๐๑") == ["คค 0201/77"]
        assert suggest(engine, "ปรีชาญ") == []
        assert suggest(engine, "ปรีชาญ", access=("staff",)) == [SECRET.title]
        assert suggest(engine, "") == suggest(engine, "่่") == suggest(engine, "((") == []

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("ศักภาพ", "ศักยภาพ"),
            ("กลัมบา", "กลับมา"),
            ("พัฒณา", "พัฒนา"),
            ("สมดลุ", "สมดุล"),
            ("สะหวัดดิการ", "สวัสดิการ"),  # by ear
            ("มอระดก", "มรดก"),
            ("โรงพะยาบาน", "โรงพยาบาล"),
        ],
    )
    def test_a_word_mistyped_by_one_sign_or_spelt_by_ear_finds_the_text_that_has_it_right(
        self, written, typed, meant
    ):
        texts = [f"ส่งเสริม{meant}ของชุมชนในพื้นที่", "ส่งเสริมกิจกรรมของชุมชนในพื้นที่ศาลา", "งบประมาณของชุมชน"]
        written.rebuild(
            [
                Document(key=f"{n}", type="page", title=f"เรื่องที่ {n}", url=f"/{n}/", body=(Passage(text),))
                for n, text in enumerate(texts)
            ]
        )
        found = answer(written, f"{typed} ชุมชน").hits
        assert found[0].key == "0"

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("บำเน็ดบำนาน", "บำเหน็จบำนาญ"),  # both by ear, and the first swallows the second
            ("พาษีรถ", "ภาษีรถ"),
            ("ปลอคภัยทางถนม", "ปลอดภัยทางถนน"),
        ],
    )
    def test_two_words_in_a_row_are_put_right_together(self, written, typed, meant):
        texts = [f"ว่าด้วย{meant}ของเทศบาล", "ชำนาญการบำรุงทางถนอมรถของเทศบาล", "พาณิชย์และรถของเทศบาล"]
        written.rebuild(
            [
                Document(key=f"{n}", type="page", title=f"เรื่องที่ {n}", url=f"/{n}/", body=(Passage(text),))
                for n, text in enumerate(texts)
            ]
        )
        assert answer(written, typed).hits[0].key == "0"
        assert answer(written, typed).did_you_mean == meant

    @pytest.mark.parametrize("typed", ["conncet", "conect", "connecct", "connevt"])
    def test_a_misspelt_english_word_finds_the_text_that_has_it_right_and_is_put_right(self, written, typed):
        texts = [f"{100 * 'บริการประชาชน '}ผ่านระบบ Connect ของจังหวัด", "บริการของจังหวัด", "Contact จังหวัด"]
        written.rebuild(pages(texts))
        results = answer(written, f"{typed} จังหวัด")
        assert results.hits[0].key == "0"
        assert results.did_you_mean == "connect จังหวัด"
        assert answer(written, "connect จังหวัด").did_you_mean is None

    def test_a_misspelt_english_word_finds_what_it_means_in_thai(self, written):
        written.rebuild(pages(["บริการของจังหวัด", "จุดฉีดวัคซีนของจังหวัด"]))
        assert answer(written, "vacine จังหวัด").hits[0].key == "1"

    @pytest.mark.parametrize(
        ("typed", "other"),
        [
            ("rail", "เรือนจำ"),
            ("pork", "ท่าเรือ"),
            ("open", "โอเปก"),
            ("farm", "แบบฟอร์ม"),
            ("tender", "เจนเดอร์"),
        ],
    )
    def test_a_right_english_word_that_no_text_has_is_not_made_another(self, written, typed, other):
        written.rebuild(pages([f"{other}ของจังหวัด"]))
        assert not answer(written, typed).hits

    def test_one_of_several_is_found_by_their_word(self, written):
        written.rebuild(pages(["บริการของจังหวัด", "เรือนจำของจังหวัด"]))
        assert [hit.key for hit in answer(written, "jails").hits] == ["1"]

    def test_a_word_is_put_right_where_it_stands_and_not_in_an_earlier_one(self, written):
        written.rebuild(pages(["Train ของจังหวัด"]))
        assert answer(written, "pedestrian trian").did_you_mean == "pedestrian train"

    def test_a_short_latin_name_is_none_within_a_longer_word(self, written):
        written.rebuild(pages(["โครงการรถ Hybrid ของจังหวัด", "แอป Smart RID Plus ดูรถของจังหวัด"]))
        assert [hit.key for hit in answer(written, "รถ กรมชลประทาน").hits] == ["1"]

    def test_the_inside_of_an_office_is_more_than_how_a_question_is_worded(self, written):
        written.rebuild(pages(["การควบคุมโรค", "แผนการควบคุมของหน่วยงานจากภายใน"]))
        assert [hit.key for hit in answer(written, "การควบคุมภายใน").hits] == ["1"]

    def test_a_misspelt_english_word_tells_nothing_of_a_text_that_the_reader_may_not_see(self, written):
        """What a typed name is near to is shown whether or not somebody else's text has that very name."""
        texts = ["โครงการ Connect ของจังหวัด", "งานอื่นของจังหวัด"]
        written.rebuild(pages(texts))
        before = answer(written, "conneqt")
        hidden = replace(SECRET, title="โครงการ Conneqt", key="hidden")
        written.rebuild([*pages(texts), hidden])
        after = answer(written, "conneqt")
        assert [hit.key for hit in after.hits] == [hit.key for hit in before.hits] == ["0"]
        assert (after.total, after.did_you_mean) == (before.total, before.did_you_mean)

    @pytest.mark.parametrize(
        ("typed", "written_so", "apart"),
        [
            (
                "พ.ร.บ.อำนวยความสะดวก",
                "พระราชบัญญัติการอำนวยความสะดวกในการพิจารณาอนุญาต",
                "พระราชบัญญัติแร่ อำนวยความสะดวกแก่ผู้ขออนุญาต",
            ),
            ("พ.ร.บ. ล้มละลาย", "พระราชบัญญัติล้มละลาย", "พระราชบัญญัติแร่ ผู้ล้มละลาย"),
            ("พระราชกฤษฎีกาเบี้ยประชุม", "พ.ร.ฎ.เบี้ยประชุม", "พ.ร.ฎ.ค่าเช่าบ้าน เบี้ยประชุม"),
            ("พรก.กู้เงิน", "พระราชกำหนดให้อำนาจ พระราชกำหนดกู้เงิน", "พระราชกำหนดประมง กู้เงิน"),
            ("รมว.มท.", "รัฐมนตรีว่าการกระทรวงมหาดไทย", "รัฐมนตรีว่าการกระทรวงอื่น มท."),
            ("รัฐมนตรีว่าการกระทรวงแรงงาน", "รมว.แรงงาน", "รมว.คลัง แรงงาน"),
            ("ปลัดกระทรวงมหาดไทย", "ปลัด มท.", "ปลัดอำเภอ มหาดไทย"),
            ("รพ.ศิริราช", "โรงพยาบาลศิริราช", "โรงพยาบาลอื่น ศิริราช"),
        ],
    )
    def test_a_law_or_a_post_is_one_thing_however_its_head_is_written(
        self, written, typed, written_so, apart
    ):
        written.rebuild(pages([f"ประชุมเรื่อง{apart}", f"ประชุมเรื่องแนวทางปฏิบัติของอำเภอตาม{written_so}"]))
        assert answer(written, typed).hits[0].key == "1"

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("900 ลบ.ม.", "volume"),
            ("๙๐๐ ลูกบาศก์เมตร", "volume"),
            ("900 บาท", "sum"),
            ("เก้าร้อยบาท", "sum"),
        ],
    )
    def test_a_number_is_looked_for_with_what_it_counts(self, written, typed, key):
        texts = {
            "apart": "รับน้ำ 30 ลูกบาศก์เมตร 20 ลบ.ม. ค่าน้ำ 50 บาท 40 บาท ครัวเรือน 900 แห่ง",
            "volume": "ระบายน้ำวินาทีละ 900 ลบ.ม. เป็นเวลาหลายวันตามแผนของจังหวัดและเทศบาลที่อยู่ท้ายน้ำ",
            "sum": "ค่าธรรมเนียม 900 บาท ชำระได้ที่สำนักงานเขตทุกแห่งในวันและเวลาราชการตามประกาศ",
        }
        written.rebuild(
            [
                Document(key=name, type="page", title="ประกาศ", url=f"/{name}/", body=(Passage(text),))
                for name, text in texts.items()
            ]
        )
        assert answer(written, typed).hits[0].key == key

    def test_a_sum_is_not_looked_for_inside_of_a_longer_number(self, written):
        apart = "ค่าปรับ 2,501 บาท ข้อ 501 ของระเบียบ 501 และอีก 30 บาท 20 บาท"
        written.rebuild(pages([apart, f"{20 * 'ประกาศของเทศบาลนคร '}ค่าธรรมเนียม 501 บาท"]))
        assert answer(written, "501 บาท").hits[0].key == "1"

    def test_what_is_excluded_is_its_words_beside_one_another(self, written):
        written.rebuild(pages(["ค่าธรรมเนียมลดลงครึ่งหนึ่ง", "ค่าธรรมเนียมลดแล้ว และราคาลงมา ครึ่งหนึ่งไม่เสีย"]))
        assert keys(written, "ค่าธรรมเนียม") != ["1"]
        assert keys(written, "ค่าธรรมเนียม -ลดลงครึ่งหนึ่ง") == ["1"]
        assert keys(written, 'ค่าธรรมเนียม -"ลดลง ครึ่งหนึ่ง"') == ["1"]
        assert keys(written, "ค่าธรรมเนียม -ครึ่งหนึ่ง") == []

    @pytest.mark.parametrize("typed", ["8939286", "893-9286", "893 9286", "28939286"])
    def test_a_telephone_number_is_found_without_its_area_code_or_its_zero(self, written, typed):
        written.rebuild(pages(["สอบถามที่เทศบาล โทร. 0 2893 9287", "สอบถามที่เทศบาล โทร. 0-2893-9286"]))
        assert keys(written, typed)[:1] == ["1"]

    @pytest.mark.parametrize(("typed", "written_so"), [("ป12", "ป.12"), ("ป 12", "ป.12"), ("ป.12", "ป12")])
    def test_a_form_by_one_letter_is_found_with_its_dot_and_without(self, written, typed, written_so):
        written.rebuild(pages(["แบบ ป.13 ของ 12 ราย", f"{20 * 'ประกาศของเทศบาล '}ยื่นแบบ {written_so}"]))
        assert answer(written, typed).hits[0].key == "1"

    @pytest.mark.parametrize(
        ("typed", "written_so"),
        [("ปี 53", "พ.ศ. 2553"), ("ปี53", "ปี ๒๕๕๓"), ("ปี 2010", "ปี 53"), ("1/2567", "มกราคม 2567")],
    )
    def test_years_and_months_in_few_figures(self, written, typed, written_so):
        other = "ผลงานของเทศบาลในปี 2552 รวม 53 รายการ ปี 2552 อีก 10 รายการ ใน 2568 อีก 1 รายการ"
        written.rebuild(pages([other, f"{20 * 'ประกาศของเทศบาล '}ผลงานใน{written_so}"]))
        assert answer(written, f"ผลงาน {typed}").hits[0].key == "1"

    @pytest.mark.parametrize(
        ("typed", "written_so"),
        [
            ("ผ่านแอพ นอกเวลา", "ผ่านแอพฯ นอกเวลา"),
            ("เสนอ นายก เร่งแก้", "เสนอ นายกฯ เร่งแก้"),
            ("กรุงเทพฯ เชิญร่วมงาน", "กรุงเทพ เชิญร่วมงาน"),
        ],
    )
    def test_the_sign_of_a_name_cut_short_parts_no_words(self, written, typed, written_so):
        """Before a text that has the same words, more often and apart from one another."""
        words = typed.split()
        apart = " และ ".join([*words, *reversed(words)])
        written.rebuild(pages([apart, f"{12 * 'ประกาศของจังหวัด '}เรื่อง{written_so}"]))
        assert answer(written, typed).hits[0].key == "1"

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("3301124278", "account"),
            ("๓๓๐ ๑ ๑๒๔๒๗ ๘", "account"),
            ("0-9940-00274-86-4", "taxpayer"),
            ("ม.3 ต.แสลงพัน", "village"),
            ("ม.3", "section"),
            ("อบ 4530/2564", "case"),
            ("2021/10/13", "day"),
            ("October 13th, 2021", "day"),
            ("NBTC", "body"),
            ("โดนหมากัดต้องทำอะไรก่อน", "rabies"),
        ],
    )
    def test_what_is_written_in_other_groups_letters_and_words_is_found(self, written, typed, key):
        texts = {
            "account": "โอนเข้าบัญชีเงินฝากเลขที่ ๓๓๐-๑-๑๒๔๒๗-๘ ของเทศบาล",
            "taxpayer": "เลขประจำตัวผู้เสียภาษี 0994000274864 ใช้ในใบเสร็จรับเงิน",
            "village": "ที่ทำการตั้งอยู่หมู่ที่ ๓ ตำบลแสลงพัน",
            "section": "อาศัยอำนาจตามมาตรา ๓ แห่งพระราชบัญญัติ มีผลในตำบลแสลงพันด้วย",
            "case": "คดีหมายเลขแดงที่ อบ.๔๕๓๐/๒๕๖๔ ถึงที่สุดแล้ว",
            "day": "ประกาศ ณ วันที่ ๑๓ ตุลาคม ๒๕๖๔",
            "body": "สำเนาส่งสำนักงานคณะกรรมการกิจการกระจายเสียง กิจการโทรทัศน์ และกิจการโทรคมนาคมแห่งชาติ",
            "rabies": "การฉีดวัคซีนป้องกันโรคพิษสุนัขบ้า ผู้ถูกสัตว์กัดให้ล้างแผลด้วยสบู่แล้วพบแพทย์",
        }
        written.rebuild(
            [
                Document(key=name, type="page", title="ประกาศ", url=f"/{name}/", body=(Passage(text),))
                for name, text in texts.items()
            ]
        )
        assert answer(written, typed).hits[0].key == key

    def test_a_text_of_that_day_on_something_else_comes_after_one_that_says_both(self, written):
        body = (Passage("กรมทางหลวงแจ้งว่าเมื่อวันที่ 24 กุมภาพันธ์ 2565 ได้ปิดช่องจราจร"),)
        day = datetime.date(2022, 2, 24)
        written.rebuild(
            [
                Document(key="both", type="page", title="ปิดช่องจราจร", url="/1/", body=body),
                Document(key="day", type="page", title="วันดนตรีไทย", url="/2/", date=day),
            ]
        )
        assert answer(written, "กรมทางหลวง 24 ก.พ. 65").hits[0].key == "both"
        assert answer(written, "วันพฤหัสบดีที่ 24 ก.พ. 65").hits[0].key == "day"

    @pytest.mark.parametrize("typed", ["เลี้ยงดูเด็ก 2566", "เลี้ยงดูเด็ก ปี 2566", "เลี้ยงดูเด็ก 2023", "เลี้ยงดูเด็ก 66"])
    def test_a_bare_year_leads_to_the_notice_of_that_year_among_its_like(self, written, typed):
        text = "ผู้ปกครองยื่นคำขอภายในเดือนมกราคม เผยแพร่เมื่อ 5 ธันวาคม "
        written.rebuild(
            [
                Document(
                    key=str(year),
                    type="page",
                    title=f"เงินอุดหนุนเพื่อการเลี้ยงดูเด็ก ประจำปี {year}",
                    url=f"/{year}/",
                    body=(Passage(f"{text}{year - 1}"),),
                )
                for year in (2564, 2565, 2566, 2567, 2568)
            ]
        )
        assert answer(written, typed).hits[0].key == "2566"

    def test_a_number_that_no_letter_has_leads_to_those_that_differ_by_one_figure(self, engine):
        results = answer(engine, "คค 0201/17")
        assert [hit.key for hit in results.hits] == ["letter"]
        assert results.message == NEAR
        assert answer(engine, "คค 0201/77").message is None

    def test_nothing_tells_of_a_number_near_to_one_that_the_reader_may_not_see(self, engine):
        for text in ("คค 0201/58", "คค 0201/98"):
            results = answer(engine, text)
            assert (results.total, results.message) == (0, None)

    def test_quoted_words_that_no_text_has_find_what_is_nearest_and_say_so(self, engine):
        results = answer(engine, '"มอบอำนานแก่เจ้าหน้าที่ประจำเคาน์เตอร์"')
        assert results.hits[0].key == "guideline"
        assert results.message == NOT_AS_QUOTED
        assert answer(engine, '"มอบอำนาจแก่เจ้าหน้าที่"').message is None
        # What only somebody else may see is answered as what nobody has written.
        outside, unknown = answer(engine, '"ปรีชาญาณ"'), answer(engine, '"ปรีชาญาส"')
        assert (outside.total, outside.message) == (unknown.total, unknown.message) == (0, None)

    def test_a_misspelt_query_is_answered_and_put_right_from_the_texts(self, engine):
        results = answer(engine, "มอบอำนานแก่เจ้าหน้าที่")
        assert results.hits[0].key == "guideline"
        assert results.did_you_mean == "มอบอำนาจแก่เจ้าหน้าที่"
        assert answer(engine, "ศูนย์บริการร่วมปรีชาญาย").did_you_mean is None
        assert answer(engine, "มอบอำนาจ").did_you_mean is None

    def test_an_explanation_names_units_and_parts_of_the_score(self, engine):
        explanation = explain(engine, "ก.พ.ร. -ลับ")
        (unit,) = explanation.units
        assert ("สำนักงานคณะกรรมการพัฒนาระบบราชการ", "abbr") in [(way[0], way[2]) for way in unit.ways]
        assert explanation.excluded == ("ลับ",)
        assert explanation.hits[0].key == "office"
        assert sum(explanation.hits[0].parts.values()) == pytest.approx(explanation.hits[0].score, abs=0.01)
        assert "secret" not in [hit.key for hit in explain(engine, "ปรีชาญาณ").hits]

    def test_a_series_number_lists_letters_newest_first(self, written):
        written.index([circular(2565, 118), circular(2567, 118), circular(2566, 118), circular(2567, 119)])
        assert keys(written, "ว 118") == ["0505-2567-118", "0505-2566-118", "0505-2565-118"]
        assert keys(written, "ว ๑๑๘/๒๕๖๖") == ["0505-2566-118"]
        assert keys(written, "หนังสือเวียน ว118/2566") == ["0505-2566-118"]

    def test_of_very_many_that_bear_a_number_none_is_lost(self, written):
        begin = datetime.date(2000, 1, 1)
        many = [
            replace(circular(2543, 118, f"{n:04}"), date=begin + datetime.timedelta(n)) for n in range(1, 561)
        ]
        written.index([*many, replace(many[0], key="hidden", access=("staff",))])
        first = answer(written, "ว 118", page_size=3)
        assert ([hit.key for hit in first.hits], first.total) == ([d.key for d in many[:-4:-1]], 560)
        assert keys(written, "ว 118", page=187, page_size=3) == [d.key for d in many[1::-1]]
        assert keys(written, "ว 118", page_size=2, sort="oldest") == [d.key for d in many[:2]]

    def test_pages_do_not_drift_in_any_order(self, written):
        same = [replace(d, date=None if n % 3 else d.date) for n, d in enumerate(dated() * 12)]
        written.index([replace(document, key=f"same-{n}") for n, document in enumerate(same)])
        for sort in SORTS:
            for text, filters in (("งบประมาณรายจ่าย", None), ("", Filters(types=("page",)))):
                whole = keys(written, text, filters=filters, sort=sort, page_size=100)
                paged = [
                    key
                    for page in range(1, 8)
                    for key in keys(written, text, filters=filters, sort=sort, page=page, page_size=7)
                ]
                assert len(set(whole)) == 48
                assert paged == whole

    def test_pages_do_not_drift(self, written):
        written.index([circular(2500 + n, n, f"{n:04}") for n in range(1, 121)])
        whole = keys(written, "หนังสือเวียนเรื่อง", page_size=200)
        paged = [
            key for page in range(1, 14) for key in keys(written, "หนังสือเวียนเรื่อง", page=page, page_size=10)
        ]
        assert len(whole) == len(set(whole)) == answer(written, "หนังสือเวียนเรื่อง").total == 120
        assert sorted(paged) == sorted(whole)
        assert len(paged) == len(set(paged))

    def test_a_newer_version_replaces_and_an_older_one_does_not(self, written):
        fresh = Document(key="card", type="service", title="ต่ออายุใบขับขี่", url="/services/card/", version=5)
        assert written.index([fresh]) == 1
        assert written.index([LOST_CARD]) == 0
        assert written.versions()["card"] == 5
        assert keys(written, "ใบขับขี่") == ["card"]
        assert "card" not in keys(written, "บัตรหาย")

    def test_what_is_deleted_is_gone(self, written):
        written.delete(["card", "unknown"])
        assert keys(written, "บัตรหาย") == []
        assert set(written.versions()) == {"guideline", "office", "letter", "secret"}

    def test_another_opening_sees_what_was_written_at_once(self, written, again):
        other = again(written)
        assert keys(other, "บัตรหาย") == ["card"]
        written.delete(["card"])
        assert keys(other, "บัตรหาย") == []
        written.rebuild([LOST_CARD])
        assert set(other.versions()) == {"card"}

    def test_what_is_written_during_a_rebuild_is_kept(self, written):
        def documents():
            yield from EVERYTHING
            written.index([circular(2566, 5)])
            written.delete(["card"])

        written.rebuild(documents())
        assert keys(written, "ว 5") == ["0505-2566-5"]
        assert "card" not in written.versions()

    def test_a_failed_rebuild_leaves_the_live_index(self, written):
        def documents():
            yield OFFICE
            raise RuntimeError("the content broke off")

        with pytest.raises(RuntimeError, match="broke off"):
            written.rebuild(documents())
        assert set(written.versions()) == {d.key for d in EVERYTHING}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "่้๊",
            "!!!",
            '"',
            '"" -',
            "-",
            "((((",
            "a:b^2~ AND [x TO *]",
            "\0",
            "\ud800",
            "*?",
            "/.*/",
            "- - -",
            "-บัตร",
        ],
    )
    def test_a_query_without_words_says_what_to_do(self, engine, text):
        results = answer(engine, text)
        assert results.total == 0 or results.hits
        assert results.message or results.total == 0
        if not any(char.isalpha() for char in text):
            assert results.message

    def test_a_very_long_query_is_cut_and_says_so(self, engine):
        results = answer(engine, "ศูนย์บริการร่วม" * 700)
        assert results.message
        assert "300" in results.message

    def test_no_index_is_said_not_hidden(self, new):
        empty = new()
        assert empty.state().status == "missing"
        with pytest.raises(EngineUnavailable):
            answer(empty, "บัตร")
        empty.index([LOST_CARD])
        assert empty.state() == type(empty.state())("ready", 1)

    def test_an_engine_that_was_dropped_has_no_index(self, written, again):
        written.drop()
        assert written.state().status == again(written).state().status == "missing"
        written.drop()
        written.rebuild([LOST_CARD])
        assert keys(written, "บัตรหาย") == ["card"]

    def test_what_no_engine_can_hold_is_left_out_of_the_tokens_only(self, written):
        odd = Document(
            key="odd",
            type="page",
            title="ระเบียบ\ud800 \0 พัสดุ",
            url="/odd/",
            body=(Passage("ก" * 40_000), Passage("x" * 70_000)),
        )
        assert written.index([odd]) == 1
        hit = answer(written, "พัสดุ").hits[0]
        assert (hit.key, hit.title_text) == ("odd", odd.title)

    def test_two_with_the_same_tokens_keep_their_order_between_openings(self, written, again):
        written.index([circular(2566, n, f"{n:04}") for n in range(1, 31)])
        other = again(written)
        assert keys(written, "หนังสือเวียนเรื่อง") == keys(other, "หนังสือเวียนเรื่อง")


class TestTantivy(Contract):
    """The contract, on the embedded engine."""

    @pytest.fixture(scope="class")
    @classmethod
    def new(cls, tmp_path_factory):
        return lambda: open_engine("tantivy://", tmp_path_factory.mktemp("index"))

    @pytest.fixture
    def again(self):
        return lambda engine: type(engine)(engine.folder)


class TestElasticsearch(Contract):
    """The contract, on a real server."""

    @pytest.fixture(scope="class")
    @classmethod
    def new(cls, elasticsearch_address, tmp_path_factory):
        return lambda: open_engine(elasticsearch_address(), tmp_path_factory.getbasetemp())

    @pytest.fixture
    def again(self):
        return lambda engine: type(engine)(engine.address)
