// A link that could not be repaired, to correct, to paste again, to paste with the whole message
// around it, or to type as the words that somebody reads out.
import { useSignal } from "@preact/signals";
import { findLink, LinkError, personalPart } from "../../crypto/link.ts";
import { serverOrigin } from "../../page/serverorigin.ts";
import { actionText, problemText } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { FormField } from "../parts/field.tsx";
import { mayBeWords, readTypedWords, TypedError } from "./typedwords.ts";
import "../parts/linkfield.css";
import "./linkrepair.css";

interface Props {
  /** What stood in the address, from its "#" on; it may be empty. */
  damaged: string;
  /** Gets the fragment of a whole link of this server. */
  onLink: (fragment: string) => void;
  kind?: "primary" | "plain";
}

export function LinkRepair({ damaged, onLink, kind = "primary" }: Props) {
  const text = useSignal(damaged && `${serverOrigin().origin}/${readable(damaged)}`);
  const problem = useSignal<string | undefined>(undefined);
  const elsewhere = useSignal<URL | undefined>(undefined);

  const submit = (event: Event) => {
    event.preventDefault();
    problem.value = elsewhere.value = undefined;
    try {
      const { origin, fragment } = findLink(text.value);
      const found = new URL(`/${fragment}`, origin || serverOrigin().origin);
      if (found.host === serverOrigin().host) return onLink(fragment + personalPart(text.value));
      elsewhere.value = found;
      problem.value = problemText("link-elsewhere");
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      if (mayBeWords(text.value)) void openWords(error.code);
      else problem.value = problemText(error.code);
    }
  };
  /** `otherwise` is what is wrong if it was to be a link. */
  const openWords = async (otherwise: string) => {
    try {
      const fragment = await readTypedWords(text.value);
      if (fragment === undefined) problem.value = problemText(otherwise);
      else onLink(fragment);
    } catch (error) {
      if (!(error instanceof TypedError)) throw error;
      problem.value = error.message;
    }
  };

  return (
    <form class="stack linkrepair" onSubmit={submit}>
      <FormField
        label={actionText("action.link")}
        hint={actionText(damaged ? "action.link.correct" : "action.link.paste")}
        problem={problem.value}
      >
        {(control) => (
          <textarea
            {...control}
            class="input input-link"
            data-test="link"
            rows={4}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false} // some browsers would send it to a spelling service
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        )}
      </FormField>
      {elsewhere.value && (
        <a href={elsewhere.value.href} rel="noreferrer" data-test="elsewhere">
          {elsewhere.value.host}
        </a>
      )}
      <Button kind={kind} type="submit" wide data-test="open-link">
        {actionText("action.open-link")}
      </Button>
    </form>
  );
}

/** Without the escapes of the address bar. */
function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
