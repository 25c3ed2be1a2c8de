"""What may be the address of a text page."""

import pytest
from django.core.exceptions import ValidationError

from pages.models import Page


@pytest.mark.parametrize("slug", ["", "bad slug", "a/b", "中文", "cities"])
def test_an_address_that_a_page_cannot_have_is_refused_at_its_field(db, slug):
    with pytest.raises(ValidationError) as refusal:
        Page(slug=slug).full_clean(exclude=["title", "title_en", "title_zh_hans"])

    assert refusal.value.message_dict.keys() == {"slug"}
