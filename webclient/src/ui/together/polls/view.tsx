// Polls: those that there are, and a way to ask.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Poll, Polls } from "../../../call/together/polls/model.ts";
import type { PollsPart } from "../../../call/together/polls/polls.ts";
import { t } from "../../i18n/index.ts";
import * as de from "../../i18n/polls.de.ts";
import * as en from "../../i18n/polls.en.ts";
import { announce } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { downloadText } from "../../text/download.ts";
import type { PartProps } from "../entries.ts";
import { openPart, showPart } from "../openpart.ts";
import { addWords } from "../words.ts";
import { AskForm } from "./askform.tsx";
import { pollsAsCsv } from "./csv.ts";
import { PollCard } from "./pollcard.tsx";
import "./polls.css";

addWords({ en: en.polls, de: de.polls });

export function Panel({ part }: PartProps<PollsPart>) {
  const asking = useSignal(false);
  const polls = part.polls.value;
  if (asking.value)
    return (
      <AskForm
        part={part}
        onDone={() => {
          asking.value = false;
        }}
      />
    );
  return (
    <>
      <p class="quiet">{t("polls.lead")}</p>
      <NewPoll part={part} onAsk={() => (asking.value = true)} />
      {polls.length === 0 && <p class="quiet">{t("polls.none")}</p>}
      <ol class="part-list">
        {[...polls].reverse().map((poll) => (
          <li key={poll.id}>
            <PollCard poll={poll} part={part} />
          </li>
        ))}
      </ol>
      {polls.length > 0 && (
        <div class="row">
          <Button data-test="polls-save" onClick={() => saveResults(polls)}>
            {t("polls.save")}
          </Button>
        </div>
      )}
    </>
  );
}

function NewPoll({ part, onAsk }: { part: Polls; onAsk: () => void }) {
  const isOpen = part.polls.value.some(
    ({ asker, state }) => asker === undefined && state === "open",
  );
  if (isOpen) return <p class="quiet">{t("polls.one")}</p>;
  return (
    <div class="row">
      <Button kind="primary" data-test="polls-new" disabled={!part.mayAsk.value} onClick={onAsk}>
        {t("polls.new")}
      </Button>
    </div>
  );
}

function saveResults(polls: readonly Poll[]): void {
  downloadText("einmal-polls.csv", "text/csv", pollsAsCsv(polls));
}

/** The newest question of somebody else that one has neither answered nor put off. */
export function Notice({ model, part }: PartProps<PollsPart>) {
  const later = useSignal<readonly string[]>([]);
  usePollNews(part);
  const waiting = part.polls.value.filter(
    ({ id, asker, state, own }) =>
      asker !== undefined && state === "open" && own.length === 0 && !later.value.includes(id),
  );
  const poll = waiting.at(-1);
  if (poll === undefined || openPart.value === "polls") return null;
  return (
    <div class="request" data-test="poll-notice">
      <p>{t("polls.notice", { name: poll.askerName, question: poll.question })}</p>
      <div class="row">
        <Button data-test="poll-answer" onClick={() => showPart(model, "polls")}>
          {t("polls.notice.answer")}
        </Button>
        <Button
          kind="quiet"
          data-test="poll-later"
          onClick={() => {
            later.value = [...later.value, poll.id];
          }}
        >
          {t("polls.notice.later")}
        </Button>
      </div>
    </div>
  );
}

/** A new question is read out, and so is each end. */
function usePollNews(part: Polls): void {
  const before = useRef(new Map<string, Poll["state"]>());
  const isFirst = useRef(true);
  useSignalEffect(() => {
    const polls = part.polls.value;
    for (const poll of polls) {
      const was = before.current.get(poll.id);
      const { question, askerName: name, state } = poll;
      if (was === undefined && state === "open" && poll.asker !== undefined && !isFirst.current)
        announce(t("polls.notice", { name, question }));
      if (was !== undefined && was !== "closed" && state === "closed")
        announce(t(poll.counts ? "say.poll.result" : "say.poll.over", { question }));
    }
    before.current = new Map(polls.map(({ id, state }) => [id, state]));
    isFirst.current = false;
  });
}
