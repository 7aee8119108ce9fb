import type { faults as French } from '../fr/faults'

export const faults: typeof French = {
  missing: 'This field is missing.',
  not_text: 'This field must be a text.',
  unknown_field: 'There is no field “{field}” here: leave it out.',
  body_empty: 'Write your note.',
  body_too_long: 'The note may have 20,000 characters at most (it has {length}).',
  body_control: 'The note holds invisible control characters: paste it as plain text.',
  body_nested: 'The note is too nested: fewer lists or quotes inside one another.',
  body_costly: 'The note holds too many formatting signs in a row: remove some.',
  author_too_long: 'The name may have 200 characters at most.',
  author_lines: 'The name must fit on one line, without invisible characters.',
  licence_missing: 'Tick the box: without your consent to the licence the note cannot show.',
  page_missing: 'Choose the session that your note is about.',
  page_unknown: 'This page does not exist or takes no notes: choose a session in the list.',
  page_closed: 'This page no longer takes notes: choose another session.',
  action_unknown: 'There is no such decision: choose another.',
  not_number: 'This field must be a whole number.',
  items_count: 'From 1 to 100 notes at once, each with its id and version.',
  reason_missing: 'Write what you ask for: the author will read it.',
  report_missing: 'Say what is wrong: that is what the moderators will read.',
  reason_too_long: 'The message may have 2,000 characters at most.',
}
