// Where a host leaves something, sees that it lies there, and takes it back.
import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { type BoxHead, eraseBox, lookAtBox } from "../../page/mailbox.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { describe } from "./boxcard.tsx";
import { LeaveForm } from "./leaveform.tsx";
import { codeOfBox, type Doing, problemOf } from "./problem.ts";
import { mailboxText } from "./words.ts";

export type LeaveState =
  | { readonly at: "looking" | "empty" | "erased" }
  | { readonly at: "there"; readonly head: BoxHead; readonly isNew: boolean }
  | { readonly at: "problem"; readonly code: string; readonly doing: Doing };

interface Props {
  /** The host link. */
  link: string;
  onClose: () => void;
}

export function LeaveDialog({ link, onClose }: Props) {
  const state = useSignal<LeaveState>({ at: "looking" });
  const busy = useSignal(false);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const runStep = async (doing: Doing, work: () => Promise<LeaveState>) => {
    if (busy.value) return;
    busy.value = true;
    try {
      state.value = await work();
    } catch (error) {
      const code = codeOfBox(error);
      state.value = { at: "problem", code, doing };
      announce(problemOf(code, doing));
    } finally {
      busy.value = false;
    }
  };
  const lookAgain = (isNew = false) =>
    runStep("look", async () => {
      const head = await lookAtBox(link);
      return head ? { at: "there", head, isNew } : { at: "empty" };
    });
  const takeBack = () =>
    runStep("erase", async () => {
      await eraseBox(link);
      announce(mailboxText("leave.back.done"));
      return { at: "erased" };
    });
  useEffect(() => void lookAgain(), []);
  return (
    <LeaveView
      now={state.value}
      busy={busy.value}
      form={
        <LeaveForm link={link} stop={stop.current.signal} onLeft={() => void lookAgain(true)} />
      }
      onBack={() => void takeBack()}
      onAgain={() => void lookAgain()}
      onClose={onClose}
    />
  );
}

interface ViewProps {
  now: LeaveState;
  busy: boolean;
  form: ComponentChild;
  onBack: () => void;
  onAgain: () => void;
  onClose: () => void;
}

/** The same, of plain values. */
export function LeaveView({ now, busy, form, onBack, onAgain, onClose }: ViewProps) {
  const id = useId();
  return (
    <Dialog title={mailboxText("leave.title")} about={id} onClose={onClose}>
      <div class="stack" data-test="leave-dialog" data-state={now.at}>
        <p id={id}>{mailboxText("leave.lead")}</p>
        {now.at === "looking" && <p role="status">{mailboxText("leave.looking")}</p>}
        {now.at === "erased" && <p>{mailboxText("leave.back.done")}</p>}
        {(now.at === "empty" || now.at === "erased") && form}
        {now.at === "there" && (
          <>
            {now.isNew && <p>{mailboxText("leave.done")}</p>}
            <p data-test="box-there">
              {mailboxText("leave.there")} <strong>{describe("leave.there", now.head)}</strong>.{" "}
              {mailboxText("leave.untaken")}
            </p>
          </>
        )}
        {now.at === "problem" && (
          <p data-test="box-problem" data-code={now.code}>
            {problemOf(now.code, now.doing)}
          </p>
        )}
        {(now.at === "there" || (now.at === "problem" && now.code === "damaged")) && (
          <div class="row">
            <Button data-test="box-back" aria-disabled={busy} onClick={onBack}>
              {mailboxText("leave.back")}
            </Button>
          </div>
        )}
        {now.at === "problem" && now.code !== "room-gone" && now.code !== "damaged" && (
          <div class="row">
            <Button data-test="box-again" onClick={onAgain}>
              {mailboxText("leave.again")}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
