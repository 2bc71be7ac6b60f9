// What went wrong with a request to the server, by its stable code.

/** The code of an error that `createRoom` and its like rejected with. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "internal";
}
