"""The checklist: every issue of the policy has one, and data that prove something tick it off."""

from __future__ import annotations

import pytest

from xiaoer.policy.aftersales import ISSUES
from xiaoer.shop.aftersales.disputes.dossier import ISSUE_WORDS
from xiaoer.shop.aftersales.disputes.proofs import NEEDED, Papers, checklist, missing

NOTHING = Papers(0, 0, 0, (), 0, False)
ALL = Papers(12, 3, 7, ("本人",), 1, True)


def test_every_issue_has_a_checklist_and_a_name() -> None:
    assert set(NEEDED) == set(ISSUES) == set(ISSUE_WORDS)


@pytest.mark.parametrize("issue", [*NEEDED, None])
def test_without_data_everything_is_missing_and_says_where_to_get_it(issue: str | None) -> None:
    proofs = checklist(issue, refused=True, papers=NOTHING)
    assert missing(proofs) == proofs
    assert proofs[0].name == "聊天记录"
    assert proofs[-1].name == "拒收照片和快递公司盖章"
    assert all(len(proof.note) > 5 for proof in proofs)


def test_what_the_data_prove_is_there() -> None:
    proofs = {proof.name: proof for proof in checklist("not_received", False, ALL)}
    assert proofs["聊天记录"].there
    assert proofs["物流轨迹"].note == "7 条，已写进时间线"
    assert proofs["签收记录"].note == "签收人：本人"
    left = [proof.name for proof in missing(list(proofs.values()))]
    assert left == ["签收底单或代收授权", "称重记录"]
    assert not missing(checklist("invoice", False, ALL))
