// Recordings that lie in this browser, as the screens see them.
export {
  deleteRecording,
  type KeptRecording,
  keptRecordings,
} from "../media/recording/store.ts";
