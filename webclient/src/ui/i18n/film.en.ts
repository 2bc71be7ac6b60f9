// A film in step.
export const film = {
  "film.lead":
    "Choose a film on this device. The others see it once you show it, as you play it, " +
    "with its sound. The file itself does not leave your device.",
  "film.choose": "Choose a film",
  "film.change": "Choose another film",
  "film.show": "Show it to everybody",
  "film.stop": "Stop showing it",
  "film.yours": "Your film: {name}",
  "film.shown": "You are showing it: what you play here is sent to the others.",
  "film.hidden": "Only you see it at the moment.",
  "film.play": "Play",
  "film.pause": "Pause",
  "film.at": "Place in the film",
  "film.time": "{at} of {all}",
  "film.video-only": "A film can be shown in video calls only.",
  "film.unsupported":
    "This browser cannot show a film to others. Chrome, Edge and Firefox on a computer can.",
  "film.unreadable": "This browser cannot play that file. MP4 and WebM work best.",
};
