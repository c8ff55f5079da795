"""The rubric's boxes, which know what dossiers have answered already."""

from collections import Counter

from awards import scoring
from awards.models import SelfScore
from campaigns.admin.campaign import ClauseForm, ClauseInline


class AnsweredClauseForm(ClauseForm):
    def dossiers_by_code(self):
        answers = SelfScore.objects.filter(clause=self.instance).values_list("answer", flat=True)
        return Counter(code for answer in answers for code in scoring.codes(answer))


class AnsweredClauseInline(ClauseInline):
    form = AnsweredClauseForm
