"""Pictures, old addresses and accounts stand beside the content; no change of them is lost."""

import pytest
import reversion
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from reversion.models import Version

from accounts.models import User
from delivery.models import NotFoundAddress, Redirect
from editing.models import Action
from editing.versions import revisions
from library.models import Image
from pages.models import SiteSettings
from tests.support.desk_client import Desk, person, superuser
from tests.support.items import jpeg


@pytest.fixture
def picture(editor):
    words = {"focus": "0.5x0.5", "alt_en": "A roof", "alt_zh_hans": "屋顶", "credit_en": "Us"}
    answer = editor.client.post(reverse("admin:library_image_add"), {"file": jpeg(), **words})
    assert answer.status_code == 302, answer.content.decode()
    return Image.objects.get()


@pytest.fixture
def redirect(db):
    return Redirect.objects.create(old_path="news/2021/old/", new_path="cities/fuzhou/")


def acts(obj):
    return [
        (line.action, line.user.username) for line in revisions.get_for_object(obj) if line.user
    ]


def compared(desk, obj):
    rows = desk.get(desk.url(obj, "compare")).cssselect(".desk-compare tbody tr")
    return {
        " ".join(row[0].text_content().split()): [cell.text_content() for cell in row[1:]]
        for row in rows
    }


def test_whatever_staff_write_is_kept_as_a_version_but_accounts():
    unversioned = {model for model in admin.site._registry if not reversion.is_registered(model)}

    assert unversioned == {User, NotFoundAddress}


def test_a_picture_has_versions_that_compare_and_come_back(editor, picture):
    name = picture.file.name
    editor.save(picture, alt_en="A green roof", caption_zh_hans="光伏板")

    assert acts(picture) == [(Action.CHANGED, "editor"), (Action.CREATED, "editor")]
    assert compared(editor, picture) == {
        "Alternative text English 1 change": ["A roof", "A green roof"],
        "Caption Chinese 1 change": ["", "光伏板"],
    }
    first = revisions.get_for_object(picture).last()
    editor.client.post(editor.url(picture, "restore", first.pk))
    picture.refresh_from_db()
    assert (picture.alt_en, picture.file.name) == ("A roof", name)
    assert not picture.caption_zh_hans


def test_a_deleted_picture_comes_back_with_its_file(reviewer, picture):
    line = reviewer.delete(picture)
    assert not Image.objects.exists()

    back = reviewer.recover(picture, line)

    assert (back.file.name, back.alt_zh_hans) == (picture.file.name, "屋顶")
    assert back.file.storage.exists(back.file.name)


@pytest.mark.parametrize("english", ["A roof", ""])
def test_a_translator_words_a_picture_in_one_language_alone(translator, picture, english):
    Image.objects.update(alt_en=english)

    translator.save(picture, alt_zh_hans="绿色屋顶", alt_en="Taken over", credit_en="Mine")

    assert (picture.alt_en, picture.alt_zh_hans, picture.credit_en) == (english, "绿色屋顶", "Us")


def test_an_old_address_has_versions_and_comes_back(administrator, redirect):
    administrator.save(redirect, new_path="cities/wuhan/")
    assert acts(redirect) == [(Action.CHANGED, "administrator")]
    assert list(compared(administrator, redirect).values()) == [["cities/fuzhou/", "cities/wuhan/"]]

    line = administrator.delete(redirect)
    assert administrator.recover(redirect, line).new_path == "cities/wuhan/"


def whys(desk):
    rows = desk.get("/admin/activity/").cssselect(".desk-activity tbody tr")
    return [[" ".join(cell.text_content().split()) for cell in row][1:] for row in rows]


def test_who_changed_whose_role_is_a_line_of_the_activity(administrator):
    mei = person("Editor", "mei")
    reviewing = Group.objects.get(name="Reviewer")

    form = administrator.form(mei)
    answer = administrator.send(mei, form | {"role": reviewing.pk, "_save": ""})

    assert answer.status_code == 302, answer.content.decode()
    assert whys(administrator)[0] == [
        "administrator", "changed", "User", "mei", "Editor → Reviewer / 编辑 → 审核人",
    ]  # fmt: skip


