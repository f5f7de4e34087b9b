"""The ``zhengce`` command. Messages are for an operator, in Chinese, and name the next step."""

from web.cli.words.click_messages import speak_chinese

speak_chinese()
