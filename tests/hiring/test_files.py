"""Files are stored exactly as sent, or refused with the reason; taking one is noted."""

import hashlib

import pytest
from django.db import connection

from isthmus.base.failures import IsthmusError
from isthmus.hiring import files
from isthmus.hiring.models import File, FileContent, FileDownload
from isthmus.hiring.problems import Refused
from isthmus.store.models import Audit, Change
from isthmus.store.tenancy import acting_for
from tests.builders import ExpectedFile, a_docx, a_pdf, a_received_application


def an_expected_file() -> File:
    application = a_received_application(files=[ExpectedFile("resume", "urn:li:media:abc")])
    return application.files.get()


def test_an_announced_file_is_expected(cast):
    with cast.acting():
        file = an_expected_file()
        assert (file.state, file.kind, file.external_id) == ("expected", "resume", "urn:li:media:abc")
        with pytest.raises(Refused, match="not stored"):
            files.content(file.id)


@pytest.mark.parametrize(("content", "extension"), [(a_pdf("Noor"), "pdf"), (a_docx("Noor"), "docx")])
def test_a_file_is_kept_byte_for_byte_with_its_text(cast, content, extension):
    with cast.acting():
        file = files.store(an_expected_file().id, content, name="../../CV", declared_type="text/html")
        assert (file.state, file.name, file.size) == ("stored", f"CV.{extension}", len(content))
        assert file.sha256 == hashlib.sha256(content).hexdigest()
        assert file.text == "Noor"
        assert files.content(file.id) == content


def test_the_bytes_in_the_database_are_sealed(cast):
    with cast.acting():
        files.store(an_expected_file().id, a_pdf(), name="cv.pdf")
        assert b"%PDF" not in bytes(FileContent.objects.get().sealed)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM store_change WHERE entity = 'hiring_filecontent'")
            assert cursor.fetchone() == (0,)


def test_a_program_named_pdf_is_refused_with_words_and_not_kept(cast):
    with cast.acting():
        file = files.store(an_expected_file().id, b"MZ\x90\x00" + b"\x00" * 99, name="cv.pdf", declared_type="")
        assert file.state == "refused"
        assert "by its content it is a Windows program. Its name or sender said otherwise." in file.why
        assert not FileContent.objects.exists()


def test_storing_again_keeps_what_was_stored_first(cast):
    with cast.acting():
        file = an_expected_file()
        first = files.store(file.id, a_pdf("first"), name="a.pdf")
        files.store(file.id, a_pdf("second"), name="b.pdf")
        files.refuse(file.id, "late")
        file.refresh_from_db()
        assert (file.state, file.name, file.sha256) == ("stored", "a.pdf", first.sha256)


def test_a_refused_file_may_still_arrive(cast):
    with cast.acting():
        file = an_expected_file()
        files.gone(file.id, "LinkedIn no longer has it.")
        assert files.store(file.id, a_pdf(), name="cv.pdf").state == "stored"


def test_a_locked_document_is_stored_and_says_that_its_text_is_not_read(cast):
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_encryption(owner_password="owner", user_password="user")
    with cast.acting():
        file = files.store(an_expected_file().id, bytes(pdf.output()), name="cv.pdf")
        assert (file.state, file.text) == ("stored", "")
        assert "password" in file.why


def test_the_first_download_of_each_person_is_noted_and_every_one_audited(cast):
    with cast.acting():
        file = files.attach(a_received_application().id, a_pdf(), name="cv.pdf")
        assert [files.record_download(file.id) for _ in range(2)] == [True, False]
    with cast.acting(cast.marek):
        assert files.record_download(file.id)
        assert FileDownload.objects.filter(application_id=file.application_id).count() == 2
        assert Audit.objects.filter(action="downloaded", entity_id=file.id).count() == 3
    with acting_for(cast.larkfield.id, cause="api key"):
        assert not files.record_download(file.id)


def test_names_and_text_stay_out_of_the_change_log(cast):
    with cast.acting():
        files.attach(a_received_application().id, a_pdf("Secret words"), name="Noor-CV.pdf")
        logged = " ".join(str(change.fields) for change in Change.objects.filter(entity="hiring_file"))
        assert "Noor-CV" not in logged
        assert "Secret words" not in logged


def test_another_companys_file_does_not_exist(cast):
    with cast.acting():
        file = files.attach(a_received_application().id, a_pdf(), name="cv.pdf")
    with cast.acting(cast.dele, cast.orrin):
        for act in (files.content, files.record_download, lambda i: files.store(i, a_pdf(), name="x")):
            with pytest.raises(File.DoesNotExist):
                act(file.id)


def test_another_companys_seal_does_not_open(cast):
    from isthmus.base import secrets

    with cast.acting():
        files.attach(a_received_application().id, a_pdf(), name="cv.pdf")
        sealed = bytes(FileContent.objects.get().sealed)
        with pytest.raises(IsthmusError):
            secrets.unseal(sealed, company=cast.orrin.id, field=files.FIELD)
