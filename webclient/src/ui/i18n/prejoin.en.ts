// What is to be on with the knock, and under which name.
export const prejoin = {
  "prejoin.name.guest": "Guest",
  "prejoin.name.host": "Host",
  "prejoin.name.hint":
    "Only the others in the call will see it. If you leave it empty, you are “{name}”.",
  "prejoin.name.hint.host":
    "The others in the call will see it, and so will anyone who knocks with the link. " +
    "If you leave it empty, you are “{name}”.",
  "prejoin.use.video": "Try camera and microphone",
  "prejoin.use.audio": "Try the microphone",
  "preview.wish.both":
    "Still off. Camera and microphone come on when you press “{button}” and allow it.",
  "preview.wish.microphone":
    "Still off. The microphone comes on when you press “{button}” and allow it.",
  "preview.wish.camera": "Still off. The camera comes on when you press “{button}” and allow it.",
};
