"""What the index still has to hear, and what it has been told."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.thai import normalise


class OutboxEntry(models.Model):
    """Something changed that the index must hear of (รายการรอส่งเข้าดัชนี).

    Written in the transaction of the content itself, so that both are there or neither. It says
    which document, not what to do: delivery looks at the content as it then is, and puts in or
    takes out what it finds. Delivering an entry twice is therefore harmless.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(_("กุญแจเอกสาร"), max_length=100)
    created_at = models.DateTimeField(_("เกิดขึ้นเมื่อ"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("จำนวนครั้งที่ส่งไม่สำเร็จ"), default=0)
    retry_at = models.DateTimeField(_("จะลองใหม่เมื่อ"), null=True, blank=True)
    error = models.TextField(_("สาเหตุที่ส่งไม่สำเร็จ"), blank=True)

    class Meta:
        verbose_name = _("รายการรอส่งเข้าดัชนี")
        verbose_name_plural = _("รายการรอส่งเข้าดัชนี")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.key}"


class IndexedDocument(models.Model):
    """What the index was last told about one document (สถานะเอกสารในดัชนี).

    The digest is of everything in the document but its version; `index check` compares it with
    the content, and the version with the index.
    """

    key = models.CharField(_("กุญแจเอกสาร"), max_length=100, primary_key=True)
    version = models.BigIntegerField(_("รุ่น"))
    digest = models.CharField(_("ลายนิ้วมือเนื้อหา"), max_length=32)
    public = models.BooleanField(_("ทุกคนค้นพบได้"), default=False, db_default=False)

    class Meta:
        verbose_name = _("สถานะเอกสารในดัชนี")
        verbose_name_plural = _("สถานะเอกสารในดัชนี")

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Heartbeat(models.Model):
    """When the worker was last alive, and by whom the boxes' index was made (สัญญาณชีพของตัวทำงานเบื้องหลัง)."""

    name = models.CharField(max_length=50, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("สัญญาณชีพ")
        verbose_name_plural = _("สัญญาณชีพ")

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%Y-%m-%d %H:%M:%S}"


class AttachmentText(models.Model):
    """The words of an uploaded document, as the extraction read them (ข้อความในเอกสารแนบ).

    Stands beside Wagtail's document, so that the search index can be built without opening files.
    `fingerprint` says which file was read; another one is read again. `pages` is a list of texts,
    `problems` a list of codes of `core.extraction.PROBLEMS`, or "missing" where the file is gone.
    """

    document = models.OneToOneField(
        "wagtaildocs.Document",
        on_delete=models.CASCADE,
        related_name="attachment_text",
        verbose_name=_("เอกสาร"),
    )
    fingerprint = models.CharField(_("ลายนิ้วมือแฟ้ม"), max_length=300)
    extractor = models.CharField(_("ตัวอ่าน"), max_length=50, blank=True)
    score = models.FloatField(_("ความน่าเชื่อถือ"), default=0.0)
    problems = models.JSONField(_("ปัญหา"), default=list, blank=True)
    pages = models.JSONField(_("ข้อความรายหน้า"), default=list, blank=True)
    tried_fully = models.BooleanField(_("อ่านด้วยเวลาเต็มแล้ว"), default=True)
    read_at = models.DateTimeField(_("อ่านเมื่อ"), auto_now=True)

    class Meta:
        verbose_name = _("ข้อความในเอกสารแนบ")
        verbose_name_plural = _("ข้อความในเอกสารแนบ")

    def __str__(self) -> str:
        return f"{self.document_id} {self.extractor}"


class QueryCount(models.Model):
    """How often a text was searched for on a day, and how much was found (สถิติคำค้นรายวัน).

    Nothing says who asked: no user, no address, no time of day; what may be a person's number is masked
    before it is written anywhere (see finder.query_log).
    """

    day = models.DateField(_("วันที่"))
    text = models.CharField(_("คำค้น"), max_length=100)
    searches = models.PositiveIntegerField(_("จำนวนครั้งที่ค้น"), default=0)
    found = models.PositiveIntegerField(_("จำนวนผลลัพธ์ล่าสุด"), default=0)

    class Meta:
        verbose_name = _("สถิติคำค้น")
        verbose_name_plural = _("สถิติคำค้น")
        constraints = [models.UniqueConstraint(fields=["day", "text"], name="finder_query_of_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.text} {self.searches}"


class WantedPage(models.Model):
    """A guide that many searches of the last days lead to (คู่มือที่มีคนหามาก); see finder.wanted."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="wanted", verbose_name=_("หน้า")
    )
    searches = models.PositiveIntegerField(_("จำนวนครั้งที่ค้น"))

    class Meta:
        verbose_name = _("คู่มือที่มีคนหามาก")
        verbose_name_plural = _("คู่มือที่มีคนหามาก")
        ordering = ["-searches", "page_id"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.searches}"


class RelatedPage(models.Model):
    """A page that a reader of another may want next (หน้าที่เกี่ยวข้อง); see finder.related."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="related_pages")
    target = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("กุญแจเอกสาร"), max_length=100)
    kind = models.CharField(_("ประเภท"), max_length=20)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(_("ลำดับ"))

    class Meta:
        verbose_name = _("หน้าที่เกี่ยวข้อง")
        verbose_name_plural = _("หน้าที่เกี่ยวข้อง")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["page", "target"], name="finder_related_once")]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.target_id}"


