"""What the command says, whoever says it: in Chinese, and nothing that moves a cursor.

Not here: what each command has to say; that stands with the command.
"""
