/**
 * The oldest browsers that the client is made for. Edge follows Chrome; every browser of an iPhone
 * or iPad is its Safari.
 */
export const oldest = { chrome: "100", firefox: "115", safari: "15.4" } as const;
