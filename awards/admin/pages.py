"""What the pages of the admin's own share: how a refusal is shown, what was posted is read, the obvious is chosen."""

from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from awards.exceptions import Refused
from campaigns.vietnamese import numbers

# A rule said no to a step: the page comes back with the sentence and everything that was typed.
CONFLICT = 409


def shown(request, template, context, *, status=200):
    return TemplateResponse(request, template, context, status=status)


def back_to(url):
    # 303: reloading the page that follows a POST never repeats the POST.
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def posted_version(request):
    """The version the person's page showed. A page that sends none is treated as the oldest."""
    return numbers.posted(request.POST.get("version", "")) or 0


def tried(form, act):
    """What act(cleaned data) gave; None where the form or a rule said no, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None


def only(rows):
    """The one row there is, so that nobody has to choose it; None of none or several."""
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None
