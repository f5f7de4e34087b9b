"""Text out of pictures: pages that hold no text are looked at, and their lines read.

``engine`` makes lines of the picture of a page (the extra ``ocr``); it runs in processes of its own
(``index.readers.sandbox.recogniser``), page by page, and what it saw is kept beside the index
(``cache``). Readers of fixed layouts never wait for it: they ask ``scans`` for the pages they have
no text of. What is missing there is recognised after all other files of a run, and the file is
read again. So a run that was stopped goes on at the page where it was.
"""
