"""The artificial bureau: its name, its sections, its channels' switches."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.models.agency import Agency, Channel, Section

REGION = "64"
SECTIONS = (
    ("办公室", "收发、督办、政府信息公开、信访接待"),
    ("耕地保护股", "耕地和永久基本农田保护、高标准农田用地、耕地补偿"),
    ("规划股", "国土空间规划、用途管制、规划许可"),
    ("矿产股", "矿产资源勘查开采、矿山生态修复、采砂"),
    ("林草股", "林木、草原、湿地和自然保护地"),
    ("不动产登记中心", "不动产登记、确权发证、登记资料查询"),
    ("执法监察股", "违法用地、违法建设的查处"),
    ("用地审批股", "征地、临时用地、设施农业用地"),
)
OFFICE = SECTIONS[0][0]


def set_up(agency: Agency) -> dict[str, Section]:
    """Turn the fresh installation's agency into the demonstration; gives its sections by name."""
    agency.name = "示例区自然资源局"
    agency.number_prefix = "示自然资"
    agency.region_code = REGION
    agency.address = "示例区样本街 1 号"
    agency.postcode = "000000"
    agency.phone = "0000-0000000"
    agency.email = "yanshi@example.invalid"
    agency.website = "www.example.invalid"
    agency.office_hours = "工作日 8:30—12:00，14:30—18:00"
    agency.reviewing_agency = "示例区人民政府"
    agency.court = "示例区人民法院"
    agency.is_demonstration = True
    sections = {
        name: Section(agency_id=agency.id, name=name, duty=duty, sort=place)
        for place, (name, duty) in enumerate(SECTIONS, start=1)
    }
    db.session.add_all(sections.values())
    hotline = db.session.execute(
        select(Channel).where(Channel.agency_id == agency.id, Channel.code == "hotline_12345")
    ).scalar_one()
    hotline.needs_callback = True
    db.session.flush()
    return sections
