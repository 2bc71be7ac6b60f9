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
import { say } from "./words.ts";
import "./mailbox.css";

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

  const run = async (doing: "look" | "take" | "erase", work: () => Promise<void>) => {
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
  const look = () =>
    run("look", async () => {
      head.value = await lookAtBox(link);
      if (head.value) announce(say("card.title", { from: head.value.from }));
    });
  const take = () =>
    run("take", async () => {
      percent.value = 0;
      opened.value = await takeBox(link, stop.current.signal, (part) => {
        percent.value = Math.floor(part * 100);
      });
    });
  const erase = () =>
    run("erase", async () => {
      await eraseBox(link);
      erased.value = true;
      announce(say("card.erased"));
    });
  // Another may have been left since, or this one may have gone, but what is open stays.
  useEffect(() => {
    if (opened.value) return;
    if (here) void look();
    else head.value = undefined;
  }, [here, link]);

  if (hidden.value || (!head.value && !problem.value && !(here && busy.value))) return null;
  return (
    <section class="box-card" data-test="box-card">
      {head.value ? (
        <h2>{say("card.title", { from: head.value.from })}</h2>
      ) : (
        busy.value && <p>{say("card.looking")}</p>
      )}
      {head.value && !opened.value && <p>{describe("card", head.value)}</p>}
      {busy.value === "take" && (
        <p>
          {say("card.busy", { percent: percent.value })}
          <progress
            class="box-progress"
            max={100}
            value={percent.value}
            aria-label={say("card.busy", { percent: percent.value })}
          />
        </p>
      )}
      {opened.value && <Content opened={opened.value} erased={erased.value} />}
      {problem.value && (
        <p role="status" data-test="box-problem" data-code={problem.value.code}>
          {problemOf(problem.value.code, problem.value.doing)}
        </p>
      )}
      <div class="row">
        {head.value && !opened.value && (
          <Button
            kind="primary"
            data-test="box-open"
            aria-disabled={busy.value !== undefined}
            onClick={() => void take()}
          >
            {say("card.open")}
          </Button>
        )}
        {!head.value && problem.value && problem.value.code !== "no-box" && (
          <Button data-test="box-again" onClick={() => void look()}>
            {say("leave.again")}
          </Button>
        )}
        {opened.value && !erased.value && problem.value?.code !== "no-box" && (
          <Button
            data-test="box-erase"
            aria-disabled={busy.value !== undefined}
            onClick={() => void erase()}
          >
            {say("card.erase")}
          </Button>
        )}
        <Button
          kind="quiet"
          data-test="box-hide"
          onClick={() => {
            hidden.value = true;
          }}
        >
          {say("card.hide")}
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
          <p>{say("card.says", { from })}</p>
          <blockquote data-test="box-note">
            <Linkify text={text} />
          </blockquote>
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
            {say("card.save", { file })}
          </Button>
        </p>
      )}
      <p class="quiet" role="status" data-test="box-state">
        {say(erased ? "card.erased" : "card.keep")}
      </p>
    </>
  );
}

/** What it is, in words. */
export function describe(where: "card" | "leave.there", { file, size, note }: BoxHead): string {
  const what = file === "" ? "note" : note > 0 ? "both" : "file";
  return say(`${where}.${what}`, { file, size: fileSize(size) });
}
