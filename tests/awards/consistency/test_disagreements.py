"""What stands in the way of a paper, said in one sentence however much differs."""

from awards.consistency import Disagreement, Side, refusal


def parted(n, **more):
    return [
        Disagreement("tên", (Side("a", "A"), Side("b", "B")), f"Câu {at}.", **more) for at in range(1, n + 1)
    ]


def test_nothing_and_doubts_stand_in_nobodys_way():
    assert refusal([]) == ""
    assert refusal(parted(2, blocks=False)) == ""


def test_one_is_its_own_sentence_and_a_few_are_numbered():
    assert refusal(parted(1)) == "Câu 1."
    assert refusal(parted(3)) == "Các văn bản chưa khớp nhau ở 3 điểm: (1) Câu 1. (2) Câu 2. (3) Câu 3."


def test_of_very_many_the_first_are_named_and_all_are_counted():
    """A renamed unit parts hundreds of dossiers from the roster; the page that shows the sentence stays light."""
    told = refusal(parted(250))
    assert told.startswith("Các văn bản chưa khớp nhau ở 250 điểm: (1) Câu 1.")
    assert told.endswith("(3) Câu 3. Còn 247 điểm khác.")
