// One button for all screens. Kinds: primary (one a screen), plain (bordered), quiet (text only),
// danger (ending, removing).
import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./button.css";

interface Props extends Omit<ButtonHTMLAttributes, "icon" | "class"> {
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  wide?: boolean;
  children?: ComponentChildren;
}

export function Button({ kind = "plain", icon, wide, children, ...rest }: Props) {
  return (
    <button type="button" {...rest} class={`button button-${kind}${wide ? " button-wide" : ""}`}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes, "icon" | "class"> {
  icon: IconName;
  /** Accessible name and tooltip. */
  label: string;
}

/** A button that shows an icon alone; `label` is its name and its tooltip. */
export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} class="icon-button" aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
