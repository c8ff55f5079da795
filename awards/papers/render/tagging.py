"""WHAT OF A PAGE IS NOT ITS TEXT? Page numbers: WeasyPrint marks them as text, but leaves them out of the structure.

Marked text that no structure element holds is read by nobody (ISO 32000-1, 14.7.4.4); what belongs to the page and
not to the text is an artifact (14.8.2.2). Works on WeasyPrint's objects just before they become bytes.
"""


def free_margins(pdf):
    """Everything marked but left out of the structure becomes an artifact of pagination."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    held = _held(pdf, root)
    nums = _at(pdf, root["ParentTree"])["Nums"]
    owners = dict(zip(nums[::2], nums[1::2], strict=True))
    for number in pdf.pages["Kids"][::3]:
        page = pdf.objects[number]
        elements = owners[page["StructParents"]]
        loose = {mark for mark, element in enumerate(elements) if element not in held}
        for mark in loose:
            elements[mark] = "null"
        _as_artifacts(_at(pdf, page["Contents"]).stream, loose)
    for thing in pdf.objects:
        # A hole in the numbering of compressed objects would break the file: emptied, not taken out.
        if isinstance(thing, dict) and thing.get("Type") == "/StructElem" and thing.reference not in held:
            thing.clear()


def _held(pdf, root):
    """The references of all structure elements below the root."""
    held, waiting = set(), [root]
    while waiting:
        kids = [kid for kid in waiting.pop().get("K", ()) if isinstance(kid, bytes)]
        held.update(kids)
        waiting += [_at(pdf, kid) for kid in kids]
    return held


def _as_artifacts(operations, loose):
    """A mark is written as its tag, its properties, BDC."""
    for at, operand in enumerate(operations):
        if isinstance(operand, dict) and operand.get("MCID") in loose:
            operations[at - 1] = "/Artifact"
            operand.clear()
            operand["Type"] = "/Pagination"


def _at(pdf, reference):
    return pdf.objects[int(reference.split()[0])]
