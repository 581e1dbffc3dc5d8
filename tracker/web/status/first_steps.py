"""开始使用 on the page: what is still to be done before a case can go its way, each with the page that does it."""

from flask import url_for

from tracker.queries.readiness import Readiness


def first_steps(ready: Readiness) -> list[tuple[str, str, str]]:
    """What is missing, why it matters, and where it is mended; empty once everything is there."""
    missing = []
    if not ready.sections:
        missing.append(("还没有科室", "登记的件没有地方分办。", url_for("accounts.sections")))
    if not ready.clerks:
        missing.append(("还没有登记员", "没有人登记、分办和打印回执。", url_for("accounts.new_person")))
    if ready.needs_holders and not ready.holders:
        missing.append(
            ("还没有属于科室的承办人", "分办以后没有人能签收、办理。", url_for("accounts.new_person"))
        )
    if ready.needs_review and not ready.leads:
        missing.append(
            (
                "还没有科室负责人",
                "有渠道的答复要审核，没有人能审；不用审核的，在渠道里关掉开关。",
                url_for("accounts.new_person"),
            )
        )
    if ready.unnamed:
        named = "、".join(ready.unnamed)
        missing.append(
            (
                f"本机关资料里没有填{named}",
                "回执没有联系方式，答复书没有救济途径。",
                url_for("accounts.agency"),
            )
        )
    return missing
