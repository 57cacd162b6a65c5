"""The office's papers as pages and as PDF: one sheet, drawn from one field list.

A paper is a document of an Indonesian government office, and so in Indonesian (UU 24/2009, pasal 27
and 28), whoever prints it and whatever language he reads the pages in.
"""
