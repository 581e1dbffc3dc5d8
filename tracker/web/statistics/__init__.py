"""统计: completion figures of any period, each opening its cases."""
