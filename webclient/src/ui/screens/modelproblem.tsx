// What goes wrong between the door and the call.
import type { CallModel } from "../../call/model.ts";
import { Notice } from "../parts/notice.tsx";

export function ModelProblem({ model }: { model: CallModel }) {
  const problem = model.problem.value;
  if (problem) return <Notice code={problem.code} name={problem.name} host={model.hostName.value} />;
  // While it connects for the first time, the server is not missed yet.
  if (!model.serverHere.value && model.phase.value !== "connecting") return <Notice code="server-unreachable" />;
  return null;
}
