"""A refusal that a page did not catch itself, as a page or as JSON."""

from django.http import JsonResponse
from django.shortcuts import render

from awards.exceptions import Refused

from . import responses


def refused_page(view):
    """A Refused that a page did not catch itself becomes a page, or JSON, with its sentence: 403."""

    def guarded(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            if responses.wants_json(request):
                return JsonResponse({"sentence": refused.sentence}, status=403)
            return render(request, "403.html", {"sentence": refused.sentence}, status=403)

    guarded.__name__, guarded.__doc__ = view.__name__, view.__doc__
    return guarded


def run_or_add_error(form, act):
    """What act(cleaned data) gave; None where the form or a rule said no, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None
