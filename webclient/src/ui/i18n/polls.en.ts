// Polls in a call.
export const polls = {
  "polls.lead":
    "Anybody can ask. The server cannot read any of it. When the call is over, it is gone " +
    "unless somebody has saved it.",
  "polls.new": "New poll",
  "polls.none": "Nobody has asked anything yet.",
  "polls.one": "Your poll is open. End it before you ask another.",
  "polls.question": "Question",
  "polls.choice": "Choice {number}",
  "polls.add": "Add a choice",
  "polls.remove": "Remove choice {number}",
  "polls.type": "How people answer",
  "polls.type.single": "One choice",
  "polls.type.multiple": "Several choices",
  "polls.type.scale": "From 1 to 5",
  "polls.lowest": "What 1 means",
  "polls.highest": "What 5 means",
  "polls.secret": "Secret",
  "polls.secret.hint":
    "Everybody sees only how often each choice was made, and who answered. It is counted " +
    "when you end the poll, if four or more have answered.",
  "polls.secret.few": "A secret needs four people or more in the call.",
  "polls.ask": "Ask everybody",
  "polls.missing": "Write a question and at least two choices.",
  "polls.missing.scale": "Write a question and what 1 and 5 mean.",
  "polls.by": "{name} asks",
  "polls.by.own": "You ask",
  "polls.open.lead":
    "Everybody sees who answers what. You can change your answer until {name} ends the poll.",
  "polls.open.lead.own":
    "Everybody sees who answers what, and can change it until you end the poll.",
  "polls.secret.lead":
    "Secret: your answer stays on your device until the poll ends, and then only the sum " +
    "leaves it in pieces that say nothing alone.",
  "polls.secret.limits": "What this protects",
  "polls.secret.limits.text":
    "Nobody learns more than the count says, unless all others who answered compare what " +
    "their devices know. If everybody answers the same, the count says what each answered. " +
    "The same question asked again among fewer people can give away what one of them " +
    "answered. A changed program of a member can stop a count, but not alter or copy " +
    "another’s answer.",
  "polls.answered": "{count} have answered",
  "polls.answered.one": "1 has answered",
  "polls.counting":
    "The answers are being counted. Everybody’s device has to help, which takes a moment.",
  "polls.votes": "{count} votes",
  "polls.votes.one": "1 vote",
  "polls.mean": "On average {mean} of 5",
  "polls.back": "Take my answer back",
  "polls.close": "End the poll",
  "polls.closed": "The poll has ended.",
  "polls.told": "You were not here: this is what {name} tells of it.",
  "polls.uncounted.few":
    "Ended without a count: fewer than four have answered. No answer has left a device.",
  "polls.uncounted.left":
    "Ended without a count: {name} left or took an answer back. Nobody can see who chose " +
    "what. The poll can be asked again.",
  "polls.uncounted.left.unknown":
    "Ended without a count, because somebody left or asked something else. Nobody can see who chose what.",
  "polls.uncounted.silent":
    "Ended without a count: nothing came from {name} for half a minute. Nobody can see who " +
    "chose what. The poll can be asked again.",
  "polls.uncounted.broken":
    "Ended without a count: the parts did not fit together, so somebody’s program does " +
    "something else. Nobody can see who chose what.",
  "polls.save": "Save results",
  "polls.notice": "{name} asks: {question}",
  "polls.notice.answer": "Answer",
  "polls.notice.later": "Later",
  "say.poll.result": "The poll has a result: {question}",
  "say.poll.over": "The poll has ended: {question}",
  "polls.csv.question": "Question",
  "polls.csv.choice": "Choice",
  "polls.csv.votes": "Votes",
  "polls.csv.who": "Who",
  "polls.csv.secret": "secret",
};
