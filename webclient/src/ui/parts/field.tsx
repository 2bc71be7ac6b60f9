// A labelled field with a hint and, when something is missing, a sentence that says what.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./field.css";

interface Props {
  label: string;
  /** Said after the label, in small: "optional". */
  aside?: string;
  hint?: string;
  problem?: string | undefined;
  /** Gets the id and the described-by of the control to draw. */
  children: (control: {
    id: string;
    "aria-describedby"?: string;
    "aria-invalid"?: boolean;
  }) => ComponentChildren;
}

export function FormField({ label, aside, hint, problem, children }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
        {aside && <span class="field-aside"> ({aside})</span>}
      </label>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(problem && { "aria-invalid": true }),
      })}
      {hint && (
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint: string;
  test: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}

/** An on/off switch with its explanation. */
export function Switch({ label, hint, test, checked, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div class="switch">
      <input
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says aria-checked by itself.
        role="switch"
        data-test={test}
        checked={checked}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        <p id={`${id}-hint`} class="quiet">
          {hint}
        </p>
      </div>
    </div>
  );
}
