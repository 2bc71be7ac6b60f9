// What a call is made of once two meet: loaded when somebody has knocked, while they wait.
export { InCall } from "./incall.ts";
export { Pair, Quality } from "./mesh/connecting.ts";

export type Connecting = typeof import("./connecting.ts");
