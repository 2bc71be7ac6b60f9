// A link to hand on: read-only, marked as a whole when focused, with its copy button.
import { useRef } from "preact/hooks";
import { CopyButton } from "./copy.tsx";
import { FormField } from "./field.tsx";
import "./linkfield.css";

interface Props {
  label: string;
  link: string;
  test: string;
  copyLabel: string;
  copyTest: string;
  onCopied?: () => void;
}

export function LinkField({ label, link, test, copyLabel, copyTest, onCopied }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <FormField label={label}>
      {(control) => (
        <div class="linkfield">
          <input
            {...control}
            ref={input}
            class="input input-link"
            readOnly
            autocomplete="off"
            value={link}
            data-test={test}
            data-link={link}
            onFocus={(event) => event.currentTarget.select()}
            onCopy={onCopied}
          />
          <CopyButton
            text={link}
            label={copyLabel}
            test={copyTest}
            field={input}
            {...(onCopied && { onCopied })}
          />
        </div>
      )}
    </FormField>
  );
}
