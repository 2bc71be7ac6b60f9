// The first screen of a host: her rooms, and a new one if she may make one here.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CreatedRoom, Services } from "../../page/services.ts";
import { t } from "../i18n/index.ts";
import { desk } from "../late.ts";
import { Switch } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageLayout } from "../parts/page.tsx";
import { KeptLate } from "../recording/late.tsx";
import { CreateForm } from "./createform.tsx";
import { LostLink, PasteLink } from "./lostlink.tsx";
import "./start.css";

/** Before it is said that a server does not answer, in ms: most answer sooner. */
const silenceMs = 2_000;

interface Props {
  services: Pick<
    Services,
    | "about"
    | "createRoom"
    | "creator"
    | "endRoom"
    | "followLink"
    | "isElsewhere"
    | "moveRoom"
    | "remembered"
  >;
  /** A promise resolves once the next screen is there. */
  onCreated: (room: CreatedRoom) => unknown;
  /** Into a room that this browser remembers. */
  onEnter: (room: CreatedRoom) => void;
}

export function StartScreen({ services, onCreated, onEnter }: Props) {
  const { about, creator, remembered } = services;
  const shut = whyShut(about.value?.create, creator.fragment);
  // Most people who start here have none.
  const some = (remembered?.rooms.value.length ?? 0) > 0;
  useEffect(() => {
    if (some) void desk.load();
  }, [some]);
  const rooms = desk.module.value;
  return (
    <PageLayout title={t("start.title")} lead={t("start.lead")}>
      {remembered && rooms && (
        <rooms.RoomList remembered={remembered} services={services} onEnter={onEnter} />
      )}
      <KeptLate />
      {shut ? (
        <section class="stack" data-test="start-shut" data-code={shut}>
          <p>{t(`start.${shut}`)}</p>
          <PasteLink onLink={services.followLink} kind="primary" />
        </section>
      ) : (
        <>
          {(about.value === undefined || about.value.create === "silent") && <Silence />}
          <CreateForm services={services} onCreated={onCreated} />
          {creator.fragment !== "" && remembered && <KeepCreator creator={creator} />}
          <LostLink onLink={services.followLink} />
        </>
      )}
    </PageLayout>
  );
}

/** Why no room can be made here, known before anything is filled in. */
function whyShut(create: string | undefined, creator: string): "token" | "nobody" | undefined {
  if (create === "nobody") return "nobody";
  return create === "token" && creator === "" ? "token" : undefined;
}

/** The server has not said anything for a while. The page goes on asking it. */
function Silence() {
  const long = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      long.value = true;
    }, silenceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="start-silence" role="status" data-test="start-silence">
      {long.value && t("start.unanswered")}
    </p>
  );
}

function KeepCreator({ creator }: Pick<Services, "creator">) {
  const refused = useSignal(0);
  const choose = (on: boolean) => {
    if (!on) creator.forget();
    else if (!creator.keep()) refused.value++;
  };
  return (
    <div class="stack">
      <Switch
        label={t("start.keep-creator")}
        hint={t("start.keep-creator.hint")}
        test="keep-creator"
        checked={creator.isKept}
        onChange={choose}
      />
      {refused.value > 0 && <Notice code="creator-refused" />}
    </div>
  );
}
