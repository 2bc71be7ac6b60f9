// The screens that lead to a call, without the first ones: they are loaded together (late.ts).
export { LeftBefore } from "./screens/comeback.tsx";
export { HostLanding } from "./screens/hostlanding.tsx";
export { LinkRepair } from "./screens/linkrepair.tsx";
export { ProblemScreen } from "./screens/problem.tsx";
export { RoomReady } from "./screens/ready.tsx";
export { RoomList } from "./screens/rooms.tsx";
export { WayBack } from "./screens/wayback.tsx";
