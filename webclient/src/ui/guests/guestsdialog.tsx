// The host's list of links for one person each: made by name, copied, revoked.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { toLine } from "../../call/names.ts";
import { type GuestLink, GuestLinks } from "../../page/guestlinks.ts";
import type { HostRoom } from "../../page/services.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/field.tsx";
import { type GuestsKey, guestsText } from "./words.ts";

interface Props {
  room: HostRoom;
  onClose: () => void;
}

export function GuestsDialog({ room, onClose }: Props) {
  const id = useId();
  const links = useSignal<GuestLinks | undefined>(undefined);
  const missing = useSignal<GuestsKey | undefined>(undefined);
  const name = useRef<HTMLInputElement>(null);
  const { hostLink, expires } = room;
  useEffect(() => {
    void GuestLinks.openFor(hostLink, expires).then((opened) => {
      links.value = opened;
    });
  }, [hostLink, expires, links]);
  const makeLink = async (event: Event) => {
    event.preventDefault();
    const input = name.current;
    const whom = toLine(input?.value ?? "");
    missing.value = whom === "" ? "name.missing" : undefined;
    if (input === null || whom === "") return input?.focus();
    const made = await links.value?.addLink(whom);
    if (made === undefined) {
      missing.value = "full";
      return;
    }
    input.value = "";
    announce(guestsText("made", { name: whom }));
  };
  const opened = links.value;
  return (
    <Dialog title={guestsText("title")} about={id} onClose={onClose}>
      <div class="stack" data-test="guests-dialog">
        <p id={id}>{guestsText("lead")}</p>
        <p class="quiet">{guestsText("truth")}</p>
        <form class="stack" onSubmit={makeLink} noValidate>
          <FormField
            label={guestsText("name")}
            problem={missing.value && guestsText(missing.value)}
          >
            {(control) => (
              <input
                {...control}
                ref={name}
                class="input"
                maxLength={80}
                autocomplete="off"
                data-test="guest-name"
              />
            )}
          </FormField>
          <Button kind="primary" type="submit" wide data-test="make-guest-link">
            {guestsText("make")}
          </Button>
        </form>
        {opened && opened.all.value.length > 0 && (
          <ul class="stack" aria-label={guestsText("list")}>
            {opened.all.value.map((one) => (
              <Item key={one.number} one={one} links={opened} />
            ))}
          </ul>
        )}
        <p class="quiet">{guestsText(opened?.refused.value ? "refused" : "kept")}</p>
      </div>
    </Dialog>
  );
}

function Item({ one, links }: { one: GuestLink; links: GuestLinks }) {
  const { name, link, device, revoked, number } = one;
  const state = revoked ? "revoked" : device === undefined ? "unused" : "used";
  return (
    <li
      class="stack"
      style={{ gap: "var(--space-half)" }}
      data-test="guest-item"
      data-state={state}
      data-link={link}
    >
      <strong>{name}</strong>
      <span class="quiet">{guestsText(state)}</span>
      {!revoked && (
        <div class="row">
          <CopyButton text={link} label={guestsText("copy", { name })} test="copy-guest-link" />
          <Button
            data-test="revoke"
            aria-label={guestsText("revoke.for", { name })}
            onClick={() => {
              void links.revoke(number).then(() => announce(guestsText("is-revoked", { name })));
            }}
          >
            {guestsText("revoke")}
          </Button>
        </div>
      )}
    </li>
  );
}
