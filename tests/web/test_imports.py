"""导入 in the browser: 选文件 → 对应列 → 预览 → 完成."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from sqlalchemy import func, select

from tests.imports.made_files import HEADINGS, ROW, csv_text, xlsx
from tracker.domain.labels import Role
from tracker.imports.spreadsheets import read_table
from tracker.models.agency import Channel
from tracker.models.case import Case
from tracker.models.imports import ImportBatch, ImportMapping

NOW = "2026-11-20T02:00:00+00:00"
DAY_MONTH = ["来源编号", "受理时间", "工单标题", "完成日期", ""]


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client_as):
    return client_as(Role.CLERK)


def channel_id(session, name="12345热线"):
    return session.execute(select(Channel.id).where(Channel.name == name)).scalar_one()


def upload(desk, session, content, filename="12345工单导出.xls", **more):
    answers = {"channel": channel_id(session), "file": (BytesIO(content), filename), **more}
    return desk.post("/imports/", data=answers, content_type="multipart/form-data")


def step(answer):
    """The path of the step an answer leads to."""
    assert answer.status_code == 302, answer.text
    return answer.location


def cases(session):
    return session.execute(select(func.count()).select_from(Case)).scalar_one()


def columns_of(page):
    """What the column form would send as it stands."""
    chosen = {}
    for select_field in page.xpath("//select[starts-with(@name, 'column-')]"):
        chosen[select_field.get("name")] = select_field.value
    return chosen


def parsed(answer):
    from lxml import html

    return html.document_fromstring(answer.text)


def sentence(answer):
    """The opening sentence of a page of the import, without its markup."""
    return parsed(answer).xpath("string(//p[@class='import-sentence'])")


def linked(answer, number):
    """The address behind the first figure that says ``number``."""
    return parsed(answer).xpath(f"//p[@class='import-sentence']//a[text()='{number}']/@href")[0]


def imported(desk, session, *rows):
    """Import rows as the desk does and return the address of the finished import."""
    where = step(upload(desk, session, xlsx(HEADINGS, *rows)))
    desk.post(where, data=columns_of(parsed(desk.get(where))))
    return step(desk.post(where.replace("columns", "commit")))


def test_from_file_to_cases(desk, session):
    before = step(
        upload(
            desk,
            session,
            xlsx(["示例区工单"], [*HEADINGS, "领导批示"], [*ROW, "请阅处"], ["SL2", *ROW[1:], ""]),
        )
    )
    page = desk.get(before)
    assert "xlsx（扩展名为 xls）" in page.text
    assert "表头在第 2 行" in page.text
    answers = columns_of(parsed(page))
    assert list(answers.values()) == [
        "source_number",
        "received",
        "item_type",
        "title",
        "content",
        "name",
        "phone",
        "",
    ]
    preview = step(desk.post(before, data={**answers, "remember": "y", "mapping_name": "12345派单导出"}))
    shown = desk.get(preview)
    assert "2 行：新增 <b>2</b>，更新 <b>0</b>，不变 <b>0</b>" in shown.text
    assert cases(session) == 0
    done = step(desk.post(preview.replace("preview", "commit")))
    assert "已导入：新增 2，更新 0，不变 0。" in sentence(desk.get(done))
    assert cases(session) == 2
    assert (
        session.execute(select(Case).order_by(Case.id)).scalars().first().person.import_notes
        == "领导批示：请阅处"
    )
    assert session.execute(select(ImportBatch.created_by_id)).scalar_one() == desk.user.id


def test_answers_are_remembered_for_the_same_source(desk, session):
    content = xlsx(["单号", "哪天", "说什么"], ["A1", "2026-03-02", "路灯不亮"])
    where = step(upload(desk, session, content))
    assert "还缺必需的列" in desk.get(where).text
    answers = {"column-0": "source_number", "column-1": "received", "column-2": "title"}
    step(desk.post(where, data={**answers, "remember": "y", "mapping_name": "样本平台"}))
    assert session.execute(select(ImportMapping.name)).scalar_one() == "样本平台"
    again = desk.get(step(upload(desk, session, content + b"")))
    assert columns_of(parsed(again)) == answers
    assert "已记住" in again.text


def test_two_columns_for_one_field_are_refused_and_the_answers_stay(desk, session):
    where = step(upload(desk, session, xlsx(HEADINGS, ROW)))
    answers = {**columns_of(parsed(desk.get(where))), "column-4": "title"}
    refused = desk.post(where, data=answers)
    assert refused.status_code == 422
    assert "都对应到“标题”" in refused.text
    assert columns_of(parsed(refused))["column-4"] == "title"


def test_unclear_dates_are_asked_about(desk, session):
    where = step(upload(desk, session, xlsx(DAY_MONTH, ["A1", "2026-11-02", "甲", "05/11/2026", "是"],
                                            ["A2", "2026-11-03", "乙", "09/11/2026", "否"])))  # fmt: skip
    page = desk.get(where)
    assert "日和月分不清，请选顺序。整列 2 行里 2 行两种读法都成立。" in page.text
    assert "日/月，即 11 月 5 日" in page.text
    assert "没有表头，前几个值是 是、否" in page.text
    preview = step(desk.post(where, data={**columns_of(parsed(page)), "order-3": "day_first"}))
    desk.post(preview.replace("preview", "commit"))
    found = session.execute(select(Case.closed_on).order_by(Case.id)).scalars().all()
    assert found == [date(2026, 11, 5), date(2026, 11, 9)]


def test_faults_are_shown_with_value_and_remedy_and_can_be_downloaded(desk, session):
    rows = [ROW, ["SL2", "2026-11-31", *ROW[2:]], ["SL3", "2026-12-06", *ROW[2:]]]
    where = step(upload(desk, session, xlsx(HEADINGS, *rows)))
    preview = step(desk.post(where, data=columns_of(parsed(desk.get(where)))))
    page = desk.get(preview).text
    assert "2 行有问题，不会导入" in page
    assert "没有 11 月 31 日" in page
    assert "收到日期不能在将来" in page
    assert "导入 1 件，跳过 2 行" in page
    table = read_table(desk.get(preview.replace("preview", "faults.xlsx")).data, "a.xlsx")
    assert table.headings == ("文件行号", "问题和改法", *HEADINGS)
    assert [row.cells[2] for row in table.rows] == ["SL2", "SL3"]
    desk.post(preview.replace("preview", "commit"))
    assert cases(session) == 1


def test_sections_that_are_not_ours_are_named_before_importing(desk, session):
    headings = [*HEADINGS, "责任科室"]
    rows = [[*ROW, "林业股"], ["SL2", *ROW[1:], "林业股"], ["合计", *("" for _ in HEADINGS[1:]), ""]]
    where = step(upload(desk, session, xlsx(headings, *rows)))
    preview = step(desk.post(where, data=columns_of(parsed(desk.get(where)))))
    assert "2 件的承办科室 “林业股” 不是本单位的科室" in desk.get(preview).text
    done = desk.get(step(desk.post(preview.replace("preview", "commit"))))
    batch_id = where.split("/")[2]
    assert parsed(done).xpath("//a[contains(., '查看导入的办件')]/@href") == [
        f"/cases/?view=all&imported={batch_id}-created"
    ]


@pytest.mark.parametrize("view", ["rejected", "updated", "created", "unchanged", "all"])
def test_every_view_of_a_preview(desk, session, view):
    first = step(upload(desk, session, xlsx(HEADINGS, ROW, ["SL2", *ROW[1:]])))
    desk.post(first.replace("columns", "commit"))
    changed = [*ROW[:3], "新的标题", *ROW[4:6], "13900000000"]
    content = xlsx(HEADINGS, changed, ["SL2", *ROW[1:]], ["SL3", *ROW[1:]], ["SL4", "", *ROW[2:]])
    preview = step(upload(desk, session, content)).replace("columns", "preview")
    page = desk.get(f"{preview}?view={view}").text
    assert "4 行：新增 <b>1</b>，更新 <b>1</b>，不变 <b>1</b>" in page
    assert ("138****0000" in page and "139****0000" in page) == (view in {"updated", "all"})
    assert "13900000000" not in page


def test_committing_twice_imports_once(desk, session):
    where = step(upload(desk, session, xlsx(HEADINGS, ROW)))
    commit = where.replace("columns", "commit")
    assert step(desk.post(commit)) == step(desk.post(commit))
    assert cases(session) == 1


def test_giving_up_leaves_nothing(desk, session, app):
    content = xlsx(HEADINGS, ["放弃的", *ROW[1:]])
    where = step(upload(desk, session, content))
    digest = session.execute(select(ImportBatch.sha256)).scalar_one()
    assert "已放弃这次导入" in desk.post(where.replace("columns", "discard"), follow_redirects=True).text
    assert session.execute(select(func.count()).select_from(ImportBatch)).scalar_one() == 0
    assert not (app.config["SETTINGS"].instance_dir / "imports" / digest).exists()


def test_another_sheet_can_be_chosen(desk, session):
    content = xlsx(sheets={"一月": [HEADINGS, ROW, ["B", *ROW[1:]]], "二月": [HEADINGS, ["SL2", *ROW[1:]]]})
    where = step(upload(desk, session, content))
    assert "工作表“二月”也有 1 行，没有读" in desk.get(where).text
    assert step(desk.post(where, data={"sheet": "二月"})) == where
    assert "二月，表头在第 1 行" in desk.get(where).text


@pytest.mark.parametrize(
    ("content", "filename", "reason"),
    [(b"%PDF-1.7", "报告.pdf", "实际是PDF 文档"), (b"", "空.xlsx", "实际是空文件")],
)
def test_wrong_file_is_refused_at_once(desk, session, content, filename, reason):
    answer = upload(desk, session, content, filename)
    assert answer.status_code == 422
    assert reason in answer.text
    assert session.execute(select(func.count()).select_from(ImportBatch)).scalar_one() == 0


def test_file_that_turns_out_unreadable_says_so(desk, session):
    where = step(upload(desk, session, csv_text(HEADINGS, ROW).encode() + b'SL2,"open\n' + b"x,y\n", "a.csv"))
    answer = desk.get(where)
    assert answer.status_code == 422
    assert "双引号没有配对" in answer.text
    assert desk.get(where.replace("columns", "preview")).status_code == 422


def test_form_says_what_is_missing(desk, session):
    answer = desk.post("/imports/", data={"year_default": "二六"}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "请选文件。" in answer.text
    assert "请填四位年份" in answer.text


def test_others_do_not_see_an_unfinished_import(desk, client_as, session):
    where = step(upload(desk, session, xlsx(HEADINGS, ROW)))
    assert client_as(Role.CLERK).get(where).status_code == 404
    assert desk.get("/imports/99999999999999999999").status_code == 404


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SYSTEM_ADMIN, Role.SUPERVISOR])
def test_only_the_desk_and_the_statistician_import(client_as, role):
    assert client_as(role).get("/imports/").status_code == 403


def test_records_list_what_became_of_each_file(desk, session):
    where = step(upload(desk, session, xlsx(HEADINGS, ROW), "第一批.xlsx"))
    assert "未完成" in desk.get("/imports/").text
    desk.post(where.replace("columns", "commit"))
    page = desk.get("/imports/").text
    assert "第一批.xlsx" in page
    assert "已导入" in page


def test_every_count_of_an_import_lists_its_cases(desk, session):
    imported(desk, session, ROW, ["SL2", *ROW[1:]])
    done = desk.get(
        imported(desk, session, [*ROW[:3], "改过的标题", *ROW[4:]], ["SL2", *ROW[1:]], ["SL3", *ROW[1:]])
    )
    assert sentence(done) == "已导入：新增 1，更新 1，不变 1。"
    shown = {}
    for place, made in enumerate(("created", "updated", "unchanged")):
        address = parsed(done).xpath("//p[@class='import-sentence']//a/@href")[place]
        page = parsed(desk.get(address))
        assert f"-{made}" in address
        shown[made] = [
            link.text_content().strip() for link in page.xpath("//a[contains(@class, 'case-title')]")
        ]
    assert [len(titles) for titles in shown.values()] == [1, 1, 1]
    assert shown["updated"] == ["改过的标题"]
    assert "第 2 批导入更新的办件" in desk.get("/cases/?view=all&imported=2-updated").text
    assert desk.get("/cases/?view=all&imported=x-created").status_code == 200


def test_an_import_is_undone_whole_and_the_mended_file_imported(desk, session):
    done = imported(desk, session, ROW, ["SL2", *ROW[1:]])
    assert "可以撤销" in desk.get(done).text
    asked = desk.get(f"{done}/undo")
    assert sentence(asked) == "收回新增的 2 件，还原更新的 0 件。"
    assert step(desk.post(f"{done}/undo")) == done
    after = desk.get(done)
    assert sentence(after) == "已撤销：收回 2 件，还原 0 件。"
    assert "已撤销" in desk.get("/imports/records").text
    assert "没有" in desk.get("/cases/?view=all").text
    again = imported(desk, session, ROW)
    assert sentence(desk.get(again)) == "已导入：新增 1，更新 0，不变 0。"
    number = session.execute(select(Case.number).where(Case.taken_back_on.is_(None))).scalar_one()
    assert number.endswith("〔2026〕1号")


def test_a_case_taken_back_is_nowhere(desk, session, client_as):
    done = imported(desk, session, ROW)
    case_id = session.execute(select(Case.id)).scalar_one()
    assert desk.get(f"/cases/{case_id}").status_code == 200
    desk.post(f"{done}/undo")
    assert desk.get(f"/cases/{case_id}").status_code == 404
    assert (
        "宅基地"
        not in desk.get("/cases/?view=all&text=宅基地").text.partition("<main")[2].partition("</form>")[2]
    )
    assert client_as(Role.SUPERVISOR).get("/board/").status_code == 200


def test_a_second_press_of_undo_says_what_happened(desk, session):
    done = imported(desk, session, ROW)
    desk.post(f"{done}/undo")
    desk.post(f"{done}/undo")
    assert "已经撤销过了" in desk.get(done).text
    assert "已经撤销过了" in desk.get(desk.get(f"{done}/undo").location).text


def test_who_may_undo_what_another_imported(desk, session, client_as):
    done = imported(desk, session, ROW)
    other = client_as(Role.CLERK)
    assert "本人或者督办员" in other.get(done).text
    other.post(f"{done}/undo")
    assert (
        cases(session)
        == session.execute(select(func.count()).where(Case.taken_back_on.is_(None))).scalar_one()
    )
    supervisor = client_as(Role.SUPERVISOR)
    assert "导入记录" in supervisor.get("/imports/records").text
    supervisor.post(f"{done}/undo")
    assert sentence(supervisor.get(done)) == "已撤销：收回 1 件，还原 0 件。"
    assert client_as(Role.HANDLER).get(f"{done}/undo").status_code == 403


def test_cases_that_stay_are_named_with_the_reason(desk, session):
    done = imported(desk, session, ROW, ["SL2", *ROW[1:]])
    case = session.execute(select(Case).where(Case.source_number == "SL2")).scalar_one()
    case.version += 1
    session.commit()
    asked = desk.get(f"{done}/undo")
    assert sentence(asked) == "收回新增的 1 件，还原更新的 0 件，1 件不能撤销。"
    assert case.number in asked.text
    desk.post(f"{done}/undo")
    after = desk.get(done)
    assert sentence(after) == "已撤销：收回 1 件，还原 0 件，保留 1 件。"
    assert case.number in after.text


def test_the_office_sets_how_long_an_import_can_be_undone(client_as, desk, session):
    admin = client_as(Role.SYSTEM_ADMIN)
    assert "导入以后多久可以整批撤销" in admin.get("/policies/").text
    answers = {"value": "off", "basis": "示例区办公室通知"}
    assert admin.post("/policies/questions/import_undo", data=answers).status_code == 302
    done = imported(desk, session, ROW)
    assert "本机关设定导入以后不可以整批撤销" in desk.get(done).text
