// The frame of every screen outside the call: the mark, the language, one heading, one column, and
// who runs this.
import type { ComponentChildren } from "preact";
import { language, t } from "../i18n/index.ts";
import { ClockNotice } from "./clocknotice.tsx";
import { Heading } from "./heading.tsx";
import { LanguageSwitch } from "./language.tsx";
import { Logo } from "./logo.tsx";
import "./page.css";

interface Props {
  title: string;
  lead?: ComponentChildren;
  /** What the call is about. */
  topic?: string | undefined;
  /** Wide enough for two columns. */
  wide?: boolean;
  test?: string;
  /** A stable code for tests, in addition to `test`. */
  code?: string;
  children?: ComponentChildren;
}

export function PageLayout({ title, lead, topic, wide, test, code, children }: Props) {
  return (
    <div class={`page${wide ? " page-wide" : ""}`}>
      <header class="page-head">
        <div class="page-brand">
          <Logo />
          <span>einmal</span>
        </div>
        <LanguageSwitch />
      </header>
      <main class="page-main" data-test={test} data-code={code}>
        <div class="page-intro">
          <Heading text={title} topic={topic} />
          {lead && <p class="page-lead">{lead}</p>}
        </div>
        <ClockNotice />
        {children}
      </main>
      <footer class="page-foot">
        <AboutLink path="/privacy" test="privacy" text={t("app.privacy")} />
        <AboutLink path="/imprint" test="imprint" text={t("app.imprint")} />
      </footer>
    </div>
  );
}

/** Opens in a tab of its own: whoever waits to be let in keeps waiting. */
function AboutLink({ path, test, text }: { path: string; test: string; text: string }) {
  return (
    <a href={`${path}?lang=${language.value}`} target="_blank" rel="noopener" data-test={test}>
      {text}
    </a>
  );
}
