"""Import and export of a kind of content as CSV or XLSX: looked at first, then all or nothing."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from import_export.resources import Diff, ModelResource, modelresource_factory
from import_export.widgets import DateWidget, ManyToManyWidget, NumberWidget, Widget

from editing import roles, versions
from editing.models import Action
from editing.spreadsheets import harmless, meant
from editing.workflow import lock_item

# These belong to the workflow; a table moves nothing to the readers or away from them.
LEFT_OUT = ("id", "status", "publish_at", "expire_at", "held_back", "updated_at")


class SlugsWidget(ManyToManyWidget):
    """Related items by their slugs; one that is not there is an error and not left out."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the related items."""
        wanted = [slug.strip() for slug in str(value or "").split(self.separator) if slug.strip()]
        found = {each.slug: each for each in self.model._base_manager.filter(slug__in=wanted)}
        for slug in wanted:
            if slug not in found:
                kind = self.model._meta.verbose_name
                raise ValueError(
                    _("There is no %(kind)s “%(slug)s”.") % {"kind": kind, "slug": slug}
                )
        return list(found.values())


class DayWidget(DateWidget):
    """A day, whose fault is said in the language of the desk."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the day."""
        try:
            return super().clean(value, row, **kwargs)
        except ValueError:
            raise ValueError(_("Enter a valid date.")) from None


class UnstyledDiff(Diff):
    """Marks what a row changes without inline styles, which the policy of the site forbids."""

    def as_html(self) -> list[SafeString]:
        """Return the cells; what stands in them is escaped, so only tags of the marks match."""
        tags = re.compile(r'<(\w+) style="[^"]*">')
        return [mark_safe(tags.sub(r"<\1>", html)) for html in super().as_html()]  # noqa: S308


class ContentResource(ModelResource):
    """Rows are found by their slug, checked like a form, and kept as versions."""

    @classmethod
    def widget_from_django_field(cls, f: Any, default: Any = Widget) -> Any:
        """Return the widget of a field; a day has ours."""
        found = super().widget_from_django_field(f, default)
        return DayWidget if found is DateWidget else found

    def get_diff_class(self) -> type[Diff]:
        """Return what shows the changes of a row."""
        return UnstyledDiff

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """Return what stands in a cell: a number may begin with a minus, a text must not run."""
        value = super().export_field(field, instance, **kwargs)
        is_text = isinstance(value, str) and not isinstance(field.widget, NumberWidget)
        return harmless(value) if is_text else value

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Read each text as it was before the export."""
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = meant(value)

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """Return the item of a row, once whoever is saving it now has done so.

        What is read before the lock may be old, and the import writes every column.
        """
        instance = super().get_instance(instance_loader, row)
        if instance is not None:
            lock_item(type(instance), instance.pk, None)
            instance.refresh_from_db()
        return instance

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Check the item; the bare columns follow the language that happens to be active."""
        errors = dict(import_validation_errors or {})
        bare = {each.name for each in instance._meta.local_fields if versions.is_bare(each)}
        try:
            instance.full_clean(exclude={*errors, *bare}, validate_unique=validate_unique)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance: Any, original: Any, row: Any, errors: Any = None) -> bool:
        """Skip a row that changes nothing; a missing text and an empty one are the same."""
        if errors or original.pk is None:
            return False
        for field in self.get_import_fields():
            if field.column_name not in row:
                continue
            if isinstance(field.widget, ManyToManyWidget):
                if {each.pk for each in field.clean(row)} != {
                    each.pk for each in field.get_value(original).all()
                }:
                    return False
            elif (field.get_value(instance) or "") != (field.get_value(original) or ""):
                return False
        return True

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Refuse to write beside changes that wait: publishing them would undo the import."""
        if instance.pk is None:
            return
        if lock_item(type(instance), instance.pk, None).docket.pending_id:
            raise ValueError(_("It has pending changes: publish or discard them first."))

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """Keep what was written as a version."""
        if row_result.is_new() or row_result.is_update():
            versions.record(row_result.instance, kwargs.get("user"), Action.IMPORTED)


def resource_for(model: type[models.Model]) -> type[ContentResource]:
    """Return the resource of a kind: its plain columns in both languages, and its relations."""
    columns = [
        each.name
        for each in model._meta.local_fields
        if not (
            each.is_relation
            or each.name in LEFT_OUT
            or versions.is_bare(each)
            or isinstance(each, models.FileField)
        )
    ]
    relations = {
        each.name: Field(
            each.name,
            each.name,
            widget=SlugsWidget(each.related_model, separator=",", field="slug"),
        )
        for each in model._meta.local_many_to_many
    }
    meta = {
        "fields": [*columns, *relations],
        "import_id_fields": ["slug"],
        "use_transactions": True,
        "skip_unchanged": True,
        "report_skipped": True,
        "clean_model_instances": True,
    }
    return modelresource_factory(model, ContentResource, meta_options=meta, custom_fields=relations)


class TransferMixin(ImportExportMixin):
    """Import and export in the list of a kind; readers see at once what is imported into it."""

    formats = (CSV, XLSX)
    export_form_class = ExportForm
    skip_admin_log = True

    def get_resource_classes(self, request: HttpRequest) -> list[type[ContentResource]]:
        """Return the one resource of the kind."""
        return [resource_for(self.model)]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may publish may import: rows of published items change what readers see."""
        return roles.may(request.user, roles.PUBLISH)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever sees the content may take it along."""
        return self.has_view_permission(request)

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A row that is refused refuses the whole table."""
        arguments = super().get_import_data_kwargs(**kwargs)
        return arguments | {
            "rollback_on_validation_errors": True,
            "retain_instance_in_row_result": True,
        }

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say what was done; or that nothing was, if the content changed since it was looked at."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, _("Nothing was imported: the content changed meanwhile."))
            return HttpResponseRedirect(self.address("import"))
        return super().process_result(result, request)
