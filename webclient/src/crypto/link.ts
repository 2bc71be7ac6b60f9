export type CallKind = "video" | "audio" | "chat";
