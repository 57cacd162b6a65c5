"""The SOP's forms: one field list each, and what may be answered (pure, standard library alone).

A page, a printed form, the tracker and a spreadsheet all walk a `Form`'s sections and fields, so a
label never differs between screen and paper. Nothing here knows a clock, a table or a page.

- Forms: `request.REQUEST`, with `steps.DECISION` and `steps.VERIFICATION` of the officials;
  `register_list.REGISTER_LIST`; `review.REVIEW` with `REVIEW_DECISION`; `removal.REMOVAL` with
  `CLOSING`; `papers.RECEIPT`, `GUEST_BOOK`, `DISPOSITION`.
- Answers: `check.check`, `check.check_draft`, told of the office by `context.Context`;
  `narrowing.narrower` at step 5.
- What follows from answers: `validity.weekly_text`, `validity.period`, `validity.KIND`.
- Values by themselves: `identity`, `contact`, `text`, `ranks`, `numbering`, `attachment`.
"""
