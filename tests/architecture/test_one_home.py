"""A rule has one home: the words and figures that were written twice are written once."""

import ast

from campaigns.models import DossierPart

from .source import modules

# The judge of PDFs imports nothing of ours; the plan's own data and the model say what the parts are called.
OWN_WORDS = {"awards.paper_checks.kinds", "campaigns.models.campaign", "awards.spreadsheets.proposed"}


def texts(tree):
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_the_parts_of_a_dossier_are_named_once():
    """Apart from sentences: a label that stands alone comes from DossierPart."""
    labels = set(DossierPart.Code.labels)
    found = {
        name: sorted(labels.intersection(texts(tree)))
        for name, tree in modules().items()
        if name not in OWN_WORDS and labels.intersection(texts(tree))
    }
    # "Tờ trình" alone is also the Director's letter to the province.
    found = {name: words for name, words in found.items() if words != ["Tờ trình"]}
    assert not found


def test_nobody_else_orders_an_official_list():
    """Post and name in one order_by are the list's order: Nomination.objects.in_list_order()."""
    found = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by"):
                continue
            columns = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if "sort_key" in columns and any(column.endswith("unit__order") for column in columns):
                found.append(f"{name}:{node.lineno}")
    assert found == [f"awards.models.nominations:{_line_of_the_order()}"]


def _line_of_the_order():
    tree = modules()["awards.models.nominations"]
    function = next(node for node in ast.walk(tree) if getattr(node, "name", "") == "in_list_order")
    return next(
        node.lineno
        for node in ast.walk(function)
        if getattr(getattr(node, "func", 0), "attr", "") == "order_by"
    )


def test_files_and_json_are_hashed_in_one_way():
    """hashlib is asked for text of papers, history and bytes at hand; a file or a page's state by campaigns.fingerprints."""
    found = [
        name
        for name, tree in modules().items()
        if name != "campaigns.fingerprints"
        and any(
            "hashlib.sha256(json.dumps" in ast.unparse(node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
        )
    ]
    assert not found
