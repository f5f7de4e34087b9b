"""Asking a cluster: which of its nodes, within which time, and what an answer, or none, means."""

from index.opensearch.client.asking import Client
from index.opensearch.client.deadline import apart, end_of, is_hurried, within
from index.opensearch.client.failures import Refused, Unavailable

__all__ = ["Client", "Refused", "Unavailable", "apart", "end_of", "is_hurried", "within"]
