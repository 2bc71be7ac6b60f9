// What a guest sees of what was left: from whom, what it is, and, once it is opened, itself. It
// stays on the server until the person says that they have it.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type BoxHead, eraseBox, lookAtBox, type Opened, takeBox } from "../../page/mailbox.ts";
import { fileSize } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { Linkify } from "../parts/linkify.tsx";
import { download } from "../text/download.ts";
import { codeOfBox, type Doing, problemOf } from "./problem.ts";
import { mailboxText } from "./words.ts";

interface Props {
  link: string;
  /** The server says that something is there. */
  here: boolean;
}

export function BoxCard({ link, here }: Props) {
  const head = useSignal<BoxHead | undefined>(undefined);
  const opened = useSignal<Opened | undefined>(undefined);
  const busy = useSignal<"look" | "take" | "erase" | undefined>(undefined);
  const percent = useSignal(0);
  const erased = useSignal(false);
  const problem = useSignal<{ code: string; doing: Doing } | undefined>(undefined);
  const hidden = useSignal(false);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);

  const runStep = async (doing: "look" | "take" | "erase", work: () => Promise<void>) => {
    if (busy.value) return;
    busy.value = doing;
    problem.value = undefined;
    try {
      await work();
    } catch (error) {
      const code = codeOfBox(error);
      if (code !== "box-stopped") {
        problem.value = { code, doing };
        announce(problemOf(code, doing));
      }
      if (code === "no-box" && !opened.value) head.value = undefined;
    } finally {
      busy.value = undefined;
    }
  };
  const lookAgain = () =>
    runStep("look", async () => {
      head.value = await lookAtBox(link);
      if (head.value) announce(mailboxText("card.title", { from: head.value.from }));
    });
  const takeAll = () =>
    runStep("take", async () => {
      percent.value = 0;
      opened.value = await takeBox(link, stop.current.signal, (part) => {
        percent.value = Math.floor(part * 100);
      });
    });
  const eraseNow = () =>
    runStep("erase", async () => {
      await eraseBox(link);
      erased.value = true;
      announce(mailboxText("card.erased"));
    });
  // Another may have been left since, or this one may have gone, but what is open stays.
  useEffect(() => {
    if (opened.value) return;
    if (here) void lookAgain();
    else head.value = undefined;
  }, [here, link]);

  if (hidden.value || (!head.value && !problem.value && !(here && busy.value))) return null;
  return (
    <BoxView
      head={head.value}
      opened={opened.value}
      busy={busy.value}
      percent={percent.value}
      erased={erased.value}
      problem={problem.value}
      onLook={() => void lookAgain()}
      onTake={() => void takeAll()}
      onErase={() => void eraseNow()}
      onHide={() => {
        hidden.value = true;
      }}
    />
  );
}

interface ViewProps {
  head: BoxHead | undefined;
  opened?: Opened | undefined;
  busy?: "look" | "take" | "erase" | undefined;
  percent?: number;
  erased?: boolean;
  problem?: { readonly code: string; readonly doing: Doing } | undefined;
  onLook: () => void;
  onTake: () => void;
  onErase: () => void;
  onHide: () => void;
}

/** The same, of plain values. */
export function BoxView({
  head,
  opened,
  busy,
  percent = 0,
  erased = false,
  problem,
  onLook,
  onTake,
  onErase,
  onHide,
}: ViewProps) {
  const isBusy = busy !== undefined;
  return (
    <section class="lobby-notes" style={{ gap: "var(--space-1)" }} data-test="box-card">
      {head ? (
        <h2 style={{ fontSize: "var(--text-m)", color: "inherit" }}>
          {mailboxText("card.title", { from: head.from })}
        </h2>
      ) : (
        busy && <p>{mailboxText("card.looking")}</p>
      )}
      {head && !opened && <p>{describe("card", head)}</p>}
      {busy === "take" && (
        <p>
          {mailboxText("card.busy", { percent })}
          <progress
            style={{ width: "100%", accentColor: "var(--accent)" }}
            max={100}
            value={percent}
            aria-label={mailboxText("card.busy", { percent })}
          />
        </p>
      )}
      {opened && <Content opened={opened} erased={erased} />}
      {problem && (
        <p data-test="box-problem" data-code={problem.code}>
          {problemOf(problem.code, problem.doing)}
        </p>
      )}
      <div class="row">
        {head && !opened && (
          <Button kind="primary" data-test="box-open" aria-disabled={isBusy} onClick={onTake}>
            {mailboxText("card.open")}
          </Button>
        )}
        {!head && problem && problem.code !== "no-box" && (
          <Button data-test="box-again" onClick={onLook}>
            {mailboxText("leave.again")}
          </Button>
        )}
        {opened && !erased && problem?.code !== "no-box" && (
          <Button data-test="box-erase" aria-disabled={isBusy} onClick={onErase}>
            {mailboxText("card.erase")}
          </Button>
        )}
        <Button kind="quiet" data-test="box-hide" onClick={onHide}>
          {mailboxText("card.hide")}
        </Button>
      </div>
    </section>
  );
}

function Content({ opened, erased }: { opened: Opened; erased: boolean }) {
  const { from, file, text, content } = opened;
  return (
    <>
      {text && (
        <>
          <p>{mailboxText("card.says", { from })}</p>
          <p style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }} data-test="box-note">
            <Linkify text={text} />
          </p>
        </>
      )}
      {content && (
        <p>
          <Button
            kind="primary"
            icon="download"
            data-test="box-save"
            onClick={() => download(file, content)}
          >
            {mailboxText("card.save", { file })}
          </Button>
        </p>
      )}
      <p class="quiet" data-test="box-state">
        {mailboxText(erased ? "card.erased" : "card.keep")}
      </p>
    </>
  );
}

/** What it is, in words. */
export function describe(where: "card" | "leave.there", { file, size, note }: BoxHead): string {
  const what = file === "" ? "note" : note > 0 ? "both" : "file";
  return mailboxText(`${where}.${what}`, { file, size: fileSize(size) });
}