def test_a_new_account_begins_with_its_first_role(administrator):
    editing = Group.objects.get(name="Editor")
    sent = {"username": "new", "interface_language": "en", "role": editing.pk}

    administrator.client.post(reverse("admin:accounts_user_add"), sent)

    assert whys(administrator)[0][-2:] == ["new", "– → Editor / – → 编辑"]


def test_a_change_of_an_account_is_a_line_and_in_no_version(administrator):
    mei = person("Editor", "mei")
    editing = Group.objects.get(name="Editor")
    sent = {"username": "mei", "interface_language": "en", "role": editing.pk, "is_active": "on"}

    administrator.client.post(administrator.url(mei), sent | {"last_name": "Sun"})

    mei.refresh_from_db()
    assert mei.last_name == "Sun"
    assert whys(administrator)[0][:3] == ["administrator", "changed", "User"]
    assert not Version.objects.filter(content_type__app_label="accounts").exists()


def test_the_page_that_deletes_an_account_names_no_row_that_nobody_knows():
    mei = person("Editor", "mei")
    Authenticator.objects.create(user=mei, type="totp", data={})
    UserSession.objects.create(user=mei, ip="203.0.113.7", session_key="x")

    chief = Desk(superuser())
    lines = chief.get(chief.url(mei, "delete")).cssselect("#content li")

    assert [" ".join(each.text_content().split()) for each in lines] == ["Users: 1", "User: mei"]


def test_a_picture_of_a_published_page_is_changed_by_those_who_publish(
    editor, translator, reviewer, picture, draft
):
    draft.image = picture
    draft.save()
    editor.save(picture, caption_en="Before")
    reviewer.save(draft, "_publish")

    note = editor.get(editor.url(picture)).cssselect("div.note")[0]
    assert [each.text for each in note.cssselect("a")] == [draft.title_en]
    for desk in (editor, translator):
        page = desk.get(desk.url(picture))
        assert not page.cssselect("[name=caption_en], [name=caption_zh_hans], [name=file]")
        sent = {"caption_en": "x", "caption_zh_hans": "x", "decorative": "on", "focus": "0.5x0.5"}
        assert desk.send(picture, sent).status_code == 403
    picture.refresh_from_db()
    assert (picture.caption_en, picture.caption_zh_hans) == ("Before", None)

    assert reviewer.save(picture, caption_en="After") == ["Saved."]
    reviewer.save(draft, "_withdraw")
    assert editor.save(picture, caption_en="A draft again") == ["Saved."]


@pytest.mark.parametrize("field", ["body_en", "office"])
def test_wherever_a_page_shows_a_picture_it_counts(editor, reviewer, picture, draft, field):
    if field == "office":
        SiteSettings.objects.update(wechat_picture=picture)
    else:
        figure = f'<p>Text</p><figure data-image="{picture.pk}"></figure>'
        reviewer.save(draft, "_publish", body_en=figure)

    assert not editor.get(editor.url(picture)).cssselect("[name=caption_en]")


def test_an_empty_library_says_so_and_a_new_picture_is_not_complete(editor, language):
    editor.user.interface_language = language
    editor.user.save()

    listed = editor.get(reverse("admin:library_image_changelist"))
    none = {"en": "There is nothing here yet.", "zh-hans": "这里还没有内容。"}
    assert listed.cssselect(".none")[0].text == none[language]
    new = editor.get(reverse("admin:library_image_add"))
    assert [each.text_content().strip() for each in new.cssselect(".columns small")] == ["", ""]
    assert (
        new.cssselect(".submit-row .default")[0].text == {"en": "Save", "zh-hans": "保存"}[language]
    )


def test_lists_say_times_as_the_rest_of_the_desk(administrator, redirect, picture):
    for obj in (redirect, picture):
        opts = obj._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        listed = administrator.get(url)
        assert "today " in listed.cssselect("#result_list tbody tr")[0].text_content()
