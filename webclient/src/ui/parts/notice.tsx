// A problem as people see it: a sentence, and what they can do. Every problem on any screen is
// drawn by this component.
import type { ComponentChildren } from "preact";
import { problemText } from "../i18n/index.ts";
import { Icon } from "./icon.tsx";
import "./notice.css";

interface Props {
  code: string;
  /** The peer it is about. */
  name?: string | undefined;
  host?: string | undefined;
  device?: "microphone" | "camera" | undefined;
  late?: boolean | undefined;
  minutes?: number;
  /** Red and read out at once: only for alarms. */
  grave?: boolean;
  /** Below the sentence, such as a guide. */
  more?: ComponentChildren;
  /** Buttons. */
  children?: ComponentChildren;
}

export function Notice({ code, name, host, device, late, minutes, grave, more, children }: Props) {
  return (
    <div
      class={`notice${grave ? " notice-grave" : ""}`}
      role={grave ? "alert" : "status"}
      data-test="problem"
      data-code={code}
    >
      <Icon name="alert" />
      <div class="notice-body">
        <p>{problemText(code, { name, host, device, late, ...(minutes && { minutes }) })}</p>
        {more}
        {children && <div class="row">{children}</div>}
      </div>
    </div>
  );
}
