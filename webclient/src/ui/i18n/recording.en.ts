// Recording: asking, answering, what is seen while it lasts, and what lies on this device afterwards.
export const recording = {
  "recording.title": "Record",
  "recording.lead":
    "Everybody is asked, and it begins only if all agree. The file is made on your " +
    "device alone, and nowhere else.",
  "recording.honest":
    "This is an agreement that the programs of all keep. It cannot stop somebody from " +
    "filming a screen.",
  "recording.form": "What is recorded",
  "recording.form.together": "Picture and sound of all, in one film",
  "recording.form.sound": "Sound alone",
  "recording.form.separate": "Sound, each person in a file of their own",
  "recording.chat": "The chat as text, too",
  "recording.chat.hint": "Only what is written while it is recorded, by those who agreed.",
  "recording.goes-on": "Go on without people who take their agreement back",
  "recording.goes-on.hint": "Otherwise the recording ends then.",
  "recording.why": "What for",
  "recording.why.hint": "Everybody reads this before they answer.",
  "recording.optional": "optional",
  "recording.ask": "Ask everybody",
  "recording.by-phone":
    "{name} is here by phone. A telephone cannot be asked, so it agrees to nothing: no " +
    "recording can begin while it is in the call.",
  "recording.preparing": "One moment …",
  "recording.asking": "Everybody is being asked. Nothing is recorded yet.",
  "recording.cancel": "Do not record",
  "recording.on": "It is being recorded, on this device. Keep this window visible.",
  "recording.stop": "Stop and keep it",
  "recording.other": "{name} records, or has asked to. There is one recording at a time.",
  "recording.saving": "The recording has ended. It is being made ready …",
  "recording.saving.percent": "{percent} % done",
  "recording.minutes": "There is room for about {minutes} minutes more on this device.",
  "recording.answer.yes": "agrees",
  "recording.answer.yes-without-picture": "agrees, without their picture",
  "recording.answer.no": "does not agree: nothing of them is recorded",
  "recording.answer.open": "has not answered: nothing of them is recorded",
  "recording.problem.no-sound":
    "Your browser plays no sound on this device, so it cannot mix any. Connect a " +
    "loudspeaker or headphones, or choose a file for each person.",
  "recording.problem.no-room": "There is no room left on this device. What was recorded is kept.",
  "recording.problem.unsupported": "This browser cannot record. Current ones can.",
  "recording.problem.failed": "That did not work. What was recorded until then is kept.",
  "recording.asked": "{name} would like to record: {what}.",
  "recording.asked.on": "This call is being recorded by {name}: {what}.",
  "recording.asked.why": "What for: {why}",
  "recording.asked.terms":
    "The file is made only on {name}’s device. It begins only if everybody agrees; you " +
    "can take it back at any time.",
  "recording.asked.terms.on":
    "Until you agree, {name} gets neither your picture nor your sound; the others do. " +
    "You can take it back at any time.",
  "recording.yes": "I agree",
  "recording.yes-without-picture": "I agree, without my picture",
  "recording.no": "I do not agree",
  "recording.answered": "You have answered. Nothing is recorded yet.",
  "recording.what.sound": "sound",
  "recording.what.picture": "picture",
  "recording.what.screen": "shared screens",
  "recording.what.chat": "chat",
  "recording.what.separate": "each person in a file of their own",
  "recording.frame": "{name} has been recording since {time}.",
  "recording.frame.now": "{name} is recording.",
  "recording.frame.now.own": "You are recording.",
  "recording.frame.own": "You have been recording since {time}.",
  "recording.frame.without-picture": "Not your picture.",
  "recording.frame.apart":
    "{name} is in another group, and gets neither your picture nor sound meanwhile.",
  "recording.frame.nothing": "Nothing of you: {name} gets neither your picture nor sound.",
  "recording.frame.not": "Not recorded: {names}.",
  "recording.withdraw": "Take my agreement back",
  "recording.agree-after-all": "Agree after all",
  "recording.begun": "{name} has begun to record.",
  "recording.begun.own": "The recording has begun.",
  "recording.rogue":
    "{name}’s program records without everybody’s yes. It gets no picture and no sound of yours.",
  "recording.ended.stopped": "{name} has stopped recording.",
  "recording.ended.refused": "Nothing was recorded: not everybody agreed.",
  "recording.ended.withdrawn": "The recording has ended: somebody took their agreement back.",
  "recording.ended.failed": "The recording has ended: {name}’s device could not go on.",
  "recording.ended.failed.own":
    "The recording has ended: your device could not go on. What it has recorded is kept.",
  "recording.ended.gone": "The recording has ended: {name} has left.",
  "recording.unbegun.stopped": "{name} no longer asks to record. Nothing was recorded.",
  "recording.unbegun.failed": "Nothing was recorded: {name}’s device could not record.",
  "recording.unbegun.failed.own": "Nothing was recorded: your device could not record.",
  "recording.unbegun.gone": "Nothing was recorded: {name} has left.",
};
