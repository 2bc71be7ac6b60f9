// What the panel says that shows what the server knows.
export const knows = {
  "knows.open": "What the server knows",
  "knows.title": "What the server knows now",
  "knows.asking": "Asking the server …",
  "knows.at": "Its answer at {time}. We ask again every few seconds.",
  "knows.away": "We are not connected to the server. This was its answer at {time}.",
  "knows.away.never": "We are not connected to the server, so we cannot ask it at the moment.",
  "knows.plain.knows":
    "The server knows that somebody with your IP address is in this room or waiting for it, " +
    "how many people are there, and when the room closes.",
  "knows.plain.not":
    "It does not know your name, what the call is about, or what you say, show and write: " +
    "your device encrypts all of that.",
  "knows.plain.gone":
    "It does not store your IP address, and it deletes the room when the call is over.",
  "knows.is": "In detail, it knows",
  "knows.address": "Your IP address",
  "knows.address.hint":
    "Only in memory, while you are connected. " +
    "If you drop out while your call goes through the server, it keeps it for up to an hour. " +
    "If your network sends you through a computer of its own (a proxy), it is the address of that.",
  "knows.you": "You",
  "knows.you.host": "Host, with the random number {sid}",
  "knows.you.guest": "Guest, with the random number {sid}",
  "knows.you.knocker": "Waiting, with the random number {sid}",
  "knows.room": "The room",
  "knows.room.value":
    "Places: {seats}, short name {handle}, closes on {expires} at the latest, " +
    "or later if people are in it then",
  "knows.room.hint": "The operator can find it by its short name.",
  "knows.box": "Left for guests",
  "knows.box.value": "{size}, encrypted, for whoever has the link. The server cannot read it.",
  "knows.appointment": "The date",
  "knows.appointment.value":
    "A date is kept with the room. It is encrypted, and the server cannot read it. " +
    "The time at which the room closes gives an idea of it.",
  "knows.people": "People",
  "knows.people.value": "In the call: {members}, waiting: {waiting}",
  "knows.network": "From your network",
  "knows.network.value": "Connections: {sockets}, joins and new rooms since {time}: {attempts}",
  "knows.relay": "For passing on your call",
  "knows.relay.value": "Addresses set up for you: {count}, in use: {used}, until {time}",
  "knows.relay.none": "No address set up for you",
  "knows.not": "It does not know",
  "knows.not.value":
    "Your name, what the call is about, what you say, show and write, and who invited you. " +
    "Without the link it cannot read any of that.",
  "knows.file":
    "The file holds its whole answer, including the public keys that were made for this call.",
  "knows.download": "Download",
  "knows.forget": "Disconnect and forget me",
  "knows.forget.host":
    "You are the host. " +
    "If you only leave, those who are in the call can go on without you. " +
    "If nobody is left in it after a call, the server soon deletes the room. " +
    "Until then you can come back as its host, but only with the host link, if you have saved it.",
  "knows.forget.leave": "Only leave",
};
