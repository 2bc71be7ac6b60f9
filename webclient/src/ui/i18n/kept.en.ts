// Recordings that lie in this browser until they are saved.
export const kept = {
  "kept.title": "Recordings in this browser",
  "kept.lead": "They lie only here. Save the files, then delete them here.",
  "kept.of": "Recorded on {when}",
  "kept.unfinished":
    "It was cut off, so it is not signed: nothing shows that it is as it was recorded.",
  "kept.save": "Save {file} ({size})",
  "kept.save.consent": "Save who agreed: {file} ({size})",
  "kept.delete": "Delete here",
  "kept.delete.title": "Delete this recording?",
  "kept.delete.text": "What was not saved is lost.",
};
