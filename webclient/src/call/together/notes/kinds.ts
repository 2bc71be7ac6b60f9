// The kinds of messages of the notes (protocol, section 4.12.1), beside those of every document.
export const notesKinds = {
  first: 0x20,
  /** Where somebody is in the text, or that they are not. */
  caret: 0x23,
  /** From a member that has no document: give me the text. */
  ask: 0x24,
  /** The text, in pieces. */
  tell: 0x25,
} as const;
