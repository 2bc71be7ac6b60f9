// The line above the stage: what the call is about, how it is protected, how many are in it.
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Heading } from "../parts/heading.tsx";
import { LanguageSwitch } from "../parts/language.tsx";
import { Logo } from "../parts/logo.tsx";
import { CallTimer } from "./calltimer.tsx";
import { DataReport } from "./datareport.tsx";
import { EncryptionBadge } from "./encryption.tsx";
import "./callheader.css";

interface Props {
  model: CallModel;
  /** Not given where nobody knows the guest link. */
  onInvite?: () => void;
}

export function CallHeader({ model, onInvite }: Props) {
  const taken = { count: model.everybody.value.length + 1, seats: model.seats.value };
  const title = model.topic.value || t("call.title");
  return (
    <header class="callheader" data-region tabIndex={-1}>
      <Logo />
      <Heading text={title} title={title} />
      <div class="callheader-sealed">
        <EncryptionBadge model={model} />
      </div>
      {onInvite ? (
        <button
          type="button"
          class="callheader-fact callheader-people"
          data-test="people"
          aria-haspopup="dialog"
          title={t("invite.dialog")}
          onClick={onInvite}
        >
          <PeopleCount {...taken} />
          <span class="unseen">. {t("invite.dialog")}</span>
        </button>
      ) : (
        <p class="callheader-fact">
          <PeopleCount {...taken} />
        </p>
      )}
      <CallTimer model={model} />
      <DataReport model={model} />
      <LanguageSwitch />
    </header>
  );
}

function PeopleCount(taken: { count: number; seats: number }) {
  return (
    <>
      <span aria-hidden="true">{t("call.people", taken)}</span>
      <span class="unseen">{t("call.people.label", taken)}</span>
    </>
  );
}
