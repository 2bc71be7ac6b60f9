// How the others are shown: large or small, full screen, in a small window.
export const layout = {
  "view.open": "View",
  "view.title": "How do you want to see the call?",
  "view.grid": "Everybody alike",
  "view.speaker": "Whoever speaks, large",
  "view.share": "What is shared, large",
  "view.side": "What is shared, and whoever speaks",
  "view.said": "View: {view}.",
  "view.full": "Full screen",
  "view.full.end": "End full screen",

  "tile.pin": "Pin: keep large",
  "tile.unpin": "Unpin",
  "tile.pinned": "Pinned",
  "tile.window": "Small window in front",
  "tile.full": "Full screen",
  "say.pinned": "{name} is pinned.",
  "say.unpinned": "{name} is no longer pinned.",
  "keys.pin": "Pin whoever has the focus or speaks, or unpin",
  "keys.layout": "Next view",
};
