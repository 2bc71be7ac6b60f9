// For the stage, which asks several times a second who is speaking.
export { loudnessOf } from "../peer/loudness.ts";
