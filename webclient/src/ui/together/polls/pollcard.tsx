// One poll: its question, the choices with what was chosen so far, and what one can do.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { type Poll, type Polls, stepsOf } from "../../../call/together/polls/model.ts";
import { language, t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";

interface Props {
  poll: Poll;
  part: Polls;
}

export function PollCard({ poll, part }: Props) {
  const id = useId();
  const isOpen = poll.state === "open";
  return (
    <section class="part-card" data-test="poll" data-state={poll.state} aria-labelledby={id}>
      <p class="quiet">
        {poll.asker === undefined ? t("polls.by.own") : t("polls.by", { name: poll.askerName })}
      </p>
      <h3 id={id}>{poll.question}</h3>
      <PollLead poll={poll} />
      <fieldset class="part-choices poll-choices" disabled={!isOpen} aria-labelledby={id}>
        {labelsOf(poll).map((label, i) => (
          <Choice key={`${i} ${label}`} poll={poll} part={part} at={i} label={label} />
        ))}
      </fieldset>
      <p class="quiet" data-test="poll-answered">
        {poll.answered === 1
          ? t("polls.answered.one")
          : t("polls.answered", { count: poll.answered })}
        <AverageLine poll={poll} />
      </p>
      {isOpen && (
        <div class="row">
          {poll.asker === undefined && (
            <Button data-test="poll-close" onClick={() => part.close(poll.id)}>
              {t("polls.close")}
            </Button>
          )}
          {poll.own.length > 0 && (
            <Button kind="quiet" data-test="poll-back" onClick={() => part.answer(poll.id, [])}>
              {t("polls.back")}
            </Button>
          )}
        </div>
      )}
      {poll.secret && (
        <details class="poll-limits">
          <summary>{t("polls.secret.limits")}</summary>
          <p>{t("polls.secret.limits.text")}</p>
        </details>
      )}
    </section>
  );
}

/** What holds for an answer at this moment, or how it ended. */
function PollLead({ poll }: { poll: Poll }): ComponentChildren {
  const { state, secret, uncounted, missing, askerName, toldBy } = poll;
  if (state === "counting") return <p role="status">{t("polls.counting")}</p>;
  if (state === "closed") {
    return (
      <>
        <p data-test="poll-over">
          {uncounted === undefined
            ? t("polls.closed")
            : uncounted === "left" && missing === undefined
              ? t("polls.uncounted.left.unknown")
              : t(`polls.uncounted.${uncounted}`, { name: missing ?? "" })}
        </p>
        {toldBy !== undefined && <p class="quiet">{t("polls.told", { name: toldBy })}</p>}
      </>
    );
  }
  if (secret) return <p class="quiet">{t("polls.secret.lead")}</p>;
  return (
    <p class="quiet">
      {poll.asker === undefined
        ? t("polls.open.lead.own")
        : t("polls.open.lead", { name: askerName })}
    </p>
  );
}

/** The words of each step: of a scale only the first and the last have some of their own. */
export function labelsOf(poll: Poll): readonly string[] {
  if (poll.type !== "scale") return poll.choices;
  const [lowest = "", highest = ""] = poll.choices;
  return Array.from({ length: stepsOf(poll) }, (_, i) =>
    i === 0 ? `1 ${lowest}` : i === stepsOf(poll) - 1 ? `${i + 1} ${highest}` : `${i + 1}`,
  );
}

function Choice({ poll, part, at, label }: Props & { at: number; label: string }) {
  const { id, type, own, counts } = poll;
  const isChosen = own.includes(at);
  const count = counts?.[at];
  const names = poll.answers.filter(({ choices }) => choices.includes(at)).map(({ name }) => name);
  const choose = () => {
    const others = type === "multiple" ? own.filter((one) => one !== at) : [];
    const chosen = isChosen && type === "multiple" ? others : [...others, at];
    part.answer(
      id,
      chosen.sort((a, b) => a - b),
    );
  };
  return (
    <div class="poll-choice">
      <label>
        <input
          type={type === "multiple" ? "checkbox" : "radio"}
          name={`poll-${id}`}
          data-test="poll-choice"
          checked={isChosen}
          onChange={choose}
        />
        <span>{label}</span>
      </label>
      {count !== undefined && (
        <div class="poll-result" data-test="poll-result" data-count={count}>
          <progress class="poll-bar" max={Math.max(1, poll.answered)} value={count} aria-hidden />
          <span>
            {count === 1 ? t("polls.votes.one") : t("polls.votes", { count })}
            {names.length > 0 && <span class="quiet"> {names.join(", ")}</span>}
          </span>
        </div>
      )}
    </div>
  );
}

function AverageLine({ poll: { type, counts } }: { poll: Poll }): ComponentChildren {
  const count = counts?.reduce((sum, one) => sum + one, 0) ?? 0;
  if (type !== "scale" || counts === undefined || count === 0) return null;
  const mean = counts.reduce((sum, one, i) => sum + one * (i + 1), 0) / count;
  const format = new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 });
  return <> · {t("polls.mean", { mean: format.format(mean) })}</>;
}
