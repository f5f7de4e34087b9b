"""Workers that die one after another: there is an end to replacing them."""

from __future__ import annotations

from dataclasses import dataclass

from gunicorn.errors import HaltServer

from web.protect import limits

EXIT_CODE = 1


@dataclass
class Deaths:
    """Counts, in the master, workers that died soon after they had begun."""

    young: int = 0

    def died(self, seconds: float) -> None:
        """Count one that lived for so long.

        Raises:
            HaltServer: it is enough: whoever started us is to know, and to begin anew.
        """
        self.young = self.young + 1 if seconds < limits.YOUNG_SECONDS else 0
        if self.young >= limits.DEATHS:
            raise HaltServer(
                f"工作进程接连 {self.young} 次刚启动就意外终止，网站停止。请先运行 zhengce check --full "
                "检查索引，再看系统日志（dmesg）里有没有内存不足或磁盘错误，然后重新启动。",
                EXIT_CODE,
            )
