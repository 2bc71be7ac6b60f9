// To who waits at the door of a call that is recorded.
export const recorded = {
  "recorded.lobby":
    "This call is being recorded, or somebody has asked to record it. Once you are in you are asked; until you agree, the one who records gets neither your picture nor your sound.",
};
