"""What a cluster says no with, and that it says nothing: as errors whose message names an operator's next step."""

from __future__ import annotations

from collections.abc import Iterable

from index.errors import ClusterRefused, ClusterUnavailable

SHOWN = 300
"""So many characters of what the cluster says are shown."""
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY = 401, 403, 404, 429
BLOCKED = "cluster_block_exception"
CERTIFICATE, NOT_OPENSEARCH, TOO_OLD, TOO_LARGE = (
    "certificate",
    "not_opensearch",
    "too_old",
    "too_large",
)
"""What we find ourselves, beside the kinds that a cluster says."""

_DISK_FULL = "集群磁盘将满，节点不再接受写入。请腾出磁盘空间或增加节点，之后 OpenSearch 会自行解除，然后再次运行"
_BY_KIND = {
    "index_not_found_exception": "集群上没有这个索引。请核对 --engine 中的名称，或先发布：zhengce publish",
    "index_closed_exception": "集群上的这个索引已关闭。请让集群管理员打开它，或重新发布：zhengce publish",
    CERTIFICATE: "集群的证书不受信任，或不是给这个主机名的。请用 ZHENGCE_ENGINE_CA 指定签发它的 CA 证书文件，并在 --engine 中写证书上的主机名",
    NOT_OPENSEARCH: "那里不是 OpenSearch。请核对 --engine 中的主机与端口",
    TOO_OLD: "集群的版本太旧。请升级到 OpenSearch 2.0 或更新的版本",
    TOO_LARGE: "集群的回答大得不合情理，没有采用",
    "index_create_block_exception": _DISK_FULL,
    "circuit_breaking_exception": "节点内存不足。请给节点更多内存（-Xmx），或减少同时的请求",
}
_BY_STATUS = {
    UNAUTHORIZED: "集群不接受这个用户名或密码。请核对 ZHENGCE_ENGINE_USER 与 ZHENGCE_ENGINE_PASSWORD（或"
    " ZHENGCE_ENGINE_PASSWORD_FILE）",
    FORBIDDEN: "这个用户在集群上没有所需的权限。请让集群管理员授予（见 docs/cluster.md）",
}
_READ_ONLY = "集群上的这个索引是只读的。请让集群管理员解除，然后再次运行"
_OTHERWISE = "集群没有接受这个请求"


class Unavailable(ClusterUnavailable):
    """The cluster, or a shard that is needed, does not answer in time."""


class Refused(ClusterRefused):
    """The cluster answers, and says no; a defect, or something an operator can mend.

    Attributes:
        status: HTTP status.
        kind: ``error.type`` of the answer.
        said: these, and why, as the cluster says it.
    """

    def __init__(self, status: int, kind: str, reason: str) -> None:
        self.said = f"{status or ''} {kind}: {reason}".strip()[:SHOWN]
        super().__init__(f"{_next_step(status, kind, reason)}（{self.said}）。")
        self.status = status
        self.kind = kind


def refused(status: int, said: object) -> Refused:
    """The error for what stands under ``error`` in an answer."""
    if not isinstance(said, dict):
        return Refused(status, "", str(said or ""))
    kind, reason = str(said.get("type") or ""), str(said.get("reason") or "")
    for cause in said.get("root_cause") or ():
        if isinstance(cause, dict) and str(cause.get("reason")) not in reason:
            reason += f"; {cause.get('reason')}"
            break
    return Refused(status, kind, reason)


def is_out_of_room(status: int, kind: str) -> bool:
    """Whether it is refused for what will pass by itself: too much at once, a manager or a shard being chosen."""
    return (status == TOO_MANY and kind != BLOCKED) or status >= 500


def unavailable(error: Refused) -> Unavailable:
    """The error when what passes by itself has not passed in time."""
    return Unavailable(f"集群暂时不能处理请求（{error.said}）。请稍后再试；恢复后会自动继续。")


def silent(whys: Iterable[tuple[str, str]]) -> Unavailable:
    """The error when no node answers.

    Args:
        whys: nodes, and what happened to each.
    """
    told = "；".join(f"{node} {why}" for node, why in whys)
    return Unavailable(
        f"集群没有回答（{told}）。请确认 OpenSearch 正在运行、网络可达；恢复后会自动继续，不必重启。"
    )


def _next_step(status: int, kind: str, reason: str) -> str:
    if kind == BLOCKED:
        is_full = "flood-stage" in reason or "read-only-allow-delete" in reason
        return _DISK_FULL if is_full else _READ_ONLY
    return _BY_KIND.get(kind) or _BY_STATUS.get(status) or _OTHERWISE
