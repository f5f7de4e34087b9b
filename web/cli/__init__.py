"""The ``zhengce`` command. Messages are for an operator, in Chinese, and name the next step."""
