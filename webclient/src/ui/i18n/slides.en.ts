// English: slides that one presents and all others see.
export const slides = {
  "slides.lead":
    "Choose a PDF on this device. It is opened in your browser alone; the others get a " +
    "picture of each page you come to. The server cannot read any of it.",
  "slides.choose": "Choose a PDF",
  "slides.opening": "The PDF is being opened …",
  "slides.damaged": "This PDF is damaged, or it is none. Nothing has been shown.",
  "slides.encrypted":
    "This PDF asks for a password, so it cannot be opened here. Save a copy without one, " +
    "or share your screen. Nothing has been shown.",
  "slides.large": "This PDF is larger than 100 MB. Make it smaller, or share your screen.",
  "slides.pages": "This PDF has more than {most} pages. Show a part of it, or share your screen.",
  "slides.unsupported": "This browser is too old to open a PDF here. Share your screen instead.",
  "slides.missing":
    "What opens a PDF could not be loaded: the server does not answer, or your network is " +
    "away. Nothing has been shown.",
  "slides.meanwhile": "{name} shows slides by now, so yours have not been shown.",
  "slides.broken": "At least one page could not be drawn, and is not shown.",
  "slides.page": "Page {page} of {pages}, shown by {name}",
  "slides.page.own": "Page {page} of {pages}, shown by you",
  "slides.page.left": "Page {page} of {pages}",
  "slides.coming": "The page is on its way …",
  "slides.drawing": "The page is being drawn …",
  "slides.undrawable": "Your browser cannot draw this page.",
  "slides.back": "Page before",
  "slides.next": "Next page",
  "slides.number": "Page",
  "slides.of": "of {pages}",
  "slides.keys": "Arrow keys, Home and End turn the pages. The others see where your pointer is.",
  "slides.absent":
    "Pages that have not come to this device cannot be shown: only who began has the PDF.",
  "slides.full": "Full screen",
  "slides.full.end": "End full screen",
  "slides.save": "Save this page",
  "slides.file": "page-{page}",
  "slides.end": "Stop showing",
  "slides.offer": "Let somebody else go on",
  "slides.offer.to": "Ask {name}",
  "slides.offering":
    "{name} is asked to go on. Pages that were not shown yet are made ready first.",
  "slides.offered": "{name} asks you to go on with the slides. You get the pages, not the PDF.",
  "slides.accept": "Go on",
  "slides.decline": "No",
  "slides.left":
    "{name} has left. This page stays until somebody goes on, or shows something else.",
  "slides.take": "Go on with these",
  "slides.put-away": "Put away here",
  "slides.not-recorded":
    "Slides are not in a recording of the call. What is shared as a screen is.",
  "slides.news": "{name} shows slides.",
  "slides.show": "See them",
};
