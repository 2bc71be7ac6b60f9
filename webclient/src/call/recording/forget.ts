// What was recorded here and is to be forgotten, also in a call in which nobody recorded.
import { mayHoldRecordings } from "../../media/recording/flag.ts";
import { loadModule, surely } from "../../page/chunk.ts";

export async function forgetKept(): Promise<void> {
  if (!(await mayHoldRecordings())) return;
  const { forgetRecordings } = await surely(() =>
    loadModule("media/recording/store", () => import("../../media/recording/store.ts")),
  );
  await forgetRecordings();
}
