"""What every table of the admin has in common: whose rows it shows, and who may touch them.

Who may do what is one table on the site (emulation.site); which rows exist for an account is `visible_to` or
the path to its department. Lists, choices, filters, searches and inlines all come through here.
"""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, SuspiciousOperation
from django.db import DataError, models
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from campaigns.vietnamese import names, numbers

from .fields import RowAutocomplete, RowChoiceField, RowsChoiceField


class MomentWidget(AdminSplitDateTime):
    """Django's day and hour, each with a name of its own: the words beside them label neither."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for widget, name in zip(self.widgets, ("Ngày", "Giờ"), strict=True):
            widget.attrs["aria-label"] = name


class Scoped:
    """Rows and rights of one model, for a table or an inline."""

    # "campaign__department": how a row without `visible_to` belongs to a department; None = shared by all (law).
    department_path: str | None = ""
    formfield_overrides = {models.DateTimeField: {"widget": MomentWidget}}

    def rows_for(self, user, queryset):
        if hasattr(queryset, "visible_to"):
            return queryset.visible_to(user)
        if self.department_path is None:
            return queryset
        if not self.department_path:
            raise ImproperlyConfigured(f"{type(self).__name__} does not say whose rows it shows")
        if user.department_id is None:
            return queryset.none()
        return queryset.filter(**{self.department_path: user.department_id})

    def get_queryset(self, request):
        return self.rows_for(request.user, super().get_queryset(request))

    def has_view_permission(self, request, obj=None):
        return self._can(request, "view") or self.has_change_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self._can(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._can(request, "change")

    def has_delete_permission(self, request, obj=None):
        # Nothing of a campaign is ever deleted: it is withdrawn, revoked or made inactive.
        return False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def _can(self, request, action):
        return self.admin_site.allows(request.user, self.model, action)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        kwargs.setdefault("form_class", RowChoiceField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        kwargs.setdefault("form_class", RowsChoiceField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choices(self, db_field, request):
        model = db_field.remote_field.model
        if not self.admin_site.is_registered(model):
            raise ImproperlyConfigured(f"{db_field} offers rows of a table that nobody scopes")
        return self.admin_site.get_model_admin(model).get_queryset(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # A pop-up that adds a unit in the middle of another form only confuses.
        for action in ("add", "change", "delete", "view"):
            if field is not None and hasattr(field.widget, f"can_{action}_related"):
                setattr(field.widget, f"can_{action}_related", False)
        return field


class DepartmentAdmin(Scoped, admin.ModelAdmin):
    """A table of the admin."""

    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    save_on_top = False
    actions = None
    show_facets = admin.ShowFacets.NEVER

    def get_search_results(self, request, queryset, search_term):
        """ "dang" finds "Đặng": the stored key and the typed words are folded alike."""
        if any("search_key" in field for field in self.get_search_fields(request)):
            search_term = names.search_key(search_term)
        return super().get_search_results(request, queryset, search_term)

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError, DataError) as error:
            # A filter that no column can hold: too large a number, a null byte. Django lets the database stumble.
            raise IncorrectLookupParameters from error

    def response_action(self, request, queryset):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any(numbers.posted(key, digits=18) is None for key in chosen):
            raise SuspiciousOperation("a ticked row that is no number")
        return super().response_action(request, queryset)

    def get_or_404(self, request, object_id):
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        return found

    @admin.display(
        description=mark_safe('<input type="checkbox" id="action-toggle" aria-label="Chọn tất cả các dòng">')
    )
    def action_checkbox(self, obj):
        # Django renders a template for each of these, which is half the time of a list.
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="Chọn {}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            obj,
        )

    def link(self, name, *args):
        """The address of a page of this table: "changelist", "change", or one of its own."""
        opts = self.opts
        return reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_{name}", args=args)

    def page(self, request, **context):
        """What every page of our own needs besides its subject."""
        if "form" in context:
            # The calendar of a date field stands on the admin's own scripts.
            context["media"] = self.media + context["form"].media
        return {**self.admin_site.each_context(request), "opts": self.opts, "model_admin": self, **context}


class DepartmentInline(Scoped, admin.TabularInline):
    """Rows below another row: whoever may do something with the row may do it with these."""

    extra = 0
    show_change_link = False
    template = "admin/edit_inline/rows.html"

    def _can(self, request, action):
        return self.admin_site.allows(request.user, self.parent_model, action)

    def has_change_permission(self, request, obj=None):
        # What the page above does not save must not look as if it could be typed.
        return self.admin_site.get_model_admin(self.parent_model).has_change_permission(request, obj)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        # The head of a column is no label of the field below it.
        for field in formset.form.base_fields.values():
            getattr(field.widget, "widget", field.widget).attrs["aria-label"] = capfirst(field.label)
        return formset

    def get_queryset(self, request):
        # The parent row was scoped already; a second join would cost a query for nothing.
        return admin.TabularInline.get_queryset(self, request)


class ReadOnlyInline(DepartmentInline):
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class VisibleRelatedFilter(admin.RelatedFieldListFilter):
    """A filter that offers only rows this account may see, and none when they are too many to look through:
    the search box finds a unit by its name. A filter that an address carries is kept and shown.
    """

    MOST = 60

    def field_choices(self, field, request, model_admin):
        rows = model_admin.admin_site.get_model_admin(field.remote_field.model).get_queryset(request)
        listed = list(rows[: self.MOST + 1])
        if len(listed) > self.MOST:
            chosen = [value for value in self.lookup_val or () if str(value).isdecimal()]
            listed = rows.filter(pk__in=chosen) if chosen else []
        return [(row.pk, str(row)) for row in listed]

    def has_output(self):
        return len(self.lookup_choices) > 1 or bool(self.lookup_val)


def mark(text, kind):
    """A small coloured label: cheap, because no template is rendered for it."""
    return format_html('<span class="mark mark-{}">{}</span>', kind, text)
