"""``flask cases``: import, export, one case, verification."""

from flask.cli import AppGroup

from tracker.cli.case_checks import rebuild_command, reindex_command, verify_command
from tracker.cli.case_files import export_command, import_command
from tracker.cli.case_show import show_command
from tracker.cli.retention import retention_command

group = AppGroup("cases", help="办件：导入、导出、查看、核对、到期清除。")
group.add_command(import_command)
group.add_command(export_command)
group.add_command(show_command)
group.add_command(rebuild_command)
group.add_command(reindex_command)
group.add_command(verify_command)
group.add_command(retention_command)
