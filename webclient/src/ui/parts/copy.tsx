// Copies a text, says so, and falls back to marking it in its field.
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { announce } from "./announcer.tsx";
import { Button } from "./button.tsx";

/** Puts `text` on the clipboard. False if the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

interface Props {
  text: string;
  label: string;
  test: string;
  kind?: "primary" | "plain" | "quiet";
  /** The field that shows the text: it is marked if copying fails. */
  field?: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
  onCopied?: () => void;
}

export function CopyButton({ text, label, test, kind = "plain", field, onCopied }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copyAndTell = async () => {
    const done = await copyText(text);
    setCopied(done);
    if (done) onCopied?.();
    announce(done ? t("app.copied") : t("app.please-copy"));
    if (!done) field?.current?.select();
  };
  return (
    <Button kind={kind} icon={copied ? "check" : "copy"} data-test={test} onClick={copyAndTell}>
      {copied ? t("app.copied") : label}
    </Button>
  );
}
