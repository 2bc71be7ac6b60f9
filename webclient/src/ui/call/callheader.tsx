// The line above the stage: what the call is about, how it is protected, how many are in it, and
// the host's button to end it.
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Heading } from "../parts/heading.tsx";
import { LanguageSwitch } from "../parts/language.tsx";
import { Logo } from "../parts/logo.tsx";
import { DataReport } from "./datareport.tsx";
import { EncryptionBadge } from "./encryption.tsx";
import "./callheader.css";

interface Props {
  model: CallModel;
  /** Not given where nobody knows the guest link. */
  onInvite?: () => void;
}

export function CallHeader({ model, onInvite }: Props) {
  const taken = { count: model.peers.value.length + 1, seats: model.seats.value };
  return (
    <header class="callheader" data-region tabIndex={-1}>
      <Logo />
      <Heading text={model.topic.value || t("call.title")} />
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
      <DataReport model={model} />
      <LanguageSwitch />
      {model.role === "host" && (
        <Button
          kind="danger"
          data-test="end-for-all"
          title={t("call.end.title")}
          onClick={() => model.endForAll()}
        >
          <span class="callheader-full">{t("call.end")}</span>
          <span class="callheader-short" aria-hidden="true">
            {t("call.end.short")}
          </span>
        </Button>
      )}
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
