// German. The keys are those of recorded.en.ts.
export const recorded = {
  "recorded.lobby":
    "Dieses Gespräch wird aufgezeichnet, oder jemand hat darum gebeten. Wenn Sie drin sind, werden Sie gefragt; bis Sie zustimmen, bekommt die aufzeichnende Person weder Ihr Bild noch Ihren Ton.",
};