class RelatedState(models.Model):
    """For which version of a document its related pages were worked out; 0 where others asked for it anew."""

    key = models.CharField(max_length=100, primary_key=True)
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class Term(models.Model):
    """What a word means in searches, by editors (คำพ้องและคำย่อ): besides the shipped lexicon, or instead.

    `meanings` holds one a line. See `search.thai.lexicon` for what each kind does, `finder.terms` for when.
    """

    class Kind(models.TextChoices):
        ABBREVIATION = "abbr", _("คำย่อหรือชื่อเรียกเดียวกัน (ค้นคำใดก็พบทั้งสองคำ)")
        SYNONYM = "synonym", _("คำที่ประชาชนใช้ (พบคำทางการ แต่ไม่กลับกัน)")
        RELATED = "related", _("คำที่เกี่ยวข้องกัน (พบกันทั้งสองทาง แต่อยู่ท้ายกว่า)")
        MISSPELLING = "misspelling", _("คำที่มักสะกดผิด (พบคำที่ถูก)")

    LONGEST = 120
    MOST = 20

    term = models.CharField(_("คำ"), max_length=LONGEST, help_text=_("คำที่ผู้ค้นหาพิมพ์ เช่น บัตรคนจน, สคส., ปฎิบัติ"))
    kind = models.CharField(_("ชนิด"), max_length=20, choices=Kind.choices, default=Kind.SYNONYM)
    meanings = models.TextField(_("ความหมาย"), help_text=_("คำที่ให้ค้นแทนหรือค้นเพิ่ม บรรทัดละหนึ่งคำ ไม่เกิน 20 บรรทัด"))
    uncertain = models.BooleanField(
        _("มีหลายความหมาย"),
        default=False,
        help_text=_("คำนี้อาจหมายถึงอย่างอื่นด้วย ให้ผลที่ตรงตามตัวอักษรมาก่อน"),
    )
    only = models.BooleanField(
        _("ใช้แทนความหมายที่ระบบรู้อยู่เดิม"),
        default=False,
        help_text=_("ไม่ใช้ความหมายของคำนี้ในคลังคำที่มากับระบบ และที่ระบบเรียนรู้จากเอกสาร"),
    )
    note = models.CharField(
        _("หมายเหตุ"), max_length=200, blank=True, help_text=_("เหตุผลหรือที่มา เห็นเฉพาะเจ้าหน้าที่")
    )
    updated_at = models.DateTimeField(_("แก้ไขเมื่อ"), auto_now=True)

    class Meta:
        verbose_name = _("คำพ้องและคำย่อ")
        verbose_name_plural = _("คำพ้องและคำย่อ")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "kind"],
                name="finder_term_once",
                violation_error_message=_("มีคำนี้ชนิดนี้อยู่แล้ว กรุณาแก้ไขรายการเดิม"),
            )
        ]

    def __str__(self) -> str:
        return self.term

    def lines(self) -> list[str]:
        """The meanings, each once, without empty lines."""
        return list(dict.fromkeys(line.strip() for line in self.meanings.splitlines() if line.strip()))

    def shown_meanings(self) -> str:
        return ", ".join(self.lines())

    def clean(self) -> None:
        """Raises ValidationError for a term or meanings that search could do nothing with."""
        super().clean()
        self.term = " ".join(self.term.split())
        if not any(sign.isalnum() for sign in normalise(self.term)):
            raise ValidationError({"term": _("กรุณาพิมพ์คำที่มีตัวอักษร")})
        lines = self.lines()
        if not lines:
            raise ValidationError({"meanings": _("กรุณาพิมพ์ความหมายอย่างน้อยหนึ่งบรรทัด")})
        if len(lines) > self.MOST:
            raise ValidationError({"meanings": _("ไม่เกิน 20 บรรทัด")})
        for line in lines:
            if len(line) > self.LONGEST or not any(sign.isalnum() for sign in normalise(line)):
                raise ValidationError(
                    {"meanings": _("“%(line)s” ยาวเกินไปหรือไม่มีตัวอักษร") % {"line": line[: self.LONGEST]}}
                )
            if normalise(line) == normalise(self.term):
                raise ValidationError({"meanings": _("ความหมายต้องไม่ใช่คำเดียวกับคำที่ผู้ค้นหาพิมพ์")})
        self.meanings = "\n".join(lines)


Term.shown_meanings.short_description = _("ความหมาย")  # type: ignore[attr-defined]
