// Problems before the call: on the pre-join screen and in the lobby.
import type { CallModel } from "../../call/model.ts";
import { Notice } from "../parts/notice.tsx";

export function ModelProblem({ model }: { model: CallModel }) {
  const problem = model.problem.value;
  if (problem)
    return <Notice code={problem.code} name={problem.name} host={model.hostName.value} />;
  return model.serverHere.value ? null : (
    <Notice code={model.refusal.value ?? "server-unreachable"} />
  );
}
